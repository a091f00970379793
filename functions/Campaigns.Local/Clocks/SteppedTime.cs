namespace Campaigns.Local.Clocks;

/// <summary>From the campaign instant <see cref="At"/> on, the clock of the machine is off by <see cref="By"/> more, ahead or behind.</summary>
internal sealed record ClockStep(DateTimeOffset At, TimeSpan By);

/// <summary>
/// Platform time of a machine whose clock is set forward or back while it runs (a sleep, a correction over the network), for tests of the app. What is asked
/// is stepped; what is measured (timestamps, timers) runs on evenly, as it does on machines. A function of campaign time, so that a process that is started
/// again comes back with the clock that it had.
/// </summary>
internal sealed class SteppedTime(TimeProvider campaign, IReadOnlyList<ClockStep> steps) : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = campaign.GetUtcNow();
        return System.GetUtcNow() + steps.Where(s => s.At <= now).Aggregate(TimeSpan.Zero, (sum, s) => sum + s.By);
    }

    public override long GetTimestamp() => System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
