using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Extending;

/// <summary>The calendar of an extension: its dates by the phase's own grace and late time, and the rungs that fire for the participant alone.</summary>
public static class ExtensionDays
{
    /// <summary>
    /// The dates of <paramref name="phase"/> when it is due on <paramref name="until"/>, which rolls forward where it is not worked; or the year whose holiday
    /// table is missing (J4).
    /// </summary>
    public static (ExtendedDates? Dates, int? AwaitingYear) Of(Phase phase, Authority authority, HolidayTables tables, DateOnly until)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(authority);
        var working = new WorkingDays(authority.Workdays, tables);
        var days = new PhaseDays([], until.Year, working);
        var due = working.RollForward(until);
        var grace = phase.Grace is { } g ? due.Then(d => days.Move(d, g)) : due;
        var locked = phase.Late is { } l ? grace.Then(d => days.Move(d, l)) : grace;
        return locked.Date is { } last ? (new(At(due.Date!.Value), At(grace.Date!.Value), At(last)), null) : (null, locked.AwaitingYear);

        DateTimeOffset At(DateOnly date) => ZoneTime.At(TimeZoneInfo.FindSystemTimeZoneById(authority.Zone), date, authority.DueAt);
    }

    /// <summary>
    /// What happens to the participant alone in the phase that was extended, in order: the rungs that hang on the due date or the lock, and the lock. Empty
    /// without an extension in force; a rung whose day awaits a calendar is left out.
    /// </summary>
    public static IReadOnlyList<Milestone> Milestones(CampaignDefinition definition, Phase phase, PhaseWindow plan, IndividualDates dates, HolidayTables tables)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(dates);
        var own = dates.Window(plan);
        if (own == plan)
            return [];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone);
        var days = new PhaseDays([], 1, new WorkingDays(definition.Authority.Workdays, tables));
        var window = new DayWindow(DayOf(own.OpensAt)!.Value, DayOf(own.DueAt), DayOf(own.GraceUntil), DayOf(own.LockedAt));
        var hours = new CyclePlanner.Hours(zone, definition.Authority);
        var rungs = phase.Ladder is { } ladder ? definition.Ladder(ladder).Rungs.Where(r => r.At.Anchor is not Anchor.Open) : [];
        var milestones = rungs.Select(r => CyclePlanner.Of(phase, r, own, window, days, hours)).Where(m => m.At is not null)
            .Append(new(CyclePlanner.MilestoneId(phase.Id, MilestoneKind.Lock), phase.Id, MilestoneKind.Lock, null, own.LockedAt + CyclePlanner.LockDelay))
            .ToList();
        milestones.Sort(MilestoneOrder.Instance);
        return milestones;

        PlannedDay? DayOf(DateTimeOffset? at) => at is { } known ? PlannedDay.On(ZoneTime.DayOf(zone, known)) : null;
    }
}
