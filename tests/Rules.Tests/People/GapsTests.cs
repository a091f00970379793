using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class GapsTests
{
    private static readonly GapUnit[] Units =
    [
        new("county", "county", null), new("t-1", "township", "county"), new("d-1", "department", "county"), new("v-1", "village", "t-1"),
        new("v-2", "village", "t-1"), new("s-1", "station", "d-1"),
    ];

    private static readonly GapPosts Complete = new()
    {
        Leaders = [("boss", "county"), ("town", "t-1"), ("dep", "d-1"), ("v1", "v-1"), ("v2", "v-2"), ("s1", "s-1")],
        ContactPoints = [("boss", "t-1"), ("town", "v-1"), ("town", "v-2"), ("dep", "s-1")],
        Liaisons = [("l", "v-1"), ("l", "v-2")],
        LeadInstructors = [("i0", "v-1")],
        Instructors = [("i1", "v-1"), ("i2", "v-1")],
    };

    [Fact]
    public void Of_EverythingAssigned_HasNone() =>
        Assert.Empty(Gaps.Of(Units, [new GapCluster("c-1", "boss", ["v-1", "v-2", "s-1"])], Complete));

    [Fact]
    public void Of_UnitWithoutLeader_IsListed() => Assert.Equal(
        [new Gap(GapKind.UnitWithoutLeader, "s-1"), new Gap(GapKind.UnitWithoutLeader, "v-2")],
        Gaps.Of(Units, [], Complete with { Leaders = [("boss", "county"), ("town", "t-1"), ("dep", "d-1"), ("v1", "v-1")] }));

    [Fact]
    public void Of_LeaderOfATierAboveWithoutContactPoint_IsListed_LeadersInChargeToo_NotThoseWithNobodyBelow() => Assert.Equal(
        [new Gap(GapKind.LeaderWithoutContactPoint, "county", "boss"), new Gap(GapKind.LeaderWithoutContactPoint, "t-1", "vice")],
        Gaps.Of(Units, [], Complete with
        {
            LeadersInCharge = [("vice", "t-1"), ("deputy", "v-1")],
            ContactPoints = [("town", "v-1"), ("town", "v-2"), ("dep", "s-1")],
        }));

    [Fact]
    public void Of_SeveralGaps_AreInOrderOfKindUnitAndPerson() => Assert.Equal(
        [
            new Gap(GapKind.UnitWithoutLeader, "v-2"), new Gap(GapKind.LeaderWithoutContactPoint, "t-1", "a-vice"),
            new Gap(GapKind.LeaderWithoutContactPoint, "t-1", "z-vice"), new Gap(GapKind.VillageWithoutLiaison, "v-1"),
            new Gap(GapKind.VillageWithoutLiaison, "v-2"),
        ],
        Gaps.Of(Units, [], Complete with
        {
            Leaders = [.. Complete.Leaders.Where(l => l.Unit != "v-2")],
            LeadersInCharge = [("z-vice", "t-1"), ("a-vice", "t-1")],
            Liaisons = [],
        }));

    [Fact]
    public void Of_VillageWithoutLiaison_IsListed_OthersNeedNone() => Assert.Equal(
        [new Gap(GapKind.VillageWithoutLiaison, "v-2")], Gaps.Of(Units, [], Complete with { Liaisons = [("l", "v-1"), ("l", "t-1")] }));

    [Fact]
    public void Of_Instructors_NeedOneLead()
    {
        Assert.Equal([new Gap(GapKind.InstructorsWithoutLead, "v-1")], Gaps.Of(Units, [], Complete with { LeadInstructors = [] }));
        Assert.Equal(
            [new Gap(GapKind.SeveralLeadInstructors, "v-1")], Gaps.Of(Units, [], Complete with { LeadInstructors = [("i0", "v-1"), ("i9", "v-1")] }));
        Assert.Empty(Gaps.Of(Units, [], Complete with { LeadInstructors = [("i0", "v-1"), ("i0", "v-1")], Instructors = [] }));
        Assert.Empty(Gaps.Of(Units, [], Complete with { LeadInstructors = [("a", "gone"), ("b", "gone"), ("i0", "v-1")], Instructors = [("c", "lost")] }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("town")]
    [InlineData("nobody")]
    public void Of_ClusterWithoutACountysLeader_IsListed(string? leader) =>
        Assert.Equal([new Gap(GapKind.ClusterWithoutCountyLeader, "c-1")], Gaps.Of(Units, [new GapCluster("c-1", leader, [])], Complete));

    [Fact]
    public void Of_ClusterLedByALeaderInCharge_OrByACitysLeader_IsFine()
    {
        Assert.Empty(Gaps.Of(Units, [new GapCluster("c-1", "vice", [])], Complete with
        {
            LeadersInCharge = [("vice", "county")],
            ContactPoints = [.. Complete.ContactPoints, ("vice", "t-1")],
        }));
        GapUnit[] city = [new("city", "city", null)];
        Assert.Empty(Gaps.Of(city, [new GapCluster("c-1", "mayor", [])], new GapPosts { Leaders = [("mayor", "city")] }));
    }

    [Fact]
    public void Of_PointWhoseContactIsNoLeaderOfItsTownship_IsListedOnce()
    {
        GapCluster[] clusters = [new("c-1", "boss", ["v-1", "v-2"]), new("c-2", "boss", ["v-2", "unknown"])];
        Assert.Equal(
            [new Gap(GapKind.PointWithoutTownshipLeader, "v-2")],
            Gaps.Of(Units, clusters, Complete with { ContactPoints = [("boss", "t-1"), ("boss", "v-2"), ("town", "v-1"), ("dep", "s-1")] }));
    }

    [Fact]
    public void Of_PointOutsideATownship_NeedsALeaderOfTheUnitRightAbove() => Assert.Equal(
        [new Gap(GapKind.PointWithoutTownshipLeader, "s-1")],
        Gaps.Of(Units, [new GapCluster("c-1", "boss", ["s-1"])], Complete with { ContactPoints = [("boss", "s-1"), ("town", "v-1"), ("dep", "v-2")] }));

    [Fact]
    public void Of_PointBelowAVillageOfATownship_NeedsTheTownshipsLeader()
    {
        GapUnit[] deeper = [.. Units, new("b-1", "branch", "v-1")];
        var posts = Complete with { Leaders = [.. Complete.Leaders, ("b", "b-1")] };
        GapCluster[] clusters = [new("c-1", "boss", ["b-1"])];
        var villages = Gaps.Of(deeper, clusters, posts with { ContactPoints = [.. Complete.ContactPoints, ("v1", "b-1")] });
        Assert.Equal([new Gap(GapKind.PointWithoutTownshipLeader, "b-1")], villages);
        Assert.Equal(
            [new Gap(GapKind.LeaderWithoutContactPoint, "v-1", "v1")],
            Gaps.Of(deeper, clusters, posts with { ContactPoints = [.. Complete.ContactPoints, ("town", "b-1")] }));
    }

    [Fact]
    public void Of_TopUnitAsAPoint_IsAGap() => Assert.Equal(
        [new Gap(GapKind.PointWithoutTownshipLeader, "county")], Gaps.Of(Units, [new GapCluster("c-1", "boss", ["county"])], Complete));
}
