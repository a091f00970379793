using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class SheetDeciderTests
{
    private static readonly Submit HandIn = new(Given.FullSheet, "p-1");

    [Fact]
    public void Submit_BeforeOpening_IsRefusedAsNotOpenYet() =>
        Assert.Equal(RefusalCode.NotOpenYet, Given.Decide(Given.Untouched, HandIn, Given.Opening.AddTicks(-1)).Refusal?.Code);

    [Fact]
    public void Submit_WindowAwaitsCalendar_IsRefusedAsNotOpenYet()
    {
        var awaiting = new PhaseWindow("q1", "2027Q1", null, null, null, null, 2027);

        var decision = SheetDecider.Decide(Given.Untouched, Given.Q1, awaiting, HandIn, Given.OnTime, Given.Standard);

        Assert.Equal(RefusalCode.NotOpenYet, decision.Refusal?.Code);
    }

    [Theory]
    [InlineData(0, Timeliness.OnTime)]
    [InlineData(10, Timeliness.OnTime)]
    [InlineData(10.001, Timeliness.InGrace)]
    [InlineData(13, Timeliness.InGrace)]
    [InlineData(13.001, Timeliness.Late)]
    [InlineData(18, Timeliness.Late)]
    public void Submit_WithinTheWindow_RemembersInstantAndTimeliness(double days, Timeliness expected)
    {
        var now = Given.Opening.AddDays(days);

        var accepted = Given.Accepted(Given.Decide(Given.Untouched, HandIn, now));

        var phase = accepted.State.Phase("q1");
        Assert.Equal((SheetStatus.Submitted, now, expected, 1), (phase.Status, phase.SubmittedAt, phase.Timeliness, phase.Version));
        var fact = Assert.Single(accepted.Facts);
        Assert.Equal((Acts.SheetSubmitted, "p-1", "villages/v-001/q1"), (fact.Act, fact.By, fact.Subject));
        Assert.Equal(Given.FullSheet.Digest(), fact.Facts["sha256"]);
    }

    [Fact]
    public void Submit_OneTickAfterTheLock_IsRefusedAsDeadlinePassed()
    {
        var decision = Given.Decide(Given.Untouched, HandIn, Given.Window.LockedAt!.Value.AddTicks(1));

        Assert.Equal(RefusalCode.DeadlinePassed, decision.Refusal?.Code);
        Assert.Equal("2026-04-12T00:00:00.0000000Z", decision.Refusal?.Facts?["lockedAt"]);
    }

    [Fact]
    public void Submit_AgainBeforeTheLock_AmendsAndKeepsTheFirstInstant()
    {
        var content = Given.FullSheet with { Answers = new Dictionary<string, ClauseAnswer> { ["leadership"] = new() { Points = 7 } } };

        var decision = Given.Decide(Given.SubmittedOnTime, new Submit(content, "p-1"), Given.Late);

        Assert.Equal([Acts.SheetAmended], Given.ActsOf(decision));
        var phase = Given.Accepted(decision).State.Phase("q1");
        Assert.Equal((Given.OnTime, Timeliness.OnTime, 2, 7m), (phase.SubmittedAt, phase.Timeliness, phase.Version, phase.Score));
        Assert.Equal("late", Given.Accepted(decision).Facts[0].Facts["timeliness"]);
    }

    [Fact]
    public void Submit_AgainAfterTheLock_IsRefusedAsDeadlinePassed() =>
        Assert.Equal(RefusalCode.DeadlinePassed, Given.Decide(Given.SubmittedOnTime, HandIn, Given.Locked).Refusal?.Code);

    [Fact]
    public void Submit_LockWonTheRace_IsRefusedAsDeadlinePassed() =>
        Assert.Equal(RefusalCode.DeadlinePassed, Given.Decide(Given.SilentAfterLock, HandIn, Given.Late).Refusal?.Code);

    [Fact]
    public void Submit_ReturnedAndWithinRework_IsTakenBeyondTheLock()
    {
        var decision = Given.Decide(Given.ReturnedForRework, HandIn, Given.ReworkUntil);

        Assert.Equal([Acts.SheetReworked], Given.ActsOf(decision));
        var phase = Given.Accepted(decision).State.Phase("q1");
        Assert.Equal((SheetStatus.Submitted, 1, 2), (phase.Status, phase.Returns, phase.Version));
        Assert.Equal((Given.OnTime, Timeliness.OnTime), (phase.SubmittedAt, phase.Timeliness));
        Assert.Null(phase.ReworkUntil);
    }

    [Fact]
    public void Submit_AfterTheRework_IsRefusedAsReworkTimePassed() =>
        Assert.Equal(RefusalCode.ReworkTimePassed, Given.Decide(Given.ReturnedForRework, HandIn, Given.ReworkUntil.AddTicks(1)).Refusal?.Code);

    [Fact]
    public void Submit_SheetAccepted_IsRefusedAsSheetFrozen() =>
        Assert.Equal(RefusalCode.SheetFrozen, Given.Decide(Given.Appraised, HandIn, Given.Reviewing).Refusal?.Code);

    [Fact]
    public void Submit_ToAnAppraisal_IsRefusedAsWrongKindOfPhase() =>
        Assert.Equal(RefusalCode.WrongKindOfPhase, Given.Decide(Given.Untouched, HandIn, Given.OnTime, Given.H1).Refusal?.Code);

    [Fact]
    public void Submit_PhaseOfAnotherTrack_IsRefusedAsPhaseNotOfTrack() =>
        Assert.Equal(RefusalCode.PhaseNotOfTrack, Given.Decide(Given.Untouched, HandIn, Given.OnTime, Given.Q1 with { Tracks = ["townships"] }).Refusal?.Code);

    [Fact]
    public void Submit_NothingAnswered_IsRefusedAsAnswerMissing() =>
        Assert.Equal(RefusalCode.AnswerMissing, Given.Decide(Given.Untouched, new Submit(SheetContent.Empty, "p-1"), Given.OnTime).Refusal?.Code);

    [Fact]
    public void Submit_EvidenceMissing_IsAcceptedAndTheClauseScoresNothing() =>
        Assert.Equal(88, Given.SubmittedOnTime.Phase("q1").Score);

    [Fact]
    public void Submit_SummaryWithoutText_IsRefusedAsTextMissing() =>
        Assert.Equal(RefusalCode.TextMissing, Given.Decide(Given.Untouched, new Submit(SheetContent.Empty, "p-1"), Given.OnTime, Given.Summary).Refusal?.Code);

    [Fact]
    public void Submit_SummaryWithText_IsAcceptedWithoutScore()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer>(), "半年小结");

        var state = Given.Accepted(Given.Decide(Given.Untouched, new Submit(content, "p-1"), Given.OnTime, Given.Summary)).State;

        Assert.Equal(SheetStatus.Submitted, state.Phase("s1").Status);
        Assert.Null(state.Phase("s1").Score);
    }

    [Fact]
    public void Submit_Fact_CarriesTheScoreWhereThereIsOne()
    {
        var sheet = Given.Accepted(Given.Decide(Given.Untouched, HandIn, Given.OnTime));
        var summary = Given.Accepted(Given.Decide(
            Given.Untouched, new Submit(new SheetContent(new Dictionary<string, ClauseAnswer>(), "半年小结"), "p-1"), Given.OnTime, Given.Summary));

        Assert.Equal(("88", "1", "onTime"), (sheet.Facts[0].Facts["score"], sheet.Facts[0].Facts["version"], sheet.Facts[0].Facts["timeliness"]));
        Assert.Equal("", summary.Facts[0].Facts["score"]);
    }

    [Fact]
    public void Submit_WithAVetoOrWithoutAScore_SaysWhetherItIsVetoed()
    {
        var vetoed = new SheetContent(new Dictionary<string, ClauseAnswer>(Given.FullSheet.Answers) { ["stability"] = new() { Measured = 1 } });
        var summary = new Submit(new SheetContent(new Dictionary<string, ClauseAnswer>(), "半年小结"), "p-1");

        Assert.True(Given.Accept(Given.Untouched, new Submit(vetoed, "p-1"), Given.OnTime).Phase("q1").Vetoed);
        Assert.False(Given.SubmittedOnTime.Phase("q1").Vetoed);
        Assert.False(Given.Accepted(Given.Decide(Given.Untouched, summary, Given.OnTime, Given.Summary)).State.Phase("s1").Vetoed);
    }

    [Fact]
    public void NotApplicable_Phase_IsNeitherScoredNorVetoed()
    {
        var submitted = Given.SubmittedOnTime;
        submitted = submitted.With("q1", submitted.Phase("q1") with { Vetoed = true });

        var phase = Given.Accept(submitted, new MarkNotApplicable("无此项工作", "p-9"), Given.OnTime).Phase("q1");

        Assert.Equal((null, false, SheetStatus.Accepted), (phase.Score, phase.Vetoed, phase.Status));
    }

    [Fact]
    public void SaveDraft_WhileOpen_ChangesNothingAndLeavesNoFact()
    {
        var accepted = Given.Accepted(Given.Decide(Given.Untouched, new SaveDraft(Given.FullSheet, "p-1"), Given.OnTime));

        Assert.Empty(accepted.Facts);
        Assert.Empty(accepted.State.Phases);
    }

    [Fact]
    public void SaveDraft_WithAMistake_IsRefusedWithItsPath()
    {
        var draft = new SheetContent(new Dictionary<string, ClauseAnswer> { ["leadership"] = new() { Points = 21 } });

        var refusal = Given.Decide(Given.Untouched, new SaveDraft(draft, "p-1"), Given.OnTime).Refusal;

        Assert.Equal((RefusalCode.AnswerOutOfRange, "answers.leadership.points"), (refusal!.Code, refusal.Path));
    }

    [Fact]
    public void AttachEvidence_BeforeHandingIn_CountsByClause()
    {
        var once = Given.Accept(Given.Untouched, File("e-1"), Given.OnTime);
        var twice = Given.Accept(once, File("e-2"), Given.OnTime);

        Assert.Equal(2, twice.Phase("q1").Evidence["deeds"]);
        Assert.Equal(SheetStatus.Open, twice.Phase("q1").Status);
    }

    [Fact]
    public void AttachEvidence_AfterHandingInWithTheContent_ScoreFollows()
    {
        var state = Given.SubmittedOnTime;
        foreach (var id in new[] { "e-1", "e-2", "e-3" })
            state = Given.Accept(state, File(id) with { Submitted = Given.FullSheet }, Given.OnTime);

        Assert.Equal(100, state.Phase("q1").Score);
    }

    [Fact]
    public void AttachEvidence_WhereNothingIsScoredYet_LeavesNoScore()
    {
        Assert.Null(Given.Accept(Given.Untouched, File("e-1") with { Submitted = Given.FullSheet }, Given.OnTime).Phase("q1").Score);
        var summary = Given.Untouched.With("s1", new PhaseState { Status = SheetStatus.Submitted });
        Assert.Null(
            Given.Accepted(Given.Decide(summary, File("e-1") with { Submitted = Given.FullSheet }, Given.OnTime, Given.Summary)).State.Phase("s1").Score);
    }

    [Fact]
    public void AttachEvidence_Refused_NamesTheClauseOrTheKindsAskedFor()
    {
        var unknown = Given.Decide(Given.Untouched, File("e-1") with { Clause = "nowhere" }, Given.OnTime).Refusal!;
        var wrong = Given.Decide(Given.Untouched, File("e-1") with { Kind = "video" }, Given.OnTime).Refusal!;

        Assert.Equal(("nowhere", "photo, document"), (unknown.Facts!["clause"], wrong.Facts!["kinds"]));
    }

    [Fact]
    public void AttachEvidence_UnknownClause_IsRefused() =>
        Assert.Equal(RefusalCode.UnknownClause, Given.Decide(Given.Untouched, File("e-1") with { Clause = "nowhere" }, Given.OnTime).Refusal?.Code);

    [Fact]
    public void AttachEvidence_OfWrongKind_IsRefused() =>
        Assert.Equal(RefusalCode.EvidenceOfWrongKind, Given.Decide(Given.Untouched, File("e-1") with { Kind = "video" }, Given.OnTime).Refusal?.Code);

    [Fact]
    public void AttachEvidence_AfterTheLock_IsRefusedAsDeadlinePassed() =>
        Assert.Equal(RefusalCode.DeadlinePassed, Given.Decide(Given.SubmittedOnTime, File("e-1"), Given.Locked).Refusal?.Code);

    [Fact]
    public void Lock_NothingHandedIn_FallsSilentOnce()
    {
        var first = Given.Decide(Given.Untouched, new LockPhase(), Given.Locked);
        var again = Given.Decide(Given.Accepted(first).State, new LockPhase(), Given.Locked);

        Assert.Equal([Acts.PhaseSilent], Given.ActsOf(first));
        Assert.Empty(Given.Accepted(first).Facts[0].Facts);
        Assert.Equal(SheetStatus.Silent, Given.Accepted(first).State.Phase("q1").Status);
        Assert.Empty(Given.ActsOf(again));
        Assert.Equal(SheetStatus.Silent, Given.Accepted(again).State.Phase("q1").Status);
    }

    [Fact]
    public void Lock_AnythingElse_StaysAsItIs()
    {
        foreach (var state in new[] { Given.SubmittedOnTime, Given.ReturnedForRework, Given.Appraised })
        {
            var accepted = Given.Accepted(Given.Decide(state, new LockPhase(), Given.Reviewing));

            Assert.Same(state, accepted.State);
            Assert.Empty(accepted.Facts);
        }
    }

    [Fact]
    public void Lock_BeforeTheLock_IsRefusedAsNotLockedYet() =>
        Assert.Equal(RefusalCode.NotLockedYet, Given.Decide(Given.Untouched, new LockPhase(), Given.Window.LockedAt!.Value).Refusal?.Code);

    [Theory]
    [InlineData(PhaseKind.Evaluation)]
    [InlineData(PhaseKind.Bulletin)]
    public void Lock_PhaseThatNobodyHandsIn_StaysAsItIs(PhaseKind kind) =>
        Assert.Empty(Given.Accepted(Given.Decide(Given.Untouched, new LockPhase(), Given.Locked, Given.Phase("year", kind))).State.Phases);

    [Fact]
    public void LockRework_TimePassed_EarlierVersionStandsOnce()
    {
        var first = Given.Decide(Given.ReturnedForRework, new LockRework(), Given.ReworkUntil.AddMinutes(2));
        var again = Given.Decide(Given.Accepted(first).State, new LockRework(), Given.ReworkUntil.AddMinutes(3));

        Assert.Equal([Acts.ReworkLapsed], Given.ActsOf(first));
        var phase = Given.Accepted(first).State.Phase("q1");
        Assert.Equal((SheetStatus.Submitted, 1, 88m), (phase.Status, phase.Version, phase.Score));
        Assert.Empty(Given.ActsOf(again));
    }

    [Fact]
    public void LockRework_TimeNotPassed_IsRefused() =>
        Assert.Equal(RefusalCode.NotLockedYet, Given.Decide(Given.ReturnedForRework, new LockRework(), Given.ReworkUntil).Refusal?.Code);

    private static AttachEvidence File(string id) => new("deeds", id, new string('a', 64), "p-1", "photo");
}
