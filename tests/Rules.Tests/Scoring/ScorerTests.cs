using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Scoring;

public sealed class ScorerTests
{
    private static readonly Dictionary<string, int> None = [];

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(2.5, 10)]
    [InlineData(3, 12)]
    [InlineData(1000, 12)]
    public void Measure_AgainstItsTarget_IsARatioBetweenNothingAndAll(double measured, double points) =>
        Assert.Equal((decimal)points, Line("deeds", new() { Measured = (decimal)measured }).Points);

    [Fact]
    public void Measure_TargetOfNothing_IsReachedByNothing() =>
        Assert.Equal(5, Alone(new MeasureRule("m", 0, 5), new() { Measured = 0 }).Points);

    [Theory]
    [InlineData(79.99, 0)]
    [InlineData(80, 4)]
    [InlineData(94.99, 4)]
    [InlineData(95, 8)]
    public void Steps_HighestStepReached_GivesItsPoints(double measured, double points) =>
        Assert.Equal((decimal)points, Line("coverage", new() { Measured = (decimal)measured }).Points);

    [Theory]
    [InlineData(true, 15)]
    [InlineData(false, 0)]
    public void YesNo_IsAllOrNothing(bool yes, double points) => Assert.Equal((decimal)points, Line("assembly", new() { Yes = yes }).Points);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(7.5, 7.5)]
    [InlineData(21, 20)]
    public void Points_OutOfRange_AreTakenAtTheBound(double given, double points) =>
        Assert.Equal((decimal)points, Line("leadership", new() { Points = (decimal)given }).Points);

    [Fact]
    public void Bonus_OverItsCap_ShowsWhatIsLost()
    {
        var line = Line("recognised", new() { Recognitions = ["county", "county", "city"] });

        Assert.Equal((5m, 2m), (line.Points, line.Lost));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, -4)]
    [InlineData(3, -6)]
    [InlineData(100, -6)]
    public void Deduction_ForEachEvent_IsCapped(double events, double points) =>
        Assert.Equal((decimal)points, Line("complaints", new() { Measured = (decimal)events }).Points);

    [Theory]
    [InlineData(-1, "无扣分", "Nothing deducted")]
    [InlineData(0, "无扣分", "Nothing deducted")]
    [InlineData(2, "2次，扣4分", "2 events: 4 points off")]
    [InlineData(3, "3次，扣6分", "3 events: 6 points off")]
    [InlineData(4, "4次，扣分最多6分", "4 events: at most 6 points off")]
    public void Deduction_Line_SaysWhatWasTakenOffAndWhetherTheCapHeldIt(double events, string zh, string en)
    {
        var line = Line("complaints", new() { Measured = (decimal)events });

        Assert.Equal((zh, en), (line.Reason.Zh, line.Reason.En));
        Assert.Equal((decimal)-Math.Clamp(events * 2, 0, 6), line.Points);
    }

    [Fact]
    public void Deduction_OfNothingForEachEvent_TakesNothingOff()
    {
        var line = Alone(new DeductionRule("m", 0, 5), new() { Measured = 9 });

        Assert.Equal((0m, "Nothing deducted"), (line.Points, line.Reason.En));
    }

    [Theory]
    [InlineData(true, "达到要求，得15分", "Yes: 15 points")]
    [InlineData(false, "未达到要求", "No: 0 points")]
    public void YesNo_Line_SaysWhichItWas(bool yes, string zh, string en) =>
        Assert.Equal((zh, en), (Line("assembly", new() { Yes = yes }).Reason.Zh, Line("assembly", new() { Yes = yes }).Reason.En));

    [Theory]
    [InlineData(0, "0，未触发一票否决", "0: no veto")]
    [InlineData(1, "1，超过0，一票否决", "1 is above 0: veto")]
    public void Veto_Line_SaysWhetherTheLimitWasPassed(double incidents, string zh, string en)
    {
        var line = Line("stability", new() { Measured = (decimal)incidents });

        Assert.Equal((zh, en), (line.Reason.Zh, line.Reason.En));
    }

    [Fact]
    public void Bonus_LevelUnknownOrMissing_AddsNothing() =>
        Assert.Equal(2, Line("recognised", new() { Recognitions = ["county", null!, "moon"] }).Points);

    [Fact]
    public void Evidence_MissingForABonusOverItsCap_ShowsAllThatWasClaimed()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer> { ["recognised"] = new() { Recognitions = ["county", "county", "city"] } });

        var line = Scorer.Score(Given.Standard, content, None).Lines.Single(l => l.Path == "service.recognised");

        Assert.Equal((0m, 7m), (line.Points, line.Lost));
    }

    [Fact]
    public void Evidence_TooFewFilesForNothing_SaysOnlyThatNothingWasAnswered()
    {
        var lines = Scorer.Score(Given.Standard, SheetContent.Empty, None).Lines;

        Assert.Equal(("service.deeds", "未填写"), (lines[0].Path, lines[0].Reason.Zh));
    }

    [Fact]
    public void Unanswered_EveryClause_ScoresNothing()
    {
        var score = Scorer.Score(Given.Standard, SheetContent.Empty, None);

        Assert.Equal(0, score.Total);
        Assert.Equal(8, score.Lines.Count);
        Assert.All(score.Lines, l => Assert.Equal(0, l.Points));
    }

    [Fact]
    public void Evidence_TooFewFiles_ClauseScoresNothingAndSaysSo()
    {
        var line = Scorer.Score(Given.Standard, Given.FullSheet, new Dictionary<string, int> { ["deeds"] = 2 }).Lines[0];

        Assert.Equal(("service.deeds", 0m, 12m), (line.Path, line.Points, line.Lost));
        Assert.Contains("需3件，有2件", line.Reason.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void SectionCap_ClausesAboveTheirSection_LoseTheRestOnALineOfItsOwn()
    {
        var score = Scorer.Score(Given.Standard, Given.FullSheet, Given.AllEvidence);

        var cap = Assert.Single(score.Lines, l => l.Rule == ScoreRules.SectionCap);
        Assert.Equal(("team", -5m, 5m), (cap.Path, cap.Points, cap.Lost));
        Assert.Equal(100, score.Total);
    }

    [Fact]
    public void ScaleCap_BonusAboveTheScale_IsLost()
    {
        var answers = new Dictionary<string, ClauseAnswer>(Given.FullSheet.Answers) { ["recognised"] = new() { Recognitions = ["province"] } };

        var score = Scorer.Score(Given.Standard, new SheetContent(answers), Given.AllEvidence);

        Assert.Equal((100m, -5m, ScoreRules.ScaleCap), (score.Total, score.Lines[^1].Points, score.Lines[^1].Rule));
    }

    [Fact]
    public void Floor_DeductionsAlone_StopAtNothing()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer> { ["complaints"] = new() { Measured = 2 } });

        var score = Scorer.Score(Given.Standard, content, None);

        Assert.Equal((0m, 4m, ScoreRules.Floor), (score.Total, score.Lines[^1].Points, score.Lines[^1].Rule));
    }

    [Fact]
    public void Veto_MeasuredAboveItsLimit_ZeroesTheWhole()
    {
        var answers = new Dictionary<string, ClauseAnswer>(Given.FullSheet.Answers) { ["stability"] = new() { Measured = 1 } };

        var score = Scorer.Score(Given.Standard, new SheetContent(answers), Given.AllEvidence);

        Assert.Equal((0m, true), (score.Total, score.Vetoed));
        var line = score.Lines[^1];
        Assert.Equal((ScoreRules.Whole, ScoreRules.Veto, -100m, 100m), (line.Path, line.Rule, line.Points, line.Lost));
    }

    [Fact]
    public void Judgement_PointsByClause_AreSummedUnderTheSameCaps()
    {
        var score = Scorer.Score(
            Given.Standard,
            new Dictionary<string, decimal> { ["deeds"] = 12, ["leadership"] = 20, ["assembly"] = 15, ["recognised"] = 9 },
            new Dictionary<string, decimal> { ["complaints"] = 1 });

        Assert.Equal(12 + 30 + 5 - 2, score.Total);
    }

    [Theory]
    [InlineData(0.005, 0.01)]
    [InlineData(0.015, 0.02)]
    [InlineData(0.0149, 0.01)]
    [InlineData(-0.005, -0.01)]
    [InlineData(2.675, 2.68)]
    public void Rounding_Midpoints_GoAwayFromZeroAtTwoDecimals(double value, double rounded) =>
        Assert.Equal((decimal)rounded, Rounding.Points((decimal)value));

    [Fact]
    public void Rounding_OfALine_HappensOnceAndTheTotalIsTheSumOfLines()
    {
        // 1 ÷ 3 × 1 rounds to 0.33 on each of three lines: the total is 0.99, as the page's column adds up.
        var clauses = Enumerable.Range(0, 3).Select(i => Given.Clause($"c{i}", new MeasureRule("m", 3, 1))).ToList();
        var standard = Given.Standard with { Sections = [new Section("s", new LocalizedText("s"), 3, clauses)] };
        var content = new SheetContent(clauses.ToDictionary(c => c.Id, _ => new ClauseAnswer { Measured = 1 }));

        Assert.Equal(0.99m, Scorer.Score(standard, content, None).Total);
    }

    private static ScoreLine Line(string clause, ClauseAnswer answer) =>
        Scorer.Score(Given.Standard, new SheetContent(new Dictionary<string, ClauseAnswer> { [clause] = answer }), Given.AllEvidence)
            .Lines.Single(l => l.Path.EndsWith("." + clause, StringComparison.Ordinal));

    private static ScoreLine Alone(ClauseRule rule, ClauseAnswer answer)
    {
        var standard = Given.Standard with { Sections = [new Section("s", new LocalizedText("s"), 100, [Given.Clause("c", rule)])] };
        return Scorer.Score(standard, new SheetContent(new Dictionary<string, ClauseAnswer> { ["c"] = answer }), None).Lines[0];
    }
}
