using System.Text.RegularExpressions;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Webhooks;

/// <summary>
/// What webhooks tell (J22): <c>participant.sheetSubmitted</c> and the like, an act as the participant's ledger names it; <c>cycle.phaseLocked</c> and the like,
/// what a milestone did to the whole cycle. A subscription names kinds, <c>participant.*</c>, <c>cycle.*</c> or <c>*</c>.
/// </summary>
public static partial class WebhookKinds
{
    public const string Ping = "webhook.ping";
    public const string OfParticipants = "participant.";
    public const string OfCycles = "cycle.";

    /// <summary>The kind of a ledger's act; null where it is told nobody: a report from the public stays with those who answer it (K17).</summary>
    public static string? OfAct(string act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return act.StartsWith("publicReport", StringComparison.Ordinal) ? null : OfParticipants + act;
    }

    /// <summary>The kind of a milestone that is done; null where it means nothing to the outside.</summary>
    /// <param name="phase">The kind of the milestone's phase, where it has one.</param>
    public static string? OfMilestone(MilestoneKind milestone, PhaseKind? phase) => milestone switch
    {
        MilestoneKind.Enrol => "cycle.enrolled",
        MilestoneKind.Open => phase is PhaseKind.PublicNotice ? "cycle.noticePublished" : "cycle.phaseOpened",
        MilestoneKind.Lock => "cycle.phaseLocked",
        MilestoneKind.Extend => "cycle.phaseExtended",
        MilestoneKind.Draw => "cycle.sampleDrawn",
        MilestoneKind.Bulletin => "cycle.bulletinPublished",
        MilestoneKind.Evaluate => "cycle.evaluated",
        MilestoneKind.Rank => "cycle.ranked",
        MilestoneKind.Decide => "cycle.decided",
        MilestoneKind.Close => "cycle.completed",
        MilestoneKind.Pause => "cycle.paused",
        MilestoneKind.Resume => "cycle.resumed",
        MilestoneKind.Amend => "cycle.amended",
        MilestoneKind.Cancel => "cycle.cancelled",
        MilestoneKind.Rescore => "cycle.rescored",
        _ => null,
    };

    /// <summary>Whether <paramref name="text"/> may stand in a subscription.</summary>
    public static bool IsPattern(string text) => Pattern().IsMatch(text);

    /// <summary>Whether a subscription to <paramref name="patterns"/> is told of <paramref name="kind"/>.</summary>
    public static bool Matches(IEnumerable<string> patterns, string kind)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        ArgumentNullException.ThrowIfNull(kind);
        return patterns.Any(p => p == "*" || p == kind || p.EndsWith(".*", StringComparison.Ordinal) && kind.StartsWith(p[..^1], StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\A(\*|(participant|cycle)\.(\*|[a-z][A-Za-z]{1,63}))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
