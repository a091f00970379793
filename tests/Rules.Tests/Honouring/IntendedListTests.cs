using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Honouring;

public sealed class IntendedListTests
{
    static readonly SelectionPath byScore = new(null, null, null, Choosing.Phase(PhaseKind.Decision), false, false);
    static readonly SelectionPath byPanel = byScore with { Panel = Choosing.Phase(PhaseKind.Panel), PanelRanks = true };
    static readonly SelectionPath nominated = byScore with { Nomination = Choosing.Phase(PhaseKind.Nomination), IsNominated = true };

    [Fact]
    public void EqualScoresAtTheQuotasEdge_AreOrderedByTheRanking_AndNamed()
    {
        var list = Of(byScore, Contender("a", 95), Contender("d", 88), Contender("c", 88), Contender("b", 88), Contender("e", 87));
        Assert.Equal(["a", "b"], list.Units);
        Assert.Equal(["a", "b", "c", "d", "e"], list.Candidates);
        Assert.Equal(["c", "d"], list.TiedAtEdge);
        Assert.Equal(0, list.Shortfall);
    }

    [Fact]
    public void QuotaLargerThanTheField_StaysOpen_AndTheShortfallIsCounted()
    {
        var list = Of(byScore, Contender("a", 95));
        Assert.Equal(["a"], list.Units);
        Assert.Equal(1, list.Shortfall);
        Assert.Empty(list.TiedAtEdge);
        var range = IntendedList.Of(Choosing.Track with { Select = Choosing.Track.Select! with { Quota = 5, Least = 3 } }, Choosing.Standard, byScore,
            Ranking.Rank([Contender("a", 95)]));
        Assert.Equal(2, range.Shortfall);
        var met = IntendedList.Of(Choosing.Track with { Select = Choosing.Track.Select! with { Quota = 5, Least = 1 } }, Choosing.Standard, byScore,
            Ranking.Rank([Contender("a", 95)]));
        Assert.Equal(0, met.Shortfall);
    }

    [Fact]
    public void VetoedBarredSilentAndBelowTheGrade_AreNoCandidates() => Assert.Equal(
        ["met"],
        Of(byScore, Contender("vetoed", 95) with { Vetoed = true }, Contender("barred", 95) with { Barred = true },
            Contender("disqualified", 95) with { Disqualified = true },
            Contender("silent", 95) with { SilentThroughout = true }, Contender("below", 79.99m), Contender("met", 80)).Candidates);

    [Fact]
    public void Nominated_OnlyThoseWhoWere() => Assert.Equal(
        ["b"], Of(nominated, Contender("a", 95), Contender("b", 85) with { Nominated = true }).Units);

    [Fact]
    public void PanelDoesNotRank_ItsScoresOrderNobody() => Assert.Equal(
        ["a", "b"], Of(byScore, Contender("a", 95) with { PanelScore = 80 }, Contender("b", 90) with { PanelScore = 99 }).Units);

    [Fact]
    public void PanelRanks_ThenTheRanking_WithoutAPanelScoreNobody()
    {
        var list = Of(
            byPanel, Contender("a", 95) with { PanelScore = 80 }, Contender("b", 85) with { PanelScore = 90 }, Contender("c", 90) with { PanelScore = 80 },
            Contender("d", 99));
        Assert.Equal(["b", "a"], list.Units);
        Assert.Equal(["b", "a", "c"], list.Candidates);
        Assert.Equal(["c"], list.TiedAtEdge);
    }

    [Fact]
    public void AssessedOnSite_OrderedByTheChoice_WithoutAnAssessmentACandidateBehindTheOthers()
    {
        var onSite = byScore with { Assessment = Choosing.Phase(PhaseKind.Inspection) };
        var list = IntendedList.Of(
            Choosing.Track with { Select = Choosing.Track.Select! with { Reserve = 2 } }, Choosing.Standard, onSite,
            Ranking.Rank([Contender("a", 99), Contender("b", 90) with { ChoiceScore = 70 }, Contender("c", 85) with { ChoiceScore = 95 },
                Contender("d", 88) with { ChoiceScore = 70 }, Contender("e", 81) with { ChoiceScore = 70 }]));

        Assert.Equal(["c", "b"], list.Units);
        Assert.Equal(["d", "e"], list.Reserves);
        Assert.Equal(["d", "e"], list.TiedAtEdge);
        Assert.Equal(["c", "b", "d", "e", "a"], list.Candidates);
        Assert.Equal(0, list.Shortfall);
    }

    [Fact]
    public void ToAssess_IsEveryCandidateOfTheTrack()
    {
        var onSite = Choosing.Track with { Select = Choosing.Track.Select! with { By = SelectionMethod.OnSite } };
        var assess = Choosing.Phase(PhaseKind.Inspection) with { Draw = InspectionDraw.All with { OfCandidates = true } };
        var campaign = Choosing.Campaign with { Tracks = [onSite], Phases = [.. Choosing.Campaign.Phases, assess] };
        Contender[] field =
            [Contender("b", 95) with { Nominated = true }, Contender("a", 85) with { Nominated = true }, Contender("c", 99),
                Contender("d", 79) with { Nominated = true }];

        Assert.Equal(["a", "b"], IntendedList.ToAssess(campaign, onSite, field));
        Assert.Equal("inspection", SelectionPath.Of(campaign, onSite).Assessment!.Id);
        Assert.Null(SelectionPath.Of(campaign, Choosing.Track).Assessment);
    }

    [Fact]
    public void UnitMergedAfterNomination_IsNotHonoured_AndNobodyMovesUpByItself()
    {
        var list = Of(byScore, Contender("a", 95), Contender("b", 88), Contender("c", 88), Contender("d", 88)).Keeping(u => u is not ("b" or "d"));
        Assert.Equal(["a"], list.Units);
        Assert.Equal(["a", "c"], list.Candidates);
        Assert.Equal(["c"], list.TiedAtEdge);
    }

    [Fact]
    public void Reserves_StandBehindTheQuota_AndMoveUpInOrderIntoPlacesThatComeFree()
    {
        var list = IntendedList.Of(
            Choosing.Track with { Select = Choosing.Track.Select! with { Reserve = 2 } }, Choosing.Standard, byScore,
            Ranking.Rank([Contender("a", 99), Contender("b", 98), Contender("c", 97), Contender("d", 96), Contender("e", 95)]));
        Assert.Equal(["a", "b"], list.Units);
        Assert.Equal(["c", "d"], list.Reserves);

        var one = list.Keeping(u => u != "a");
        Assert.Equal(["b", "c"], one.Units);
        Assert.Equal(["d"], one.Reserves);
        var three = list.Keeping(u => u is not ("a" or "b" or "c"));
        Assert.Equal(["d"], three.Units);
        Assert.Empty(three.Reserves);
        Assert.Equal(["d", "e"], three.Candidates);
    }

    [Fact]
    public void NoSelection_NoList() =>
        Assert.Empty(IntendedList.Of(Choosing.Track with { Select = null }, Choosing.Standard, byScore, Ranking.Rank([Contender("a", 95)])).Candidates);

    [Fact]
    public void Quotas_AreNeverExceeded() => Prop.ForAll(
        Gen.ListOf(
            from score in Gen.Choose(70, 100)
            from flags in Gen.Choose(0, 31)
            select (score, flags)).ToArbitrary(),
        Gen.Choose(1, 6).ToArbitrary(),
        (drawn, quota) =>
        {
            var track = Choosing.Track with { Select = Choosing.Track.Select! with { Quota = quota, Least = 1 } };
            var ranking = Ranking.Rank(drawn.Select((d, i) => Contender($"v-{i}", d.score) with
            {
                Vetoed = (d.flags & 1) > 0,
                Barred = (d.flags & 2) > 0,
                Nominated = (d.flags & 4) > 0,
                PanelScore = (d.flags & 8) > 0 ? d.score / 2 : null,
                SilentThroughout = (d.flags & 16) > 0,
            }));
            return new[] { byScore, byPanel, nominated }.All(path =>
            {
                var list = IntendedList.Of(track, Choosing.Standard, path, ranking);
                return list.Units.Count <= quota && list.Units.Distinct().Count() == list.Units.Count && list.Units.SequenceEqual(list.Candidates.Take(quota))
                    && (list.Units.Count == quota || list.Units.Count == list.Candidates.Count)
                    && Honours.Decide(track, Choosing.Standard, ranking).Honoured.Count <= quota
                    && Honours.Decide(track, Choosing.Standard, ranking, list.Units).Honoured.Order().SequenceEqual(list.Units.Order());
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Path_FollowsTheDefinition()
    {
        var path = SelectionPath.Of(Choosing.Campaign, Choosing.Track);
        Assert.Equal(("nomination", "panel", "publicnotice", "decision"), (path.Nomination?.Id, path.Panel?.Id, path.Notice?.Id, path.Decision?.Id));
        Assert.Equal((true, true), (path.IsNominated, path.PanelRanks));

        var weighted = Choosing.Track with { Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.Panel] = 1 } };
        Assert.False(SelectionPath.Of(Choosing.Campaign, weighted).PanelRanks);
        var townships = Choosing.Track with { Select = Choosing.Track.Select! with { NominatedBy = null } };
        Assert.False(SelectionPath.Of(Choosing.Campaign, townships).IsNominated);
        var individuals = townships with { Enters = new Entry([], [], "vanguard") };
        Assert.True(SelectionPath.Of(Choosing.Campaign, individuals).IsNominated);
        Assert.Null(SelectionPath.Of(Choosing.Campaign, Choosing.Track with { Select = null }).Nomination);
        var bare = Choosing.Campaign with { Phases = [Choosing.Check] };
        Assert.Equal((null, null, null, null, false, false), Flat(SelectionPath.Of(bare, Choosing.Track)));
    }

    [Fact]
    public void Contender_CarriesNominationBarAndPanelScore()
    {
        var state = Choosing.Village("v", selection: new SelectionState { NominatedBy = "t-1", BarredBy = "c-1" }).With("panel", new PhaseState { Score = 77 });
        var contender = Rules.Evaluation.Contender.Of(Choosing.Campaign, state, Evaluator.Evaluate(Choosing.Campaign, state), Choosing.Phase(PhaseKind.Panel));
        Assert.Equal((true, true, 77m), (contender.Nominated, contender.Barred, contender.PanelScore));
        var plain = Rules.Evaluation.Contender.Of(Choosing.Campaign, Choosing.Village("v"), Evaluator.Evaluate(Choosing.Campaign, state));
        Assert.Equal((false, false, null), (plain.Nominated, plain.Barred, plain.PanelScore));
    }

    static (string?, string?, string?, string?, bool, bool) Flat(SelectionPath path) =>
        (path.Nomination?.Id, path.Panel?.Id, path.Notice?.Id, path.Decision?.Id, path.IsNominated, path.PanelRanks);

    static IntendedList Of(SelectionPath path, params Contender[] contenders) =>
        IntendedList.Of(Choosing.Track, Choosing.Standard, path, Ranking.Rank(contenders));

    static Contender Contender(string unit, decimal score) => new(unit, score, false, null, 0, 0, 0, false);
}
