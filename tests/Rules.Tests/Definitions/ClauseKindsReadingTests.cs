using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>How authors write the ways of scoring (J13, K5), and what is said to them when they slip.</summary>
public sealed class ClauseKindsReadingTests
{
    [Fact]
    public void Read_EveryKindOfClause_KeepsWhatIsWritten()
    {
        var standard = Read(
            "ratio: { measure: kept, of: made, points: 30 }",
            "by-rank: { measure: income, points: [40, 20, 20] }",
            "measure: income-a-head, target: { above-reference: 20%, reference: county-income }, points: 30",
            "discretion: { up-to: 5 }",
            "deduct: { measure: incidents, each: 2, cap: 6, waived-by: rescued }",
            "zeroes: { measure: falsified, above: 1, section: s }").Definition!.Standard("village");

        var rules = standard.Clauses.Select(c => c.Rule).ToList();
        Assert.Equal(new RatioRule("kept", "made", 30), rules[0]);
        Assert.Equal(("income", "40,20,20"), (((ByRankRule)rules[1]).Measure, string.Join(',', ((ByRankRule)rules[1]).Points)));
        Assert.Equal(new MeasureRule("income-a-head", 0, 30) { Relative = new RelativeTarget("county-income", 0.2m) }, rules[2]);
        Assert.Equal(new DiscretionRule(5), rules[3]);
        Assert.Equal(new DeductionRule("incidents", 2, 6) { WaivedBy = "rescued" }, rules[4]);
        Assert.Equal(new ZeroRule("falsified", 1, "s"), rules[5]);
        Assert.Equal([30m, 40m, 30m, 0m, 0m, 0m], standard.Clauses.Select(c => c.Points));
        Assert.Equal(["income"], standard.Kept);
    }

    [Fact]
    public void Read_References_AndHeadCounts()
    {
        var definition = Read("points: 100").Definition!;

        Assert.Equal(new Reference("county-income", new LocalizedText("县均收入"), "元"), Assert.Single(definition.References));
        Assert.Equal([("excellent", 0.15m), ("met", 0.25m)], definition.Standard("village").HeadCount.Select(h => (h.Key, h.Value)));
    }

    [Theory]
    [InlineData("ratio: { measure: kept, of: made }", "clauses[0].ratio.points", "'points' is missing")]
    [InlineData("ratio: { measure: kept, of: kept, points: 100 }", "clauses[0].ratio.of", "compared with itself")]
    [InlineData("by-rank: { measure: income, points: [] }", "clauses[0].by-rank.points", "a list of points by place")]
    [InlineData("by-rank: { measure: income, points: [50, 100] }", "clauses[0].by-rank.points", "must not give more points than an earlier one")]
    [InlineData("by-rank: { measure: income, points: [100, 0] }", "clauses[0].by-rank.points[1]", "0 is not between 0.01")]
    [InlineData("measure: income, target: { above-reference: 20%, reference: county-incom }, points: 100", "clauses[0].target.reference", "county-income")]
    [InlineData("measure: income, target: { above-reference: 20, reference: county-income }, points: 100", "clauses[0].target.above-reference", "percentage")]
    [InlineData("discretion: { upto: 5 }", "clauses[0].discretion.upto", "up-to")]
    [InlineData("zeroes: { measure: falsified, above: 0, section: ghost }", "clauses[0].zeroes.section", "unknown section 'ghost'")]
    [InlineData("deduct: { measure: a, each: 1, cap: 2, waived-by: No }", "clauses[0].deduct.waived-by", "is not an id")]
    [InlineData("points: 50, ratio: { measure: a, of: b, points: 50 }", "clauses[0]", "one way, not by points and ratio")]
    public void Read_Mistake_IsNamedAtItsPlace(string clause, string path, string message)
    {
        var error = Assert.Single(Read(clause).Errors, e => e.Path.EndsWith(path, StringComparison.Ordinal));

        Assert.Contains(message, error.Message.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ excellent: 60%, met: 50% }", "standards.village.head-count", "the head-counts sum to 110%")]
    [InlineData("{ exellent: 60% }", "standards.village.head-count.exellent", "excellent")]
    [InlineData("{ excellent: 2 }", "standards.village.head-count.excellent", "percentage")]
    public void Read_HeadCountMistake_IsNamed(string headCount, string path, string message)
    {
        var error = Assert.Single(DefinitionReader.Read(Text(headCount, "points: 100")).Errors);

        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HeadCountOfAllTogether_Holds() => Assert.Empty(DefinitionReader.Read(Text("{ excellent: 60%, met: 40% }", "points: 100")).Errors);

    [Fact]
    public void Read_ByRankAlone_IsMoreThanItsSection() =>
        Assert.Contains(
            "120 points exceed its section's maximum of 100", Read("by-rank: { measure: a, points: [120] }").Errors[0].Message.En, StringComparison.Ordinal);

    private static DefinitionReading Read(params string[] clauses) => DefinitionReader.Read(Text("{ excellent: 15%, met: 25% }", clauses));

    private static string Text(string headCount, params string[] clauses) => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        references: { county-income: { title: 县均收入, unit: 元 } }
        tracks:
          village: { title: 村, enters: { level: village }, standard: village, weights: { self-check: 100% }, attain: { reach: met } }
        standards:
          village:
            scale: 100
            grades: { met: 80, excellent: 90 }
            head-count: {{headCount}}
            sections:
              - id: s
                title: 项
                max: 100
                clauses:
        {{string.Join('\n', clauses.Select((c, i) => $"          - {{ id: c{i}, text: 条, {c} }}"))}}
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end }
          year: { kind: evaluation, period: Q1, opens: after q1, due: 5wd }
        """;
}
