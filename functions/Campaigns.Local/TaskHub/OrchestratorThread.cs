namespace Campaigns.Local.TaskHub;

/// <summary>
/// Runs everything an orchestrator does on the thread of its episode, in the order in which it became ready. What another thread posts is an answer
/// to something that is not durable; it is noted and left out, since a replay could not repeat it.
/// </summary>
internal sealed class OrchestratorThread : SynchronizationContext
{
    readonly Queue<(SendOrPostCallback Callback, object? State)> ready = new();
    int thread;

    /// <summary>Whether another thread tried to continue the orchestrator.</summary>
    public bool DisturbedFromOutside { get; private set; }

    public bool IsCurrent => thread == Environment.CurrentManagedThreadId;

    /// <summary>Makes the calling thread the orchestrator's while <paramref name="work"/> runs.</summary>
    public void Run(Action work)
    {
        var before = Current;
        thread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            work();
        }
        finally
        {
            SetSynchronizationContext(before);
            thread = 0;
        }
    }

    /// <summary>Runs what is ready, and what that makes ready.</summary>
    public void RunReady()
    {
        while (ready.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            ready.Enqueue((d, state));
        }
        else
        {
            DisturbedFromOutside = true;
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!IsCurrent)
        {
            throw new InvalidOperationException("An orchestrator runs on one thread only.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
