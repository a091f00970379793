using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Panels;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Honouring;
using Xunit;

namespace Campaigns.Rules.Tests.Panels;

public sealed class PanelClosingTests
{
    static readonly PanelTerms terms = new(7, 5, 1, 100, PanelNormalisation.None, 3);

    [Fact]
    public void Close_LeavesOutTheHighestAndTheLowest()
    {
        var result = Assert.Single(PanelClosing.Close(terms, 100, ["v"], Scores(("v", [90, 70, 80, 81, 100]))));
        Assert.Equal((83.67m, 84.2m, false), (result.Score, result.Raw, result.IsShort));
        Assert.Equal([false, true, false, false, true], result.Votes.Select(v => v.Trimmed));
        Assert.Equal([90, 70, 80, 81, 100], result.Votes.Select(v => v.Raw));
    }

    [Fact]
    public void Close_EqualScores_TrimsOneOfEachEnd() =>
        Assert.Equal(2, Assert.Single(PanelClosing.Close(terms, 100, ["v"], Scores(("v", [80, 80, 80, 80, 80])))).Votes.Count(v => v.Trimmed));

    [Fact]
    public void Close_EqualScoresAtBothEnds_TrimsTheFirstMemberBelowAndTheLastAbove() => Assert.Equal(
        ["m-1", "m-5"],
        Assert.Single(PanelClosing.Close(terms, 100, ["v"], Scores(("v", [70, 70, 80, 90, 90])))).Votes.Where(v => v.Trimmed).Select(v => v.Member));

    [Fact]
    public void Close_WithoutNormalisation_CountsWhatWasGivenHoweverMuchAMemberScored()
    {
        PanelScore[] scores = [new("a", "m-1", 60), new("b", "m-1", 80), new("a", "m-2", 80), new("b", "m-2", 100)];

        var results = PanelClosing.Close(new PanelTerms(2, 2, 0, 100, PanelNormalisation.None, 1), 100, ["a", "b"], scores);

        Assert.Equal([60m, 80m, 80m, 100m], results.SelectMany(r => r.Votes).Select(v => v.Counted));
    }

    [Fact]
    public void Close_NormalisedAndNobodyScored_IsShort() =>
        Assert.True(Assert.Single(PanelClosing.Close(new PanelTerms(2, 2, 0, 100, PanelNormalisation.ZScore, 3), 100, ["v"], [])).IsShort);

    [Theory]
    [InlineData("t-1", true)]
    [InlineData("c-1", true)]
    [InlineData("t-2", false)]
    public void ConflictsWith_AnyUnitAboveTheCandidate_ItsOwnOrDeclared(string unit, bool conflicts)
    {
        var candidate = new PanelCandidate("v-1", ["t-1", "c-1"]);

        Assert.Equal(conflicts, new PanelMember("m", [unit], []).ConflictsWith(candidate));
        Assert.Equal(conflicts, new PanelMember("m", [], [unit]).ConflictsWith(candidate));
    }

    [Fact]
    public void PanelShortOfQuorum_HasNoScore_ButKeepsWhatWasGiven()
    {
        var result = Assert.Single(PanelClosing.Close(terms, 100, ["v"], Scores(("v", [90, 70, 80, 85]))));
        Assert.Equal((null, 81.25m, true, 5), (result.Score, result.Raw, result.IsShort, result.Quorum));
    }

    [Fact]
    public void PanelShortOfQuorum_ClosedByTheAuthorityWithFewer_CountsThem()
    {
        // Two scores: trimming would leave none, so both count.
        var result = Assert.Single(PanelClosing.Close(terms, 100, ["v"], Scores(("v", [90, 70])), quorum: 2));
        Assert.Equal((80m, false), (result.Score, result.IsShort));
        Assert.Equal(75m, Assert.Single(PanelClosing.Close(terms, 100, ["v"], Scores(("v", [90, 75, 70])), quorum: 3)).Score);
    }

    [Fact]
    public void Close_NobodyScored_IsShortWhateverTheQuorum()
    {
        var result = Assert.Single(PanelClosing.Close(terms, 100, ["v"], [], quorum: 0));
        Assert.Equal((null, null, true, 1), (result.Score, result.Raw, result.IsShort, result.Quorum));
    }

    [Fact]
    public void Close_Normalised_TakesAwayAStrictMembersStrictness()
    {
        // m-1 gives 60, 70, 80; m-2 gives 80, 90, 100: the same opinion, twenty points apart. Together mean 80 and deviation 12.909....
        PanelScore[] scores =
        [
            new("a", "m-1", 60), new("b", "m-1", 70), new("c", "m-1", 80), new("a", "m-2", 80), new("b", "m-2", 90), new("c", "m-2", 100),
        ];
        var z = new PanelTerms(2, 2, 0, 100, PanelNormalisation.ZScore, 3);
        var results = PanelClosing.Close(z, 100, ["c", "a", "b"], scores);
        Assert.Equal(["a", "b", "c"], results.Select(r => r.Unit));
        Assert.Equal([64.19m, 80m, 95.81m], results.Select(r => r.Score!.Value));
        Assert.Equal([70m, 80m, 90m], results.Select(r => r.Raw!.Value));
        Assert.All(results, r => Assert.Equal((PanelNormalisation.ZScore, r.Votes[0].Counted), (r.Method, r.Votes[1].Counted)));

        // Below the least number scores stay as they are.
        Assert.Equal([70m, 80m, 90m], PanelClosing.Close(z with { Minimum = 4 }, 100, ["a", "b", "c"], scores).Select(r => r.Score!.Value));
    }

    [Fact]
    public void Close_Normalised_StaysWithinTheScale_AndAMemberWithoutAnOpinionStaysRaw()
    {
        PanelScore[] scores =
        [
            new("a", "m-1", 0), new("b", "m-1", 100), new("c", "m-1", 100), new("d", "m-1", 100),
            new("a", "m-2", 98), new("b", "m-2", 100), new("c", "m-2", 100), new("d", "m-2", 100),
            new("a", "m-3", 50), new("b", "m-3", 50), new("c", "m-3", 50), new("d", "m-3", 50),
        ];
        var results = PanelClosing.Close(new PanelTerms(3, 3, 0, 100, PanelNormalisation.ZScore, 3), 100, ["a", "b", "c", "d"], scores);
        Assert.All(results.SelectMany(r => r.Votes), v => Assert.InRange(v.Counted, 0, 100));
        Assert.All(results.SelectMany(r => r.Votes).Where(v => v.Member == "m-3"), v => Assert.Equal(50, v.Counted));
        Assert.Equal(19.15m, results[0].Votes[0].Counted);
        Assert.Equal(19.15m, results[0].Votes[1].Counted);
    }

    [Fact]
    public void Score_OfAnAssignedMember_IsInTheLedgerAndLeavesTheState()
    {
        var village = Choosing.Village("v-1");
        var decision = Choosing.Accepted(PanelDecider.Score(village, Scene(), 88.5m, "好", 80, Choosing.Opens));
        Assert.Same(village, decision.State);
        var fact = Assert.Single(decision.Facts);
        Assert.Equal((Acts.PanelScored, "m-1", "villages/v-1/panel", "好", "88.5", "80"), (fact.Act, fact.By, fact.Subject, fact.Why, fact.Facts["score"],
            fact.Facts["before"]));
        Assert.False(Choosing.Accepted(PanelDecider.Score(village, Scene(), 0, null, null, Choosing.Locked)).Facts[0].Facts.ContainsKey("before"));
        Assert.Null(PanelDecider.Score(village, Scene(), 100, null, null, Choosing.Locked).Refusal);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(100.01)]
    public void Score_OutOfTheScale_IsRefused(double score) => Assert.Equal(
        RefusalCode.AnswerOutOfRange, PanelDecider.Score(Choosing.Village("v-1"), Scene(), (decimal)score, null, null, Choosing.Opens).Refusal?.Code);

    [Fact]
    public void Score_ByThoseWhoMayNot_IsRefused()
    {
        Assert.Equal(RefusalCode.NotOfThePanel, Code(Scene() with { Member = null }));
        Assert.Equal(RefusalCode.NotOfThePanel, Code(Scene() with { Member = new PanelMember("m-1", [], [], new PanelExcuse("r", true)) }));
        Assert.Equal(RefusalCode.PanelConflict, Code(Scene() with { Member = new PanelMember("m-1", ["t-1"], []) }));
        Assert.Equal(RefusalCode.NotAssignedToYou, Code(Scene() with { Assigned = false }));
        Assert.Equal(RefusalCode.WrongKindOfPhase, Code(Scene() with { Phase = Choosing.Phase(PhaseKind.PublicNotice) }));
        Assert.Equal(RefusalCode.PhaseNotOfTrack, Code(Scene() with { Phase = Choosing.Phase(PhaseKind.Panel) with { Tracks = ["other"] } }));
        Assert.Equal(RefusalCode.TextTooLong, PanelDecider.Score(Choosing.Village("v-1"), Scene(), 1, new string('x', 9000), null,
            Choosing.Opens).Refusal?.Code);
    }

    [Fact]
    public void Score_OutsideTheWindow_IsRefused_UnlessThePanelIsHeldBelowItsQuorum()
    {
        Assert.Equal(RefusalCode.NotOpenYet, Code(Scene(), Choosing.Opens.AddSeconds(-1)));
        Assert.Equal(RefusalCode.DeadlinePassed, Code(Scene(), Choosing.Locked.AddSeconds(1)));
        Assert.Null(Code(Scene() with { Held = true }, Choosing.Locked.AddSeconds(1)));
    }

    static RefusalCode? Code(PanelScene scene, DateTimeOffset? now = null) => PanelDecider.Closed(Choosing.Village("v-1"), scene, now ?? Choosing.Opens)?.Code;

    static PanelScene Scene()
    {
        var phase = Choosing.Phase(PhaseKind.Panel);
        return new(phase, Choosing.Window(phase), Choosing.Standard, new PanelMember("m-1", ["t-9"], []), new PanelCandidate("v-1", ["t-1"]), true, false);
    }

    static List<PanelScore> Scores(params (string Unit, decimal[] Given)[] units) =>
        [.. units.SelectMany(u => u.Given.Select((g, i) => new PanelScore(u.Unit, $"m-{i + 1}", g)))];
}
