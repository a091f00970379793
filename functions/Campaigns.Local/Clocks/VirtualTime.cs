namespace Campaigns.Local.Clocks;

/// <summary>
/// Campaign time that moves only when it is told to (design section 11). <see cref="MoveTo"/> goes forward, never back; timers made from it fire, in the
/// order of their instants, when a move reaches them. Platform time (tokens, leases, back-off) is never virtual and never taken from here.
/// </summary>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<VirtualTimer> _timers = [];
    DateTimeOffset _now = start.ToUniversalTime();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>
    /// Sets the clock to <paramref name="instant"/> and fires every timer that is due by then; each callback sees the instant it was set for or a later one.
    /// Throws <see cref="ArgumentOutOfRangeException"/> for an instant that has passed; the present one is allowed and changes nothing.
    /// </summary>
    public void MoveTo(DateTimeOffset instant)
    {
        instant = instant.ToUniversalTime();
        lock (_gate)
            ArgumentOutOfRangeException.ThrowIfLessThan(instant, _now);
        while (TakeDue(instant) is { } due)
            due.Fire();
        lock (_gate)
        {
            if (instant > _now)
                _now = instant;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    VirtualTimer? TakeDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            var due = _timers.Where(t => t.At <= until).MinBy(t => t.At);
            if (due is null)
                return null;
            if (due.At > _now)
                _now = due.At.Value;
            _timers.Remove(due);
            if (due.Period > TimeSpan.Zero)
            {
                due.At += due.Period;
                _timers.Add(due);
            }
            return due;
        }
    }

    sealed class VirtualTimer(VirtualTime clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? At { get; set; }
        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var now = false;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                At = dueTime < TimeSpan.Zero ? null : clock._now + dueTime;
                if (dueTime == TimeSpan.Zero)
                {
                    now = true;
                    At = period > TimeSpan.Zero ? clock._now + period : null;
                }
                if (At is not null)
                    clock._timers.Add(this);
            }
            if (now)
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
