using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Evaluation;

public sealed class EvaluatorTests
{
    [Fact]
    public void Evaluate_AllPhasesDone_WeighsTheMeanOfEachKind()
    {
        var composite = Evaluator.Evaluate(Given.Campaign, Scored(90, 81, 88));

        Assert.Equal((0.4m * 85.5m) + (0.6m * 88), composite.Total);
        Assert.Equal((85.5m, 88m), (composite.Mean(PhaseKind.SelfCheck), composite.Mean(PhaseKind.Appraisal)));
        Assert.Equal("met", composite.Grade);
        Assert.Equal(["selfCheck", "appraisal"], composite.Lines.Select(l => l.Path));
    }

    [Fact]
    public void Evaluate_SilentPhase_CountsNothingAndSaysSo()
    {
        var composite = Evaluator.Evaluate(Given.Campaign, Scored(90, null, 88));

        Assert.Equal(0.4m * 45 + 0.6m * 88, composite.Total);
        Assert.Contains("q2 无得分，计0分", composite.Lines[0].Reason.Zh, StringComparison.Ordinal);
        Assert.False(composite.SilentThroughout);
    }

    [Fact]
    public void Evaluate_NothingEverHandedIn_IsSilentThroughout() =>
        Assert.True(Evaluator.Evaluate(Given.Campaign, Scored(null, null, 50)).SilentThroughout);

    [Fact]
    public void Evaluate_ReturnedAndNeverReworked_CountsTheVersionThatStands() =>
        Assert.Equal(0.4m * 44, Evaluator.Evaluate(Given.Campaign, Given.ReturnedForRework).Total);

    [Fact]
    public void Evaluate_VetoInOnePhase_VetoesTheYear()
    {
        var state = Scored(90, 90, 90);
        state = state.With("q2", state.Phase("q2") with { Vetoed = true, Score = 0 });

        var composite = Evaluator.Evaluate(Given.Campaign, state);

        Assert.Equal((0m, true, null), (composite.Total, composite.Vetoed, composite.Grade));
        Assert.Equal(ScoreRules.Veto, composite.Lines[^1].Rule);
        Assert.Equal(0, composite.Lines.Sum(l => l.Points));
    }

    [Fact]
    public void Evaluate_LateSheets_AreCounted()
    {
        var state = Scored(90, 90, 90);
        state = state.With("q1", state.Phase("q1") with { Timeliness = Timeliness.Late });

        Assert.Equal(1, Evaluator.Evaluate(Given.Campaign, state).Late);
    }

    [Fact]
    public void Evaluate_LateSheets_AreAllCounted()
    {
        var state = Scored(90, 90, 90);
        foreach (var phase in new[] { "q1", "q2" })
            state = state.With(phase, state.Phase(phase) with { Timeliness = Timeliness.Late });

        Assert.Equal(2, Evaluator.Evaluate(Given.Campaign, state).Late);
    }

    [Fact]
    public void Evaluate_ScoreOfASheetNotHandedIn_DoesNotCount()
    {
        var state = Scored(90, null, 88).With("q2", new PhaseState { Status = SheetStatus.Open, Score = 70 });

        var composite = Evaluator.Evaluate(Given.Campaign, state);

        Assert.Equal((0.4m * 45 + 0.6m * 88, 45m), (composite.Total, composite.Mean(PhaseKind.SelfCheck)));
    }

    [Fact]
    public void Evaluate_WithoutPointsByRank_SumIsThatOfItsLines() =>
        Assert.Equal(87, Evaluator.Evaluate(Given.Campaign, Scored(90, 81, 88)).Sum);

    [Fact]
    public void Evaluate_LateDeductionOfOneOfTwoSheets_CountsByHalf()
    {
        var state = Scored(90, 90, 90);
        state = state.With("q1", state.Phase("q1") with { LateDeduction = 10 });

        var late = Assert.Single(Evaluator.Evaluate(Given.Campaign, state).Lines, l => l.Rule == ScoreRules.Late);

        Assert.Equal((-2m, 2m, "10 points off for lateness: 40% × 10 ÷ 2"), (late.Points, late.Lost, late.Reason.En));
    }

    [Fact]
    public void Evaluate_VetoedWhereEveryScoreHasAGrade_HasNone()
    {
        var campaign = Given.Campaign with { Standards = [Given.Standard with { Grades = [.. Given.Standard.Grades, new Grade("general", 0)] }] };
        var state = Scored(90, 90, 90);

        Assert.Equal("general", Evaluator.Evaluate(campaign, Scored(1, 1, 1)).Grade);
        Assert.Null(Evaluator.Evaluate(campaign, state.With("q2", state.Phase("q2") with { Vetoed = true })).Grade);
    }

    [Fact]
    public void Evaluate_NoSheetsAskedFor_IsNotSilent()
    {
        var campaign = Given.Campaign with
        {
            Phases = [Given.H1],
            Tracks = [Given.Villages with { Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.Appraisal] = 1 } }],
        };

        Assert.False(Evaluator.Evaluate(campaign, Scored(null, null, 90)).SilentThroughout);
    }

    [Fact]
    public void SoFar_TwoScoresOfAKind_TakesTheirMean() => Assert.Equal(85.5m, Evaluator.SoFar(Given.Campaign, Scored(90, 81, null)));

    [Fact]
    public void Evaluate_PhaseOfAnotherTrack_IsLeftOut()
    {
        var campaign = Given.Campaign with { Phases = [Given.Q1, Given.Q2 with { Tracks = ["townships"] }, Given.H1] };

        Assert.Equal(0.4m * 90 + 0.6m * 80, Evaluator.Evaluate(campaign, Scored(90, null, 80)).Total);
    }

    [Theory]
    [InlineData(90, "excellent")]
    [InlineData(89.99, "met")]
    [InlineData(80, "met")]
    [InlineData(79.99, null)]
    public void GradeOf_Score_IsTheHighestReached(double score, string? grade) => Assert.Equal(grade, Given.Standard.GradeOf((decimal)score));

    [Fact]
    public void Evaluate_AnyScores_StaysWithinTheScaleAndIsTheSumOfItsLines()
    {
        var points = Gen.Choose(0, 10_000).Select(n => (decimal?)(n / 100m));
        var score = Gen.OneOf(points, Gen.Constant<decimal?>(null));
        var cases = from q1 in score from q2 in score from h1 in score from weight in Gen.Choose(0, 100_000) select (q1, q2, h1, Weight: weight / 100_000m);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = c.Weight, [PhaseKind.Appraisal] = 1 - c.Weight };
            var campaign = Given.Campaign with { Tracks = [Given.Villages with { Weights = weights }] };
            var composite = Evaluator.Evaluate(campaign, Scored(c.q1, c.q2, c.h1));
            return composite.Total is >= 0 and <= 100 && composite.Total == composite.Lines.Sum(l => l.Points);
        }).QuickCheckThrowOnFailure();
    }

    private static ParticipantState Scored(decimal? q1, decimal? q2, decimal? h1) =>
        Given.Untouched.With("q1", Sheet(q1)).With("q2", Sheet(q2)).With("h1", Sheet(h1));

    private static PhaseState Sheet(decimal? score) => score is null
        ? new PhaseState { Status = SheetStatus.Silent }
        : new PhaseState { Status = SheetStatus.Accepted, SubmittedAt = Given.OnTime, Timeliness = Timeliness.OnTime, Score = score };
}
