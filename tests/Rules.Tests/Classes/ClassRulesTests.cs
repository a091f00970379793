using Campaigns.Rules.Classes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Classes;

/// <summary>Three classes, three upgrades (B7), and who comes and goes (G6).</summary>
public sealed class ClassRulesTests
{
    private static readonly ClassTerms Terms = new(
        [new("advanced", new("先进", "Advanced"), 90), new("general", new("一般", "General"), 70), new("lagging", new("后进", "Lagging"), 10)],
        [
            new("advanced", ClassRate.Retain, 1), new("general", ClassRate.Upgrade, 0.2m), new("general", ClassRate.Retain, 0.5m),
            new("lagging", ClassRate.Convert, 0.95m),
        ]);

    private static readonly Contender Plain = new("v-1", 80, false, "met", 80, 80, 0, false);

    [Theory]
    [InlineData(90, false, "advanced")]
    [InlineData(89.99, false, "general")]
    [InlineData(70, false, "general")]
    [InlineData(69.99, false, "lagging")]
    [InlineData(0, false, "lagging")]
    [InlineData(95, true, "lagging")]
    public void LevelOf_Score_IsTheBestClassReached(double score, bool vetoed, string level) =>
        Assert.Equal(level, ClassRules.LevelOf(Terms, (decimal)score, vetoed).Id);

    [Theory]
    [InlineData(null, "general", ClassChangeKind.Entered)]
    [InlineData("gone", "general", ClassChangeKind.Entered)]
    [InlineData("general", "general", ClassChangeKind.Retained)]
    [InlineData("lagging", "general", ClassChangeKind.Upgraded)]
    [InlineData("advanced", "general", ClassChangeKind.Downgraded)]
    public void ChangeOf_StartAndEnd_NamesTheWay(string? before, string after, ClassChangeKind kind)
    {
        var change = ClassRules.ChangeOf(Terms, "v-1", Ended(before, after, 75))!;

        Assert.Equal((kind, before == "gone" ? null : before, after), (change.Kind, change.From, change.To));
        Assert.Equal(("总评75分，“一般”自70分起", "A score of 75; 'General' begins at 70"), (change.Reason.Zh, change.Reason.En));
    }

    [Fact]
    public void ChangeOf_Vetoed_SaysSo() =>
        Assert.Equal("Vetoed", ClassRules.ChangeOf(Terms, "v-1", Ended("general", "lagging", 0) with { Vetoed = true })!.Reason.En);

    [Fact]
    public void ChangeOf_NoClassNow_IsNone() => Assert.Null(ClassRules.ChangeOf(Terms, "v-1", Ended("general", null, 75)));

    [Fact]
    public void Rates_OverTheRosterOfTheStart_CountThoseWhoWentTheWay()
    {
        var outcomes = Many(4, "advanced", "advanced").Concat(Many(1, "advanced", "general"))
            .Concat(Many(1, "general", "advanced")).Concat(Many(3, "general", "general")).Concat(Many(6, "general", "lagging"))
            .Concat(Many(19, "lagging", "general")).Concat(Many(1, "lagging", "lagging"))
            .Concat(Many(5, null, "advanced")).ToList();

        var rates = ClassRules.Rates(Terms, outcomes);

        Assert.Equal(
            [("advanced", 5, 4, false), ("general", 10, 1, false), ("general", 10, 4, false), ("lagging", 20, 19, true)],
            rates.Select(r => (r.Class, r.Roster, r.Count, r.Reached)));
        Assert.Equal([0.8m, 0.1m, 0.4m, 0.95m], rates.Select(r => r.Rate));
    }

    [Fact]
    public void Rates_NobodyBeganInAClass_HasNoRateAndMissesNothing()
    {
        var rate = ClassRules.Rates(Terms, [Ended("lagging", "general", 75)])[0];

        Assert.Equal((null, true, 0), (rate.Rate, rate.Reached, rate.Roster));
    }

    [Fact]
    public void Close_Outcomes_GetClassAndList()
    {
        var track = Given.Villages with { Classes = Terms, Dynamic = new DynamicTerms(70, Card.Red, 85, 2) };
        var listed = new YearStart("general", true);
        var closed = Close(track,
            Plain with { Unit = "stays", Score = 70, Start = listed },
            Plain with { Unit = "weak", Score = 69.99m, Start = listed },
            Plain with { Unit = "carded", Score = 95, Start = listed, Card = Card.Red },
            Plain with { Unit = "warned", Score = 96, Start = listed, Card = Card.Yellow },
            Plain with { Unit = "vetoed", Score = 0, Vetoed = true, Start = listed },
            Plain with { Unit = "first", Score = 99 },
            Plain with { Unit = "second", Score = 98, Start = new YearStart("lagging", false) },
            Plain with { Unit = "third", Score = 97 },
            Plain with { Unit = "silent", Score = 99.5m, SilentThroughout = true },
            Plain with { Unit = "red", Score = 99.4m, Card = Card.Red });

        Assert.Equal(["first", "second", "stays", "warned"], closed.Where(o => o.Value.Listed).Select(o => o.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("advanced", "lagging", "general"), (closed["first"].Class, closed["vetoed"].Class, closed["stays"].Class));
        string? Move(string unit) => ClassRules.MoveOf(track.Dynamic, unit, closed[unit]) is { } move ? $"{move.In} {move.Reason.En} {move.Reason.Zh}" : null;
        Assert.Equal("False A score of 69.99, below 70 总评69.99分，低于70分", Move("weak"));
        Assert.Equal("False A red card 红牌警告", Move("carded"));
        Assert.Equal("A red card", ClassRules.MoveOf(track.Dynamic, "carded", closed["carded"] with { Score = 70 })!.Reason.En);
        Assert.Equal("False Vetoed 一票否决", Move("vetoed"));
        Assert.Equal("True A score of 99, above 85 总评99分，高于85分", Move("first"));
        Assert.Null(Move("stays"));
        Assert.Null(Move("third"));
    }

    [Theory]
    [InlineData(85, false)]
    [InlineData(85.01, true)]
    public void Close_AtTheBound_OnlyWhoIsAboveComesIn(double score, bool listed)
    {
        var track = Given.Villages with { Dynamic = new DynamicTerms(null, null, 85, null) };

        Assert.Equal((listed, null), Close(track, Plain with { Score = (decimal)score }).Values.Select(o => (o.Listed, o.Class)).Single());
    }

    [Fact]
    public void Close_YellowCardBound_MovesOutOnBothColours()
    {
        var track = Given.Villages with { Dynamic = new DynamicTerms(null, Card.Yellow, null, null) };
        var listed = new YearStart(null, true);

        var closed = Close(track, Plain with { Unit = "y", Start = listed, Card = Card.Yellow }, Plain with { Unit = "r", Start = listed, Card = Card.Red },
            Plain with { Unit = "n", Start = listed }, Plain with { Unit = "new", Score = 99 });

        Assert.Equal(["n"], closed.Where(o => o.Value.Listed).Select(o => o.Key));
        Assert.Equal("A yellow card 黄牌警告", ClassRules.MoveOf(track.Dynamic, "y", closed["y"]) is { } m ? $"{m.Reason.En} {m.Reason.Zh}" : "");
    }

    [Fact]
    public void Close_TrackWithoutClassesOrList_LeavesThemEmpty()
    {
        var outcome = Close(Given.Villages, Plain with { Start = new YearStart("general", true) }).Values.Single();

        Assert.Equal((null, false, "general", true), (outcome.Class, outcome.Listed, outcome.ClassAtStart, outcome.ListedAtStart));
    }

    [Fact]
    public void Carry_IntoTheNextYear_IsWhatTheYearEndedWith()
    {
        Assert.Equal(new YearStart("general", false), ClassRules.Carry(Ended("lagging", "general", 75)));
        Assert.Equal(new YearStart(null, true), ClassRules.Carry(Ended(null, null, 75) with { Listed = true }));
        Assert.Null(ClassRules.Carry(Ended("lagging", null, 75)));
        Assert.Null(ClassRules.Carry(null));
    }

    private static Dictionary<string, Outcome> Close(Track track, params Contender[] contenders)
    {
        var ranking = Ranking.Rank(contenders);
        return ClassRules.Close(track, ranking, Honours.Decide(track, Given.Standard, ranking).Outcomes(ranking)).ToDictionary(o => o.Unit, o => o.Outcome);
    }

    private static IEnumerable<Outcome> Many(int count, string? before, string after) => Enumerable.Repeat(Ended(before, after, 75), count);

    private static Outcome Ended(string? before, string? after, decimal score) =>
        new(score, false, null, 1, false, false) { ClassAtStart = before, Class = after };
}
