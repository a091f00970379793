namespace Campaigns.Local.Replay;

/// <summary>Time that runs faster than the machine's by a whole factor, so that the waits between tries of an activity need not be sat out.</summary>
internal sealed class HurriedTime(int factor) : TimeProvider
{
    readonly DateTimeOffset _began = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _began + (System.GetUtcNow() - _began) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period));

    TimeSpan Shortened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}
