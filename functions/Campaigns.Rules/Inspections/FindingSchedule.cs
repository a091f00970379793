using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Inspections;

/// <summary>A rung of a finding's ladder as an instant; it escalates where it comes after the deadline.</summary>
public sealed record FindingRung(string Id, DateTimeOffset At, IReadOnlyList<Audience> To, bool Escalates);

/// <summary>When a finding has to be looked at (E3, J8): its ladder's rungs, its deadline, the time for verification.</summary>
public static class FindingSchedule
{
    private static readonly Ladder Usual = new("usual",
    [
        new Rung("1", new When(Anchor.Due, new Offset(-1, Working: true)), [Audience.Reporter, Audience.Leader], null),
        new Rung("2", new When(Anchor.Due, Offset.None), [Audience.Reporter, Audience.Leader, Audience.ParentLeader], null),
    ]);

    /// <summary>
    /// The rungs of <paramref name="finding"/> in order of time, by the ladder that the definition names, else the working day before and the deadline. A rung
    /// with an offset speaks at the opening hour, one on the deadline itself two minutes after it, so that what came in at the last moment is through. A rung
    /// that would need a missing holiday table is left out.
    /// </summary>
    public static IReadOnlyList<FindingRung> Rungs(CampaignDefinition definition, Finding finding, HolidayTables holidays)
    {
        var deadlines = new Deadlines(definition.Authority, holidays);
        var ladder = definition.Rectification.Ladder is { } named ? definition.Ladder(named) : Usual;
        return [.. ladder.Rungs
            .Select(rung => (Rung: rung, At: InstantOf(rung.At, finding, deadlines)))
            .Where(r => r.At is not null)
            .Select(r => new FindingRung(r.Rung.Id, r.At!.Value, r.Rung.To, r.At > finding.DueAt))
            .OrderBy(r => r.At).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>The first instant at which something about the finding may have to be told or recorded; null when nothing is left.</summary>
    public static DateTimeOffset? NextLook(Finding finding, IReadOnlyList<FindingRung> rungs)
    {
        if (finding is { State: FindingState.Fixed, Fix: { } fix })
            return finding.Fired.Contains(FindingDecider.Verification) ? null : fix.VerifyBy + CyclePlanner.LockDelay;
        if (!finding.AwaitsFix)
            return null;
        var rung = rungs.Where(r => !finding.Fired.Contains(r.Id)).Select(r => (DateTimeOffset?)r.At).Min();
        var due = finding.OverdueAt is null ? finding.DueAt + CyclePlanner.LockDelay : (DateTimeOffset?)null;
        return rung is null ? due : due is null || rung < due ? rung : due;
    }

    private static DateTimeOffset? InstantOf(When when, Finding finding, Deadlines deadlines)
    {
        var from = when.Anchor == Anchor.Open ? finding.FoundAt : finding.DueAt;
        return when.Offset.Days != 0 ? deadlines.Opening(from, when.Offset).At
            : when.Anchor == Anchor.Open ? from
            : from + CyclePlanner.LockDelay;
    }
}
