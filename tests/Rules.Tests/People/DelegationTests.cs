using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class DelegationTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly string[] Delegable = ["reporter", "reviewer"];

    static Delegation Week { get; } = new("d1", "zhao", Now.AddDays(1), Now.AddDays(8), [], "出差");

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(167, true)]
    [InlineData(168, false)]
    public void IsInForce_FromItsFirstInstantToItsEnd_AndNotAtIt(int hours, bool inForce) =>
        Assert.Equal(inForce, Week.IsInForce(Week.From.AddHours(hours)));

    [Fact]
    public void End_EndedEarlier_IsThen()
    {
        var ended = Week with { EndedAt = Now.AddDays(3) };

        Assert.Equal(Now.AddDays(3), ended.End);
        Assert.True(ended.IsInForce(Now.AddDays(3).AddTicks(-1)));
        Assert.False(ended.IsInForce(Now.AddDays(3)));
        Assert.False(ended.IsOpen(Now.AddDays(3)));
        Assert.Equal(Week.Until, (Week with { EndedAt = Week.Until.AddDays(1) }).End);
    }

    [Fact]
    public void IsOpen_BeforeItBegins_Is() => Assert.True(Week.IsOpen(Now));

    [Fact]
    public void End_EndedBeforeItBegan_HoldsNever()
    {
        var ended = Week with { EndedAt = Now };

        Assert.False(ended.IsInForce(Week.From));
    }

    [Fact]
    public void Covers_WithoutRoles_IsEverything()
    {
        Assert.True(Week.Covers("reviewer"));
        Assert.True((Week with { Roles = ["reporter"] }).Covers("reporter"));
        Assert.False((Week with { Roles = ["reporter"] }).Covers("reviewer"));
    }

    [Fact]
    public void Check_AWeekAway_FindsNothing() => Assert.Empty(Week.Check("li", [], Delegable, Now));

    public static TheoryData<Delegation, string, string> Wrong => new()
    {
        { Week with { To = "li" }, "to", "is the absent person" },
        { Week with { Until = Week.From }, "until", "is not after from" },
        { Week with { From = Now.AddDays(-2), Until = Now }, "until", "is over" },
        { Week with { Until = Week.From + Delegation.Longest + TimeSpan.FromTicks(1) }, "until", "is more than 366 days after from" },
        { Week with { Roles = ["reporter", "panelMember"] }, "roles", "'panelMember' cannot be delegated; these can: reporter, reviewer" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Check_OneMistake_NamesItsField(Delegation given, string field, string problem) =>
        Assert.Equal([(field, problem)], given.Check("li", [], Delegable, Now));

    [Fact]
    public void Check_TheLongest_IsAllowed() => Assert.Empty((Week with { Until = Week.From + Delegation.Longest }).Check("li", [], Delegable, Now));

    [Fact]
    public void Check_TheSameStandInAtTheSameTime_IsRefused_AndOneAfterTheOtherIsNot()
    {
        var problem = ("to", "stands in at that time already");

        Assert.Equal([problem], (Week with { Id = "d2", From = Week.Until.AddTicks(-1), Until = Week.Until.AddDays(1) }).Check("li", [Week], Delegable, Now));
        Assert.Empty((Week with { Id = "d2", From = Week.Until, Until = Week.Until.AddDays(1) }).Check("li", [Week], Delegable, Now));
        Assert.Equal([problem], (Week with { Id = "d2", From = Now, Until = Week.From.AddTicks(1) }).Check("li", [Week], Delegable, Now));
        Assert.Empty((Week with { Id = "d2", From = Now, Until = Week.From }).Check("li", [Week], Delegable, Now));
        Assert.Empty((Week with { Id = "d2", To = "qian" }).Check("li", [Week], Delegable, Now));
        Assert.Empty((Week with { Id = "d2" }).Check("li", [Week with { EndedAt = Now }], Delegable, Now));
    }

    [Fact]
    public void Check_TheMostThatMayBeOpen_LeavesRoomForOneMoreOnlyWhenOneHasEnded()
    {
        var open = Enumerable.Range(0, Delegation.MostOpen).Select(i => Week with { Id = $"o{i}", To = $"p{i}" }).ToList();

        Assert.Equal([("", "there are 20 that have not ended")], Week.Check("li", open, Delegable, Now));
        Assert.Empty(Week.Check("li", [.. open.Skip(1), open[0] with { EndedAt = Now }], Delegable, Now));
    }
}
