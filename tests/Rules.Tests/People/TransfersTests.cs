using Campaigns.Rules.Adoption;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.People;
using Campaigns.Rules.Pledges;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class TransfersTests
{
    private static readonly UnitChange Merge = new(UnitChangeKind.Merge, "v-001", ["v-002"]);

    private static readonly Gen<PhaseState> Phases =
        from status in Gen.Elements(Enum.GetValues<SheetStatus>())
        from score in Gen.OneOf(Gen.Constant<decimal?>(null), Gen.Choose(0, 10_000).Select(n => (decimal?)n / 100))
        from day in Gen.Choose(0, 20)
        from vetoed in Gen.Elements(true, false, false)
        select new PhaseState { Status = status, Score = score, SubmittedAt = Given.Opening.AddDays(day), Vetoed = vetoed };

    private static readonly Gen<ParticipantState> States =
        from q1 in Phases
        from q2 in Phases
        from both in Gen.Elements(true, false)
        from counts in Gen.Choose(0, 50).ArrayOf(5)
        select Given.Untouched with
        {
            Phases = both ? new Dictionary<string, PhaseState> { ["q1"] = q1, ["q2"] = q2 } : new Dictionary<string, PhaseState> { ["q1"] = q1 },
            Pledges = counts[0] == 0 ? null : new(new(counts[0], counts[1], counts[2], counts[3], counts[4]), new(counts[4], counts[3])),
        };

    private static readonly Arbitrary<(ParticipantState One, ParticipantState Other)> Pairs =
        (from one in States from other in States select (one, other with { Unit = "v-002" })).ToArbitrary();

    [Fact]
    public void Splitting_LosesNoPoint() => Prop.ForAll(States.ToArbitrary(), source =>
    {
        var successors = new[] { Transfers.Inherit(source, "v-8", heir: true), Transfers.Inherit(source, "v-9", heir: false) };
        Assert.All(successors, s => Assert.Equal(source.Phases, s.Phases.ToDictionary(p => p.Key, p => p.Value with { SheetOf = null })));
        Assert.All(successors.SelectMany(s => s.Phases.Values), p => Assert.Equal(p.HandedIn || p.Score is not null ? source.Unit : null, p.SheetOf));
        Assert.Equal(source.Pledges ?? PledgeTally.None, successors.Aggregate(PledgeTally.None, (sum, s) => sum + (s.Pledges ?? PledgeTally.None)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Absorb_BothBarred_KeepsItsOwnBarAndNamesThePhasesItTookInOrder()
    {
        Standing own = new("a/f", "r", Given.OnTime, "chief", [], 2027), others = new("b/f", "r", Given.OnTime, "chief", [], 2029);
        var better = new PhaseState { Status = SheetStatus.Submitted, Score = 90, SubmittedAt = Given.OnTime };
        var source = (Given.Untouched with { Unit = "v-002", Standing = others }).With("q2", better).With("q1", better);

        var merged = Given.Accepted(Transfers.Absorb(Given.Untouched with { Standing = own }, source, "p", "并村"));

        Assert.Equal((own, "q1 q2", "v-002"), (merged.State.Standing, merged.Facts[0].Facts["phases"], merged.Facts[0].Facts["from"]));
        Assert.Equal(others, Given.Accepted(Transfers.Absorb(Given.Untouched, source, "p", "并村")).State.Standing);
    }

    [Fact]
    public void Merging_LosesNoPoint_AndTwiceIsOnce() => Prop.ForAll(Pairs, pair =>
    {
        var (source, target) = pair;
        var merged = Given.Accepted(Transfers.Absorb(target, source, "p", "并村")).State;
        foreach (var phase in source.Phases.Keys.Union(target.Phases.Keys))
        {
            var (a, b, after) = (source.Phase(phase), target.Phase(phase), merged.Phase(phase));
            Assert.Equal(a.HandedIn || b.HandedIn, after.HandedIn);
            Assert.Equal(a.Vetoed || b.Vetoed, after.Vetoed);
            decimal Of(PhaseState s) => s.HandedIn == after.HandedIn ? s.Score ?? 0 : 0;
            Assert.Equal(Math.Max(Of(a), Of(b)), after.Score ?? 0);
        }
        Assert.Equal((source.Pledges ?? PledgeTally.None) + (target.Pledges ?? PledgeTally.None), merged.Pledges ?? PledgeTally.None);
        Assert.Same(merged, Given.Accepted(Transfers.Absorb(merged, source, "p", "并村")).State);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SplittingAndMerging_LoseNoPoint_AlsoWhenScoredAgain() => Prop.ForAll(
        (from one in Gen.Choose(0, 50) from other in Gen.Choose(0, 50) from at in Gen.Elements(true, false) select (one, other, at)).ToArbitrary(),
        given =>
        {
            var contents = new Dictionary<string, StoredContents> { ["v-001"] = Judged(given.one), ["v-002"] = Judged(given.other) };
            ParticipantState Again(ParticipantState state) =>
                Rescoring.Rescore(Given.Campaign, state, StoredContents.Behind(state, contents.GetValueOrDefault));
            ParticipantState Appraised(string unit) => Again(Given.Untouched with { Unit = unit } is var fresh
                ? fresh.With("h1", new PhaseState { Status = SheetStatus.Accepted, Score = 0, SubmittedAt = Given.OnTime })
                : fresh);
            var (source, target) = (Appraised("v-001"), Appraised("v-002"));

            var successor = Transfers.Inherit(source, "v-8", heir: false);
            Assert.Equal(source.Phase("h1").Score, Again(successor).Phase("h1").Score);
            Assert.Equal("v-001", Transfers.Inherit(successor, "v-9", heir: true).Phase("h1").SheetOf);

            var merged = Given.Accepted(Transfers.Absorb(given.at ? successor : target, given.at ? target : source, "p", "并村")).State;
            Assert.Equal(Math.Max(source.Phase("h1").Score!.Value, target.Phase("h1").Score!.Value), merged.Phase("h1").Score);
            Assert.Equal(merged.Phase("h1").Score, Again(merged).Phase("h1").Score);
        }).QuickCheckThrowOnFailure();

    private static StoredContents Judged(int points) => new(
        new Dictionary<string, SheetContent>(),
        new Dictionary<string, AppraisalContent> { ["h1"] = new(new Dictionary<string, decimal> { ["income"] = points }) });

    [Fact]
    public void Behind_APhaseCarriedOver_IsTheContentOfTheUnitThatHandedItIn()
    {
        var (mine, theirs) =
            (new SheetContent(new Dictionary<string, ClauseAnswer>(), "mine"), new SheetContent(new Dictionary<string, ClauseAnswer>(), "theirs"));
        StoredContents Sheets(params (string Phase, SheetContent Content)[] sheets) =>
            StoredContents.None with { Sheets = sheets.ToDictionary(s => s.Phase, s => s.Content) };
        var all = new Dictionary<string, StoredContents> { ["v-001"] = Sheets(("q1", mine), ("q2", mine), ("q3", mine)), ["v-old"] = Sheets(("q1", theirs)) };
        var state = Given.Untouched.With("q1", new PhaseState { SheetOf = "v-old" }).With("q3", new PhaseState { SheetOf = "v-gone" });
        var behind = StoredContents.Behind(state, all.GetValueOrDefault).Sheets;
        Assert.Same(theirs, behind["q1"]);
        Assert.Same(mine, behind["q2"]);
        Assert.False(behind.ContainsKey("q3"));
        Assert.Same(all["v-001"], StoredContents.Behind(Given.Untouched, all.GetValueOrDefault));
    }

    [Fact]
    public void Better_IsIndependentOfTheOrder() => Prop.ForAll(
        (from one in Phases from other in Phases select (one, other)).ToArbitrary(),
        pair =>
        {
            var (x, y) = (Transfers.Better(pair.one, pair.other), Transfers.Better(pair.other, pair.one));
            Assert.Equal((x.HandedIn, x.Score, x.SubmittedAt, x.Vetoed), (y.HandedIn, y.Score, y.SubmittedAt, y.Vetoed));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Better_PrefersHandedIn_ThenScore_ThenTheEarlier_ThenTheFirst()
    {
        var late = new PhaseState { Status = SheetStatus.Submitted, Score = 50, SubmittedAt = Given.Late, Version = 1 };
        var early = late with { SubmittedAt = Given.OnTime };
        Assert.Same(late, Transfers.Better(new PhaseState { Score = 90, Status = SheetStatus.Silent }, late));
        Assert.Equal(51m, Transfers.Better(late with { Score = 51 }, early).Score);
        Assert.Same(early, Transfers.Better(late, early));
        Assert.Same(early, Transfers.Better(early, late));
        Assert.Same(early, Transfers.Better(early with { SubmittedAt = null }, early));
        Assert.Same(late, Transfers.Better(late, late with { Version = 2 }));
        Assert.Equal(0m, Transfers.Better(late with { Score = null }, late with { Score = 0 }).Score);
        Assert.True(Transfers.Better(late, new PhaseState { Vetoed = true }).Vetoed);
    }

    [Fact]
    public void Move_ChangesReferencesOnly_Once()
    {
        var accepted = Given.Accepted(Transfers.Move(Given.SubmittedOnTime, "t-02", "t-02", "p-admin", "区划调整"));
        Assert.Equal(Given.SubmittedOnTime.Phases["q1"], accepted.State.Phases["q1"]);
        Assert.Equal(("t-02", "t-02", "v-001"), (accepted.State.Parent, accepted.State.Area, accepted.State.Unit));
        var fact = Assert.Single(accepted.Facts);
        Assert.Equal((Acts.UnitMoved, "p-admin", "villages/v-001", "区划调整"), (fact.Act, fact.By, fact.Subject, fact.Why));
        Assert.Equal(("t-01", "t-01", "t-02", "t-02"), (fact.Facts["parentBefore"], fact.Facts["areaBefore"], fact.Facts["parent"], fact.Facts["area"]));
        Assert.Empty(Given.Accepted(Transfers.Move(accepted.State, "t-02", "t-02", "p-admin", "again")).Facts);
        Assert.Single(Given.Accepted(Transfers.Move(Given.Untouched, "t-01", "t-02", "p-admin", "area")).Facts);
        Assert.Single(Given.Accepted(Transfers.Move(Given.Untouched, "t-02", "t-01", "p-admin", "parent")).Facts);
    }

    [Fact]
    public void Leave_Ends_Once_AndNotInTwoWays()
    {
        var accepted = Given.Accepted(Transfers.Leave(Given.Untouched, Merge, Given.Late, "p-admin", "并村"));
        Assert.Equal((UnitChangeKind.Merge, Given.Late), (accepted.State.Left!.Kind, accepted.State.Left.At));
        Assert.Equal(["v-002"], accepted.State.Left.Into);
        Assert.Equal(
            (Acts.UnitLeft, "merge", "v-002", "并村"),
            (accepted.Facts[0].Act, accepted.Facts[0].Facts["kind"], accepted.Facts[0].Facts["into"], accepted.Facts[0].Why));

        var again = Given.Accepted(Transfers.Leave(accepted.State, Merge, Given.Locked, "p-other", "again"));
        Assert.Same(accepted.State, again.State);
        Assert.Empty(again.Facts);
        Assert.Equal(RefusalCode.UnitLeft, Transfers.Leave(accepted.State, Merge with { Into = ["v-003"] }, Given.Locked, "p", "x").Refusal?.Code);
        Assert.Equal(
            RefusalCode.UnitLeft, Transfers.Leave(accepted.State, new(UnitChangeKind.Split, "v-001", ["v-002"]), Given.Locked, "p", "x").Refusal?.Code);
    }

    [Fact]
    public void Inherit_BeginsWithEverything_TheHeirWithThePledges()
    {
        var source =
            Given.SubmittedOnTime with
            {
                Pledges = new(
                new(2, 2), PledgeCounts.None),
                Origins = ["v-000"],
                Left = new(UnitChangeKind.Split, ["v-8"], Given.Late)
            };
        var heir = Transfers.Inherit(source, "v-8", heir: true);
        Assert.Equal(("v-8", null, source.Pledges), (heir.Unit, heir.Left, heir.Pledges));
        Assert.Equal(["v-000", "v-001"], heir.Origins);
        Assert.Null(Transfers.Inherit(source, "v-9", heir: false).Pledges);
    }

    [Fact]
    public void Absorb_TakesCardsAndBars_AndNamesThePhasesThatItTook()
    {
        var standing = new Standing("f-1", "造假", Given.Late, "p", [], 2026);
        var source = Given.SubmittedOnTime with { Cards = [new(Card.Yellow, "m-2", Given.Late)], Standing = standing, Origins = ["v-000"] };
        var target = Given.Untouched with { Unit = "v-002", Cards = [new(Card.Red, "m-3", Given.Locked), new(Card.Yellow, "m-1", Given.OnTime)] };
        var accepted = Given.Accepted(Transfers.Absorb(target, source, "p-admin", "并村"));
        Assert.Equal(["m-1", "m-2", "m-3"], accepted.State.Cards.Select(c => c.Milestone));
        Assert.Equal(standing, accepted.State.Standing);
        Assert.Equal(["v-000", "v-001"], accepted.State.Origins);
        Assert.Null(accepted.State.Pledges);
        var fact = Assert.Single(accepted.Facts);
        Assert.Equal((Acts.UnitAbsorbed, "villages/v-002", "v-001", "q1", "并村"), (fact.Act, fact.Subject, fact.Facts["from"], fact.Facts["phases"], fact.Why));
        Assert.Equal(standing, Given.Accepted(Transfers.Absorb(target with { Standing = standing }, Given.Untouched, "p", "x")).State.Standing);
        Assert.Equal(RefusalCode.UnitLeft, Transfers.Absorb(target with { Left = new(UnitChangeKind.Retire, [], Given.Late) }, source, "p", "x").Refusal?.Code);
    }
}
