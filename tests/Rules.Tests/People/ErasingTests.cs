using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class ErasingTests
{
    private static readonly (string, string, bool)[] Posts = [("reporter", "v-001", false), ("liaison", "v-001", true), ("leader", "v-002", false)];

    [Fact]
    public void Obstacles_ArePostsThatNobodyElseHolds_AndRunningCycles() => Assert.Equal(
        ["reporter@v-001", "leader@v-002", "participant@contest-2026/models"],
        Erasing.Obstacles([.. Posts, ("reporter", "v-001", false)], ["contest-2026/models"], handedOver: false, mayBeVacant: false));

    [Fact]
    public void Obstacles_WhereSomebodyTakesThePostsOver_AreRunningCyclesAlone() => Assert.Equal(
        ["participant@contest-2026/models"], Erasing.Obstacles(Posts, ["contest-2026/models"], handedOver: true, mayBeVacant: false));

    [Fact]
    public void Obstacles_WhereItMayBeLeftVacant_AreNone() =>
        Assert.Empty(Erasing.Obstacles(Posts, ["contest-2026/models"], handedOver: false, mayBeVacant: true));

    [Fact]
    public void Obstacles_OfSomebodyWithoutPosts_AreNone() => Assert.Empty(Erasing.Obstacles([], [], handedOver: false, mayBeVacant: false));

    [Theory]
    [InlineData("请督促欧阳明、李明提交", "李明", "请督促欧阳明、p-1提交")]
    [InlineData("李明李明", "李明", "p-1p-1")]
    [InlineData("李明", "李明", "p-1")]
    [InlineData("Li Ming has not answered; Li Ming's unit", "Li Ming", "p-1 has not answered; p-1's unit")]
    [InlineData("Liang and Ali and Li", "Li", "Liang and Ali and p-1")]
    [InlineData("Élise", "lise", "Élise")]
    [InlineData("李Li李", "Li", "李p-1李")]
    [InlineData("3Li4", "Li", "3p-14")]
    [InlineData("nobody", "Li", "nobody")]
    [InlineData("nobody", "", "nobody")]
    public void Text_WithoutAName_HasTheIdInItsPlaces(string text, string name, string without) =>
        Assert.Equal(without, Erasing.WithoutName(text, name, "p-1"));

    [Fact]
    public void Text_WhoseIdHoldsTheName_IsGoneThroughOnce() => Assert.Equal("a-Li-1 b", Erasing.WithoutName("Li b", "Li", "a-Li-1"));
}
