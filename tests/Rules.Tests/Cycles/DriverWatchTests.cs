using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

public sealed class DriverWatchTests
{
    static readonly DateTimeOffset Now = new(2026, 4, 10, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(CycleState.Running, 29, DriverSight.Fine)]
    [InlineData(CycleState.Running, 30, DriverSight.LookCloser)]
    [InlineData(CycleState.Paused, 30, DriverSight.Fine)]
    [InlineData(CycleState.Enrolling, 239, DriverSight.Fine)]
    [InlineData(CycleState.Enrolling, 240, DriverSight.Replace)]
    public void Driver_OfTheAppsVersion_IsLookedAtWhenItIsSilentWhileTheCycleRuns(CycleState state, int minutes, DriverSight expected) =>
        Assert.Equal(expected, DriverWatch.At(state, 0, TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(CycleState.Running, 0, DriverSight.LookCloser)]
    [InlineData(CycleState.Paused, 0, DriverSight.LookCloser)]
    [InlineData(CycleState.Enrolling, 239, DriverSight.Fine)]
    [InlineData(CycleState.Enrolling, 240, DriverSight.Replace)]
    public void Driver_OfAnOlderVersion_IsLookedAtOnceItHasEnrolled(CycleState state, int minutes, DriverSight expected) =>
        Assert.Equal(expected, DriverWatch.At(state, -1, TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(CycleState.Running, 29, DriverSight.Fine)]
    [InlineData(CycleState.Running, 30, DriverSight.Replace)]
    [InlineData(CycleState.Paused, 30, DriverSight.Replace)]
    [InlineData(CycleState.Enrolling, 30, DriverSight.Replace)]
    public void Driver_OfANewerVersion_IsReplacedOnceItIsSilent(CycleState state, int minutes, DriverSight expected) =>
        Assert.Equal(expected, DriverWatch.At(state, 1, TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(CycleState.Running, MilestoneState.Pending, 31, 30, true)]
    [InlineData(CycleState.Running, MilestoneState.Pending, 30, 30, false)]
    [InlineData(CycleState.Running, MilestoneState.Pending, 31, 29, false)]
    [InlineData(CycleState.Running, MilestoneState.Done, 31, 30, false)]
    [InlineData(CycleState.Paused, MilestoneState.Pending, 31, 30, false)]
    public void Driver_IsStuck_WhenItIsSilentAndAMilestoneIsLate(CycleState state, MilestoneState milestone, int late, int silent, bool expected) =>
        Assert.Equal(expected, DriverWatch.IsStuck(Cycle(state, milestone, Now.AddMinutes(-late)), TimeSpan.FromMinutes(silent), Now));

    /// <summary>The claim's age and the silence, in minutes: a driver that has just begun, or has just spoken, is left to it.</summary>
    [Theory]
    [InlineData(CycleState.Running, 240, 240, true)]
    [InlineData(CycleState.Running, 239, 240, false)]
    [InlineData(CycleState.Running, 240, 239, false)]
    [InlineData(CycleState.Paused, 240, 240, false)]
    public void Driver_IsStuck_WhenItIsSilentOverWhatItClaimedLongAgo(CycleState state, int claimed, int silent, bool expected)
    {
        // Taken weeks after its instant, after an outage or a pause: that does not make the claim older.
        var late = Cycle(state, MilestoneState.Claimed, Now.AddDays(-20), Now.AddMinutes(-claimed));

        Assert.Equal(expected, DriverWatch.IsStuck(late, TimeSpan.FromMinutes(silent), Now));
    }

    [Theory]
    [InlineData(240, true)]
    [InlineData(239, false)]
    public void Claim_WithoutAnInstant_CountsFromTheMilestones(int late, bool expected) =>
        Assert.Equal(expected, DriverWatch.IsStuck(Cycle(CycleState.Running, MilestoneState.Claimed, Now.AddMinutes(-late)), TimeSpan.FromDays(3), Now));

    [Theory]
    [InlineData(CycleState.Running, 240, 240, true)]
    [InlineData(CycleState.Running, 239, 240, false)]
    [InlineData(CycleState.Running, 240, 239, false)]
    [InlineData(CycleState.Paused, 240, 240, false)]
    public void Driver_IsStuck_WhenItIsSilentOverAGroupThatWasRetriedLongAgo(CycleState state, int retried, int silent, bool expected) =>
        Assert.Equal(expected, DriverWatch.IsStuck(
            Cycle(state, MilestoneState.Done, Now) with { WorksOffSince = Now.AddMinutes(-retried) }, TimeSpan.FromMinutes(silent), Now));

    [Fact]
    public void Claim_ThatIsOver_IsNot() => Assert.False(
        DriverWatch.IsStuck(Cycle(CycleState.Running, MilestoneState.Done, Now.AddDays(-9), Now.AddDays(-9)), TimeSpan.FromDays(9), Now));

    [Fact]
    public void Driver_OfACycleThatAwaitsACalendar_IsNotStuck() =>
        Assert.False(DriverWatch.IsStuck(Cycle(CycleState.Running, MilestoneState.Pending, null), TimeSpan.FromDays(3), Now));

    [Theory]
    [InlineData(CycleState.Running, MilestoneState.Pending, false, true)]
    [InlineData(CycleState.Paused, MilestoneState.Done, false, true)]
    [InlineData(CycleState.Running, MilestoneState.Claimed, false, false)]
    [InlineData(CycleState.Running, MilestoneState.Done, true, false)]
    [InlineData(CycleState.Enrolling, MilestoneState.Pending, false, false)]
    public void Cycle_IsAtRest_WhenNothingOfItIsUnderWay(CycleState state, MilestoneState milestone, bool worksOff, bool expected) =>
        Assert.Equal(expected, DriverWatch.IsAtRest(Cycle(state, milestone, Now) with { WorksOffSince = worksOff ? Now : null }));

    static CycleProgress Cycle(CycleState state, MilestoneState milestone, DateTimeOffset? at, DateTimeOffset? claimed = null) =>
        new(state, [], [new(new("q1|open", "q1", MilestoneKind.Open, null, at), milestone) { ClaimedAt = claimed }]);
}
