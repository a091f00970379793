namespace Campaigns.Local.TaskHub;

/// <summary>Counts what is under way, so that somebody can wait until nothing is.</summary>
internal sealed class WorkGauge
{
    readonly Lock gate = new();
    TaskCompletionSource idle = Finished();
    int count;

    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return count == 0;
            }
        }
    }

    public void Enter()
    {
        lock (gate)
        {
            if (count++ == 0)
            {
                idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Exit()
    {
        TaskCompletionSource? done = null;
        lock (gate)
        {
            if (--count == 0)
            {
                done = idle;
            }
        }

        done?.SetResult();
    }

    /// <summary>Counts as under way until disposed.</summary>
    public IDisposable Hold()
    {
        Enter();
        return new Held(this);
    }

    public Task WhenIdleAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return idle.Task.WaitAsync(cancellation);
        }
    }

    static TaskCompletionSource Finished()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    sealed class Held(WorkGauge gauge) : IDisposable
    {
        int released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                gauge.Exit();
            }
        }
    }
}
