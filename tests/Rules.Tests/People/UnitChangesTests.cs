using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.Rules.Tests.People;

public sealed class UnitChangesTests
{
    private static readonly Dictionary<string, ChangeUnit> Units = new ChangeUnit[]
    {
        new("county", "county", null), new("t-1", "township", "county"), new("t-2", "township", "county"), new("v-1", "village", "t-1"),
        new("v-2", "village", "t-1"), new("gone", "village", "t-1", ["v-2"]), new("branch", "branch", "v-2"), new("closed", "village", "t-1", []),
    }.ToDictionary(u => u.Id);

    [Theory]
    [InlineData(UnitChangeKind.Move, "v-1", "t-2", null)]
    [InlineData(UnitChangeKind.Move, "t-1", "t-2", null)]
    [InlineData(UnitChangeKind.Retire, "v-1", "", null)]
    [InlineData(UnitChangeKind.Merge, "v-1", "v-2", null)]
    [InlineData(UnitChangeKind.Split, "v-1", "v-8 v-9", null)]
    [InlineData(UnitChangeKind.Split, "v-1", "v-2 v-9", null)]
    [InlineData(UnitChangeKind.Merge, "gone", "v-2", null)]
    [InlineData(UnitChangeKind.Retire, "closed", "", null)]
    [InlineData(UnitChangeKind.Retire, "nobody", "", ChangeRefusal.UnknownUnit)]
    [InlineData(UnitChangeKind.Retire, "county", "", ChangeRefusal.RootStays)]
    [InlineData(UnitChangeKind.Retire, "v-1", "v-2", ChangeRefusal.WrongNumber)]
    [InlineData(UnitChangeKind.Move, "v-1", "", ChangeRefusal.WrongNumber)]
    [InlineData(UnitChangeKind.Merge, "v-1", "v-2 t-2", ChangeRefusal.WrongNumber)]
    [InlineData(UnitChangeKind.Split, "v-1", "v-8", ChangeRefusal.WrongNumber)]
    [InlineData(UnitChangeKind.Split, "v-1", "v-8 v-8", ChangeRefusal.WrongNumber)]
    [InlineData(UnitChangeKind.Merge, "v-1", "v-1", ChangeRefusal.TargetIsItself)]
    [InlineData(UnitChangeKind.Merge, "v-1", "nobody", ChangeRefusal.TargetUnknown)]
    [InlineData(UnitChangeKind.Move, "v-1", "nobody", ChangeRefusal.TargetUnknown)]
    [InlineData(UnitChangeKind.Merge, "v-1", "gone", ChangeRefusal.TargetEnded)]
    [InlineData(UnitChangeKind.Move, "t-1", "v-1", ChangeRefusal.TargetIsBelow)]
    [InlineData(UnitChangeKind.Move, "t-1", "branch", ChangeRefusal.TargetIsBelow)]
    [InlineData(UnitChangeKind.Merge, "gone", "v-1", ChangeRefusal.EndedOtherwise)]
    [InlineData(UnitChangeKind.Move, "gone", "v-2", ChangeRefusal.EndedOtherwise)]
    [InlineData(UnitChangeKind.Retire, "v-2", "", ChangeRefusal.HasUnitsBelow)]
    [InlineData(UnitChangeKind.Split, "v-1", "t-2 v-9", ChangeRefusal.SuccessorTaken)]
    [InlineData(UnitChangeKind.Split, "v-1", "gone v-9", ChangeRefusal.SuccessorTaken)]
    [InlineData(UnitChangeKind.Split, "v-1", "branch v-9", ChangeRefusal.SuccessorTaken)]
    public void Check_SaysWhy(UnitChangeKind kind, string unit, string into, ChangeRefusal? why) => Assert.Equal(
        why, UnitChanges.Check(Units, new UnitChange(kind, unit, into.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Check_SuccessorUnderAnotherParent_IsTaken()
    {
        var units = new Dictionary<string, ChangeUnit>(Units) { ["v-7"] = new("v-7", "village", "t-2") };
        Assert.Equal(ChangeRefusal.SuccessorTaken, UnitChanges.Check(units, new UnitChange(UnitChangeKind.Split, "v-1", ["v-7", "v-9"])));
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, ChangeRefusal.WrongNumber)]
    public void Check_Split_IsIntoTwentyAtMost(int count, ChangeRefusal? why) => Assert.Equal(
        why, UnitChanges.Check(Units, new UnitChange(UnitChangeKind.Split, "v-1", [.. Enumerable.Range(0, count).Select(i => $"n-{i}")])));

    [Fact]
    public void Check_UnitsBelowThatHaveEnded_DoNotHinder() => Assert.Null(UnitChanges.Check(
        new Dictionary<string, ChangeUnit>(Units) { ["branch"] = new("branch", "branch", "v-2", []) }, new UnitChange(UnitChangeKind.Retire, "v-2", [])));
}
