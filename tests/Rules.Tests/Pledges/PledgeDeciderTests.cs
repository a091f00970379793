using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Pledges;

public sealed class PledgeDeciderTests
{
    private static readonly Phase Pledging = Given.Phase("pledge", PhaseKind.Pledging) with { Pledges = PledgeRules.Usual };
    private static readonly PhaseWindow Window = Given.Window with { Phase = "pledge" };
    private static readonly DateTimeOffset Due = Given.Late.AddDays(120);
    private static readonly DateTimeOffset Latest = Given.Late.AddDays(200);
    private static readonly DateTimeOffset ConfirmUntil = Due.AddDays(10);
    private static readonly PledgeContent Content =
        new(PledgeKind.Organisation, PledgeDirection.Down, "修好村道", "全体村民", "公开栏", Due, Proof: "photo-1");

    private static (ParticipantState State, Pledge Pledge) Published => Accept(Given.Untouched, null, Save(Content), Given.OnTime);

    private static (ParticipantState State, Pledge Pledge) Reported => Accept(Published.State, Published.Pledge, Report("修好了"), Given.Reviewing);

    [Theory]
    [InlineData(1, 0, 0, 0, false)]
    [InlineData(1, 1, 0, 0, true)]
    [InlineData(1, 1, 1, 0, false)]
    [InlineData(1, 1, 0, 1, false)]
    [InlineData(4, 3, 1, 1, true)]
    public void Counts_AreAwaited_WhileOneIsPublicAndNotDecided(int made, int published, int kept, int broken, bool awaited) =>
        Assert.Equal(awaited, new PledgeCounts(made, published, 0, kept, broken).IsAwaited);

    [Fact]
    public void Save_WithProof_IsPublished_AndAnswersThePhase()
    {
        var decision = Decide(Given.Untouched, null, Save(Content), Given.InGrace);
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal((PledgeStatus.Published, Given.InGrace), (decision.Pledge!.Status, decision.Pledge.PublishedAt!.Value));
        Assert.Equal(new PledgeTally(new(1, 1), PledgeCounts.None), accepted.State.Pledges);
        var phase = accepted.State.Phase("pledge");
        Assert.Equal((SheetStatus.Submitted, Timeliness.InGrace, 1, null), (phase.Status, phase.Timeliness, phase.Version, phase.Score));
        Assert.Equal(Given.InGrace, phase.SubmittedAt);
        var fact = Assert.Single(accepted.Facts);
        Assert.Equal((Acts.PledgePublished, "p-1", "villages/v-001/pledge/road"), (fact.Act, fact.By, fact.Subject));
        Assert.Equal(("organisation", Instant(Due), "photo-1"), (fact.Facts["kind"], fact.Facts["dueAt"], fact.Facts["proof"]));
    }

    [Fact]
    public void Save_WithoutProof_IsMadeOnly_AndThePhaseStaysOpen()
    {
        var decision = Decide(Given.Untouched, null, Save(Content with { Proof = " " }), Given.OnTime);
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal((PledgeStatus.Made, null), (decision.Pledge!.Status, decision.Pledge.Content.Proof));
        Assert.Equal(new PledgeTally(new(1), PledgeCounts.None), accepted.State.Pledges);
        Assert.Equal(SheetStatus.Open, accepted.State.Phase("pledge").Status);
        Assert.Equal(Acts.PledgeMade, accepted.Facts[0].Act);
    }

    [Fact]
    public void Save_ADraftAgain_CountsItOnce_AlsoWhenItChangesHands()
    {
        var (state, made) = Accept(Given.Untouched, null, Save(Content with { Proof = null }), Given.OnTime);
        var again = Decide(state, made, Save(Content with { Proof = null, Text = "换一个" }), Given.OnTime);
        Assert.Empty(Given.Accepted(again.Participant).Facts);
        Assert.Equal(new PledgeTally(new(1), PledgeCounts.None), Given.Accepted(again.Participant).State.Pledges);

        var (after, pledge) = Accept(state, made, Save(Content with { Kind = PledgeKind.Member, Person = "p-7" }), Given.OnTime);
        Assert.Equal(PledgeStatus.Published, pledge.Status);
        Assert.Equal(new PledgeTally(PledgeCounts.None, new(1, 1)), after.Pledges);
    }

    [Fact]
    public void Save_MembersPledge_SaysSoInTheLedger()
    {
        var decision = Decide(Given.Untouched, null, Save(Content with { Kind = PledgeKind.Member, Person = "p-7" }), Given.OnTime);
        Assert.Equal("member", Given.Accepted(decision.Participant).Facts[0].Facts["kind"]);
    }

    [Fact]
    public void Save_OfAPublishedPledge_IsRefused() =>
        AssertRefused(RefusalCode.PledgePublished, Decide(Published.State, Published.Pledge, Save(Content), Given.Late));

    [Fact]
    public void Save_OutsideTheWindow_IsRefused()
    {
        AssertRefused(RefusalCode.NotOpenYet, Decide(Given.Untouched, null, Save(Content), Given.Opening.AddTicks(-1)));
        AssertRefused(RefusalCode.DeadlinePassed, Decide(Given.Untouched, null, Save(Content), Window.LockedAt!.Value.AddTicks(1)));
        Given.Accepted(Decide(Given.Untouched, null, Save(Content), Window.LockedAt!.Value).Participant);
    }

    [Fact]
    public void Check_NamesEveryProblemWithItsPath()
    {
        var wrong = new PledgeContent(PledgeKind.Member, PledgeDirection.Up, " ", "", new string('a', 301), Given.OnTime, "", new string('a', 301));
        Assert.Equal(
            ["TextMissing text", "TextMissing audience", "TextTooLong channel", "TextTooLong proof", "PersonMissing person", "AnswerNotAsked direction",
                "DueOutOfRange dueAt"],
            PledgeDecider.Check(wrong, Pledging with { Pledges = PledgeRules.Usual with { Directions = [PledgeDirection.Down] } }, Given.OnTime, Latest)
                .Select(r => $"{r.Code} {r.Path}"));
        var longest =
            Content with { Text = new string('a', 2000), Audience = new string('a', 300), Channel = new string('a', 300), Proof = new string('a', 300) };
        Assert.Empty(PledgeDecider.Check(longest, Pledging, Given.OnTime, Latest));
        Assert.Equal("2000", PledgeDecider.Check(longest with { Text = new string('a', 2001) }, Pledging, Given.OnTime, Latest).Single().Facts!["max"]);
        Assert.Empty(PledgeDecider.Check(Content with { Kind = PledgeKind.Member, Person = "p" }, Pledging with { Pledges = null }, Given.OnTime, Latest));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Check_DueDate_LiesAfterNow(int ticks, bool fine) =>
        Assert.Equal(fine, PledgeDecider.Check(Content with { DueAt = Given.OnTime.AddTicks(ticks) }, Pledging, Given.OnTime, Latest).Count == 0);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Check_DueDate_LiesInTheCycle(int ticks, bool fine) =>
        Assert.Equal(fine, PledgeDecider.Check(Content with { DueAt = Latest.AddTicks(ticks) }, Pledging, Given.OnTime, Latest).Count == 0);

    [Fact]
    public void Save_WithProblems_IsRefused_NamingTheRange()
    {
        var refusal = Decide(Given.Untouched, null, Save(Content with { DueAt = Latest.AddDays(1) }), Given.OnTime).Participant.Refusal!;
        Assert.Equal((RefusalCode.DueOutOfRange, Instant(Given.OnTime), Instant(Latest)),
            (refusal.Code, refusal.Facts!["from"], refusal.Facts["to"]));
    }

    [Fact]
    public void Save_OneTooMany_IsRefused_AChangeIsNot()
    {
        var full = Given.Untouched with { Pledges = new(new(Made: 400), new(Made: 600)) };
        AssertRefused(RefusalCode.TooMany, Decide(full, null, Save(Content), Given.OnTime));
        Assert.Equal("1000", Decide(full, null, Save(Content), Given.OnTime).Participant.Refusal!.Facts!["max"]);
        Given.Accepted(Decide(full, new Pledge(Content, PledgeStatus.Made), Save(Content), Given.OnTime).Participant);
        Given.Accepted(Decide(full with { Pledges = new(new(Made: 399), new(Made: 600)) }, null, Save(Content), Given.OnTime).Participant);
    }

    [Fact]
    public void Report_InTime_AwaitsTheTierAbove()
    {
        var decision = Decide(Published.State, Published.Pledge, Report("修好了"), Due);
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal(
            (PledgeStatus.Reported, Due, ConfirmUntil), (decision.Pledge!.Status, decision.Pledge.ReportedAt!.Value, decision.Pledge.ConfirmUntil!.Value));
        Assert.Equal(("修好了", "e-1"), (decision.Pledge.Report, decision.Pledge.Evidence.Single()));
        Assert.Equal(new PledgeCounts(1, 1, 1), accepted.State.Pledges!.Organisation);
        Assert.Equal((Acts.PledgeReported, "e-1", Instant(ConfirmUntil)),
            (accepted.Facts[0].Act, accepted.Facts[0].Facts["evidence"], accepted.Facts[0].Facts["confirmUntil"]));
        Assert.Null(accepted.State.Phase("pledge").Score);
    }

    [Fact]
    public void Report_WrongTimeOrContent_IsRefused()
    {
        AssertRefused(RefusalCode.DeadlinePassed, Decide(Published.State, Published.Pledge, Report("x"), Due.AddTicks(1)));
        AssertRefused(RefusalCode.TextMissing, Decide(Published.State, Published.Pledge, Report(" "), Due), "text");
        AssertRefused(RefusalCode.TextTooLong, Decide(Published.State, Published.Pledge, Report(new string('a', 2001)), Due), "text");
        AssertRefused(RefusalCode.PledgeReported, Decide(Reported.State, Reported.Pledge, Report("x"), Due));
        AssertRefused(RefusalCode.PledgeNotPublished, Decide(Given.Untouched, new Pledge(Content, PledgeStatus.Made), Report("x"), Due));
        AssertRefused(RefusalCode.PledgeDecided, Decide(Given.Untouched, new Pledge(Content, PledgeStatus.Broken), Report("x"), Due));
        AssertRefused(RefusalCode.NothingToReview, Decide(Given.Untouched, null, Report("x"), Due));
    }

    [Fact]
    public void Confirm_IsKept_AndScoresThePhase()
    {
        var decision = Decide(Reported.State, Reported.Pledge, new ConfirmFulfilment(Given.Reviewer), Given.Reviewing);
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal(
            (PledgeStatus.Kept, Given.Reviewing, "p-reviewer"), (decision.Pledge!.Status, decision.Pledge.DecidedAt!.Value, decision.Pledge.DecidedBy));
        Assert.Equal(new PledgeCounts(1, 1, 0, 1), accepted.State.Pledges!.Organisation);
        Assert.Equal(100m, accepted.State.Phase("pledge").Score);
        Assert.Equal((Acts.PledgeKept, "p-reviewer"), (accepted.Facts[0].Act, accepted.Facts[0].By));
    }

    [Fact]
    public void Confirm_ByItsOwnPeople_IsRefused()
    {
        AssertRefused(RefusalCode.ReviewerIsParticipant, Decide(Reported.State, Reported.Pledge, new ConfirmFulfilment(new("p", ["v-001"])), Given.Reviewing));
        AssertRefused(RefusalCode.ReviewerIsParticipant, Decide(Reported.State, Reported.Pledge, new ConfirmFulfilment(new("v-001", [])), Given.Reviewing));
        var member = Reported.Pledge with { Content = Content with { Kind = PledgeKind.Member, Person = "p-7" } };
        AssertRefused(RefusalCode.ReviewerIsParticipant, Decide(Reported.State, member, new ConfirmFulfilment(new("p-7", ["t-01"])), Given.Reviewing));
    }

    [Fact]
    public void Answer_ToWhatIsNotReported_IsRefused()
    {
        AssertRefused(RefusalCode.NothingToReview, Decide(Published.State, Published.Pledge, new ConfirmFulfilment(Given.Reviewer), Due));
        AssertRefused(RefusalCode.PledgeDecided, Decide(Given.Untouched, new Pledge(Content, PledgeStatus.Kept), new ConfirmFulfilment(Given.Reviewer), Due));
        AssertRefused(
            RefusalCode.PledgeDecided, Decide(Given.Untouched, new Pledge(Content, PledgeStatus.Broken), new DenyFulfilment("x", Given.Reviewer), Due));
        AssertRefused(RefusalCode.ReasonMissing, Decide(Reported.State, Reported.Pledge, new DenyFulfilment(" ", Given.Reviewer), Due), "reason");
    }

    [Fact]
    public void Deny_BeforeTheDueDate_LeavesTimeToKeepIt()
    {
        var decision = Decide(Reported.State, Reported.Pledge, new DenyFulfilment("未完工", Given.Reviewer), Due);
        Assert.Equal((PledgeStatus.Published, null, null), (decision.Pledge!.Status, decision.Pledge.ReportedAt, decision.Pledge.ConfirmUntil));
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal((new PledgeCounts(1, 1), Acts.PledgeDenied, "未完工"), (accepted.State.Pledges!.Organisation, accepted.Facts[0].Act, accepted.Facts[0].Why));
        Given.Accepted(Decide(accepted.State, decision.Pledge, Report("现在完工"), Due).Participant);
    }

    [Fact]
    public void Deny_AfterTheDueDate_Breaks()
    {
        var decision = Decide(Reported.State, Reported.Pledge, new DenyFulfilment("未完工", Given.Reviewer), Due.AddTicks(1));
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal((PledgeStatus.Broken, new PledgeCounts(1, 1, 0, 0, 1)), (decision.Pledge!.Status, accepted.State.Pledges!.Organisation));
        Assert.Equal((Acts.PledgeBroken, "未完工", 0m), (accepted.Facts[0].Act, accepted.Facts[0].Why, accepted.State.Phase("pledge").Score!.Value));
    }

    [Fact]
    public void FallDue_WithoutAReport_Breaks()
    {
        AssertRefused(RefusalCode.NotLockedYet, Decide(Published.State, Published.Pledge, new FallDue(), Due));
        var decision = Decide(Published.State, Published.Pledge, new FallDue(), Due.AddTicks(1));
        Assert.Equal((PledgeStatus.Broken, Acts.Engine), (decision.Pledge!.Status, decision.Pledge.DecidedBy));
        Assert.Equal(new PledgeCounts(1, 1, 0, 0, 1), Given.Accepted(decision.Participant).State.Pledges!.Organisation);
        Assert.Equal(Acts.PledgeBroken, Given.Accepted(decision.Participant).Facts[0].Act);
    }

    [Fact]
    public void FallDue_WithAnUnansweredReport_CountsAsKept_OnceTheTierAbovesTimeIsOver()
    {
        AssertRefused(RefusalCode.NotLockedYet, Decide(Reported.State, Reported.Pledge, new FallDue(), ConfirmUntil));
        var decision = Decide(Reported.State, Reported.Pledge, new FallDue(), ConfirmUntil.AddTicks(1));
        Assert.Equal(PledgeStatus.Kept, decision.Pledge!.Status);
        Assert.Equal(Acts.PledgeUnanswered, Given.Accepted(decision.Participant).Facts[0].Act);
        Assert.Equal(new PledgeCounts(1, 1, 0, 1), Given.Accepted(decision.Participant).State.Pledges!.Organisation);
    }

    [Theory]
    [InlineData(PledgeStatus.Made)]
    [InlineData(PledgeStatus.Kept)]
    [InlineData(PledgeStatus.Broken)]
    public void FallDue_OfWhatIsDecidedOrNotPublic_DoesNothing(PledgeStatus status)
    {
        var decision = Decide(Published.State, new Pledge(Content, status), new FallDue(), Due.AddDays(100));
        Assert.Empty(Given.Accepted(decision.Participant).Facts);
        Assert.Same(decision.Pledge, decision.Pledge);
        Assert.Equal(status, decision.Pledge!.Status);
    }

    [Fact]
    public void Score_IsTheShareKeptOnTheStandardsScale_RoundedToCents()
    {
        var state = Reported.State with { Pledges = new(new(3, 3, 1, 1, 0), new(1, 1, 0, 0, 1)) };
        var after = Given.Accepted(Decide(state, Reported.Pledge, new ConfirmFulfilment(Given.Reviewer), Due).Participant).State;
        Assert.Equal(66.67m, after.Phase("pledge").Score);
    }

    [Fact]
    public void Pledge_OfAnotherTrackOrKind_IsRefused()
    {
        AssertRefused(RefusalCode.PhaseNotOfTrack, Decide(Given.Untouched, null, Save(Content), Given.OnTime, Pledging with { Tracks = ["other"] }));
        AssertRefused(RefusalCode.WrongKindOfPhase, Decide(Given.Untouched, null, Save(Content), Given.OnTime, Given.Phase("pledge", PhaseKind.Plan)));
    }

    [Fact]
    public void PhaseOf_IsTheLastThatOpened_OrTheFirst()
    {
        var definition = Given.Campaign with { Phases = [Given.Q1, Pledging, Pledging with { Id = "later" }] };
        PhaseWindow Of(string phase) => phase == "pledge" ? Window : Given.AppraisalWindow;
        Assert.Equal("pledge", PledgeDecider.PhaseOf(definition, "villages", Of, Given.Opening.AddDays(-1))!.Id);
        Assert.Equal("pledge", PledgeDecider.PhaseOf(definition, "villages", Of, Given.Late)!.Id);
        Assert.Equal("later", PledgeDecider.PhaseOf(definition, "villages", Of, Given.Reviewing)!.Id);
        Assert.Null(PledgeDecider.PhaseOf(Given.Campaign, "villages", Of, Given.Late));
    }

    private static SavePledge Save(PledgeContent content) => new(content, Latest, "p-1");

    private static ReportFulfilment Report(string text) => new(text, ["e-1"], ConfirmUntil, "p-1");

    private static PledgeDecision Decide(ParticipantState state, Pledge? pledge, PledgeCommand command, DateTimeOffset now, Phase? phase = null) =>
        PledgeDecider.Decide(state, phase ?? Pledging, Window, Given.Standard, "road", pledge, command, now);

    private static (ParticipantState, Pledge) Accept(ParticipantState state, Pledge? pledge, PledgeCommand command, DateTimeOffset now)
    {
        var decision = Decide(state, pledge, command, now);
        return (Given.Accepted(decision.Participant).State, decision.Pledge!);
    }

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertRefused(RefusalCode code, PledgeDecision decision, string? path = null)
    {
        Assert.Equal((code, path), (decision.Participant.Refusal?.Code, decision.Participant.Refusal?.Path));
        Assert.Null(decision.Pledge);
    }
}
