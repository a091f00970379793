using Campaigns.Local.Clocks;
using Xunit;

namespace Campaigns.Local.Tests.Clocks;

public sealed class VirtualTimeTests
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void MoveTo_Forward_SetsTheClock()
    {
        var clock = new VirtualTime(Start);

        clock.MoveTo(Start.AddDays(3).ToOffset(TimeSpan.FromHours(8)));

        Assert.Equal(Start.AddDays(3), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
    }

    [Fact]
    public void MoveTo_Backward_IsRefused()
    {
        var clock = new VirtualTime(Start);

        Assert.Throws<ArgumentOutOfRangeException>(() => clock.MoveTo(Start.AddTicks(-1)));
        clock.MoveTo(Start);
        Assert.Equal(Start, clock.GetUtcNow());
    }

    [Fact]
    public void Timers_PassedByAMove_FireInOrderAtTheirInstants()
    {
        var clock = new VirtualTime(Start);
        var fired = new List<(string Name, DateTimeOffset At)>();
        using var late = clock.CreateTimer(_ => fired.Add(("late", clock.GetUtcNow())), null, TimeSpan.FromHours(5), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => fired.Add(("early", clock.GetUtcNow())), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        using var never = clock.CreateTimer(_ => fired.Add(("never", clock.GetUtcNow())), null, TimeSpan.FromDays(9), Timeout.InfiniteTimeSpan);

        clock.MoveTo(Start.AddDays(1));

        Assert.Equal([("early", Start.AddHours(1)), ("late", Start.AddHours(5))], fired);
        Assert.Equal(Start.AddDays(1), clock.GetUtcNow());
    }

    [Fact]
    public void Timer_WithAPeriod_FiresOnceForEachPeriodPassed()
    {
        var clock = new VirtualTime(Start);
        var fired = 0;
        var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        clock.MoveTo(Start.AddHours(4));
        timer.Dispose();
        clock.MoveTo(Start.AddHours(9));

        Assert.Equal(4, fired);
    }

    [Fact]
    public async Task Delay_OnTheClock_EndsWhenTheClockReachesIt()
    {
        var clock = new VirtualTime(Start);
        var delay = Task.Delay(TimeSpan.FromDays(2), clock);

        clock.MoveTo(Start.AddDays(1));
        Assert.False(delay.IsCompleted);
        clock.MoveTo(Start.AddDays(2));

        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Timer_ChangedFromItsOwnCallback_FiresAgainInTheSameMove()
    {
        var clock = new VirtualTime(Start);
        var at = new List<DateTimeOffset>();
        ITimer? timer = null;
        timer = clock.CreateTimer(_ =>
        {
            at.Add(clock.GetUtcNow());
            if (at.Count < 3)
                timer!.Change(TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        }, null, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);

        clock.MoveTo(Start.AddHours(1));
        timer.Dispose();

        Assert.Equal([Start.AddMinutes(10), Start.AddMinutes(20), Start.AddMinutes(30)], at);
    }
}
