using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>Draws, rectification, warnings, flags and burden as a definition writes them.</summary>
public sealed class InspectionGrammarTests
{
    const string Sound = """
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        tracks:
          village: { title: 示范村, enters: { level: village }, standard: village, weights: { self-check: 60%, inspection: 40% }, attain: { reach: met } }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections:
              - { id: all, title: 全部, max: 100, clauses: [{ id: cover, text: 覆盖, measure: coverage, target: 95, points: 100 }] }
        phases:
          q: { kind: self-check, each: quarter, opens: end - 5wd, due: end + 10wd }
          patrol: { kind: inspection, each: quarter, opens: start + 20wd, due: 30wd, draw: { share: 10%, at-least: 1, per: area, load: 20 }, announced: false }
          year: { kind: evaluation, period: year, opens: after q + 1wd, due: 5wd }
        ladders:
          rectifier:
            - { at: due - 1wd, to: reporter }
            - { at: due + 1wd, to: parent.leader }
        rectification: { due: 10wd, verify: 3wd, extends: 4d, ladder: rectifier, falsified: [disqualify, next-year] }
        warnings:
          - { id: silent, when: { phase: silent, kind: self-check }, card: yellow, clears: next-on-time, tracks: village }
          - { id: tardy, when: { phase: late }, card: yellow }
          - { id: slow, when: { finding: overdue }, card: yellow, clears: closed }
          - { id: floor, when: { indicator: coverage, below: 30% }, card: yellow, clears: recovered }
          - { id: low, when: { indicator: coverage, below: 20 }, card: red, clears: decision }
          - { id: again, when: { yellow: 2 }, card: red }
        review: { flag-difference: 10% }
        burden: { forms: 12, inspections: 2 }
        """;

    [Fact]
    public void Read_Sound_HasEveryPart()
    {
        var reading = DefinitionReader.Read(Sound);
        Assert.Empty(reading.Errors.Select(e => e.In("en")));
        var definition = reading.Definition!;
        var patrol = definition.Phase("patrol2");
        Assert.Equal((new InspectionDraw(0.1m, 1, Stratum.Area, 20), false, Actor.Authority), (patrol.Draw, patrol.Announced, patrol.By));
        Assert.Equal(
            new Rectification
            {
                Due = new Offset(10, true),
                Verify = new Offset(3, true),
                Extends = new Offset(4, false),
                Ladder = "rectifier",
                Disqualifies = true,
                DisqualifiesNextYear = true,
            },
            definition.Rectification);
        Assert.Equal(
            [new PhaseSilent(PhaseKind.SelfCheck), new PhaseLate(null), new FindingOverdue(), new IndicatorBelow("coverage", 0.3m, true),
                new IndicatorBelow("coverage", 20, false), new RepeatedYellow(2)],
            definition.Warnings.Select(w => w.When));
        Assert.Equal(
            [WarningClearing.NextOnTime, WarningClearing.Decision, WarningClearing.Closed, WarningClearing.Recovered, WarningClearing.Decision,
                WarningClearing.Decision],
            definition.Warnings.Select(w => w.Clears));
        Assert.Equal([Card.Yellow, Card.Red], definition.Warnings.Select(w => w.Card).Distinct());
        Assert.Equal((new ReviewRules(0.1m), new Burden(12, 2)), (definition.Review, definition.Burden));
        Assert.Equal((true, false), (definition.Warnings[0].Concerns("village"), definition.Warnings[0].Concerns("other")));
    }

    [Fact]
    public void Read_WithoutAny_HasTheUsual()
    {
        var text = Sound[..Sound.IndexOf("ladders:", StringComparison.Ordinal)]
            .Replace(", draw: { share: 10%, at-least: 1, per: area, load: 20 }, announced: false", "",
            StringComparison.Ordinal);
        var definition = DefinitionReader.Read(text).Definition!;
        Assert.Equal((Rectification.Usual, ReviewRules.None, Burden.Unbounded), (definition.Rectification, definition.Review, definition.Burden));
        Assert.Empty(definition.Warnings);
        Assert.Equal((null, true), (definition.Phase("patrol1").Draw, definition.Phase("patrol1").Announced));
        Assert.Equal((new Offset(15, true), new Offset(5, true), new Offset(5, true), true, false),
            (Rectification.Usual.Due, Rectification.Usual.Verify, Rectification.Usual.Extends, Rectification.Usual.Disqualifies,
                Rectification.Usual.DisqualifiesNextYear));
    }

    [Theory]
    [InlineData("share: 10%,", "share: 0%, ", "at-least: 1, ", "", "nobody would ever be drawn")]
    [InlineData("share: 10%,", "", "", "", "'share' is missing")]
    [InlineData("per: area", "per: vilage", "", "", "not known here")]
    [InlineData("load: 20", "load: 0", "", "", "between 1")]
    [InlineData("announced: false", "announced: maybe", "", "", "not known here")]
    [InlineData("due: end + 10wd }", "due: end + 10wd, draw: { share: 10% } }", "", "", "only an inspection has 'draw'")]
    [InlineData("due: end + 10wd }", "due: end + 10wd, announced: true }", "", "", "only an inspection has 'announced'")]
    [InlineData("[disqualify, next-year]", "[next-year]", "", "", "give both")]
    [InlineData("[disqualify, next-year]", "[disqualifi]", "", "", "did you mean 'disqualify'")]
    [InlineData("ladder: rectifier", "ladder: rectifyer", "", "", "unknown ladder")]
    [InlineData("to: parent.leader }", "to: parent.leader, card: yellow }", "", "", "cards for findings come from 'warnings'")]
    [InlineData("verify: 3wd", "verify: soon", "", "", "soon")]
    [InlineData("{ phase: late }", "{ phase: missing }", "", "", "not known here")]
    [InlineData("{ phase: late }", "{ }", "", "", "give one of 'phase'")]
    [InlineData("{ phase: late }", "{ phase: late, yellow: 2 }", "", "", "give one of 'phase'")]
    [InlineData("{ finding: overdue }", "{ finding: overdue, kind: self-check }", "", "", "'kind' goes with 'phase'")]
    [InlineData("{ finding: overdue }", "{ finding: overdue, below: 3 }", "", "", "'below' goes with 'indicator'")]
    [InlineData("{ yellow: 2 }", "{ yellow: 1 }", "", "", "between 2")]
    [InlineData("indicator: coverage, below: 20", "indicator: coverige, below: 20", "", "", "did you mean 'coverage'")]
    [InlineData("indicator: coverage, below: 20", "indicator: coverage", "", "", "'below' is missing")]
    [InlineData("id: tardy", "id: silent", "", "", "already there")]
    [InlineData("card: yellow, clears: closed", "card: yellow, clears: recovered", "", "", "nothing would ever clear")]
    [InlineData("clears: recovered", "clears: closed", "", "", "nothing would ever clear")]
    [InlineData("clears: closed", "clears: next-on-time", "", "", "nothing would ever clear")]
    [InlineData("tracks: village", "tracks: vilage", "", "", "unknown track")]
    [InlineData("flag-difference: 10%", "flag-difference: 10", "", "", "not a percentage")]
    [InlineData("flag-difference: 10%", "flag: 10%", "", "", "unknown key 'flag'")]
    [InlineData("forms: 12", "forms: many", "", "", "not a number")]
    public void Read_Mistake_IsNamed(string sound, string mistaken, string also, string alsoMistaken, string message)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var text = Sound.Replace(sound, mistaken, StringComparison.Ordinal);
        if (also.Length > 0)
            text = text.Replace(also, alsoMistaken, StringComparison.Ordinal);
        Assert.Contains(DefinitionReader.Read(text).Errors, e => e.In("en").Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WarningsThatAreNoList_SaysWhatIsExpected()
    {
        var at = Sound.IndexOf("warnings:", StringComparison.Ordinal);
        var text = Sound[..at] + "warnings: { silent: yellow }\n" + Sound[Sound.IndexOf("review:", StringComparison.Ordinal)..];
        Assert.Contains("a list of rules", Assert.Single(DefinitionReader.Read(text).Errors).In("en"), StringComparison.Ordinal);
    }
}
