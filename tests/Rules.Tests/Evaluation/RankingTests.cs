using Campaigns.Rules.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Evaluation;

public sealed class RankingTests
{
    private static readonly Contender Plain = new("v-050", 80, false, "met", 80, 80, 0, false);

    public static TheoryData<string> Rules => ["score", "appraisal", "selfCheck", "late", "unit", "veto"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rank_EqualUpToOneRule_ThatRuleDecides(string rule)
    {
        // Each better one is worse in every later rule, so that only the rule in question can have put it first.
        var (better, worse) = rule switch
        {
            "score" => (Plain with { Score = 81, AppraisalMean = 1 }, Plain),
            "appraisal" => (Plain with { AppraisalMean = 81, SelfCheckMean = 1 }, Plain),
            "selfCheck" => (Plain with { SelfCheckMean = 81, Late = 4 }, Plain),
            "late" => (Plain with { Unit = "v-099" }, Plain with { Late = 1 }),
            "unit" => (Plain with { Unit = "v-001" }, Plain),
            _ => (Plain with { Score = 0 }, Plain with { Vetoed = true, Unit = "v-001" }),
        };

        Assert.Same(better, Ranking.Rank([worse, better])[0].Contender);
        Assert.Same(better, Ranking.Rank([better, worse])[0].Contender);
    }

    [Fact]
    public void Rank_AnyContenders_IsTotalAndIndependentOfTheirOrder() => Prop.ForAll(Contenders.Shuffled.ToArbitrary(), c =>
    {
        var one = Ranking.Rank(c.Contenders);
        return one.SequenceEqual(Ranking.Rank(c.Shuffled))
            && one.Select(r => r.Rank).SequenceEqual(Enumerable.Range(1, c.Contenders.Count))
            && one.SkipWhile(r => !r.Contender.Vetoed).All(r => r.Contender.Vetoed);
    }).QuickCheckThrowOnFailure();
}

/// <summary>Contenders with many ties.</summary>
internal static class Contenders
{
    private static readonly Gen<Contender> One =
        from score in Gen.Choose(70, 95)
        from vetoed in Gen.Choose(0, 6)
        from appraisal in Gen.Choose(80, 82)
        from self in Gen.Choose(80, 82)
        from late in Gen.Choose(0, 2)
        from silent in Gen.Choose(0, 8)
        select new Contender("", score, vetoed == 0, null, appraisal, self, late, silent == 0);

    public static readonly Gen<List<Contender>> Some = One.ListOf().Select(list => list.Select((c, i) => c with { Unit = $"v-{i:D3}" }).ToList());

    public static readonly Gen<(List<Contender> Contenders, Contender[] Shuffled)> Shuffled =
        from contenders in Some
        from shuffled in Gen.Shuffle<Contender>(contenders)
        select (contenders, shuffled);
}
