using Campaigns.App.Directory;
using Xunit;

namespace Campaigns.App.Tests.Directory;

public sealed class DirectorySnapshotTests
{
    [Theory]
    [InlineData("county", null)]
    [InlineData("t-01", "county")]
    [InlineData("v-001", "t-01")]
    [InlineData("vanguard-1", "t-01")]
    [InlineData("clerk-d1", "d-01")]
    [InlineData("nobody", null)]
    public void ParentOf_Participant_IsWhoReviewsIt(string participant, string? parent) => Assert.Equal(parent, Trees.County.ParentOf(participant));

    [Theory]
    [InlineData("v-001", "大河村")]
    [InlineData("vanguard-1", "某某")]
    [InlineData("nobody", "nobody")]
    public void NameOf_Participant_IsItsNameOrElseItsId(string participant, string name) => Assert.Equal(name, Trees.County.NameOf(participant));

    [Fact]
    public void Office_OfTheAuthority_HoldsWhoeverActsOrReviewsOnce() => Assert.Equal(["office"], Trees.County.ContactsOfUnit("county").Office);

    [Theory]
    [InlineData("v-001", "t-01,county")]
    [InlineData("county", "")]
    [InlineData("vanguard-1", "v-001,t-01,county")]
    [InlineData("nobody", "")]
    public void Ancestors_Participant_AreNearestFirst(string participant, string ancestors) =>
        Assert.Equal(ancestors, string.Join(',', Trees.County.Ancestors(participant)));

    [Theory]
    [InlineData("v-001", "t-01")]
    [InlineData("t-01", "t-01")]
    [InlineData("d-01", "d-01")]
    [InlineData("vanguard-1", "t-01")]
    [InlineData("clerk-d1", "d-01")]
    [InlineData("county", "county")]
    public void AreaOf_Participant_IsRightBelowTheRoot(string participant, string area) => Assert.Equal(area, Trees.County.AreaOf(participant));

    [Fact]
    public void ParentAndArea_OfIndividuals_AreEnrolments()
    {
        var tree = Trees.County.ToTree();

        Assert.Equal(Trees.County.Units.Count, tree.Units.Count);
        Assert.Equal(["vanguard"], tree.People.Single(p => p.Id == "vanguard-1").Categories);
    }

    [Fact]
    public void Contacts_OfAUnitAndAnIndividual_AreItsPeople()
    {
        var village = Trees.County.ContactsOf("v-001");
        Assert.Equal(["reporter-1"], village.Reporters);
        Assert.Equal(["leader-1"], village.Leaders);
        Assert.Equal(["liaison-1"], village.Liaisons);
        Assert.Equal(["reviewer-t1"], Trees.County.ContactsOf("t-01").Reviewers);

        var person = Trees.County.ContactsOf("vanguard-1");
        Assert.Equal(["vanguard-1"], person.Reporters);
        Assert.Equal(["leader-1"], person.Leaders);
        Assert.Empty(Trees.County.ContactsOf("nobody").Reporters);
    }

    [Fact]
    public void Ancestors_InADamagedTree_End()
    {
        var ring = DirectorySnapshot.Of(
            1, [new("a", "a", null, "village", "rural", "b"), new("b", "b", null, "village", "rural", "a")], []);

        Assert.Contains("b", ring.Ancestors("a"));
        Assert.True(ring.Ancestors("a").Count() <= 4);
    }
}
