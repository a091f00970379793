using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Outcome = Campaigns.Rules.Participants.Outcome;

namespace Campaigns.Rules.Tests.Evaluation;

/// <summary>Points by rank, comparable groups and grades by head-count (J13, G2, L4).</summary>
public sealed class ComparisonTests
{
    private static readonly ByRankRule Rule = new("income", [20, 10, 5]);

    private static readonly Standard Standard = Given.Standard with
    {
        Sections = [new Section("s", new LocalizedText("s"), 100, [Given.Clause("work", new PointsRule(80)), Given.Clause("income", Rule)])],
    };

    private static readonly Contender Plain = new("v-1", 60, false, null, 60, 60, 0, false);

    [Fact]
    public void Compare_ValuesInOrder_GivesThePointsOfEachPlace()
    {
        var compared = Compare(("a", 10m, null), ("b", 30m, null), ("c", 20m, null), ("d", 5m, null));

        Assert.Equal([("a", 3, 65m), ("b", 1, 80m), ("c", 2, 70m), ("d", 4, 60m)], compared.Select(c => (c.Unit, c.Places!["income"].Place, c.Score)));
        Assert.Equal(new RankPlace(3, 4, 10), compared[0].Places!["income"]);
        Assert.Equal([null, "met", null, null], compared.Select(c => c.Grade));
    }

    [Fact]
    public void Compare_EqualValues_ShareThePlaceAndTheNextIsLeftOut() =>
        Assert.Equal([1, 1, 3], Compare(("a", 10m, null), ("b", 10m, null), ("c", 9m, null)).Select(c => c.Places!["income"].Place));

    [Fact]
    public void Compare_NoValue_HasNoPlaceAndCountsForNobody()
    {
        var compared = Compare(("a", 10m, null), ("b", null, null));

        Assert.Equal((1, 1, 80m), (compared[0].Places!["income"].Place, compared[0].Places!["income"].Of, compared[0].Score));
        Assert.Equal((null, 60m), (compared[1].Places, compared[1].Score));
    }

    [Fact]
    public void Compare_ComparableGroups_AreRankedEachForItself()
    {
        var compared = Compare(("a", 10m, "rural"), ("b", 30m, "school"), ("c", 5m, "rural"));

        Assert.Equal([("a", 1), ("b", 1), ("c", 2)], compared.OrderBy(c => c.Unit).Select(c => (c.Unit, c.Places!["income"].Place)));
    }

    [Fact]
    public void Compare_Vetoed_StaysAtNothing()
    {
        var compared = Comparison.Compare(Standard, [Valued("a", 10, null) with { Vetoed = true, Score = 0 }]);

        Assert.Equal((0m, null), (compared[0].Score, compared[0].Grade));
    }

    [Fact]
    public void Compare_OverTheScale_IsCapped() => Assert.Equal(100, Comparison.Compare(Standard, [Valued("a", 10, null) with { Sum = 95 }])[0].Score);

    [Fact]
    public void Compare_ClauseThatDoesNotApply_SpreadsItsPointsOverTheRank()
    {
        // 20 of 100 points are left: a place worth 20 counts by 100 ÷ 20.
        var contender = Valued("a", 10, null) with { Sum = 0, NotApplicable = ["work"] };

        Assert.Equal(100, Comparison.Compare(Standard, [contender])[0].Score);
    }

    [Fact]
    public void Compare_NoClauseByRank_LeavesEverybodyAsTheyAre() => Assert.Same(Plain, Comparison.Compare(Given.Standard, [Plain])[0]);

    [Fact]
    public void Compare_EqualsTheEvaluatorsOwnLines()
    {
        var campaign =
            Given.Campaign with { Standards = [Standard], Phases = [Given.Q1], Tracks = [Given.Villages with { Weights = Only(PhaseKind.SelfCheck) }] };
        var states = Enumerable.Range(0, 6).Select(i => State($"v-{i}", 50 + i * 6, i % 3 * 10m)).ToList();

        var compared = Comparison.Compare(Standard, [.. states.Select(s => Contender.Of(campaign, s, Evaluator.Evaluate(campaign, s)))]);

        foreach (var (contender, state) in compared.Zip(states))
            Assert.Equal(contender.Score, Evaluator.Evaluate(campaign, state, contender.Places).Total);
    }

    [Fact]
    public void ValuesOf_Participant_AreTheLatestOfItsPhases()
    {
        var campaign =
            Given.Campaign with { Standards = [Standard], Phases = [Given.H1, Given.Q1, Given.Q2 with { Period = new Period(PeriodKind.Quarter, 2) }] };
        var state = Given.Untouched.With("q1", Measured(1)).With("h1", Measured(3));

        Assert.Equal(3, Comparison.Latest(campaign, state, "income"));
        Assert.Equal(3, Comparison.ValuesOf(campaign, state)!["income"]);
        Assert.Equal(2, Comparison.Latest(campaign, state.With("q2", Measured(2)), "income"));
        Assert.Null(Comparison.Latest(campaign, state, "ghost"));
        Assert.Null(Comparison.ValuesOf(campaign, Given.Untouched));
        Assert.Null(Comparison.ValuesOf(campaign, state with { NotApplicable = new Dictionary<string, string> { ["income"] = "无" } }));
    }

    [Fact]
    public void Total_OfAMeasure_IsTheSumOfTheSelfChecks()
    {
        var state = Given.Untouched.With("q1", Measured(1)).With("q2", Measured(2)).With("h1", Measured(50));

        Assert.Equal(3, Comparison.Total(Given.Campaign, state, "income"));
        Assert.Null(Comparison.Total(Given.Campaign, Given.Untouched.With("h1", Measured(50)), "income"));
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(6, 0)]
    [InlineData(14, 2)]
    public void HeadCount_OfAGrade_IsItsShareRoundedDown(int participants, int excellent)
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["excellent"] = 0.15m } };
        var ranking = Ranking.Rank(
            standard, [.. Enumerable.Range(0, participants).Select(i => Plain with { Unit = $"v-{i:D2}", Score = 95, Grade = "excellent" })]);

        Assert.Equal(excellent, ranking.Count(r => r.Contender.Grade == "excellent"));
        Assert.Equal(participants - excellent, ranking.Count(r => r.Contender.Grade == "met"));
        Assert.All(ranking.Take(excellent), r => Assert.Equal("excellent", r.Contender.Grade));
    }

    [Fact]
    public void HeadCount_ScoreThatJustReachesTheGrade_HoldsIt()
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["excellent"] = 1m } };

        Assert.Equal("excellent", Ranking.Rank(standard, [Plain with { Score = 90, Grade = "excellent" }])[0].Contender.Grade);
    }

    [Theory]
    [InlineData("excellent", "excellent", true)]
    [InlineData("excellent", "met", true)]
    [InlineData("met", "met", true)]
    [InlineData("met", "excellent", false)]
    [InlineData(null, "met", false)]
    public void Reaches_WithHeadCount_GoesByTheGradeAllotted(string? allotted, string asked, bool reaches)
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["excellent"] = 0.5m } };

        Assert.Equal(reaches, standard.Reaches(Plain with { Score = 99, Grade = allotted }, asked));
    }

    [Fact]
    public void HeadCount_EveryGradeFull_LeavesNone()
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["excellent"] = 0.5m, ["met"] = 0.25m } };
        var ranking = Ranking.Rank(standard, [.. Enumerable.Range(0, 4).Select(i => Plain with { Unit = $"v-{i}", Score = 95, Grade = "excellent" })]);

        Assert.Equal(["excellent", "excellent", "met", null], ranking.Select(r => r.Contender.Grade));
    }

    [Fact]
    public void HeadCount_ScoreBelowTheGrade_IsNotLifted()
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["excellent"] = 1m } };

        Assert.Equal("met", Ranking.Rank(standard, [Plain with { Score = 89.99m, Grade = "met" }])[0].Contender.Grade);
        Assert.Null(Ranking.Rank(standard, [Plain with { Score = 95, Vetoed = true, Grade = null }])[0].Contender.Grade);
    }

    [Fact]
    public void HeadCount_ComparableGroups_EachHaveTheirOwn()
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["excellent"] = 0.5m } };
        var ranking = Ranking.Rank(standard,
            [.. Enumerable.Range(0, 4).Select(i => Plain with { Unit = $"v-{i}", Score = 99 - i, Comparable = i < 2 ? "rural" : "school" })]);

        Assert.Equal(["excellent", "met", "excellent", "met"], ranking.Select(r => r.Contender.Grade));
        Assert.Equal([1, 2, 1, 2], ranking.Select(r => r.GroupRank));
    }

    [Fact]
    public void Honours_WithHeadCount_AskForTheGradeAllotted()
    {
        var standard = Given.Standard with { HeadCount = new Dictionary<string, decimal> { ["met"] = 0.5m } };
        var track = Given.Villages with { Select = Given.Villages.Select! with { Quota = 9 } };
        var ranking = Ranking.Rank(standard, [.. Enumerable.Range(0, 4).Select(i => Plain with { Unit = $"v-{i}", Score = i == 0 ? 95 : 85 })]);

        var decision = Honours.Decide(track, standard, ranking);

        Assert.Equal(["v-0", "v-1", "v-2"], decision.Honoured);
        Assert.True(standard.Reaches(Plain, null));
        Assert.False(standard.Reaches(Plain with { Score = 99 }, "met"));
    }

    [Fact]
    public void Outcomes_OfADecision_CarryGroupRankAndPlaces()
    {
        var ranking = Ranking.Rank(Standard, [Valued("a", 10, "rural"), Valued("b", 9, "school") with { Start = new YearStart("general", true) }]);
        var outcomes = Honours.Decide(Given.Villages, Standard, ranking).Outcomes(ranking).ToDictionary(o => o.Unit, o => o.Outcome);

        Assert.Equal((2, 1, new RankPlace(1, 1, 9)), (outcomes["b"].Rank, outcomes["b"].GroupRank, outcomes["b"].Places!["income"]));
        Assert.Equal(
            ("general", true, null, false), (outcomes["b"].ClassAtStart, outcomes["b"].ListedAtStart, outcomes["a"].ClassAtStart, outcomes["a"].ListedAtStart));
    }

    [Fact]
    public void Outcome_IsEqualByValueWithItsPlaces()
    {
        var one = new Outcome(1, false, null, 1, false, false) { Places = new Dictionary<string, RankPlace> { ["a"] = new(1, 2, 3) } };

        Assert.Equal(one, one with { Places = new Dictionary<string, RankPlace> { ["a"] = new(1, 2, 3) } });
        Assert.Equal(one.GetHashCode(), (one with { Places = new Dictionary<string, RankPlace> { ["a"] = new(1, 2, 3) } }).GetHashCode());
        Outcome[] others =
        [
            one with { Places = new Dictionary<string, RankPlace> { ["a"] = new(2, 2, 3) } },
            one with { Places = new Dictionary<string, RankPlace> { ["b"] = new(1, 2, 3) } },
            one with { Places = null }, one with { Class = "x" }, one with { Listed = true }, one with { GroupRank = 2 }, one with { ClassAtStart = "x" },
            one with { ListedAtStart = true }, one with { Score = 2 },
        ];
        Assert.All(others, o => Assert.NotEqual(one, o));
        Assert.Equal(one with { Places = null }, one with { Places = new Dictionary<string, RankPlace>() });
        Assert.NotEqual(Two(4), Two(5));

        Outcome Two(decimal value) => one with { Places = new Dictionary<string, RankPlace> { ["a"] = new(1, 2, 3), ["b"] = new(1, 2, value) } };
    }

    [Fact]
    public void Rank_ByRankAndHeadCount_IsIndependentOfTheOrderOfArrival()
    {
        var standard = Standard with { HeadCount = new Dictionary<string, decimal> { ["met"] = 0.3m } };
        var contender =
            from score in Gen.Choose(0, 80)
            from value in Gen.OneOf(Gen.Choose(0, 4).Select(v => (decimal?)v), Gen.Constant<decimal?>(null))
            from comparable in Gen.Elements("rural", "school")
            from vetoed in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
            select (score, value, comparable, vetoed);
        var cases =
            from list in contender.ListOf(12)
            from shuffled in Gen.Shuffle([.. list.Select((c, i) =>
                (Valued($"v-{i:D2}", c.value, c.comparable) with { Sum = c.score, Score = c.vetoed ? 0 : c.score, Vetoed = c.vetoed }))])
            select shuffled;
        Prop.ForAll(cases.ToArbitrary(), shuffled =>
        {
            var one = Ranking.Rank(standard, shuffled);
            var other = Ranking.Rank(standard, [.. shuffled.OrderBy(c => c.Unit, StringComparer.Ordinal)]);
            return one.Select(r => (r.Unit, r.Rank, r.GroupRank, r.Contender.Score, r.Contender.Grade))
                    .SequenceEqual(other.Select(r => (r.Unit, r.Rank, r.GroupRank, r.Contender.Score, r.Contender.Grade)))
                && one.Select(r => r.Rank).SequenceEqual(Enumerable.Range(1, 12))
                && one.All(r => r.Contender.Score is >= 0 and <= 100 && (!r.Contender.Vetoed || r.Contender.Score == 0));
        }).QuickCheckThrowOnFailure();
    }

    private static IReadOnlyList<Contender> Compare(params (string Unit, decimal? Value, string? Group)[] contenders) =>
        Comparison.Compare(Standard, [.. contenders.Select(c => Valued(c.Unit, c.Value, c.Group))]);

    private static Contender Valued(string unit, decimal? value, string? group) => Plain with
    {
        Unit = unit,
        Comparable = group,
        Values = value is { } v ? new Dictionary<string, decimal> { ["income"] = v } : null,
    };

    private static Dictionary<PhaseKind, decimal> Only(PhaseKind kind) => new() { [kind] = 1 };

    private static PhaseState Measured(decimal value) => new() { Measured = new Dictionary<string, decimal> { ["income"] = value } };

    private static ParticipantState State(string unit, decimal score, decimal value) => (Given.Untouched with { Unit = unit })
        .With("q1", Measured(value) with { Status = SheetStatus.Submitted, Score = score });
}
