using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class AppraisalDeciderTests
{
    private static readonly AcceptAppraisal Accept = new(Given.FullAppraisal, Given.Reviewer);
    private static readonly ReturnForRework Return = new("q1", "材料不实", Given.ReworkUntil, Given.Reviewer);

    [Fact]
    public void Accept_SheetHandedIn_ScoresAndAcceptsWhatItCovers()
    {
        var decision = Given.DecideReview(Given.SubmittedOnTime, Accept);

        Assert.Equal([Acts.AppraisalAccepted, Acts.SheetAccepted], Given.ActsOf(decision));
        var state = Given.Accepted(decision).State;
        Assert.Equal((SheetStatus.Accepted, 86m, Given.Reviewing), (state.Phase("h1").Status, state.Phase("h1").Score, state.Phase("h1").SubmittedAt));
        Assert.Equal(SheetStatus.Accepted, state.Phase("q1").Status);
        Assert.Equal(SheetStatus.Open, state.Phase("q2").Status);
    }

    [Theory]
    [InlineData(0, "86", "false")]
    [InlineData(1, "0", "true")]
    public void Accept_Fact_CarriesScoreVetoAndTimeliness(double incidents, string score, string vetoed)
    {
        var content = Given.FullAppraisal with { Measured = new Dictionary<string, decimal> { ["stability"] = (decimal)incidents } };

        var accepted = Given.Accepted(Given.DecideReview(Given.SubmittedOnTime, new AcceptAppraisal(content, Given.Reviewer)));

        var facts = accepted.Facts[0].Facts;
        Assert.Equal((score, vetoed, "onTime"), (facts["score"], facts["vetoed"], facts["timeliness"]));
        Assert.Equal(1, accepted.State.Phase("h1").Version);
    }

    [Fact]
    public void Decide_PhaseOfAnotherTrack_IsRefused() => Assert.Equal(RefusalCode.PhaseNotOfTrack, AppraisalDecider.Decide(
        Given.SubmittedOnTime, Given.H1 with { Tracks = ["townships"] }, Given.AppraisalWindow, Accept, Given.Reviewing, Given.Standard).Refusal?.Code);

    [Fact]
    public void Accept_ParticipantWasSilent_IsStillPossible()
    {
        var state = Given.Review(Given.SilentAfterLock, Accept);

        Assert.Equal((SheetStatus.Accepted, SheetStatus.Silent), (state.Phase("h1").Status, state.Phase("q1").Status));
    }

    [Fact]
    public void Accept_ReturnStillOpen_WithdrawsIt()
    {
        var state = Given.Review(Given.ReturnedForRework, Accept);

        Assert.Equal(SheetStatus.Accepted, state.Phase("q1").Status);
        Assert.Null(state.Phase("q1").ReworkUntil);
    }

    [Fact]
    public void Accept_Twice_IsRefusedAsAlreadyAccepted() =>
        Assert.Equal(RefusalCode.AlreadyAccepted, Given.DecideReview(Given.Appraised, Accept).Refusal?.Code);

    [Fact]
    public void Accept_VetoAsserted_ScoresNothingAndVetoes()
    {
        var content = Given.FullAppraisal with { Measured = new Dictionary<string, decimal> { ["stability"] = 1, ["complaints"] = 2 } };

        var phase = Given.Review(Given.SubmittedOnTime, new AcceptAppraisal(content, Given.Reviewer)).Phase("h1");

        Assert.Equal((0m, true), (phase.Score, phase.Vetoed));
    }

    [Fact]
    public void Accept_ClauseLeftOutOrOutOfRange_IsRefusedWithEveryPath()
    {
        var content = new AppraisalContent(
            new Dictionary<string, decimal> { ["deeds"] = 12.5m, ["coverage"] = 8, ["leadership"] = 18, ["assembly"] = 10, ["stability"] = 1, ["nowhere"] = 1 },
            new Dictionary<string, decimal> { ["income"] = 1, ["complaints"] = -1, ["moon"] = 1 })
        {
            Reasons = new Dictionary<string, string> { ["moon"] = "b", ["deeds"] = "a" },
        };

        var refusal = Given.DecideReview(Given.SubmittedOnTime, new AcceptAppraisal(content, Given.Reviewer)).Refusal!;

        Assert.Equal(
        [
            (RefusalCode.AnswerOutOfRange, "points.deeds"), (RefusalCode.UnknownClause, "points.nowhere"), (RefusalCode.AnswerNotAsked, "points.stability"),
            (RefusalCode.AnswerOutOfRange, "measured.complaints"), (RefusalCode.AnswerNotAsked, "measured.income"),
            (RefusalCode.UnknownClause, "measured.moon"), (RefusalCode.AnswerNotAsked, "reasons.deeds"), (RefusalCode.UnknownClause, "reasons.moon"),
            (RefusalCode.AnswerMissing, "points.income"),
        ], refusal.All.Select(r => (r.Code, r.Path)));
    }

    [Fact]
    public void SaveDraft_Incomplete_IsAcceptedWithoutFacts() => Assert.Empty(Given.ActsOf(Given.DecideReview(
        Given.SubmittedOnTime, new SaveAppraisalDraft(new AppraisalContent(new Dictionary<string, decimal> { ["deeds"] = 3 }), Given.Reviewer))));

    [Fact]
    public void Return_SheetHandedIn_OpensItsRework()
    {
        var decision = Given.DecideReview(Given.SubmittedOnTime, Return);

        var fact = Assert.Single(Given.Accepted(decision).Facts);
        Assert.Equal((Acts.SheetReturned, "材料不实"), (fact.Act, fact.Why));
        var phase = Given.Accepted(decision).State.Phase("q1");
        Assert.Equal((SheetStatus.Returned, 1, Given.ReworkUntil), (phase.Status, phase.Returns, phase.ReworkUntil));
    }

    [Fact]
    public void Return_Again_IsRefusedAsAlreadyReturned() =>
        Assert.Equal(RefusalCode.AlreadyReturned, Given.DecideReview(Given.ReturnedForRework, Return).Refusal?.Code);

    [Fact]
    public void Return_NothingHandedIn_IsRefusedAsNothingToReview() =>
        Assert.Equal(RefusalCode.NothingToReview, Given.DecideReview(Given.SilentAfterLock, Return).Refusal?.Code);

    [Fact]
    public void Return_SheetOfAnotherAppraisal_IsRefusedAsSheetNotCovered()
    {
        var refusal = Given.DecideReview(Given.SubmittedOnTime, Return with { Sheet = "q3" }).Refusal!;

        Assert.Equal((RefusalCode.SheetNotCovered, "sheet", "q3"), (refusal.Code, refusal.Path, refusal.Facts!["sheet"]));
    }

    [Fact]
    public void Content_FromJsonThatLeavesThingsOut_HasNoNulls()
    {
        var content = System.Text.Json.JsonSerializer.Deserialize<AppraisalContent>(
            """{"waived":null,"reasons":null}""", System.Text.Json.JsonSerializerOptions.Web)!;

        Assert.Empty(content.Points);
        Assert.Empty(content.Measured);
        Assert.Empty(content.Waived);
        Assert.Empty(content.Reasons);
    }

    [Fact]
    public void Return_WithoutReason_IsRefusedAsReasonMissing() =>
        Assert.Equal(RefusalCode.ReasonMissing, Given.DecideReview(Given.SubmittedOnTime, Return with { Reason = "  " }).Refusal?.Code);

    [Fact]
    public void Return_WithoutTimeForRework_IsRefused() =>
        Assert.Equal(RefusalCode.ReworkTimeMissing, Given.DecideReview(Given.SubmittedOnTime, Return with { ReworkUntil = Given.Reviewing }).Refusal?.Code);

    [Fact]
    public void Decide_OwnPeople_AreRefusedAsReviewerIsParticipant()
    {
        var own = new Reviewer("p-9", ["v-001"]);
        var self = new Reviewer("v-001", []);

        Assert.Equal(RefusalCode.ReviewerIsParticipant, Given.DecideReview(Given.SubmittedOnTime, Accept with { By = own }).Refusal?.Code);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Given.DecideReview(Given.SubmittedOnTime, Return with { By = self }).Refusal?.Code);
    }

    [Fact]
    public void Decide_OutsideTheAppraisalsWindow_IsRefused()
    {
        Assert.Equal(RefusalCode.NotOpenYet, Given.DecideReview(Given.SubmittedOnTime, Accept, Given.Locked).Refusal?.Code);
        Assert.IsType<Accepted<ParticipantState>>(Given.DecideReview(Given.SubmittedOnTime, Accept, Given.AppraisalWindow.LockedAt));
        var afterLock = Given.AppraisalWindow.LockedAt!.Value.AddTicks(1);
        Assert.Equal(RefusalCode.DeadlinePassed, Given.DecideReview(Given.SubmittedOnTime, Return, afterLock).Refusal?.Code);
    }

    [Fact]
    public void Decide_OnASelfCheck_IsRefusedAsWrongKindOfPhase()
    {
        var decision = AppraisalDecider.Decide(Given.SubmittedOnTime, Given.Q1, Given.Window, Accept, Given.OnTime, Given.Standard);

        Assert.Equal(RefusalCode.WrongKindOfPhase, decision.Refusal?.Code);
    }
}
