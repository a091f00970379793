using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Somebody who is shown findings: what they see of each depends on who they are and on when they look.</summary>
internal sealed record FindingReader(Caller Caller, DirectorySnapshot People, CampaignDefinition Definition, DateTimeOffset Now)
{
    public FindingAnswer Answer(string track, string unit, Finding finding) => new(
        finding.Id, finding.Inspection, track, unit, finding.Clause, finding.Text, finding.State, finding.FoundAt, finding.DueAt, finding.IsOverdue(Now),
        finding.Extended, finding.Rejections, finding.Rejected, finding.Fix, finding.ClosedAt, finding.Falsification, People.ContactsOf(unit).Leaders,
        finding.Report,
        [.. FindingActions.For(track, unit, finding, ReviewerIdentity.Of(People, Caller.Person), Now, Definition)
            .Where(action => AccessPolicy.Decide(Caller, ActOf(action), unit, People).IsAllowed)]);

    private static Act ActOf(FindingAction action) => action switch
    {
        FindingAction.AttachEvidence => Act.AddFixEvidence,
        FindingAction.Fix => Act.FixFinding,
        FindingAction.Verify => Act.VerifyFinding,
        FindingAction.Reject => Act.RejectFinding,
        FindingAction.Extend => Act.ExtendFinding,
        FindingAction.ReportFalsified => Act.ReportFalsified,
        FindingAction.ConfirmFalsified => Act.DecideFalsified,
        FindingAction.DismissFalsified => Act.DismissFalsified,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
