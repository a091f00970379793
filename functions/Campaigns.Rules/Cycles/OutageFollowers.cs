using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// What opens after a phase that was given time back comes later with it, as under an amendment by the authority (J3, J6): nothing is appraised, published or
/// decided before its sheets are in. What has begun stays as it is, as does what hangs on no moved phase.
/// </summary>
public static class OutageFollowers
{
    /// <summary>The extension with the windows and pending milestones of the phases that follow the extended ones, and the cycle's end.</summary>
    public static OutageExtension With(CampaignDefinition definition, CycleProgress cycle, OutageExtension extension, HolidayTables tables)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(extension);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone);
        DateOnly? Day(DateTimeOffset? instant) => instant is { } at ? ZoneTime.DayOf(zone, at) : null;
        var given = extension.Windows.Where(w => extension.Phases.Contains(w.Phase))
            .ToDictionary(w => w.Phase, w => new PhaseAmendment(null, Day(w.DueAt), Day(w.GraceUntil), Day(w.LockedAt)));
        var amended = CalendarAmender.Amend(definition, cycle, given, tables, Acts.Engine, "outage", extension.To);
        if (amended is not Accepted<PlannedChange> { State.Change: var change })
            return extension;

        var begun = cycle.Milestones.Where(m => m.State is not MilestoneState.Pending).Select(m => m.Milestone.Phase)
            .Concat(extension.Phases).ToHashSet(StringComparer.Ordinal);
        var pending = cycle.Milestones.Where(m => m.State is MilestoneState.Pending).Select(m => m.Milestone.Id).ToHashSet(StringComparer.Ordinal);
        return extension with
        {
            Windows = [.. extension.Windows.Zip(change.Windows, (window, moved) => begun.Contains(window.Phase) ? window : moved)],
            Milestones =
            [
                .. extension.Milestones,
                .. change.Milestones.Select(m => m.Milestone).Where(m => !begun.Contains(m.Phase) && pending.Contains(m.Id)),
            ],
        };
    }
}
