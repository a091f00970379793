using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Outcome = Campaigns.Rules.Participants.Outcome;

namespace Campaigns.Rules.Tests.Evaluation;

/// <summary>Weights over every kind of phase that leaves a score, late deductions, and points by rank in the composite (G1, J13, C4).</summary>
public sealed class EvaluatorKindsTests
{
    private static readonly Phase I1 = Given.Phase("i1", PhaseKind.Inspection);
    private static readonly Phase I2 = Given.Phase("i2", PhaseKind.Inspection);
    private static readonly Phase Vote = Given.Phase("people", PhaseKind.Vote);

    private static readonly CampaignDefinition Campaign = Given.Campaign with
    {
        Phases = [Given.Q1, I1, I2, Vote],
        Tracks = [Given.Villages with { Weights = Weights((PhaseKind.SelfCheck, 0.5m), (PhaseKind.Inspection, 0.3m), (PhaseKind.Vote, 0.2m)) }],
    };

    [Fact]
    public void Evaluate_EveryScoredKind_CountsByItsWeight()
    {
        var composite = Evaluator.Evaluate(Campaign, State(("q1", 80), ("i1", 60), ("i2", 90), ("people", 70)));

        Assert.Equal([("selfCheck", 40m), ("inspection", 22.5m), ("vote", 14m)], composite.Lines.Select(l => (l.Path, l.Points)));
        Assert.Equal((76.5m, 75m), (composite.Total, composite.Mean(PhaseKind.Inspection)));
    }

    [Fact]
    public void Evaluate_InspectedOnceOfTwice_TakesTheMeanOfWhatTookPlace()
    {
        var composite = Evaluator.Evaluate(Campaign, State(("q1", 80), ("i2", 90), ("people", 70)));

        Assert.Equal((27m, "30% × (90) ÷ 1"), composite.Lines.Where(l => l.Path == "inspection").Select(l => (l.Points, l.Reason.Zh)).Single());
    }

    [Fact]
    public void Evaluate_NeverInspected_SpreadsTheWeightOverTheOthers()
    {
        var composite = Evaluator.Evaluate(Campaign, State(("q1", 80), ("people", 70)));

        // 50 and 20 of 70: five sevenths of 80 and two sevenths of 70.
        Assert.Equal([("selfCheck", 57.14m), ("inspection", 0m), ("vote", 20m)], composite.Lines.Select(l => (l.Path, l.Points)));
        Assert.Equal("71.43% × (80) ÷ 1", composite.Lines[0].Reason.En);
        Assert.Equal("30%: not inspected this year; the weight is spread over the other kinds", composite.Lines[1].Reason.En);
        Assert.Equal(0, composite.Mean(PhaseKind.Inspection));
    }

    [Fact]
    public void Evaluate_InspectionAlone_NeverHeld_IsNothing()
    {
        var weights = Weights((PhaseKind.Inspection, 1m), (PhaseKind.Vote, 0m));
        var campaign = Campaign with { Tracks = [Given.Villages with { Weights = weights }] };

        Assert.Equal(0, Evaluator.Evaluate(campaign, State(("people", 70))).Total);
    }

    [Fact]
    public void Evaluate_VoteWithoutScore_CountsNothingAndSaysSo() => Assert.Contains(
        "people 发出0票、收回0票", Evaluator.Evaluate(Campaign, State(("q1", 80), ("i1", 60))).Lines[^1].Reason.Zh, StringComparison.Ordinal);

    [Fact]
    public void Evaluate_VoteWithScore_ShowsItAsEveryOtherKind()
    {
        var vote = Evaluator.Evaluate(Campaign, State(("q1", 80), ("i1", 60)).With("people", new PhaseState { Score = 70 })).Lines[^1];

        Assert.Equal((14m, "20% × (70) ÷ 1", "20% × (70) ÷ 1"), (vote.Points, vote.Reason.Zh, vote.Reason.En));
    }

    [Fact]
    public void Evaluate_OneOfThreeVotesWithoutScore_CountsNothingForThatOneAlone()
    {
        var campaign = Campaign with { Phases = [.. Campaign.Phases, Given.Phase("second", PhaseKind.Vote), Given.Phase("third", PhaseKind.Vote)] };

        var vote = Evaluator.Evaluate(campaign, State(("q1", 80), ("i1", 60), ("people", 70), ("second", 20))).Lines[^1];

        Assert.Equal(6, vote.Points);
        Assert.StartsWith("20%：third 发出0票", vote.Reason.Zh, StringComparison.Ordinal);
        Assert.Equal("20%: third: 0 of 0 voted, less than 0%: no score, counted 0", vote.Reason.En);
    }

    [Fact]
    public void Evaluate_WeightOfAKindWithoutAPhase_CountsNothingAndSaysSo()
    {
        var line = Evaluator.Evaluate(Campaign with { Phases = [Given.Q1, Vote] }, State(("q1", 80), ("people", 70))).Lines[1];

        Assert.Equal(("inspection", 0m), (line.Path, line.Points));
        Assert.Equal(("30%：没有此类阶段，计0分", "30%: there is no such phase, 0 points"), (line.Reason.Zh, line.Reason.En));
    }

    [Theory]
    [InlineData(4, -2, 38)]
    [InlineData(90, -40, 0)]
    [InlineData(0, 0, 40)]
    public void Evaluate_LateDeduction_StandsOnALineOfItsOwnAndNeverGoesBelowThePhase(double off, double points, double total)
    {
        var state = State(("q1", 80), ("i1", 0));
        state = state.With("q1", state.Phase("q1") with { LateDeduction = (decimal)off });

        var composite = Evaluator.Evaluate(Campaign, state);

        var late = composite.Lines.Where(l => l.Rule == ScoreRules.Late).ToList();
        Assert.Equal(off == 0 ? [] : [("q1", (decimal)points, -(decimal)points)], late.Select(l => (l.Path, l.Points, l.Lost)));
        Assert.Equal((decimal)total, composite.Total);
        Assert.Equal(80 - Math.Min(80, (decimal)off), composite.Mean(PhaseKind.SelfCheck));
        if (off == 4)
            Assert.Equal("逾期报送扣4分：50% × 4 ÷ 1", late[0].Reason.Zh);
    }

    [Fact]
    public void Evaluate_PointsByRank_ComeOnTopOnceThereIsAPlace()
    {
        var campaign = ByRank(Given.Clause("a", new PointsRule(80)), Given.Clause("income", new ByRankRule("income", [20, 10])));
        var places = new Dictionary<string, RankPlace> { ["income"] = new(2, 9, 31.5m) };
        var state = State(("q1", 60));

        var before = Evaluator.Evaluate(campaign, state);
        var after = Evaluator.Evaluate(campaign, state, places);

        Assert.Equal((60m, "没有名次，计0分（满分20分）"), (before.Total, before.Lines[^1].Reason.Zh));
        Assert.Equal((70m, 60m, "31.5，在9个中列第2，得10分（满分20分）"), (after.Total, after.Sum, after.Lines[^1].Reason.Zh));
        Assert.Equal(
            ("s.income", ScoreRules.ByRank, "31.5 is place 2 of 9: 10 of 20 points"), (after.Lines[^1].Path, after.Lines[^1].Rule, after.Lines[^1].Reason.En));
        Assert.Equal(70, Evaluator.Evaluate(campaign, state with { Outcome = new Outcome(70, false, null, 1, false, false) { Places = places } }).Total);
    }

    [Fact]
    public void Evaluate_ClauseThatDoesNotApply_SpreadsItsPointsAlsoOverRanks()
    {
        var campaign = ByRank(
            Given.Clause("a", new PointsRule(60)), Given.Clause("b", new PointsRule(20)), Given.Clause("income", new ByRankRule("income", [20])));
        var state = State(("q1", 75)) with { NotApplicable = new Dictionary<string, string> { ["b"] = "无" } };

        var composite = Evaluator.Evaluate(campaign, state, new Dictionary<string, RankPlace> { ["income"] = new(1, 1, 1) });

        Assert.Equal([75m, 20m, 5m], composite.Lines.Select(l => l.Points));
        Assert.Equal(100, composite.Total);
        var without = state with { NotApplicable = new Dictionary<string, string> { ["income"] = "无" } };
        Assert.Equal(["selfCheck"], Evaluator.Evaluate(campaign, without).Lines.Select(l => l.Path));
    }

    [Fact]
    public void Evaluate_SeveralClausesByRank_SpreadWhatTheyGiveTogether()
    {
        var campaign = ByRank(
            Given.Clause("a", new PointsRule(50)), Given.Clause("b", new PointsRule(20)),
            Given.Clause("income", new ByRankRule("income", [20])), Given.Clause("growth", new ByRankRule("growth", [10])));
        var state = State(("q1", 50)) with { NotApplicable = new Dictionary<string, string> { ["b"] = "无" } };

        var composite = Evaluator.Evaluate(campaign, state, new Dictionary<string, RankPlace> { ["income"] = new(1, 2, 1), ["growth"] = new(1, 2, 1) });

        // 30 of the 80 points that apply: 20 that do not come to 30 × 20 ÷ 80 on top.
        Assert.Equal([50m, 20m, 10m, 7.5m], composite.Lines.Select(l => l.Points));
    }

    [Theory]
    [InlineData(80.0, null, 80.0)]
    [InlineData(80.0, 40.0, 68.57)]
    [InlineData(null, 40.0, 40.0)]
    [InlineData(null, null, null)]
    public void SoFar_OverWhatHasLeftScores_IsTheWeightedMean(double? selfCheck, double? vote, double? expected)
    {
        var scores = new (string, decimal?)[] { ("q1", (decimal?)selfCheck), ("people", (decimal?)vote) }.Where(s => s.Item2 is not null);
        var soFar = Evaluator.SoFar(Campaign, State([.. scores.Select(s => (s.Item1, s.Item2!.Value))]));

        Assert.Equal((decimal?)expected, soFar is { } value ? Math.Round(value, 2) : null);
    }

    [Fact]
    public void SoFar_Vetoed_IsNothing()
    {
        var state = State(("q1", 80));

        Assert.Equal(0, Evaluator.SoFar(Campaign, state.With("q1", state.Phase("q1") with { Vetoed = true })));
    }

    [Fact]
    public void Evaluate_AnyKindsScoresAndPlaces_LiesWithinTheScaleAndIsTheSumOfItsLines()
    {
        var campaign = ByRank(Given.Clause("a", new PointsRule(70)), Given.Clause("income", new ByRankRule("income", [30, 10])));
        campaign = campaign with { Phases = Campaign.Phases, Tracks = Campaign.Tracks };
        var score = Gen.OneOf(Gen.Choose(0, 10_000).Select(n => (decimal?)(n / 100m)), Gen.Constant<decimal?>(null));
        var cases =
            from q in score
            from i in score
            from v in score
            from off in Gen.Choose(-5, 120)
            from place in Gen.Choose(0, 4)
            from left in Gen.Elements("", "a", "income")
            select (q, i, v, off, place, left);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var scored = new (string Id, decimal? Score)[] { ("q1", c.q), ("i1", c.i), ("people", c.v) }.Where(s => s.Score is not null);
            var state = State([.. scored.Select(s => (s.Id, s.Score!.Value))]);
            state = state.With("q1", state.Phase("q1") with { LateDeduction = c.off });
            if (c.left.Length > 0)
                state = state with { NotApplicable = new Dictionary<string, string> { [c.left] = "x" } };
            var places = c.place == 0 ? null : new Dictionary<string, RankPlace> { ["income"] = new(c.place, 4, 1) };
            var composite = Evaluator.Evaluate(campaign, state, places);
            return composite.Total is >= 0 and <= 100 && composite.Total == composite.Lines.Sum(l => l.Points);
        }).QuickCheckThrowOnFailure();
    }

    private static CampaignDefinition ByRank(params Clause[] clauses) => Given.Campaign with
    {
        Standards = [Given.Standard with { Sections = [new Section("s", new LocalizedText("s"), 100, clauses)] }],
        Phases = [Given.Q1],
        Tracks = [Given.Villages with { Weights = Weights((PhaseKind.SelfCheck, 1m)) }],
    };

    private static Dictionary<PhaseKind, decimal> Weights(params (PhaseKind Kind, decimal Share)[] weights) => weights.ToDictionary(w => w.Kind, w => w.Share);

    private static ParticipantState State(params (string Phase, decimal Score)[] scores) => scores.Aggregate(
        Given.Untouched, (state, s) => state.With(s.Phase, new PhaseState { Status = SheetStatus.Accepted, Score = s.Score }));
}
