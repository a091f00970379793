using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Tests.Calendar;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>Every kind of phase is placed: who acts, whether it leaves a score, whether it is awaited, and how its time ends.</summary>
public sealed class PhaseKindsTests
{
    [Theory]
    [InlineData(PhaseKind.SelfCheck, "Sheet Scored Awaited")]
    [InlineData(PhaseKind.Summary, "Sheet Awaited")]
    [InlineData(PhaseKind.Appraisal, "Scored Awaited")]
    [InlineData(PhaseKind.Bulletin, "")]
    [InlineData(PhaseKind.Evaluation, "")]
    [InlineData(PhaseKind.Plan, "Awaited")]
    [InlineData(PhaseKind.Pledging, "Scored Awaited")]
    [InlineData(PhaseKind.Inspection, "Scored")]
    [InlineData(PhaseKind.DutyReport, "Sheet Scored Awaited")]
    [InlineData(PhaseKind.Vote, "Scored")]
    [InlineData(PhaseKind.Nomination, "Selecting")]
    [InlineData(PhaseKind.Panel, "Scored Selecting")]
    [InlineData(PhaseKind.PublicNotice, "Selecting")]
    [InlineData(PhaseKind.Decision, "Selecting")]
    public void Kind_IsPlaced(PhaseKind kind, string expected)
    {
        string[] placed = [kind.IsSheet() ? "Sheet" : "", kind.IsScored() ? "Scored" : "", kind.IsAwaited() ? "Awaited" : "", kind.IsSelecting()
            ? "Selecting" : ""];
        Assert.Equal(expected, string.Join(' ', placed.Where(p => p.Length > 0)));
    }

    [Theory]
    [InlineData("plan", PhaseKind.Plan, "self", "年度创建方案")]
    [InlineData("pledging", PhaseKind.Pledging, "self", "年度公开承诺")]
    [InlineData("duty-report", PhaseKind.DutyReport, "authority", "年度述职")]
    [InlineData("duty-report", PhaseKind.DutyReport, "parent", "年度述职")]
    [InlineData("vote", PhaseKind.Vote, "authority", "年度测评")]
    [InlineData("nomination", PhaseKind.Nomination, "parent", "年度申报")]
    [InlineData("panel", PhaseKind.Panel, "authority", "年度评审")]
    [InlineData("public-notice", PhaseKind.PublicNotice, "authority", "年度公示")]
    [InlineData("decision", PhaseKind.Decision, "authority", "年度审定命名")]
    public void Read_KindOfTheYear_NeedsNoPeriod(string word, PhaseKind kind, string by, string title)
    {
        var phase = Definition($"{{ kind: {word}, by: {by}, opens: after year, due: 5wd }}").Phase("more");
        Assert.Equal((kind, new Period(PeriodKind.Year, 1), title), (phase.Kind, phase.Period, phase.Title.Zh));
        Assert.Equal(by, Vocabulary.Actors.Single(a => a.Value == phase.By).Key);
    }

    [Fact]
    public void Read_Inspection_RepeatsEachQuarter() =>
        Assert.Equal(
            ["more1", "more2", "more3", "more4"],
            Definition("{ kind: inspection, each: quarter, opens: start + 20wd, due: 5wd }").Phases.Where(p => p.Kind == PhaseKind.Inspection).Select(p =>
                p.Id));

    [Theory]
    [InlineData("{ kind: inspection, opens: 12-01, due: 5wd }", "phases.more.period", "'period' is missing")]
    [InlineData("{ kind: vote, opens: 12-01 }", "phases.more.due", "'due' is missing")]
    [InlineData("{ kind: nomination, by: self, opens: 12-01, due: 5wd }", "phases.more.by", "done by 'parent' or 'authority'")]
    [InlineData("{ kind: decision, opens: after year, due: 5wd, rework: 2wd }", "phases.more.rework", "only an appraisal")]
    public void Read_Mistakes_AreNamed(string phase, string path, string message)
    {
        var error = Assert.Single(DefinitionReader.Read(Text(phase)).Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.In("en"), StringComparison.Ordinal);
    }

    [Theory]
    // The evaluation opens on 12-08: a weighted vote that locks later would not count; one without weight may.
    [InlineData("self-check: 90%, vote: 10%", 1)]
    [InlineData("self-check: 100%", 0)]
    public void Read_WeightedKindThatLocksAfterTheEvaluationOpens_IsAMistake(string weights, int errors) =>
        Assert.Equal(errors, DefinitionReader.Read(Text("{ kind: vote, opens: 12-01, due: 20wd }", weights)).Errors.Count);

    [Fact]
    public void Plan_WithoutADecision_TheEvaluationDecides() =>
        Assert.Equal(
            [("year", MilestoneKind.Evaluate), ("year", MilestoneKind.Due), ("year", MilestoneKind.Decide)],
            MilestonesOf("{ kind: vote, opens: 12-01, due: 1wd }", "year"));

    [Fact]
    public void Plan_WithADecision_TheEvaluationRanksAndTheDecisionDecides()
    {
        const string Decision = "{ kind: decision, opens: after year, due: 5wd }";
        Assert.Equal([("year", MilestoneKind.Evaluate), ("year", MilestoneKind.Due), ("year", MilestoneKind.Rank)], MilestonesOf(Decision, "year"));
        Assert.Equal([("more", MilestoneKind.Open), ("more", MilestoneKind.Due), ("more", MilestoneKind.Decide)], MilestonesOf(Decision, "more"));
    }

    [Fact]
    public void Plan_Panel_OpensIsDueAndLocks() =>
        Assert.Equal(
            [("more", MilestoneKind.Open), ("more", MilestoneKind.Due), ("more", MilestoneKind.Lock)],
            MilestonesOf("{ kind: panel, opens: after year, due: 5wd }", "more"));

    static IEnumerable<(string, MilestoneKind)> MilestonesOf(string more, string phase) =>
        CyclePlanner.Plan(Definition(more), 2026, Planning.ToTheEndOf2029).Milestones.Where(m => m.Phase == phase).Select(m => (m.Phase, m.Kind));

    static CampaignDefinition Definition(string phase)
    {
        var reading = DefinitionReader.Read(Text(phase));
        Assert.Empty(reading.Errors.Select(e => e.In("en")));
        return reading.Definition!;
    }

    static string Text(string phase, string weights = "self-check: 100%") => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        tracks:
          village: { title: 示范村, enters: { level: village }, standard: village, weights: { {{weights}} }, attain: { reach: met } }
        standards:
          village: { scale: 10, grades: { met: 8 }, sections: [{ id: all, title: 全部, max: 10, clauses: [{ id: one, text: 一, points: 10 }] }] }
        phases:
          check: { kind: self-check, period: Q4, opens: 11-02, due: 5wd }
          more: {{phase}}
          year: { kind: evaluation, period: year, opens: 12-08, due: 3wd }
        """;
}
