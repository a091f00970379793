using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;

namespace Campaigns.Rules.Inspections;

/// <summary>
/// The clock of something that somebody has to see to (J7, J8): a finding's fix, a report from the public, a reported falsification. Rungs fire once, the
/// latest of several speaks, and that the time has passed is recorded once.
/// </summary>
internal static class AnswerClock
{
    static readonly Ladder Usual = new("usual",
    [
        new Rung("1", new When(Anchor.Due, new Offset(-1, Working: true)), [Audience.Authority], null),
        new Rung("2", new When(Anchor.Due, Offset.None), [Audience.Authority, Audience.ParentLeader], null),
    ]);

    /// <summary>
    /// The rungs of the named ladder, else of the usual one (the working day before and the deadline), without those that lie before it came in.
    /// </summary>
    public static IReadOnlyList<TimedRung> Rungs(
        CampaignDefinition definition, string? ladder, DateTimeOffset from, DateTimeOffset due, HolidayTables holidays) =>
        [.. TimedRung.Of(ladder is null ? Usual : definition.Ladder(ladder), definition.Authority, from, due, holidays).Where(r => r.At >= from)];

    /// <summary>The first instant at which a rung fires or the time has passed; null when both are behind.</summary>
    public static DateTimeOffset? NextLook(DateTimeOffset due, DateTimeOffset? overdueAt, IReadOnlyList<string> fired, IReadOnlyList<TimedRung> rungs)
    {
        var end = overdueAt is null ? due + CyclePlanner.LockDelay : (DateTimeOffset?)null;
        return rungs.Where(r => !fired.Contains(r.Id)).Select(r => (DateTimeOffset?)r.At).Append(end).Min();
    }

    /// <summary>What <paramref name="now"/> brings, or null for nothing. <paramref name="names"/> are the acts that the ledger calls it by.</summary>
    public static Tick? Look(
        DateTimeOffset due, DateTimeOffset? overdueAt, IReadOnlyList<string> fired, IReadOnlyList<TimedRung> rungs, DateTimeOffset now, Names names)
    {
        var firing = rungs.Where(r => r.At <= now && !fired.Contains(r.Id)).ToList();
        var facts = new List<(string, Dictionary<string, string>)>();
        if (firing is [.., var speaks])
        {
            facts.Add((speaks.Escalates ? names.Escalated : names.Reminded, new()
            {
                ["rung"] = speaks.Id,
                ["superseded"] = string.Join(' ', firing[..^1].Select(r => r.Id)),
            }));
        }
        if (now > due && overdueAt is null)
        {
            overdueAt = now;
            facts.Add((names.Overdue, new() { ["dueAt"] = CanonicalJson.Instant(due) }));
        }
        return facts.Count == 0 ? null : new([.. fired, .. firing.Select(r => r.Id)], overdueAt, firing.LastOrDefault(), facts);
    }

    /// <summary>The words of one kind of wait.</summary>
    internal sealed record Names(string Reminded, string Escalated, string Overdue);

    /// <summary>What is remembered after a look, what is said aloud, and what the ledger gets.</summary>
    internal sealed record Tick(
        IReadOnlyList<string> Fired, DateTimeOffset? OverdueAt, TimedRung? Speaks, IReadOnlyList<(string Act, Dictionary<string, string> Facts)> Facts);
}
