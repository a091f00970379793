using Campaigns.Rules.Definitions;
using Campaigns.Rules.Tests.Calendar;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>Repeated phases and what their bare names stand for.</summary>
public sealed class DefinitionReaderExpansionTests
{
    const string Year = "year: { kind: evaluation, period: year, opens: end, due: 5wd }";

    [Fact]
    public void Each_Quarter_MakesFourPhasesWithTitles()
    {
        var phases = Planning.Definition($"q: {{ kind: self-check, each: quarter, opens: start, due: end - 5wd }}\n{Year}").Phases;

        Assert.Equal(["q1", "q2", "q3", "q4", "year"], phases.Select(p => p.Id));
        Assert.Equal(new LocalizedText("第1季度自查", "Q1 self-check"), phases[0].Title);
        Assert.Equal(new LocalizedText("年度总评", "Annual evaluation"), phases[4].Title);
    }

    [Theory]
    [InlineData("each: month, title: { zh: 评星, en: Star report }", "m12", "12月评星", "December star report")]
    [InlineData("each: half", "m2", "下半年自查", "Second-half self-check")]
    [InlineData("period: M3", "m", "3月自查", "March self-check")]
    [InlineData("period: M3, title: 三月", "m", "三月", null)]
    [InlineData("each: half, title: 自评", "m1", "上半年自评", null)]
    public void Title_OfAPhase_SaysThePeriodUnlessWrittenOut(string how, string id, string zh, string? en)
    {
        var phase = Planning.Definition($"m: {{ kind: self-check, {how}, opens: start, due: end - 5wd }}\n{Year}").Phase(id);

        Assert.Equal(new LocalizedText(zh, en), phase.Title);
    }

    [Fact]
    public void BareName_AfterARepeatedPhase_IsTheLastOneEnded()
    {
        var definition = Planning.Definition(
            """
            m: { kind: self-check, each: month, opens: start, due: end - 5wd }
            q: { kind: bulletin, each: quarter, opens: after m }
            n: { kind: bulletin, each: month, opens: after m }
            h: { kind: appraisal, each: half, opens: after q, due: 5wd, covers: m }
            year: { kind: evaluation, period: year, opens: after h, due: 5wd }
            """);

        Assert.Equal(["m3", "m6", "m9", "m12"], definition.Phases.Where(p => p.Id[0] == 'q').Select(p => p.Opens.Phase));
        Assert.Equal(["m1", "m7"], new[] { "n1", "n7" }.Select(id => definition.Phase(id).Opens.Phase));
        Assert.Equal("q4", definition.Phase("h2").Opens.Phase);
        Assert.Equal("h2", definition.Phase("year").Opens.Phase);
        Assert.Equal(["m7", "m8", "m9", "m10", "m11", "m12"], definition.Phase("h2").Covers);
    }

    [Fact]
    public void WrittenOutOccurrence_OfARepeatedPhase_TakesItsPlace()
    {
        var definition = Planning.Definition(
            """
            q: { kind: self-check, each: quarter, opens: start, due: end + 5wd }
            b: { kind: bulletin, each: quarter, opens: after q }
            q4: { kind: self-check, period: Q4, opens: 11-23, due: 12-04 }
            h: { kind: appraisal, each: half, opens: after q, due: 5wd }
            year: { kind: evaluation, period: year, opens: after h, due: 5wd }
            """);

        Assert.Equal(["q1", "q2", "q3", "q4", "b1", "b2", "b3", "b4", "h1", "h2", "year"], definition.Phases.Select(p => p.Id));
        Assert.Equal(new MonthDay(11, 23), definition.Phase("q4").Opens.Date);
        Assert.Equal("q4", definition.Phase("b4").Opens.Phase);
        Assert.Equal(["q3", "q4"], definition.Phase("h2").Covers);
        Assert.Equal(["q4"], definition.Phase("b4").Covers);
    }

    [Fact]
    public void Covers_OfTheSampleCounty_AreTheSelfChecksOfTheHalf()
    {
        var definition = Sample.Definition("three-level-contest.yaml");

        Assert.Equal(["q1", "q2", "p1"], definition.Phase("h1").Covers);
        Assert.Equal(["q2", "p1", "s1"], definition.Phase("b2").Covers);
        Assert.Equal(
            ["plan", "patrol", "q1", "q2", "q3", "q4", "s1", "s2", "h1", "h2", "people", "b1", "b2", "b3", "b4", "year", "nominate", "assess", "notice",
                "decide"],
            definition.PhasesOf("demonstration-village").Select(p => p.Id));
    }

    [Fact]
    public void Defaults_OfADefinition_AreHoursAndActors()
    {
        var definition = Planning.Definition(
            $"q1: {{ kind: self-check, period: Q1, opens: start, due: end }}\na: {{ kind: appraisal, period: Q1, opens: after q1, due: 15wd }}\n{Year}");

        Assert.Equal((new TimeOnly(9, 0), new TimeOnly(18, 0)), (definition.Authority.OpensAt, definition.Authority.DueAt));
        Assert.Equal([Actor.Self, Actor.Parent, Actor.Authority], definition.Phases.Select(p => p.By));
        Assert.Equal(new When(Anchor.Open, new Offset(15, true)), definition.Phase("a").Due);
    }
}
