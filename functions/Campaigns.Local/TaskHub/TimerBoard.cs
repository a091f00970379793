namespace Campaigns.Local.TaskHub;

/// <summary>
/// The next due instant of each instance on one clock. It calls the instances that are due when the clock's own timer fires or when it is told that the
/// clock has moved; it never computes how long a clock will take.
/// </summary>
internal sealed class TimerBoard : IDisposable
{
    // Timers of the platform hold 49 days; longer waits are looked at once a day.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly TimeProvider clock;
    readonly Action<string> due;
    readonly WorkGauge? gauge;
    readonly Lock gate = new();
    readonly SortedSet<(DateTimeOffset At, string InstanceId)> order = new(Comparer<(DateTimeOffset At, string InstanceId)>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.InstanceId, b.InstanceId)));

    readonly Dictionary<string, DateTimeOffset> instants = new(StringComparer.Ordinal);
    readonly ITimer alarm;
    bool disposed;

    /// <param name="clock">The clock that decides.</param>
    /// <param name="due">Called for each instance whose instant has come; must not block.</param>
    /// <param name="gauge">Where each waiting instance counts as work under way; null where waiting is rest.</param>
    public TimerBoard(TimeProvider clock, Action<string> due, WorkGauge? gauge = null)
    {
        this.clock = clock;
        this.due = due;
        this.gauge = gauge;
        alarm = clock.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DateTimeOffset? Next
    {
        get
        {
            lock (gate)
            {
                return order.Count == 0 ? null : order.Min.At;
            }
        }
    }

    public bool HasDue => Next is { } next && next <= clock.GetUtcNow();

    /// <summary>Replaces an instance's next instant; null takes it off.</summary>
    public void Set(string instanceId, DateTimeOffset? at)
    {
        lock (gate)
        {
            if (at is { } instant)
            {
                gauge?.Enter();
                Remove(instanceId);
                instants[instanceId] = instant;
                order.Add((instant, instanceId));
            }
            else
            {
                Remove(instanceId);
            }

            Arm();
        }
    }

    /// <summary>Calls every instance whose instant has come.</summary>
    public void Check()
    {
        var called = new List<string>();
        lock (gate)
        {
            var now = clock.GetUtcNow();
            while (order.Count > 0 && order.Min.At <= now)
            {
                var (at, instanceId) = order.Min;
                order.Remove((at, instanceId));
                instants.Remove(instanceId);
                called.Add(instanceId);
            }

            Arm();
        }

        foreach (var instanceId in called)
        {
            due(instanceId);
            gauge?.Exit();
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            foreach (var instanceId in instants.Keys.ToList())
            {
                Remove(instanceId);
            }

            Arm();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
        }

        alarm.Dispose();
    }

    void Remove(string instanceId)
    {
        if (instants.Remove(instanceId, out var before))
        {
            order.Remove((before, instanceId));
            gauge?.Exit();
        }
    }

    void Arm()
    {
        if (disposed)
        {
            return;
        }

        var wait = Timeout.InfiniteTimeSpan;
        if (order.Count > 0)
        {
            wait = order.Min.At - clock.GetUtcNow();
            wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        }

        alarm.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
