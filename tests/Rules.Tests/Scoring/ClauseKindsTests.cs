using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Scoring;

/// <summary>The ways of scoring that real county sheets add to points, measures and steps (J13, K5, L4).</summary>
public sealed class ClauseKindsTests
{
    private static readonly Dictionary<string, int> None = [];

    [Theory]
    [InlineData(19, 20, 9.5)]
    [InlineData(20, 20, 10)]
    [InlineData(21, 20, 10)]
    [InlineData(0, 20, 0)]
    [InlineData(-1, 20, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(3, 0, 0)]
    [InlineData(1, 3, 3.33)]
    public void Ratio_OfTwoValues_TimesThePoints(double kept, double made, double points)
    {
        var line = Alone(new RatioRule("kept", "made", 10), new() { Measured = (decimal)kept, Of = (decimal)made });

        Assert.Equal(((decimal)points, ScoreRules.Ratio, "s.c"), (line.Points, line.Rule, line.Path));
    }

    [Theory]
    [InlineData(null, 20.0)]
    [InlineData(19.0, null)]
    public void Ratio_OneValueMissing_IsNotAnswered(double? kept, double? made)
    {
        var line = Alone(new RatioRule("kept", "made", 10), new() { Measured = (decimal?)kept, Of = (decimal?)made });

        Assert.Equal((0m, "未填写", "Not answered"), (line.Points, line.Reason.Zh, line.Reason.En));
    }

    [Fact]
    public void Ratio_Answered_ShowsBothValues()
    {
        var line = Alone(new RatioRule("kept", "made", 10), new() { Measured = 19, Of = 20 });

        Assert.Equal(("19 ÷ 20 × 10分，得9.5分", "19 of 20: 9.5 of 10 points"), (line.Reason.Zh, line.Reason.En));
    }

    [Fact]
    public void Deduction_FactThatWaivesItStated_TakesNothingOffAndSaysWhy()
    {
        var rule = new DeductionRule("incidents", 2, 6) { WaivedBy = "rescued" };

        var line = Alone(rule, new() { Measured = 2, Waived = true });

        Assert.Equal((0m, "2次，因“rescued”免于扣分", "2 events, waived by 'rescued'"), (line.Points, line.Reason.Zh, line.Reason.En));
        Assert.Equal(-4, Alone(rule, new() { Measured = 2, Waived = false }).Points);
        Assert.Equal(-4, Alone(rule, new() { Measured = 2 }).Points);
        Assert.Equal("无扣分", Alone(rule, new() { Measured = 0, Waived = true }).Reason.Zh);
    }

    [Fact]
    public void Deduction_ThatNoFactWaives_StaysWhateverIsStated() =>
        Assert.Equal(-4, Alone(new DeductionRule("incidents", 2, 6), new() { Measured = 2, Waived = true }).Points);

    [Theory]
    [InlineData(0, 18)]
    [InlineData(1, 10)]
    public void Zeroes_AboveTheLimit_TakesItsSectionWithBonusesButNotTheDeductions(double falsified, double total)
    {
        var standard = Standard(
            Section("service", 8,
                Given.Clause("deeds", new PointsRule(8)),
                Given.Clause("praise", new BonusRule(new Dictionary<string, decimal> { ["county"] = 2 }, 2)),
                Given.Clause("petitions", new DeductionRule("petitions", 2, 6))),
            Section("rest", 92, Given.Clause("order", new PointsRule(92)), Given.Clause("falsified", new ZeroRule("falsified", 0, "service"))));
        var content = Sheet(
            ("deeds", new() { Points = 8 }), ("praise", new() { Recognitions = ["county"] }), ("petitions", new() { Measured = 1 }),
            ("order", new() { Points = 10 }), ("falsified", new() { Measured = (decimal)falsified }));

        var score = Scorer.Score(standard, content, None);

        Assert.Equal((decimal)total - (falsified > 0 ? 2 : 0), score.Total);
        var zeroed = score.Lines.Where(l => l.Rule == ScoreRules.SectionZeroed).Select(l => (l.Path, l.Points, l.Lost));
        Assert.Equal(falsified > 0 ? [("service", -10m, 10m)] : [], zeroed);
        Assert.Equal(total == 18 ? "0，不影响得分" : "1，超过0，“service”一项计0分", score.Lines.Single(l => l.Rule == ScoreRules.Zeroes).Reason.Zh);
    }

    [Fact]
    public void Zeroes_SectionOverItsCap_LosesWhatTheCapHadLeft()
    {
        var standard = Standard(Section("service", 8,
            Given.Clause("deeds", new PointsRule(6)), Given.Clause("more", new PointsRule(6)),
            Given.Clause("falsified", new ZeroRule("falsified", 0, "service"))));

        var score = Scorer.Score(standard, Sheet(("deeds", new() { Points = 6 }), ("more", new() { Points = 6 }), ("falsified", new() { Measured = 1 })), None);

        Assert.Equal([("sectionCap", -4m), ("sectionZeroed", -8m)], score.Lines.Where(l => l.Path == "service").Select(l => (l.Rule, l.Points)));
        Assert.Equal(0, score.Total);
    }

    [Fact]
    public void Discretion_OnASheet_IsLeftToTheTierAbove()
    {
        var line = Alone(new DiscretionRule(5), new() { Points = 5 });

        Assert.Equal((0m, ScoreRules.Discretion, "由上级酌情给分（最多5分）"), (line.Points, line.Rule, line.Reason.Zh));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(3.5, 3.5)]
    [InlineData(6, 5)]
    public void Discretion_InAnAppraisal_StandsOnTopUpToItsCeiling(double given, double points)
    {
        var standard = Standard(Section("s", 10, Given.Clause("full", new PointsRule(10)), Given.Clause("extra", new DiscretionRule(5))));
        var content = new AppraisalContent(new Dictionary<string, decimal> { ["full"] = 10, ["extra"] = (decimal)given })
        {
            Reasons = new Dictionary<string, string> { ["extra"] = "抗洪" },
        };

        var score = Scorer.Score(standard, content);

        Assert.Equal(10 + (decimal)points, score.Total);
        Assert.Equal($"酌情给{points}分（最多5分）：抗洪", score.Lines[1].Reason.Zh);
        Assert.Equal($"{points} of up to 5 points at discretion: 抗洪", score.Lines[1].Reason.En);
    }

    [Fact]
    public void Discretion_WithoutReason_SaysNoneInItsLine()
    {
        var standard = Standard(Section("s", 10, Given.Clause("extra", new DiscretionRule(5))));

        var line = Scorer.Score(standard, new AppraisalContent(new Dictionary<string, decimal> { ["extra"] = 1 })).Lines[0];

        Assert.Equal(("酌情给1分（最多5分）", "1 of up to 5 points at discretion"), (line.Reason.Zh, line.Reason.En));
    }

    [Fact]
    public void ByRank_BeforeTheEvaluation_CountsNothingAndShowsTheValue()
    {
        var rule = new ByRankRule("income", [10, 8]);

        Assert.Equal((0m, "31.5，总评时按名次计分（满分10分）"), (Alone(rule, new() { Measured = 31.5m }).Points, Alone(rule, new() { Measured = 31.5m }).Reason.Zh));
        Assert.Equal("Not answered; points by rank come with the evaluation, up to 10", Alone(rule, new()).Reason.En);
        var verified = Scorer.Score(
            Standard(Section("s", 10, Given.Clause("c", rule))), new AppraisalContent(None2, new Dictionary<string, decimal> { ["c"] = 30 }));
        Assert.StartsWith("30，", verified.Lines[0].Reason.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24000, 24000, 10)]
    [InlineData(23999, 24000, 10)]
    [InlineData(12000, 24000, 5)]
    public void RelativeTarget_OnceTheReferenceIsKnown_IsThatMuchAboveIt(double income, double target, double points)
    {
        var rule = new MeasureRule("income", 0, 10) { Relative = new RelativeTarget("county-income", 0.2m) };
        var campaign = Given.Campaign with { Standards = [Standard(Section("s", 100, Given.Clause("c", rule)))] };
        var resolved = campaign.With(new Dictionary<string, decimal> { ["county-income"] = 20_000 }).Standards[0];

        var line = Scorer.Score(resolved, Sheet(("c", new() { Measured = (decimal)income })), None).Lines[0];

        Assert.Equal((decimal)points, line.Points);
        Assert.Equal($"{income}（参照值20000上浮20%，即目标{target}），得{points}分（满分10分）", line.Reason.Zh);
        Assert.Equal($"{income} against {target}, 20% above the reference of 20000: {points} of 10 points", line.Reason.En);
    }

    [Fact]
    public void RelativeTarget_ReferenceUnknown_CountsNothingYet()
    {
        var rule = new MeasureRule("income", 0, 10) { Relative = new RelativeTarget("county-income", 0.2m) };
        var campaign = Given.Campaign with { Standards = [Standard(Section("s", 100, Given.Clause("c", rule)))] };

        var line = Scorer.Score(campaign.With(new Dictionary<string, decimal> { ["other"] = 1 }).Standards[0], Sheet(("c", new() { Measured = 5 })), None)
            .Lines[0];

        Assert.Equal((0m, "参照值“county-income”尚未公布，暂计0分"), (line.Points, line.Reason.Zh));
        Assert.Same(campaign, campaign.With(new Dictionary<string, decimal>()));
    }

    [Theory]
    [InlineData(40, 40, 20, 100)]
    [InlineData(30, 30, 15, 75)]
    [InlineData(1, 0, 0.25, 1.25)]
    [InlineData(0, 0, 0, 0)]
    public void NotApplicable_Clause_IsSpreadOverTheOthersProRata(double a, double b, double gained, double total)
    {
        // 100 points in all, 20 do not apply: what is earned of the other 80 counts by 100 ÷ 80.
        var standard = Standard(
            Section("a", 60, Given.Clause("a1", new PointsRule(40)), Given.Clause("a2", new PointsRule(20))),
            Section("b", 40, Given.Clause("b1", new PointsRule(40))));
        var state = Given.Untouched with { NotApplicable = new Dictionary<string, string> { ["a2"] = "无集体企业" } };
        var content = Sheet(("a1", new() { Points = (decimal)a }), ("a2", new() { Points = 20 }), ("b1", new() { Points = (decimal)b }));

        var score = Scorer.Score(standard.For(state), content, None);

        var spread = Assert.Single(score.Lines, l => l.Rule == ScoreRules.ProRata);
        Assert.Equal(((decimal)gained, (decimal)total), (spread.Points, score.Total));
        Assert.Equal((0m, ScoreRules.NotApplicable), score.Lines.Where(l => l.Path == "a.a2").Select(l => (l.Points, l.Rule)).Single());
    }

    [Fact]
    public void NotApplicable_InAnAppraisal_CountsNothingEvenWherePointsAreGiven()
    {
        var standard = Standard(Section("a", 100, Given.Clause("a1", new PointsRule(50)), Given.Clause("a2", new PointsRule(50))));
        var state = Given.Untouched with { NotApplicable = new Dictionary<string, string> { ["a2"] = "无" } };

        var score = Scorer.Score(standard.For(state), new AppraisalContent(new Dictionary<string, decimal> { ["a1"] = 20, ["a2"] = 50 }));

        Assert.Equal(40, score.Total);
    }

    [Fact]
    public void NotApplicable_Everything_LeavesNothingToScore()
    {
        var standard = Standard(Section("a", 100, Given.Clause("a1", new PointsRule(100))));
        var state = Given.Untouched with { NotApplicable = new Dictionary<string, string> { ["a1"] = "x" } };

        var score = Scorer.Score(standard.For(state), Sheet(("a1", new() { Points = 100 })), None);

        Assert.Equal(0, score.Total);
        Assert.DoesNotContain(score.Lines, l => l.Rule == ScoreRules.ProRata);
    }

    [Fact]
    public void NotApplicable_NoClause_IsTheStandardItself() => Assert.Same(Given.Standard, Given.Standard.For(Given.Untouched));

    private static readonly Dictionary<string, decimal> None2 = [];

    private static Standard Standard(params Section[] sections) => Given.Standard with { Sections = sections };

    private static Section Section(string id, decimal max, params Clause[] clauses) => new(id, new LocalizedText(id), max, clauses);

    private static SheetContent Sheet(params (string Clause, ClauseAnswer Answer)[] answers) => new(answers.ToDictionary(a => a.Clause, a => a.Answer));

    private static ScoreLine Alone(ClauseRule rule, ClauseAnswer answer) =>
        Scorer.Score(Standard(Section("s", 100, Given.Clause("c", rule))), Sheet(("c", answer)), None).Lines[0];
}
