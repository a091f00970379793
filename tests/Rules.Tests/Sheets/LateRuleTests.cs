using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reporting;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Calendar;
using Campaigns.Rules.Tests.Cycles;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class LateRuleTests
{
    private const string Evaluation = "e: { kind: evaluation, period: year, opens: 12-01, due: open }";
    private static readonly LatePolicy TwoADay = new(LateTreatment.Deduct, 2, 1, 6);
    private static readonly PhaseWindow Q1 = Year.At("2026-01-01 10:00").Windows.Single(w => w.Phase == "q1");

    [Theory]
    [InlineData("2026-04-14 18:00", 0)]
    [InlineData("2026-04-14 18:01", 1)]
    [InlineData("2026-04-15 08:00", 1)]
    [InlineData("2026-04-16 23:00", 2)]
    [InlineData("2026-04-19 10:00", 3)]
    [InlineData("2026-04-20 10:00", 4)]
    public void DaysLate_CountsWorkingDaysBegunSinceTheGrace(string at, int days) =>
        Assert.Equal(days, LateRule.DaysLate(Q1, Year.Local(at), Year.Definition.Authority, Year.Tables));

    [Fact]
    public void DaysLate_OverAHoliday_CountsOnlyWhatIsWorked() =>
        // From Friday 24 April: Monday to Thursday are worked, 1 to 5 May are the holiday, Wednesday the 6th is worked.
        Assert.Equal(5, LateRule.DaysLate(
            Q1 with { GraceUntil = Year.Local("2026-04-24 18:00") }, Year.Local("2026-05-06 10:00"), Year.Definition.Authority, Year.Tables));

    [Fact]
    public void DaysLate_WithoutAHolidayTable_CountsWeekdays() =>
        Assert.Equal(4, LateRule.DaysLate(Q1, Year.Local("2026-04-20 10:00"), Year.Definition.Authority, HolidayTables.Empty));

    [Fact]
    public void DaysLate_WithoutAGrace_IsNone() =>
        Assert.Equal(0, LateRule.DaysLate(Q1 with { GraceUntil = null }, Year.Local("2026-04-20 10:00"), Year.Definition.Authority, Year.Tables));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 6)]
    [InlineData(4, 6)]
    public void Mark_ADeductionADay_StopsAtItsCap(int days, int points) =>
        Assert.Equal(points, LateRule.Deduction(TwoADay, days));

    [Theory]
    [InlineData(1, 1.5)]
    [InlineData(3, 1.5)]
    [InlineData(4, 3)]
    public void Mark_ADeductionForSeveralDays_CountsEachBegun(int days, double points) =>
        Assert.Equal((decimal)points, LateRule.Deduction(new(LateTreatment.Deduct, 1.5m, 3, 9), days));

    [Fact]
    public void Deduction_OfWhatIsNotLateOrCostsNothing_IsNone()
    {
        Assert.Null(LateRule.Deduction(TwoADay, 0));
        Assert.Null(LateRule.Deduction(LatePolicy.Accept, 1));
        Assert.Null(LateRule.Deduction(new(LateTreatment.Refuse), 1));
    }

    [Fact]
    public void Explain_ShowsTheLineAndSumsUp()
    {
        var score = new Score(10, false, [new("a", ScoreRules.Points, 10, 0, new LocalizedText("a"))]);
        var explained = LateRule.Explain(score, 4);
        Assert.Equal(6, explained.Total);
        Assert.Equal(explained.Total, explained.Lines.Sum(l => l.Points));
        Assert.Equal(
            (ScoreRules.Whole, "late", -4m, 4m), (explained.Lines[1].Path, explained.Lines[1].Rule, explained.Lines[1].Points, explained.Lines[1].Lost));
        Assert.Equal(0, LateRule.Explain(score with { Total = 3 }, 4).Total);
        Assert.Same(score, LateRule.Explain(score, null));
        Assert.Equal(score with { Total = 0 }, LateRule.Explain(score with { Total = 0 }, 4));
    }

    [Fact]
    public void Submit_Late_LosesWhatThePolicySaysAndIsMarked()
    {
        var phase = Given.Q1 with { LatePolicy = TwoADay };
        var late = State(Given.Untouched, new Submit(Given.FullSheet, "p") { DaysLate = 2 }, Given.Late, phase);
        var free = State(Given.Untouched, new Submit(Given.FullSheet, "p") { DaysLate = 2 }, Given.InGrace, phase);
        var accepted = State(Given.Untouched, new Submit(Given.FullSheet, "p") { DaysLate = 2 }, Given.Late, Given.Q1);
        Assert.Equal((free.Phase("q1").Score, 4m), (late.Phase("q1").Score, late.Phase("q1").LateDeduction));
        Assert.Equal(Timeliness.Late, late.Phase("q1").Timeliness);
        Assert.Null(free.Phase("q1").LateDeduction);
        Assert.Equal((free.Phase("q1").Score, Timeliness.Late), (accepted.Phase("q1").Score, accepted.Phase("q1").Timeliness));

        // Evidence raises what the sheet is worth, not what being late costs.
        var proven = State(late, new AttachEvidence("deeds", "e", "s", "p", "photo", Given.FullSheet), Given.Late, phase);
        Assert.Equal(4, proven.Phase("q1").LateDeduction);
    }

    [Fact]
    public void Submit_LateWhereThatIsRefused_IsNotTaken()
    {
        var phase = Given.Q1 with { LatePolicy = new(LateTreatment.Refuse) };
        Assert.Equal(RefusalCode.LateRefused, Given.Decide(Given.Untouched, new Submit(Given.FullSheet, "p"), Given.Late, phase).Refusal!.Code);
        Assert.IsType<Accepted<ParticipantState>>(Given.Decide(Given.Untouched, new Submit(Given.FullSheet, "p"), Given.InGrace, phase));
        Assert.IsType<Accepted<ParticipantState>>(Given.Decide(Given.SubmittedOnTime, new Submit(Given.FullSheet, "p"), Given.Late, phase));
        Assert.Empty(AllowedActions.For(Given.Untouched, phase, Given.Window, Given.Late));
    }

    [Fact]
    public void Follow_NoLongerLate_GivesBackWhatItCost()
    {
        var late = new ParticipantState { Track = "village", Unit = "v", Parent = "t", Area = "t" }.With("q1", new()
        {
            Status = SheetStatus.Submitted,
            SubmittedAt = Year.Local("2026-04-15 10:00"),
            Timeliness = Timeliness.Late,
            Score = 5,
            LateDeduction = 2,
        });
        var window = Q1 with { DueAt = Year.Local("2026-04-20 18:00"), GraceUntil = Year.Local("2026-04-22 18:00"), LockedAt = Year.Local("2026-04-24 18:00") };
        var back = CalendarEffectRule.Follow(late, new() { Moved = ["q1"] }, 2, [window], Year.Shift)!.Phase("q1");
        Assert.Equal((5m, null, Timeliness.OnTime), (back.Score, back.LateDeduction, back.Timeliness));
        Assert.Null(CalendarEffectRule.Follow(late, new() { Moved = ["q1"] }, 2, [Q1], Year.Shift));
    }

    [Fact]
    public void Nil_WithAReason_CountsAsReportedAndScoresNothing()
    {
        var nil = Given.Accepted(Given.Decide(Given.Untouched, new ReturnNil("本季度无相关事项", "p-1"), Given.InGrace));
        var phase = nil.State.Phase("q1");
        Assert.Equal(
            (SheetStatus.Submitted, Fulfilment.NilReturn, 0m, Timeliness.InGrace, 1),
            (phase.Status, phase.Fulfilled, phase.Score, phase.Timeliness, phase.Version));
        Assert.Equal((Acts.NilReturned, "p-1", "本季度无相关事项"), (nil.Facts.Single().Act, nil.Facts.Single().By, nil.Facts.Single().Why));
        var rates = ReportingRates.For(Given.Q1, Given.Window, [nil.State]);
        Assert.Equal((1, 1, 1), (rates.Actual, rates.InGrace, rates.NilReturns));
        Assert.Null(State(nil.State, new Submit(Given.FullSheet, "p"), Given.InGrace, Given.Q1).Phase("q1").Fulfilled);
        Assert.Null(State(Given.Untouched, new ReturnNil("r", "p"), Given.InGrace, Given.Summary).Phase("s1").Score);
    }

    [Fact]
    public void Nil_WhereItCannotBe_IsRefused()
    {
        Assert.Equal(RefusalCode.ReasonMissing, Given.Decide(Given.Untouched, new ReturnNil(" ", "p"), Given.OnTime).Refusal!.Code);
        Assert.Equal(RefusalCode.TextTooLong, Given.Decide(Given.Untouched, new ReturnNil(new string('x', 20_000), "p"), Given.OnTime).Refusal!.Code);
        Assert.Equal(RefusalCode.ReportHandedIn, Given.Decide(Given.SubmittedOnTime, new ReturnNil("r", "p"), Given.OnTime).Refusal!.Code);
        Assert.Equal(RefusalCode.DeadlinePassed, Given.Decide(Given.Untouched, new ReturnNil("r", "p"), Given.Locked).Refusal!.Code);
    }

    [Fact]
    public void NotApplicable_CountsAsFulfilledAndIsLeftOutOfTheYear()
    {
        var other = Given.SubmittedOnTime.With("q2", Given.SubmittedOnTime.Phase("q1"));
        var found = Given.Accepted(Given.Decide(Given.SubmittedOnTime, new MarkNotApplicable("合并村", "p-9"), Given.Locked));
        var phase = found.State.Phase("q1");
        Assert.Equal((SheetStatus.Accepted, Fulfilment.NotApplicable, null), (phase.Status, phase.Fulfilled, phase.Score));
        Assert.Equal((Acts.FoundNotApplicable, "p-9", "合并村"), (found.Facts.Single().Act, found.Facts.Single().By, found.Facts.Single().Why));
        var rates = ReportingRates.For(Given.Q1, Given.Window, [found.State]);
        Assert.Equal((1, 1), (rates.Actual, rates.NotApplicable));
        var left = found.State.With("q2", other.Phase("q2"));
        Assert.Equal(Evaluator.Evaluate(Given.Campaign, other).Mean(PhaseKind.SelfCheck), Evaluator.Evaluate(Given.Campaign, left).Mean(PhaseKind.SelfCheck));
        Assert.Equal(RefusalCode.SheetFrozen, Given.Decide(found.State, new MarkNotApplicable("r", "p"), Given.OnTime).Refusal!.Code);
        Assert.Equal(RefusalCode.ReasonMissing, Given.Decide(Given.Untouched, new MarkNotApplicable("", "p"), Given.OnTime).Refusal!.Code);
        Assert.Equal(RefusalCode.WrongKindOfPhase, Given.Decide(Given.Untouched, new MarkNotApplicable("r", "p"), Given.OnTime, Given.H1).Refusal!.Code);
    }

    [Theory]
    [InlineData("accept", LateTreatment.Accept, 0, 1, 0)]
    [InlineData("refuse", LateTreatment.Refuse, 0, 1, 0)]
    [InlineData("deduct 2 per 1wd up to 6", LateTreatment.Deduct, 2, 1, 6)]
    [InlineData("deduct 0.5 per 3 wd up to 10", LateTreatment.Deduct, 0.5, 3, 10)]
    public void Definition_LatePolicy_IsRead(string text, LateTreatment treatment, double points, int per, int cap)
    {
        var definition = Planning.Definition($"q: {{ kind: self-check, period: Q1, opens: 03-25, due: 04-10, late: 2wd, late-policy: {text} }}\n{Evaluation}");
        Assert.Equal(new LatePolicy(treatment, (decimal)points, per, cap), definition.Phase("q").LatePolicy);
        Assert.Equal(LatePolicy.Accept, Year.Definition.Phase("q1").LatePolicy);
    }

    [Theory]
    [InlineData("q: { kind: self-check, period: Q1, opens: 03-25, due: 04-10, late: 2wd, late-policy: deduct two }", "no way to treat what is late")]
    [InlineData("q: { kind: self-check, period: Q1, opens: 03-25, due: 04-10, late: 2wd, late-policy: deduct 0 per 1wd up to 6 }", "must take something")]
    [InlineData("q: { kind: self-check, period: Q1, opens: 03-25, due: 04-10, late: 2wd, late-policy: deduct 2 per 0wd up to 6 }", "must take something")]
    [InlineData("q: { kind: self-check, period: Q1, opens: 03-25, due: 04-10, late: 2wd, late-policy: deduct 7 per 1wd up to 6 }", "must take something")]
    [InlineData("q: { kind: self-check, period: Q1, opens: 03-25, due: 04-10, late-policy: refuse }", "give 'late' a length first")]
    [InlineData("e: { kind: evaluation, period: year, opens: 12-01, due: open, late: 2wd, late-policy: refuse }", "only a sheet can be late")]
    public void Definition_LatePolicyThatCannotBe_IsRefusedWithTheReason(string phase, string message) =>
        Assert.Contains(DefinitionReader.Read(Planning.Text(phase)).Errors, e => e.In("en").Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("shift", PausePolicy.Shift)]
    [InlineData("keep", PausePolicy.Keep)]
    public void Definition_PausePolicy_IsRead(string word, PausePolicy policy)
    {
        var text = Planning.Text(Year.Phases, Year.Ladder) + $"\ncalendar: {{ pause: {word} }}\n";
        Assert.Equal(policy, DefinitionReader.Read(text).Definition!.Pause);
        Assert.Equal(PausePolicy.Shift, Year.Definition.Pause);
        Assert.NotEmpty(DefinitionReader.Read(text.Replace(word, "stop", StringComparison.Ordinal)).Errors);
    }

    private static ParticipantState State(ParticipantState state, SheetCommand command, DateTimeOffset now, Phase phase) =>
        Given.Accepted(Given.Decide(state, command, now, phase)).State;
}
