using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;
using Campaigns.Rules.Reminding;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Plans;

public sealed class PlanDeciderTests
{
    private const string Authority = "county";
    private static readonly Phase Plan = Given.Phase("plan", PhaseKind.Plan) with { FileWith = Actor.Authority };
    private static readonly PhaseWindow Window = Given.Window with { Phase = "plan" };
    private static readonly PlanContent Content = new("打造特色", [new PlanMeasure("修路", "p-9", new DateOnly(2026, 6, 1))]);
    private static readonly Registrar Office = new("p-office", ["county"], ["county"]);
    private static readonly Registrar Township = new("p-reviewer", ["t-01"], ["t-01"]);
    private static readonly DateTimeOffset Until = Given.Late.AddDays(30);

    private static ParticipantState Filed => Accept(Given.Untouched, new FilePlan(Content, "p-1"), Given.OnTime);

    private static ParticipantState SentBack => Accept(Filed, new SendBackPlan("缺少目标", Until, Office), Given.Late);

    [Fact]
    public void Content_FromJsonThatLeavesThingsOut_HasNoNulls()
    {
        var none = System.Text.Json.JsonSerializer.Deserialize<PlanContent>("""{"text":"x","measures":null}""", System.Text.Json.JsonSerializerOptions.Web)!;
        var one = System.Text.Json.JsonSerializer.Deserialize<PlanContent>(
            """{"text":"x","measures":[{"title":"修路"}]}""", System.Text.Json.JsonSerializerOptions.Web)!;

        Assert.Empty(none.Measures);
        Assert.Empty((one with { Measures = null! }).Measures);
        Assert.Equal([new PlanMeasure("修路")], one.Measures);
        Assert.Equal([new PlanMeasure("修渠")], (one with { Measures = [new PlanMeasure("修渠")] }).Measures);
    }

    [Fact]
    public void File_InTime_IsSubmitted_AndTheLedgerSaysWhen()
    {
        var accepted = Given.Accepted(Decide(Given.Untouched, new FilePlan(Content, "p-1"), Given.InGrace));
        var plan = accepted.State.Phase("plan");
        Assert.Equal((SheetStatus.Submitted, 1, Timeliness.InGrace), (plan.Status, plan.Version, plan.Timeliness));
        Assert.Equal(Given.InGrace, plan.SubmittedAt);
        var fact = Assert.Single(accepted.Facts);
        Assert.Equal((Acts.PlanFiled, "p-1", "villages/v-001/plan"), (fact.Act, fact.By, fact.Subject));
        Assert.Equal(("1", "inGrace"), (fact.Facts["version"], fact.Facts["timeliness"]));
    }

    [Fact]
    public void File_AfterItWasSentBack_IsAnsweredByTheEndOfItsCompletion_OrTheLedgerSaysOnceThatItWasNot()
    {
        Assert.Null(Filed.Phase("plan").AnswerUntil);
        Assert.Null(SentBack.Phase("plan").AnswerUntil);
        var again = Accept(SentBack, new FilePlan(Content, "p-1"), Until.AddDays(-1));
        Assert.Equal((SheetStatus.Submitted, Until), (again.Phase("plan").Status, again.Phase("plan").AnswerUntil!.Value));
        Assert.Empty(Given.Accepted(Decide(again, new LapseCompletion(), Until)).Facts);

        var told = Given.Accepted(Decide(again, new LapseCompletion(), Until.AddTicks(1)));
        var fact = Assert.Single(told.Facts);
        Assert.Equal((Acts.PlanUnanswered, Acts.Engine), (fact.Act, fact.By));
        Assert.StartsWith(Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture), fact.Facts["answerUntil"]);
        Assert.Equal((SheetStatus.Submitted, null), (told.State.Phase("plan").Status, told.State.Phase("plan").AnswerUntil));
        Assert.Empty(Given.Accepted(Decide(told.State, new LapseCompletion(), Until.AddDays(1))).Facts);
        Assert.Null(Accept(again, new SendBackPlan("再补", Until.AddDays(9), Office), Until).Phase("plan").AnswerUntil);
        var twice = Accept(again, new FilePlan(Content, "p-1"), Given.InGrace);
        Assert.Equal(Until, twice.Phase("plan").AnswerUntil);
    }

    [Theory]
    [InlineData(MilestoneKind.Escalate, SheetStatus.Submitted, true)]
    [InlineData(MilestoneKind.Escalate, SheetStatus.Open, false)]
    [InlineData(MilestoneKind.Escalate, SheetStatus.Accepted, false)]
    [InlineData(MilestoneKind.Remind, SheetStatus.Submitted, false)]
    public void LadderFromTheDueDateOn_SpeaksToTheOfficeOfAFiledPlan(MilestoneKind kind, SheetStatus status, bool speaks)
    {
        var rung = new Milestone("plan|escalate|1", "plan", kind, "1", Given.Late);
        var state = Given.Untouched.With("plan", new PhaseState { Status = status });
        Assert.Equal(speaks, PlanAnswers.Speaks(rung, Plan, state));
        Assert.False(PlanAnswers.Speaks(rung, Plan with { Tracks = ["other"] }, state));
        Assert.False(PlanAnswers.Speaks(rung, Plan with { Kind = PhaseKind.SelfCheck }, state));
    }

    [Fact]
    public void UnansweredPlan_IsToldToItsOffice_AfterTheLockToTheLeadersToo()
    {
        var contacts = Contacts.Nobody with { Authority = ["p-office", "p-both"], ParentReviewers = ["p-rev"], ParentLeaders = ["p-both", "p-lead"] };
        Assert.Equal(["p-office", "p-both"], PlanAnswers.Recipients(Plan, contacts, locked: false).Select(r => r.Person));
        Assert.Equal(["p-office", "p-both", "p-lead"], PlanAnswers.Recipients(Plan, contacts, locked: true).Select(r => r.Person));
        Assert.Equal([new("p-rev", Audience.ParentReviewer)], PlanAnswers.Recipients(Plan with { FileWith = Actor.Parent }, contacts, locked: false));
        Assert.Equal(Until, PlanAnswers.DueAt(new PhaseState { AnswerUntil = Until }, Window));
        Assert.Equal(Window.LockedAt, PlanAnswers.DueAt(new PhaseState(), Window));
    }

    [Fact]
    public void File_Again_IsTheNextVersionOfTheSameFiling()
    {
        var again = Accept(Filed, new FilePlan(Content, "p-1"), Given.Late).Phase("plan");
        Assert.Equal((2, Given.OnTime, Timeliness.OnTime), (again.Version, again.SubmittedAt!.Value, again.Timeliness!.Value));
    }

    [Theory]
    [InlineData(null, "text", RefusalCode.TextMissing)]
    [InlineData(" ", "text", RefusalCode.TextMissing)]
    public void File_WithoutText_IsRefused(string? text, string path, RefusalCode code) =>
        AssertRefused(code, Decide(Given.Untouched, new FilePlan(new PlanContent(text), "p-1"), Given.OnTime), path);

    [Fact]
    public void Save_WithoutText_IsFine_AndChangesNothing()
    {
        var saved = Given.Accepted(Decide(Given.Untouched, new SavePlan(new PlanContent(null), "p-1"), Given.OnTime));
        Assert.Equal(Given.Untouched.Phases, saved.State.Phases);
        Assert.Empty(saved.Facts);
    }

    [Fact]
    public void Check_NamesEveryProblemWithItsPath()
    {
        PlanMeasure[] measures = [new(" "), new(new string('a', 501)), new(new string('a', 500)), .. Enumerable.Repeat(new PlanMeasure("x"), 98)];
        Assert.Equal(
            [
                (RefusalCode.TextTooLong, "text"), (RefusalCode.TooMany, "measures"), (RefusalCode.TextMissing, "measures[0].title"),
                (RefusalCode.TextTooLong, "measures[1].title"),
            ],
            PlanDecider.Check(new PlanContent(new string('a', 20_001), measures), complete: true).Select(r => (r.Code, r.Path!)));
        Assert.Empty(PlanDecider.Check(new PlanContent(new string('a', 20_000), [.. measures.Skip(2), new("y")]), complete: true));
        Assert.Equal("100", PlanDecider.Check(new PlanContent("a", measures), complete: false)[0].Facts!["max"]);
    }

    [Fact]
    public void Save_ThatIsTooLong_IsRefused() =>
        AssertRefused(RefusalCode.TextTooLong, Decide(Given.Untouched, new SavePlan(new PlanContent(new string('a', 20_001)), "p-1"), Given.OnTime), "text");

    [Fact]
    public void File_OutsideTheWindow_IsRefused()
    {
        AssertRefused(RefusalCode.NotOpenYet, Decide(Given.Untouched, new FilePlan(Content, "p-1"), Given.Opening.AddTicks(-1)));
        Given.Accepted(Decide(Given.Untouched, new FilePlan(Content, "p-1"), Window.LockedAt!.Value));
        AssertRefused(RefusalCode.DeadlinePassed, Decide(Given.Untouched, new FilePlan(Content, "p-1"), Window.LockedAt!.Value.AddTicks(1)));
        var silent = Given.Untouched.With("plan", new PhaseState { Status = SheetStatus.Silent });
        AssertRefused(RefusalCode.DeadlinePassed, Decide(silent, new FilePlan(Content, "p-1"), Given.OnTime));
        AssertRefused(RefusalCode.DeadlinePassed, Decide(Filed, new SavePlan(Content, "p-1"), Given.Locked));
    }

    [Fact]
    public void Plan_OfAnotherTrackOrKind_IsRefused()
    {
        AssertRefused(RefusalCode.PhaseNotOfTrack, Decide(Given.Untouched, new FilePlan(Content, "p-1"), Given.OnTime, Plan with { Tracks = ["other"] }));
        AssertRefused(
            RefusalCode.WrongKindOfPhase, Decide(Given.Untouched, new FilePlan(Content, "p-1"), Given.OnTime, Given.Phase("plan", PhaseKind.Summary)));
    }

    [Fact]
    public void Register_ByTheOffice_ClosesThePlan()
    {
        var accepted = Given.Accepted(Decide(Filed, new RegisterPlan(Office), Given.Late));
        Assert.Equal(SheetStatus.Accepted, accepted.State.Phase("plan").Status);
        Assert.Equal((Acts.PlanRegistered, "p-office", "1"), (accepted.Facts[0].Act, accepted.Facts[0].By, accepted.Facts[0].Facts["version"]));
        AssertRefused(RefusalCode.PlanRegistered, Decide(accepted.State, new RegisterPlan(Office), Given.Late));
        AssertRefused(RefusalCode.PlanRegistered, Decide(accepted.State, new SendBackPlan("x", Until, Office), Given.Late));
        AssertRefused(RefusalCode.PlanRegistered, Decide(accepted.State, new FilePlan(Content, "p-1"), Given.Late));
    }

    [Fact]
    public void Register_IsTheNamedOffices_AndNobodysOwn()
    {
        AssertRefused(RefusalCode.NotYourUnit, Decide(Filed, new RegisterPlan(Township), Given.Late));
        Given.Accepted(Decide(Filed, new RegisterPlan(Township), Given.Late, Plan with { FileWith = Actor.Parent }));
        AssertRefused(RefusalCode.NotYourUnit, Decide(Filed, new RegisterPlan(Office), Given.Late, Plan with { FileWith = Actor.Parent }));
        AssertRefused(RefusalCode.ReviewerIsParticipant, Decide(Filed, new RegisterPlan(Office with { OwnUnits = ["v-001"] }), Given.Late));
        AssertRefused(RefusalCode.NotYourUnit, Decide(Filed, new SendBackPlan("x", Until, Township), Given.Late));
    }

    [Fact]
    public void Register_WhatIsNotFiled_IsRefused()
    {
        AssertRefused(RefusalCode.NothingToReview, Decide(Given.Untouched, new RegisterPlan(Office), Given.Late));
        AssertRefused(RefusalCode.NothingToReview, Decide(SentBack, new RegisterPlan(Office), Given.Late));
        AssertRefused(RefusalCode.NothingToReview, Decide(Given.Untouched, new SendBackPlan("x", Until, Office), Given.Late));
    }

    [Fact]
    public void SendBack_NeedsReasonAndTime()
    {
        AssertRefused(RefusalCode.ReasonMissing, Decide(Filed, new SendBackPlan(" ", Until, Office), Given.Late), "reason");
        AssertRefused(RefusalCode.ReworkTimeMissing, Decide(Filed, new SendBackPlan("x", Given.Late, Office), Given.Late), "until");
        Given.Accepted(Decide(Filed, new SendBackPlan("x", Given.Late.AddTicks(1), Office), Given.Late));
    }

    [Fact]
    public void SendBack_GivesTimeBeyondTheLock()
    {
        var accepted = Given.Accepted(Decide(Filed, new SendBackPlan("缺少目标", Until, Office), Given.Late));
        var plan = accepted.State.Phase("plan");
        Assert.Equal((SheetStatus.Returned, 1, Until), (plan.Status, plan.Returns, plan.ReworkUntil!.Value));
        Assert.Equal((Acts.PlanSentBack, "缺少目标", "1"), (accepted.Facts[0].Act, accepted.Facts[0].Why, accepted.Facts[0].Facts["returns"]));
        Assert.Equal(Instant(Until), accepted.Facts[0].Facts["reworkUntil"]);
        AssertRefused(RefusalCode.AlreadyReturned, Decide(accepted.State, new SendBackPlan("x", Until, Office), Given.Late));

        var again = Accept(accepted.State, new FilePlan(Content, "p-1"), Until).Phase("plan");
        Assert.Equal((SheetStatus.Submitted, 2, null), (again.Status, again.Version, again.ReworkUntil));
        AssertRefused(RefusalCode.ReworkTimePassed, Decide(accepted.State, new FilePlan(Content, "p-1"), Until.AddTicks(1)));
    }

    [Fact]
    public void Lapse_AfterTheCompletionsEnd_CountsAsNotFiled()
    {
        AssertRefused(RefusalCode.NotLockedYet, Decide(SentBack, new LapseCompletion(), Until));
        var accepted = Given.Accepted(Decide(SentBack, new LapseCompletion(), Until.AddTicks(1)));
        var plan = accepted.State.Phase("plan");
        Assert.Equal((SheetStatus.Silent, null, null, null), (plan.Status, plan.ReworkUntil, plan.SubmittedAt, plan.Timeliness));
        Assert.Equal((Acts.PlanLapsed, Acts.Engine), (accepted.Facts[0].Act, accepted.Facts[0].By));
    }

    [Fact]
    public void Lapse_WhileThePhaseTakesPlans_OpensItAgain()
    {
        var soon = Accept(Filed, new SendBackPlan("x", Given.InGrace, Office), Given.OnTime);
        Assert.Equal(SheetStatus.Open, Accept(soon, new LapseCompletion(), Given.InGrace.AddMinutes(1)).Phase("plan").Status);
        Assert.Equal(SheetStatus.Silent, Accept(soon, new LapseCompletion(), Window.LockedAt!.Value.AddTicks(1)).Phase("plan").Status);
    }

    [Fact]
    public void Lapse_OfWhatWasCompleted_DoesNothing()
    {
        var done = Given.Accepted(Decide(Filed, new LapseCompletion(), Until.AddDays(1)));
        Assert.Empty(done.Facts);
        Assert.Equal(SheetStatus.Submitted, done.State.Phase("plan").Status);
    }

    /// <summary>The due index is told the instant; after it something is decided, at it nothing is yet.</summary>
    [Fact]
    public void CompletionEnd_IsThatOfTheCompletionAndThenOfItsAnswer()
    {
        Assert.Null(PlanDecider.CompletionEnd(Filed.Phase("plan")));
        Assert.Equal(Until, PlanDecider.CompletionEnd(SentBack.Phase("plan")));
        var again = Accept(SentBack, new FilePlan(Content, "p-1"), Until.AddDays(-1));
        Assert.Equal(Until, PlanDecider.CompletionEnd(again.Phase("plan")));
        Assert.Null(PlanDecider.CompletionEnd(Accept(again, new LapseCompletion(), Until.AddTicks(1)).Phase("plan")));
        Assert.Null(PlanDecider.CompletionEnd(Accept(SentBack, new LapseCompletion(), Until.AddTicks(1)).Phase("plan")));
        Assert.Null(PlanDecider.CompletionEnd(Accept(again, new RegisterPlan(Office), Until).Phase("plan")));
    }

    [Fact]
    public void PhaseOf_IsTheLastThatOpened_OrTheFirst()
    {
        var definition = Given.Campaign with { Phases = [Given.Q1, Plan, Plan with { Id = "later" }, Plan with { Id = "foreign", Tracks = ["other"] }] };
        PhaseWindow Of(string phase) => phase == "plan" ? Window : Given.AppraisalWindow;
        Assert.Equal("plan", PlanDecider.PhaseOf(definition, "villages", Of, Given.Opening.AddDays(-1))!.Id);
        Assert.Equal("plan", PlanDecider.PhaseOf(definition, "villages", Of, Given.Late)!.Id);
        Assert.Equal("later", PlanDecider.PhaseOf(definition, "villages", Of, Given.Reviewing)!.Id);
        Assert.Null(PlanDecider.PhaseOf(Given.Campaign, "villages", Of, Given.Late));
    }

    private static Decision<ParticipantState> Decide(ParticipantState state, PlanCommand command, DateTimeOffset now, Phase? phase = null) =>
        PlanDecider.Decide(state, phase ?? Plan, Window, command, now, Authority);

    private static ParticipantState Accept(ParticipantState state, PlanCommand command, DateTimeOffset now) =>
        Given.Accepted(Decide(state, command, now)).State;

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertRefused(RefusalCode code, Decision<ParticipantState> decision, string? path = null) =>
        Assert.Equal((code, path), (decision.Refusal?.Code, decision.Refusal?.Path));
}
