using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class ClusterCountsTests
{
    private static readonly GapUnit[] Units =
    [
        new("v-2", "village", "t-1"), new("city", "city", null), new("c-1", "county", "city"), new("t-1", "township", "c-1"), new("v-1", "village", "t-1"),
        new("c-2", "county", "city"),
    ];

    [Fact]
    public void Of_ClustersCountForTheirHome_PointsForAllAbove_EachPointOnce() => Assert.Equal(
        [
            new ClusterCount("c-1", "county", 2, 2), new ClusterCount("c-2", "county", 0, 0), new ClusterCount("city", "city", 3, 3),
            new ClusterCount("t-1", "township", 1, 2), new ClusterCount("v-1", "village", 0, 0), new ClusterCount("v-2", "village", 0, 0),
        ],
        ClusterCounts.Of(Units,
        [
            new("k-1", "city", "c-1", ["v-1", "v-2", "v-1"]), new("k-2", "township", "t-1", ["v-1", "gone"]), new("k-3", "city", "city", ["c-2"]),
            new("k-4", "city", "nowhere", []),
        ]));

    [Fact]
    public void Of_ADamagedRing_Ends() => Assert.Equal(2, ClusterCounts.Of(
        [new("a", "village", "b"), new("b", "village", "a")], [new("k", "city", "a", [])]).Count);
}
