using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class HandoverTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_NobodyYet_BeginsEveryPostInOrder() => Assert.Equal(
        [new Post("leader", "t-1", Then), new Post("leader", "t-2", Then), new Post("reporter", "t-1", Then)],
        Handover.Of([], [("reporter", "t-1"), ("leader", "t-2"), ("leader", "t-1"), ("leader", "t-1")], Then));

    [Fact]
    public void Of_TheSameAgain_ChangesNothing()
    {
        var posts = Handover.Of([], [("leader", "t-1")], Then);
        Assert.Equal(posts, Handover.Of(posts, [("leader", "t-1")], Now));
    }

    [Fact]
    public void Of_AnotherHolding_EndsOneAndBeginsTheOther()
    {
        var posts = Handover.Of([], [("leader", "t-1"), ("reporter", "t-1")], Then);
        Assert.Equal(
            [new Post("leader", "t-1", Then, Now), new Post("reporter", "t-1", Then), new Post("leader", "t-2", Now)],
            Handover.Of(posts, [("reporter", "t-1"), ("leader", "t-2")], Now));
    }

    [Fact]
    public void Of_ComingBack_BeginsAPostAnew_AndAnEndedOneKeepsItsEnd()
    {
        var ended = new Post("leader", "t-1", Then, Now);
        var later = Now.AddDays(30);
        Assert.Equal([ended, new Post("leader", "t-1", later)], Handover.Of([ended], [("leader", "t-1")], later));
        Assert.Equal([ended], Handover.Of([ended], [], later));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void HeldAt_FromIsIn_UntilIsOut(int minutes, bool held) =>
        Assert.Equal(held, new Post("leader", "t-1", Then, Then.AddMinutes(60)).HeldAt(Then.AddMinutes(minutes)));

    [Fact]
    public void HeldAt_LastingPost_IsHeldEver_AfterItsBeginning()
    {
        Assert.True(new Post("leader", "t-1", Then).HeldAt(Now));
        Assert.False(new Post("leader", "t-1", Now).HeldAt(Then));
    }
}
