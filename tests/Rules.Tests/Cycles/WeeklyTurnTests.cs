using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

public sealed class WeeklyTurnTests
{
    private static readonly DateOnly Monday = new(2026, 3, 30);

    [Fact]
    public void Turn_ComesOnceInAnySevenDays()
    {
        foreach (var name in Names(50))
            Assert.All(Enumerable.Range(0, 20), start => Assert.Single(Enumerable.Range(start, 7), d => WeeklyTurn.IsOf(name, Monday.AddDays(d))));
    }

    [Fact]
    public void Turns_OfManyWithNamesMuchAlike_AreSpreadOverTheWeek() => Assert.All(
        Enumerable.Range(0, 7), d => Assert.InRange(Names(700).Count(n => WeeklyTurn.IsOf(n, Monday.AddDays(d))), 70, 130));

    /// <summary>What a process finds out another one must find out too, next year as well: these may not change.</summary>
    [Theory]
    [InlineData("", 2)]
    [InlineData("spring-drive-2026|g-1", 4)]
    [InlineData("spring-drive-2026|g-2", 3)]
    public void Turn_IsTheSameEverywhere(string name, int day) => Assert.Equal(
        day, Enumerable.Range(0, 7).Single(d => WeeklyTurn.IsOf(name, Monday.AddDays(d))));

    private static IEnumerable<string> Names(int count) => Enumerable.Range(1, count).Select(i => $"spring-drive-2026|g-{i}");
}
