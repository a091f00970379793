using Campaigns.Local.Hosting;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class FunctionsHostTimerTests
{
    [Fact]
    public async Task Timers_FiredInVirtualTime_RunOnceEachInTheOrderOfNames()
    {
        var time = new SteppedTime(new DateTimeOffset(2026, 4, 10, 8, 2, 0, TimeSpan.Zero));
        await using var host = await HostUnderTest.StartAsync(options => options with { CampaignTime = time }, typeof(SampleTimers));
        await host.Host.FireTimersAsync();
        time.Advance(TimeSpan.FromMinutes(30));
        await host.Host.FireTimersAsync();
        Assert.Equal(
            ["A-Watchdog next 09:00:30", "B-Sweep next 08:05:00", "A-Watchdog next 09:00:30", "B-Sweep next 08:35:00"], host.Diary.Lines);
    }

    [Fact]
    public async Task Timer_ThatFails_IsReportedAfterTheOthersRan()
    {
        await using var host = await HostUnderTest.StartAsync(typeof(FailingTimer), typeof(SampleTimers));
        var fault = await Assert.ThrowsAsync<AggregateException>(() => host.Host.FireTimersAsync());
        Assert.Contains("A-Failing failed: storage is away", fault.InnerExceptions.Single().Message, StringComparison.Ordinal);
        Assert.Equal(2, host.Diary.Lines.Count);
    }

    [Fact]
    public async Task Timers_BySchedule_FireWhenTheirInstantComes()
    {
        var time = new SteppedTime(new DateTimeOffset(2026, 4, 10, 8, 2, 0, TimeSpan.Zero));
        await using var host = await HostUnderTest.StartAsync(
            options => options with { CampaignTime = time, TimersBySchedule = true }, typeof(SampleTimers));
        time.Advance(TimeSpan.FromSeconds(179));
        Assert.Empty(host.Diary.Lines);
        time.Advance(TimeSpan.FromSeconds(1));
        await Until(() => host.Diary.Lines.Count == 1);
        Assert.Equal("B-Sweep next 08:10:00", host.Diary.Lines.Single());
        await Until(() => time.Waiting == 2);
        time.Advance(TimeSpan.FromSeconds(300));
        await Until(() => host.Diary.Lines.Count == 2);
        Assert.Equal("B-Sweep next 08:15:00", host.Diary.Lines[1]);
    }

    [Fact]
    public async Task Timers_NotBySchedule_DoNotFireByThemselves()
    {
        var time = new SteppedTime(new DateTimeOffset(2026, 4, 10, 8, 2, 0, TimeSpan.Zero));
        await using var host = await HostUnderTest.StartAsync(options => options with { CampaignTime = time }, typeof(SampleTimers));
        Assert.Equal(0, time.Waiting);
    }

    [Fact]
    public async Task Timer_ThatRests_IsFiredAgainWhenPlatformTimeHasPassed()
    {
        var platform = new SteppedTime(new DateTimeOffset(2026, 4, 10, 8, 2, 0, TimeSpan.Zero));
        var rests = new Dictionary<string, TimeSpan> { ["B-Sweep"] = TimeSpan.FromSeconds(3) };
        await using var host = await HostUnderTest.StartAsync(options => options with { PlatformTime = platform, TimerRests = rests }, typeof(SampleTimers));
        await host.Host.FireTimersAsync();
        platform.Advance(TimeSpan.FromSeconds(2));
        await host.Host.FireTimersAsync();
        platform.Advance(TimeSpan.FromSeconds(1));
        await host.Host.FireTimersAsync();
        Assert.Equal(["A-Watchdog", "B-Sweep", "A-Watchdog", "A-Watchdog", "B-Sweep"], host.Diary.Lines.Select(line => line.Split(' ')[0]));
    }

    static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition()) await Task.Delay(10, limit.Token);
    }

    /// <summary>A clock that moves only when told; its timers fire while it moves.</summary>
    sealed class SteppedTime(DateTimeOffset start) : TimeProvider
    {
        readonly List<SteppedTimer> _timers = [];
        DateTimeOffset _now = start;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => GetUtcNow().Ticks;

        public int Waiting
        {
            get
            {
                lock (_timers) return _timers.Count(timer => timer.Due < DateTimeOffset.MaxValue);
            }
        }

        public override DateTimeOffset GetUtcNow()
        {
            lock (_timers) return _now;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new SteppedTimer(this, callback, state);
            timer.Change(dueTime, period);
            lock (_timers) _timers.Add(timer);
            return timer;
        }

        public void Advance(TimeSpan by)
        {
            SteppedTimer[] due;
            lock (_timers)
            {
                _now += by;
                due = [.. _timers.Where(timer => timer.Due <= _now)];
            }

            foreach (var timer in due) timer.Fire();
        }

        sealed class SteppedTimer(SteppedTime time, TimerCallback callback, object? state) : ITimer
        {
            public DateTimeOffset Due { get; private set; }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.GetUtcNow() + dueTime;
                return true;
            }

            public void Fire()
            {
                Due = DateTimeOffset.MaxValue;
                callback(state);
            }

            public void Dispose()
            {
                lock (time._timers) time._timers.Remove(this);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
