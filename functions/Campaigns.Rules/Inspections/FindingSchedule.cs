using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Inspections;

/// <summary>
/// When a finding has to be looked at (E3, E5, J8): its ladder's rungs, its deadline, the time for verification, and that for deciding upon a falsification.
/// </summary>
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
    public static IReadOnlyList<TimedRung> Rungs(CampaignDefinition definition, Finding finding, HolidayTables holidays)
    {
        var ladder = definition.Rectification.Ladder is { } named ? definition.Ladder(named) : Usual;
        return TimedRung.Of(ladder, definition.Authority, finding.FoundAt, finding.DueAt, holidays);
    }

    /// <summary>The rungs of a reported falsification that awaits its decision; none where nothing does.</summary>
    public static IReadOnlyList<TimedRung> Deciding(CampaignDefinition definition, Finding finding, HolidayTables holidays)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Falsification is { Waits: true, DecideBy: { } until } reported
            ? AnswerClock.Rungs(definition, definition.Rectification.ConfirmLadder, reported.ReportedAt, until, holidays)
            : [];
    }

    /// <summary>The first instant at which something about the finding may have to be told or recorded; null when nothing is left.</summary>
    public static DateTimeOffset? NextLook(Finding finding, IReadOnlyList<TimedRung> rungs, IReadOnlyList<TimedRung> deciding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new[] { Rectified(finding, rungs), Decided(finding.Falsification, deciding) }.Min();
    }

    /// <summary>The same by the definition: what the due index is told.</summary>
    public static DateTimeOffset? NextLook(CampaignDefinition definition, Finding finding, HolidayTables holidays) =>
        NextLook(finding, Rungs(definition, finding, holidays), Deciding(definition, finding, holidays));

    private static DateTimeOffset? Decided(Falsification? reported, IReadOnlyList<TimedRung> rungs) =>
        reported is { Waits: true, DecideBy: { } until } ? AnswerClock.NextLook(until, reported.OverdueAt, reported.Fired, rungs) : null;

    private static DateTimeOffset? Rectified(Finding finding, IReadOnlyList<TimedRung> rungs)
    {
        if (finding is { State: FindingState.Fixed, Fix: { } fix })
            return finding.Fired.Contains(FindingDecider.Verification) ? null : fix.VerifyBy + CyclePlanner.LockDelay;
        return finding.AwaitsFix ? AnswerClock.NextLook(finding.DueAt, finding.OverdueAt, finding.Fired, rungs) : null;
    }
}
