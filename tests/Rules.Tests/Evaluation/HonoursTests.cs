using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Evaluation;

public sealed class HonoursTests
{
    private static readonly Contender Plain = new("v-1", 85, false, "met", 80, 80, 0, false);

    [Fact]
    public void Decide_MoreEligibleThanTheQuota_HonoursTheFirst()
    {
        var decision = Decide(Plain with { Unit = "a", Score = 90 }, Plain with { Unit = "b", Score = 95 }, Plain with { Unit = "c", Score = 92 });

        Assert.Equal(3, decision.Eligible);
        Assert.Equal(["b", "c"], decision.Honoured);
    }

    [Fact]
    public void Decide_FewerEligibleThanTheQuota_LeavesPlacesOpen()
    {
        var decision = Decide(
            Plain with { Unit = "vetoed", Score = 0, Vetoed = true },
            Plain with { Unit = "low", Score = 79.99m },
            Plain with { Unit = "silent", Score = 90, SilentThroughout = true },
            Plain with { Unit = "good", Score = 80 });

        Assert.Equal(1, decision.Eligible);
        Assert.Equal(["good"], decision.Honoured);
    }

    [Fact]
    public void Decide_Disqualified_IsNeitherHonouredNorAttains()
    {
        var standing = new Standing("spot-1/f-1", "弄虚作假", Given.OnTime, "chief", ["leader"], 2026);
        var barred = Contender.Of(Given.Campaign, Given.Untouched with { Standing = standing }, new Composite(95, false, "excellent", [], Means, 0, false, 95));
        var decision = Decide(barred with { Unit = "barred" }, Plain with { Unit = "good", Score = 80 });

        Assert.True(barred.Disqualified);
        Assert.False(Contender.Of(Given.Campaign, Given.Untouched, new Composite(95, false, "excellent", [], Means, 0, false, 95)).Disqualified);
        Assert.Equal(["good"], decision.Honoured);
        Assert.Equal(["good"], decision.Attained);
        Assert.Equal(1, decision.Eligible);
    }

    [Fact]
    public void Standing_InAYear_HoldsUpToItsLast()
    {
        var standing = new Standing("spot-1/f-1", "弄虚作假", Given.OnTime, "chief", ["leader"], 2027);
        Assert.Equal((standing, standing, null), (standing.In(2026), standing.In(2027), standing.In(2028)));
    }

    [Fact]
    public void Decide_NoMinimumGrade_AnyScoreIsEligible()
    {
        var track = Given.Villages with { Select = Given.Villages.Select! with { MinimumGrade = null } };

        Assert.Equal(["a"], Honours.Decide(track, Given.Standard, Ranking.Rank([Plain with { Unit = "a", Score = 1 }])).Honoured);
    }

    [Fact]
    public void Decide_AttainingTrack_EverybodyWhoReachesTheGradeAttains()
    {
        var track = Given.Villages with { Select = null };
        var ranking = Ranking.Rank(Enumerable.Range(0, 20).Select(i => Plain with { Unit = $"v-{i:D2}", Score = 70 + i }));

        var decision = Honours.Decide(track, Given.Standard, ranking);

        Assert.Null(decision.Quota);
        Assert.Empty(decision.Honoured);
        Assert.Equal(10, decision.Attained.Count);
        Assert.Equal((13, 10, false), (decision.Target!.Needed, decision.Target.Attained, decision.Target.Reached));
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(13, true)]
    [InlineData(14, true)]
    public void Target_AsManyAsNeeded_IsReached(int attained, bool reached) => Assert.Equal(reached, new TargetProgress(0.65m, 20, attained).Reached);

    [Fact]
    public void Decide_SeveralWhoAttain_AreListedInOrderOfRank() => Assert.Equal(["b", "c", "a"], Decide(
        Plain with { Unit = "a", Score = 85 }, Plain with { Unit = "b", Score = 95 }, Plain with { Unit = "c", Score = 92 }).Attained);

    [Fact]
    public void Contender_OfAParticipant_CarriesTheWorstCardThatStands()
    {
        var yellow = new WarningCard(Card.Yellow, "", Given.OnTime) { Id = "y" };
        var red = new WarningCard(Card.Red, "", Given.OnTime) { Id = "r" };
        var cleared = red with { Cleared = new CardClearing(Given.Late, "p-1", "整改到位") };

        Assert.Equal(Card.Red, Of([yellow, red]).Card);
        Assert.Equal(Card.Yellow, Of([yellow, cleared]).Card);
        Assert.Null(Of([cleared]).Card);

        static Contender Of(IReadOnlyList<WarningCard> cards) =>
            Contender.Of(Given.Campaign, Given.Untouched with { Cards = cards }, new Composite(95, false, "excellent", [], Means, 0, false, 95));
    }

    [Fact]
    public void Outcomes_OfADecision_CarryRankAttainmentAndHonour()
    {
        var ranking = Ranking.Rank([Plain with { Unit = "a", Score = 90 }, Plain with { Unit = "b", Score = 70, Grade = null }]);

        var outcomes = Honours.Decide(Given.Villages, Given.Standard, ranking).Outcomes(ranking).ToDictionary(o => o.Unit, o => o.Outcome);

        Assert.Equal((1, true, true), (outcomes["a"].Rank, outcomes["a"].Attained, outcomes["a"].Honoured));
        Assert.Equal((2, false, false), (outcomes["b"].Rank, outcomes["b"].Attained, outcomes["b"].Honoured));
    }

    [Fact]
    public void Decide_AnyTrack_HonoursAreTheSmallerOfQuotaAndEligibleAndNeverVetoed()
    {
        var cases = from quota in Gen.Choose(0, 12) from contenders in Contenders.Some select (quota, contenders);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var track = Given.Villages with { Select = new Selection(c.quota, null, null, SelectionMethod.Score, "met") };
            var ranking = Ranking.Rank(c.contenders);
            var decision = Honours.Decide(track, Given.Standard, ranking);
            var eligible = c.contenders.Where(x => !x.Vetoed && !x.SilentThroughout && x.Score >= 80).Select(x => x.Unit).ToHashSet();
            var worst = ranking.Where(r => decision.Honoured.Contains(r.Unit)).Select(r => r.Rank).DefaultIfEmpty(0).Max();
            return decision.Honoured.Count == Math.Min(c.quota, eligible.Count)
                && decision.Honoured.All(eligible.Contains)
                && ranking.Where(r => r.Rank < worst && eligible.Contains(r.Unit)).All(r => decision.Honoured.Contains(r.Unit));
        }).QuickCheckThrowOnFailure();
    }

    private static readonly Dictionary<PhaseKind, decimal> Means = [];

    private static HonoursDecision Decide(params Contender[] contenders) => Honours.Decide(Given.Villages, Given.Standard, Ranking.Rank(contenders));
}
