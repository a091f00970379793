using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Enrolment;

public sealed class EnrollerTests
{
    private static readonly Track Townships = Given.Villages with { Id = "townships", Enters = new Entry(["township"], [], null) };
    private static readonly Track Vanguards = Given.Villages with { Id = "vanguards", Enters = new Entry([], [], "vanguard") };
    private static readonly CampaignDefinition Campaign = Given.Campaign with { Tracks = [Townships, Given.Villages, Vanguards] };

    [Fact]
    public void Enrol_SmallCounty_EnrolsEachBelowItsParentAndArea()
    {
        var tree = new DirectoryTree(
            [Unit("county", "county", null), Unit("t-01", "township", "county"), Unit("d-01", "department", "county"), Unit("v-001", "village", "t-01")],
            [new("p-1", "v-001", ["vanguard"]), new("p-2", "t-01", ["vanguard"]), new("p-3", "d-01", ["vanguard"]), new("p-4", "v-001", [])]);

        var plan = Enroller.Enrol(Campaign, tree);

        Assert.Equal(
        [
            new("townships", "t-01", "county", "t-01", "g01"),
            new("vanguards", "p-1", "t-01", "t-01", "g01"),
            new("vanguards", "p-2", "t-01", "t-01", "g01"),
            new("vanguards", "p-3", "d-01", "d-01", "g01"),
            new("villages", "v-001", "t-01", "t-01", "g01"),
        ], plan.Participants);
        var group = Assert.Single(plan.Groups);
        Assert.Equal(("g01", 5), (group.Id, group.Participants));
        Assert.Equal(["d-01", "t-01"], group.Areas);
    }

    [Fact]
    public void Enrol_UnitsThatStandAboveTheirOwnAuthority_AreEnteredOnce()
    {
        // A slip in the directory: the county hangs on one of its townships.
        var tree = new DirectoryTree([Unit("county", "county", "t-01"), Unit("t-01", "township", "county"), Unit("v-001", "village", "t-01")], []);

        Assert.Equal(["t-01", "v-001"], Enroller.Enrol(Campaign, tree).Participants.Select(p => p.Unit));
    }

    [Theory]
    [InlineData(Comparability.Sector, "rural", "none")]
    [InlineData(Comparability.Level, "village", "village")]
    [InlineData(Comparability.Area, "t-01", "t-01")]
    public void Enrol_ComparableUnits_ShareWhatTheTrackSays(Comparability by, string first, string second)
    {
        var tree = new DirectoryTree(
            [Unit("county", "county", null), Unit(
                "t-01", "township", "county"), Unit("v-001", "village", "t-01") with { Sector = "rural" }, Unit("v-002", "village", "t-01")], []);

        var plan = Enroller.Enrol(Given.Campaign with { Tracks = [Given.Villages with { CompareBy = by }] }, tree);

        Assert.Equal([first, second], plan.Participants.Select(p => p.Comparable));
    }

    [Fact]
    public void Enrol_Clusters_EnterByLevelBelowTheUnitThatRunsThem()
    {
        var track = Given.Villages with { Id = "clusters", Enters = new Entry([], [], null) { Cluster = "city" } };
        var tree = new DirectoryTree(
            [Unit("county", "county", null), Unit("t-01", "township", "county"), Unit("v-001", "village", "t-01"), Unit("elsewhere", "county", null)], [])
        {
            Clusters =
            [
                new("k-1", "city", "t-01"), new("k-2", "city", "v-001"), new("k-3", "city", "county"), new("k-4", "county", "t-01"),
                new("k-5", "city", "elsewhere"),
            ],
        };

        Assert.Equal(
        [
            new("clusters", "k-1", "t-01", "t-01", "g01"), new("clusters", "k-2", "v-001", "t-01", "g01"), new("clusters", "k-3", "county", "k-3", "g01"),
        ], Enroller.Enrol(Given.Campaign with { Tracks = [track] }, tree).Participants);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(Comparability.Sector, "none", "none")]
    [InlineData(Comparability.Level, "city", "city")]
    [InlineData(Comparability.Area, "t-01", "k-3")]
    public void Enrol_Clusters_AreComparableAcrossSectors(Comparability? by, string? first, string? second)
    {
        var track = Given.Villages with { Id = "clusters", Enters = new Entry([], [], null) { Cluster = "city" }, CompareBy = by };
        var tree = new DirectoryTree([Unit("county", "county", null), Unit("t-01", "township", "county")], [])
        {
            Clusters = [new("k-1", "city", "t-01"), new("k-3", "city", "county")],
        };

        Assert.Equal([first, second], Enroller.Enrol(Given.Campaign with { Tracks = [track] }, tree).Participants.Select(p => p.Comparable));
    }

    [Fact]
    public void Enrol_SectorsGiven_LetsInOnlyThese()
    {
        var track = Given.Villages with { Enters = new Entry(["village"], ["rural"], null) };
        var tree = new DirectoryTree(
        [
            Unit("t", "township", "county"), Unit("v-1", "village", "t") with { Sector = "rural" },
            Unit("v-2", "village", "t") with { Sector = "community" }, Unit("v-3", "village", "t"),
        ], []);

        Assert.Equal("v-1", Assert.Single(Enroller.Enrol(Given.Campaign with { Tracks = [track] }, tree).Participants).Unit);
    }

    [Fact]
    public void Enrol_RetiredUnits_TakeNoPartAndTheirChildrenHangOnTheNextLiveUnit()
    {
        var tree = new DirectoryTree(
        [
            Unit("t", "township", "county"), Unit("branch", "branch", "t") with { Retired = true },
            Unit("v-1", "village", "branch"), Unit("v-2", "village", "t") with { Retired = true },
        ], [new("p", "v-2", ["vanguard"])]);

        var villages = Enroller.Enrol(Campaign, tree).Participants.Where(p => p.Track != "townships").ToList();

        Assert.Equal([new("villages", "v-1", "t", "t", "g01")], villages);
    }

    [Fact]
    public void Enrol_UnitsNotBelowTheAuthority_TakeNoPart()
    {
        var tree = new DirectoryTree([Unit("lost", "village", "nowhere"), Unit("ring-1", "village", "ring-2"), Unit("ring-2", "village", "ring-1")], []);

        Assert.Empty(Enroller.Enrol(Campaign, tree).Participants);
        Assert.Empty(Enroller.Enrol(Campaign, tree).Groups);
    }

    [Fact]
    public void Enrol_AreasThatFill_TakesTheFirstGroupWithRoom()
    {
        var plan = Enroller.Enrol(Given.Campaign, County([500, 600, 400, 300]));

        Assert.Equal(["g01", "g02", "g01", "g02"], plan.Participants.DistinctBy(p => p.Area).OrderBy(p => p.Area, StringComparer.Ordinal).Select(p => p.Group));
        Assert.Equal([900, 900], plan.Groups.Select(g => g.Participants));
    }

    [Fact]
    public void Enrol_AreaLargerThanAGroup_IsCutBySubUnit()
    {
        var units = new List<DirectoryUnit> { Unit("t", "township", "county") };
        for (var branch = 0; branch < 3; branch++)
        {
            units.Add(Unit($"b-{branch}", "branch", "t"));
            units.AddRange(Enumerable.Range(0, 400).Select(i => Unit($"v-{branch}-{i:D3}", "village", $"b-{branch}")));
        }

        var plan = Enroller.Enrol(Given.Campaign, new DirectoryTree(units, []));

        Assert.Equal([800, 400], plan.Groups.Select(g => g.Participants));
        Assert.All(plan.Participants.GroupBy(p => p.Parent), b => Assert.Single(b.Select(p => p.Group).Distinct()));
    }

    [Fact]
    public void Enrol_MoreThanNinetyNineGroups_NamesSortAsTheyCount()
    {
        var plan = Enroller.Enrol(Given.Campaign, County([.. Enumerable.Repeat(600, 101)]));

        Assert.Equal(("g001", "g101"), (plan.Groups[0].Id, plan.Groups[^1].Id));
    }

    [Fact]
    public void Enrol_AnyCounty_GroupsStayWithinTheLimitAndKeepAreasWhole()
    {
        var sizesOfTownships = Gen.Frequency((8, Gen.Choose(0, 300)), (2, Gen.Choose(700, 2000)));
        var counties = sizesOfTownships.NonEmptyListOf().Select(sizes => (IReadOnlyList<int>)[.. sizes.Take(8)]);
        Prop.ForAll(counties.ToArbitrary(), sizes =>
        {
            var tree = County(sizes);
            var plan = Enroller.Enrol(Given.Campaign, tree);
            var again = Enroller.Enrol(Given.Campaign, tree with { Units = [.. tree.Units.Reverse()] });
            return plan.Groups.All(g => g.Participants is > 0 and <= Enroller.MaxGroup)
                && plan.Groups.All(g => plan.Participants.Count(p => p.Group == g.Id) == g.Participants)
                && plan.Participants.Count == sizes.Sum()
                && plan.Participants.Select(p => p.Unit).Distinct().Count() == sizes.Sum()
                && plan.Participants.GroupBy(p => p.Area).All(a => a.Count() > Enroller.MaxGroup || a.Select(p => p.Group).Distinct().Count() == 1)
                && plan.Participants.SequenceEqual(again.Participants);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    /// <summary>A county of townships with that many villages each.</summary>
    private static DirectoryTree County(IReadOnlyList<int> villages) => new(
        [.. villages.SelectMany((count, t) => Enumerable.Range(0, count).Select(v => Unit($"v-{t:D3}-{v:D4}", "village", $"t-{t:D3}"))
            .Prepend(Unit($"t-{t:D3}", "township", "county")))],
        []);

    private static DirectoryUnit Unit(string id, string level, string? parent) => new(id, level, null, parent);
}
