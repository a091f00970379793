using Campaigns.Rules.Definitions;
using Campaigns.Rules.Nominations;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Honouring;
using Xunit;

namespace Campaigns.Rules.Tests.Nominations;

public sealed class NominationDeciderTests
{
    static readonly Phase phase = Choosing.Phase(PhaseKind.Nomination);

    static readonly NominationScene scene = new(Choosing.Track, phase, Choosing.Window(phase), "t-1",
    [
        new("good", NominationBar.None), new("better", NominationBar.None), new("low", NominationBar.BelowGrade), new("silent", NominationBar.NothingHandedIn),
        new("vetoed", NominationBar.Vetoed), new("barred", NominationBar.Barred),
    ]);

    [Fact]
    public void Decide_WithinTheAllottedNumber_KeepsTheNominatorsOrder()
    {
        var nomination = Choosing.Accepted(NominationDecider.Decide(scene, ["good", "better"], "理由", "p-1", Choosing.Opens)).State;
        Assert.Equal(("villages", "t-1", "p-1", Choosing.Opens, "理由"), (nomination.Track, nomination.Nominator, nomination.By, nomination.At,
            nomination.Reason));
        Assert.Equal(["good", "better"], nomination.Units);
        Assert.Null(nomination.Shortfall);
    }

    [Theory]
    [InlineData(-1, RefusalCode.NotOpenYet)]
    [InlineData(0, null)]
    public void Decide_BeforeTheOpening_IsRefused(int seconds, RefusalCode? code) =>
        Assert.Equal(code, NominationDecider.Decide(scene, ["good"], null, "p-1", Choosing.Opens.AddSeconds(seconds)).Refusal?.Code);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, RefusalCode.DeadlinePassed)]
    public void Decide_AfterTheLock_IsRefused(int seconds, RefusalCode? code) =>
        Assert.Equal(code, NominationDecider.Decide(scene, ["good"], null, "p-1", Choosing.Locked.AddSeconds(seconds)).Refusal?.Code);

    [Fact]
    public void Decide_MoreThanAllotted_IsRefusedWithTheNumber()
    {
        var refusal = NominationDecider.Decide(scene, ["good", "better", "low"], null, "p-1", Choosing.Opens).Refusal!;
        Assert.Equal((RefusalCode.TooManyNominees, "units", "2"), (refusal.Code, refusal.Path, refusal.Facts!["most"]));
    }

    [Fact]
    public void Decide_EveryMistake_IsNamedAtItsPlace()
    {
        var five = scene with { Track = Choosing.Track with { Select = Choosing.Track.Select! with { Allotted = new IntRange(1, 6) } } };
        var decision = NominationDecider.Decide(five, ["vetoed", "barred", "silent", "elsewhere", "good", "good"], null, "p-1", Choosing.Opens);
        Assert.Equal(
            [RefusalCode.NomineeBarred, RefusalCode.NomineeBarred, RefusalCode.NomineeNotChecked, RefusalCode.NomineeNotYours, RefusalCode.NomineeTwice],
            Choosing.Codes(decision));
        Assert.Equal(["units[0]", "units[1]", "units[2]", "units[3]", "units[5]"], Choosing.Paths(decision));
    }

    [Fact]
    public void Decide_BelowTheGrade_OnlyAfterEveryEligibleOne()
    {
        Assert.Equal([RefusalCode.NomineeBehindEligible], Choosing.Codes(NominationDecider.Decide(scene, ["low", "good"], null, "p-1", Choosing.Opens)));
        var wide = scene with { Track = Choosing.Track with { Select = Choosing.Track.Select! with { Allotted = new IntRange(1, 3) } } };
        Assert.Equal(["low", "good", "better"], Choosing.Accepted(NominationDecider.Decide(wide, ["low", "good", "better"], null, "p-1",
            Choosing.Opens)).State.Units);
    }

    [Fact]
    public void Decide_ReasonTooLong_IsRefused() => Assert.Equal(
        [RefusalCode.TextTooLong], Choosing.Codes(NominationDecider.Decide(scene, ["good"], new string('字', 5000), "p-1", Choosing.Opens)));

    [Fact]
    public void Decide_Individuals_GoWithoutANumber()
    {
        var individuals = scene with { Track = Choosing.Track with { Select = Choosing.Track.Select! with { Allotted = null } } };
        Assert.Null(NominationDecider.Decide(individuals, ["good", "better", "low"], null, "p-1", Choosing.Opens).Refusal);
        var own = Enumerable.Range(0, NominationDecider.MostUnits + 1).Select(n => new Nominable($"p-{n}", NominationBar.None)).ToList();
        var many = individuals with { Own = own };
        Assert.Null(NominationDecider.Decide(many, [.. own.Skip(1).Select(o => o.Unit)], null, "p-1", Choosing.Opens).Refusal);
        Assert.Equal([RefusalCode.TooManyNominees], Choosing.Codes(NominationDecider.Decide(many, [.. own.Select(o => o.Unit)], null, "p-1", Choosing.Opens)));
    }

    [Theory]
    [InlineData(4, 6, 0, 4)]
    [InlineData(4, 6, 3, 1)]
    [InlineData(4, 6, 4, 0)]
    [InlineData(4, 6, 6, 0)]
    public void Shortfall_CountsWhatIsMissingAtTheLock(int from, int to, int named, int shortfall) => Assert.Equal(
        shortfall,
        NominationDecider.Shortfall(new IntRange(from, to), new Nomination("villages", "t-1", [.. Enumerable.Range(0, named).Select(n => $"v-{n}")], "p",
            default)));

    [Fact]
    public void Shortfall_OfNobodyNominated_IsTheLeastNumber_AndOfNoNumberNone()
    {
        Assert.Equal(4, NominationDecider.Shortfall(new IntRange(4, 6), null));
        Assert.Equal(0, NominationDecider.Shortfall(null, null));
    }

    [Theory]
    [InlineData(80, false, NominationBar.None)]
    [InlineData(79.99, false, NominationBar.BelowGrade)]
    [InlineData(95, true, NominationBar.Vetoed)]
    public void BarOf_FollowsTheCompositeScore(double score, bool vetoed, NominationBar bar) =>
        Assert.Equal(bar, NominationDecider.BarOf(Choosing.Campaign, Choosing.Track, Choosing.Village("v", (decimal)score, vetoed)));

    [Fact]
    public void BarOf_NothingHandedIn_OrBarred()
    {
        Assert.Equal(NominationBar.NothingHandedIn, NominationDecider.BarOf(Choosing.Campaign, Choosing.Track, Choosing.Village("v", null)));
        var barred = Choosing.Village("v", selection: new SelectionState { BarredBy = "c-1" });
        Assert.Equal(NominationBar.Barred, NominationDecider.BarOf(Choosing.Campaign, Choosing.Track, barred));
        var disqualified = Choosing.Village("v") with { Standing = new Standing("i-1/f-1", "弄虚作假", Choosing.Opens, "chief", [], 2026) };
        Assert.Equal(NominationBar.Barred, NominationDecider.BarOf(Choosing.Campaign, Choosing.Track, disqualified));
    }
}
