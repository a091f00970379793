using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Enrolment;

public sealed class PlacementsTests
{
    private static readonly DirectoryTree Tree = new(
        [
            new("city", "city", null, null), new("county", "county", null, "city"), new("t-1", "township", null, "county"), new("v-1", "village", null, "t-1"),
            new("old", "branch", null, "t-1", Retired: true), new("v-2", "village", null, "old"), new("b-1", "branch", null, "v-1"),
        ],
        [new("p-1", "v-1", ["star"]), new("p-2", "t-1", ["star"]), new("p-3", "nowhere", ["star"]), new("p-4", "city", ["star"])])
    {
        Clusters = [new("k-1", "city", "t-1"), new("k-2", "city", "county"), new("k-3", "city", "v-1"), new("k-4", "city", "city")],
    };

    [Theory]
    [InlineData("t-1", "county", "t-1")]
    [InlineData("v-1", "t-1", "t-1")]
    [InlineData("v-2", "t-1", "t-1")]
    [InlineData("b-1", "v-1", "t-1")]
    [InlineData("p-1", "t-1", "t-1")]
    [InlineData("p-2", "t-1", "t-1")]
    [InlineData("k-1", "t-1", "t-1")]
    [InlineData("k-2", "county", "k-2")]
    [InlineData("k-3", "v-1", "t-1")]
    public void Of_SaysWhoAppraisesAndWhereItCounts(string id, string parent, string area) =>
        Assert.Equal(new Placement(parent, area), Placements.Of(Tree, "county", id));

    [Theory]
    [InlineData("city")]
    [InlineData("county")]
    [InlineData("p-3")]
    [InlineData("p-4")]
    [InlineData("k-4")]
    [InlineData("nobody")]
    public void Of_WhatIsNotBelowTheAuthority_IsNowhere(string id) => Assert.Null(Placements.Of(Tree, "county", id));

    [Fact]
    public void Of_AgreesWithEnrolment()
    {
        var definition = Given.Campaign with
        {
            Tracks =
            [
                Given.Villages with { Id = "a", Enters = new Entry(["township", "village", "branch"], [], null) },
                Given.Villages with { Id = "b", Enters = new Entry([], [], "star") },
                Given.Villages with { Id = "c", Enters = new Entry([], [], null) { Cluster = "city" } },
            ],
        };
        var plan = Enroller.Enrol(definition, Tree);
        Assert.Equal(9, plan.Participants.Count);
        Assert.All(plan.Participants, p => Assert.Equal(new Placement(p.Parent, p.Area), Placements.Of(Tree, "county", p.Unit)));
    }
}
