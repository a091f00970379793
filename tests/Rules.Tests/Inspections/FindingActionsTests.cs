using Campaigns.Rules.Inspections;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;
using Does = Campaigns.Rules.Inspections.FindingAction;

namespace Campaigns.Rules.Tests.Inspections;

public sealed class FindingActionsTests
{
    private static readonly DateTimeOffset Now = Given.Reviewing;
    private static readonly Reviewer Office = new("p-chief", ["county"]);
    private static readonly Reviewer Own = new("p-1", ["v-001"]);
    private static readonly Finding Open = new()
    {
        Id = "f-1",
        Inspection = "spot-1",
        Text = "台账不全",
        FoundBy = "p-inspector",
        FoundAt = Now,
        DueAt = Now.AddDays(15),
    };

    private static readonly Falsification Reported = new("p-other", Now, "照片是旧的");

    public static TheoryData<Finding, Does[]> OfTheOffice => new()
    {
        { Open, [Does.AttachEvidence, Does.Fix, Does.Extend, Does.ReportFalsified] },
        { Open with { DueAt = Now.AddDays(-1) }, [Does.AttachEvidence, Does.Fix, Does.Extend, Does.ReportFalsified] },
        { Open with { State = FindingState.Rejected, Extended = true }, [Does.AttachEvidence, Does.Fix, Does.ReportFalsified] },
        { Open with { State = FindingState.Fixed }, [Does.Verify, Does.Reject, Does.ReportFalsified] },
        { Open with { State = FindingState.Fixed, Falsification = Reported }, [Does.Verify, Does.Reject, Does.ConfirmFalsified, Does.DismissFalsified] },
        { Open with { State = FindingState.Closed }, [Does.ReportFalsified] },
        { Open with { State = FindingState.Falsified, Falsification = Reported }, [] },
    };

    [Theory]
    [MemberData(nameof(OfTheOffice))]
    public void For_SomebodyAbove_IsWhatTheSwitchAccepts(Finding finding, Does[] actions) =>
        Assert.Equal(actions, FindingActions.For("villages", "v-001", finding, Office, Now, Given.Campaign));

    [Fact]
    public void For_ItsOwnPeople_IsMendingAlone() =>
        Assert.Equal([Does.AttachEvidence, Does.Fix], FindingActions.For("villages", "v-001", Open, Own, Now, Given.Campaign));

    [Fact]
    public void For_WhoeverReportedTheFalsification_IsNotItsDecision() => Assert.Equal(
        [Does.Verify, Does.Reject],
        FindingActions.For(
            "villages", "v-001", Open with { State = FindingState.Fixed, Falsification = Reported }, new("p-other", ["county"]), Now, Given.Campaign));
}
