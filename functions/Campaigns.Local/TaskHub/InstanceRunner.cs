using Azure;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// One instance in memory: takes in what concerns it, and runs its turns one at a time. A turn loads the instance if need be, delivers what it owes
/// others, starts what its history says is under way, and runs episodes until nothing new is there.
/// </summary>
internal sealed class InstanceRunner
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    readonly HubEngine engine;
    readonly string instanceId;
    readonly InstanceTurn turn;
    readonly Lock gate = new();
    readonly Dictionary<(int Execution, int Id), HistoryEvent> results = [];
    readonly List<InboxMessage> received = [];
    InstanceRecord? handedOver;
    ETag? live;
    int creations;
    bool reload = true;
    bool scheduled;
    bool again;
    bool evicted;

    public InstanceRunner(HubEngine engine, string instanceId)
    {
        this.engine = engine;
        this.instanceId = instanceId;
        turn = new(engine, this);
    }

    public string InstanceId => instanceId;

    /// <summary>Asks for a turn; false where this runner has left the hub.</summary>
    public bool Schedule()
    {
        lock (gate)
        {
            return ScheduleHeld();
        }
    }

    /// <summary>Takes in a task's or child's result.</summary>
    public bool Receive(int execution, int id, HistoryEvent result)
    {
        lock (gate)
        {
            if (!evicted)
            {
                results[(execution, id)] = result;
            }

            return ScheduleHeld();
        }
    }

    /// <summary>Takes in a message that lies in the inbox already.</summary>
    public bool Receive(InboxMessage message)
    {
        lock (gate)
        {
            if (!evicted)
            {
                received.Add(message);
            }

            return ScheduleHeld();
        }
    }

    /// <summary>Asks for a turn that reads the instance anew, because somebody else has written to it.</summary>
    public bool Reload()
    {
        lock (gate)
        {
            reload = true;
            return ScheduleHeld();
        }
    }

    /// <summary>Notes that the instance has a live row.</summary>
    public bool MarkedLive(ETag mark)
    {
        lock (gate)
        {
            live = mark;
            return !evicted;
        }
    }

    /// <summary>Takes over an instance that was just created.</summary>
    public bool Adopt(InstanceRecord created)
    {
        lock (gate)
        {
            handedOver = created;
            return ScheduleHeld();
        }
    }

    /// <summary>Keeps the live row until <see cref="EndCreation"/>, whatever becomes of the instance that is being replaced.</summary>
    public bool BeginCreation()
    {
        lock (gate)
        {
            if (!evicted)
            {
                creations++;
            }

            return !evicted;
        }
    }

    public void EndCreation()
    {
        lock (gate)
        {
            creations--;
        }
    }

    /// <summary>Ends this runner's part; what it knew is in storage.</summary>
    public void Evict()
    {
        lock (gate)
        {
            evicted = true;
        }

        engine.Remove(this);
    }

    /// <summary>Leaves the hub unless something has come in since the turn began.</summary>
    public bool TryLeave()
    {
        lock (gate)
        {
            if (again || creations > 0)
            {
                return false;
            }

            evicted = true;
        }

        engine.SetTimers(instanceId, null, null);
        engine.Remove(this);
        return true;
    }

    /// <summary>The live row's ETag; null where there is none, or where it has to stay for an instance that is being created.</summary>
    public (ETag? Mark, bool Removable) LiveMark()
    {
        lock (gate)
        {
            return (live, live is not null && creations == 0);
        }
    }

    public void ForgetLive()
    {
        lock (gate)
        {
            live = null;
        }
    }

    /// <summary>What a turn starts from: null where the instance is to be read from storage.</summary>
    public InstanceRecord? Begin(InstanceRecord? known)
    {
        lock (gate)
        {
            var start = handedOver ?? (reload ? null : known);
            if (start is not null)
            {
                var keys = start.Inbox.Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
                start = start with { Inbox = [.. start.Inbox.Concat(received.Where(m => keys.Add(m.Key))).OrderBy(m => m.Key, StringComparer.Ordinal)] };
            }

            received.Clear();
            handedOver = null;
            reload = false;
            return start;
        }
    }

    /// <summary>The results that have come in for these open calls of a generation; others are dropped for good.</summary>
    public IReadOnlyList<HistoryEvent> ResultsFor(int execution, IReadOnlySet<int> open)
    {
        lock (gate)
        {
            foreach (var stale in results.Keys.Where(k => k.Execution != execution || !open.Contains(k.Id)).ToList())
            {
                results.Remove(stale);
            }

            return [.. results.OrderBy(r => r.Key.Id).Select(r => r.Value)];
        }
    }

    bool ScheduleHeld()
    {
        if (evicted)
        {
            return false;
        }

        again = true;
        if (!scheduled && engine.Works)
        {
            scheduled = true;
            engine.Gauge.Enter();
            var stopping = engine.Stopping;
            _ = Task.Run(() => RunAsync(stopping), CancellationToken.None);
        }

        return true;
    }

    async Task RunAsync(CancellationToken stopping)
    {
        var pause = ShortestPause;
        try
        {
            while (TakeNext())
            {
                var commits = turn.Commits;
                try
                {
                    await engine.Turns.WaitAsync(stopping).ConfigureAwait(false);
                    try
                    {
                        await turn.RunAsync(stopping).ConfigureAwait(false);
                    }
                    finally
                    {
                        engine.Turns.Release();
                    }

                    pause = ShortestPause;
                }
                catch (Exception e) when (!stopping.IsCancellationRequested)
                {
                    // A turn that got somewhere before it failed says that storage is there.
                    pause = turn.Commits == commits ? pause : ShortestPause;
                    engine.Log.LogWarning(e, "A turn of instance {Instance} failed and is tried again in {Pause}.", instanceId, pause);
                    await Task.Delay(pause, engine.Options.Platform, stopping).ConfigureAwait(false);
                    pause = pause * 2 < engine.Options.LongestPause ? pause * 2 : engine.Options.LongestPause;
                    Reload();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Storage keeps what is left to do.
        }
        finally
        {
            engine.Gauge.Exit();
        }
    }

    bool TakeNext()
    {
        lock (gate)
        {
            if (!again || evicted)
            {
                scheduled = false;
                return false;
            }

            again = false;
            return true;
        }
    }
}
