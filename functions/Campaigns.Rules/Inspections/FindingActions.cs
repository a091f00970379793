using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Inspections;

/// <summary>What can be done to a finding.</summary>
public enum FindingAction
{
    AttachEvidence,
    Fix,
    Verify,
    Reject,
    Extend,
    ReportFalsified,
    ConfirmFalsified,
    DismissFalsified,
}

/// <summary>
/// What is possible with a finding now (J12), asked of <see cref="FindingDecider"/> itself with commands that lack nothing: an action listed here is refused
/// afterwards only for what was sent with it or because something happened in between. Who may do it is another question, which access answers.
/// </summary>
public static class FindingActions
{
    private const string Said = "-";
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>The actions that <paramref name="by"/> could take on the finding of that participant, in the order of <see cref="FindingAction"/>.</summary>
    public static IReadOnlyList<FindingAction> For(
        string track, string unit, Finding finding, Reviewer by, DateTimeOffset now, CampaignDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var at = new FindingCase(new ParticipantState { Track = track, Unit = unit, Parent = "", Area = "" }, finding);
        var later = now + Ahead;
        var due = finding.DueAt > now ? finding.DueAt : now;
        FindingCommand CommandOf(FindingAction action) => action switch
        {
            FindingAction.Fix => new ReportFix(Said, [Said], later, by),
            FindingAction.Verify => new VerifyFix(null, by),
            FindingAction.Reject => new RejectFix(Said, later, by),
            FindingAction.Extend => new ExtendFinding(due + Ahead, DateTimeOffset.MaxValue, Said, by),
            FindingAction.ReportFalsified => new ReportFalsified(Said, later, by),
            FindingAction.ConfirmFalsified => new ConfirmFalsified(Said, PostHolders.Nobody, now.Year, by),
            FindingAction.DismissFalsified => new DismissFalsified(Said, by),
            _ => throw new ArgumentOutOfRangeException(nameof(action)),
        };
        return [.. Enum.GetValues<FindingAction>().Where(action =>
            action is FindingAction.AttachEvidence ? finding.AwaitsFix : FindingDecider.Decide(at, CommandOf(action), now, definition).Refusal is null)];
    }
}
