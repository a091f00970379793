using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>How authors write the campaign's own indicators (B3, K5, K6).</summary>
public sealed class TargetReadingTests
{
    [Theory]
    [InlineData("at-least: 60%, measure: able, out-of: secretaries", TargetKind.AtLeast, 0.6, true, null)]
    [InlineData("at-least: 10, stretch: 20, measure: able", TargetKind.AtLeast, 10.0, false, 20.0)]
    [InlineData("about: 200, measure: able", TargetKind.About, 200.0, false, 0.1)]
    [InlineData("about: 200, within: 5%, measure: able", TargetKind.About, 200.0, false, 0.05)]
    [InlineData("exactly: 3, count: honoured", TargetKind.Exactly, 3.0, false, null)]
    [InlineData("range: 3..5, count: listed", TargetKind.Range, 3.0, false, 5.0)]
    public void Read_Aim(string text, TargetKind kind, double value, bool share, double? upper) =>
        Assert.Equal(new TargetAim(kind, (decimal)value, share, (decimal?)upper), Single(text).Aim);

    [Fact]
    public void Read_AboveAReference() =>
        Assert.Equal(
            new TargetAim(TargetKind.AboveReference, 0.2m, false, null, "county-income"),
            Single("above-reference: 20%, reference: county-income, measure: able").Aim);

    [Fact]
    public void Read_Source()
    {
        Assert.Equal(new MeasureSource("able", "secretaries", false), Single("at-least: 60%, measure: able, out-of: secretaries").Source);
        Assert.Equal(new MeasureSource("able", null, true), Single("at-least: 60, measure: able, sum: year").Source);
        Assert.Equal(new ReachingSource("able", 150, false), Single("at-least: 30%, measure: able, reaching: 150").Source);
        Assert.Equal(new CountSource(Counted.Attained), Single("at-least: 30%, count: attained").Source);
        Assert.Equal(new CountSource(Counted.Participants), Single("about: 30, count: participants").Source);
        Assert.Equal(new CountSource(Counted.Class, "good"), Single("about: 30, count: good").Source);
    }

    [Fact]
    public void Read_Scope_AndWhatTheStandardKeeps()
    {
        var definition = Read("at-least: 60%, measure: able, out-of: secretaries, of: village, track: village").Definition!;

        Assert.Equal(("village", "village"), (definition.Targets[0].Level, definition.Targets[0].Track));
        Assert.Equal(["able", "secretaries"], definition.Standard("village").Kept.Order());
        Assert.Empty(Read("about: 30, count: participants").Definition!.Standard("village").Kept);
        Assert.Equal(["able"], Read("at-least: 30%, measure: able, reaching: 150").Definition!.Standard("village").Kept);
    }

    [Theory]
    [InlineData("measure: able", "targets[0]", "what is to be reached?")]
    [InlineData("at-least: 1, exactly: 1, measure: able", "targets[0]", "a target is one of")]
    [InlineData("at-least: 1", "targets[0]", "what counts?")]
    [InlineData("at-least: 1, measure: able, count: honoured", "targets[0]", "what counts?")]
    [InlineData("at-least: 60%, measure: able", "targets[0]", "a share of what?")]
    [InlineData("at-least: 20, stretch: 20, measure: able", "targets[0].stretch", "above the floor")]
    [InlineData("at-least: 20, stretch: 60%, measure: able", "targets[0].stretch", "in the same terms")]
    [InlineData("exactly: 2, stretch: 3, measure: able", "targets[0].stretch", "belongs to 'at-least'")]
    [InlineData("at-least: 2, within: 3%, measure: able", "targets[0].within", "belongs to 'about'")]
    [InlineData("at-least: 2, reference: county-income, measure: able", "targets[0].reference", "belongs to 'above-reference'")]
    [InlineData("above-reference: 20%, reference: ghost, measure: able", "targets[0].reference", "unknown reference value")]
    [InlineData("at-least: 1, measure: abel", "targets[0].measure", "did you mean 'able'")]
    [InlineData("at-least: 1, measure: able, out-of: ghost", "targets[0].out-of", "unknown measure 'ghost'")]
    [InlineData("at-least: 1, measure: able, out-of: secretaries, reaching: 3", "targets[0].out-of", "exclude each other")]
    [InlineData("at-least: 1, count: honoured, reaching: 3", "targets[0].reaching", "belongs to a target with 'measure'")]
    [InlineData("at-least: 1, count: ghost", "targets[0].count", "unknown count 'ghost'")]
    [InlineData("at-least: 1, count: honoured, track: ghost", "targets[0].track", "unknown track 'ghost'")]
    [InlineData("at-least: 1, count: honoured, of: township", "targets[0].of", "no track counts")]
    [InlineData("at-least: 1, measure: able, sum: month", "targets[0].sum", "'month' is not known here")]
    public void Read_Mistake_IsNamedAtItsPlace(string text, string path, string message)
    {
        var error = Assert.Single(Read(text).Errors);

        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SameTargetTwice_IsAMistake() =>
        Assert.Contains(
            "is there already", Assert.Single(Read("at-least: 1, count: honoured", "at-least: 2, count: honoured").Errors).Message.En,
            StringComparison.Ordinal);

    [Fact]
    public void Read_NoList_IsAMistake() => Assert.Contains("a list of targets",
        Assert.Single(DefinitionReader.Read(Text("targets: { a: 1 }")).Errors).Message.En, StringComparison.Ordinal);

    private static Target Single(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Errors);
        return Assert.Single(reading.Definition!.Targets);
    }

    private static DefinitionReading Read(params string[] targets) =>
        DefinitionReader.Read(Text("targets:\n" + string.Join('\n', targets.Select(t => $"  - {{ id: t, title: 目标, {t} }}"))));

    private static string Text(string targets) => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        references: { county-income: { title: 县均收入, unit: 元 } }
        tracks:
          village:
            title: 村
            enters: { level: village }
            standard: village
            weights: { self-check: 100% }
            attain: { reach: met }
            classes: { good: { title: 好, from: 80 }, bad: { title: 差, from: 0 } }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections: [{ id: s, title: 项, max: 100, clauses: [{ id: c, text: 条, ratio: { measure: able, of: secretaries, points: 100 } }] }]
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end }
          year: { kind: evaluation, period: Q1, opens: after q1, due: 5wd }
        {{targets}}
        """;
}
