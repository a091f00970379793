using Azure.Core;
using Azure.Data.Tables;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// A durable task hub on Table Storage. What is committed survives the process: started anew on the same tables, orchestrations go on where they were,
/// activities without a stored result run again, and nothing that was completed is done twice by the hub. Of several processes on the same tables one
/// does the work; the others are clients, and take over when its lease ends.
/// </summary>
public sealed class LocalTaskHub : IAsyncDisposable
{
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    readonly TaskHubOptions options;
    readonly TableClient table;
    readonly HubEngine engine;
    readonly HubLease lease;
    readonly HubClient client;
    readonly ILogger log;
    readonly SemaphoreSlim looking = new(1);
    readonly SemaphoreSlim preparing = new(1);
    readonly CancellationTokenSource stop = new();
    TaskCompletionSource owned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    CancellationTokenSource? work;
    bool working;
    Task polling = Task.CompletedTask;
    bool prepared;

    internal LocalTaskHub(
        TaskHubOptions options,
        IReadOnlyDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators,
        IReadOnlyDictionary<string, ActivityRegistration> activities)
    {
        this.options = options;
        var pipeline = new TableClientOptions();
        pipeline.AddPolicy(new TaskHubCounters.RequestPolicy(Counters), HttpPipelinePosition.PerRetry);
        table = options.Connect(pipeline).GetTableClient(options.TablePrefix + "Instances");
        engine = new(options, table, orchestrators, activities, Counters) { CheckOwnershipAsync = LookAsync };
        lease = new(table, options.Platform, options.LeaseDuration);
        client = new(engine, this);
        log = options.Loggers.CreateLogger<LocalTaskHub>();
    }

    /// <summary>Starts, reads and steers orchestrations. Usable at once; what it starts is worked on when a hub owns the tables.</summary>
    public DurableTaskClient Client => client;

    /// <summary>What this hub has done.</summary>
    public TaskHubCounters Counters { get; } = new();

    /// <summary>Whether this hub does the work; another process does where it is false.</summary>
    public bool IsOwner => engine.Works;

    /// <summary>
    /// The earliest campaign instant for which a durable timer or a scheduled start waits; null where none does. Meaningful while the hub is idle.
    /// </summary>
    public DateTimeOffset? NextTimer => engine.CampaignTimers.Next;

    /// <summary>
    /// Creates the tables, takes the lease where it is free, and goes on with all work that storage holds. Ends when that work has been found.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await PrepareAsync(cancellation).ConfigureAwait(false);
        await LookAsync(cancellation).ConfigureAwait(false);
        if (!IsOwner)
        {
            // A lost answer may hide that the lease is ours.
            await LookAsync(cancellation).ConfigureAwait(false);
        }

        polling = PollAsync(stop.Token);
    }

    /// <summary>
    /// Waits until this hub owns the tables and nothing is left to do at the present campaign time: no message or result waits, no activity runs, no task
    /// waits for its next attempt, every timer lies in the future.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the hub was stopped.</exception>
    public async Task WaitUntilIdleAsync(CancellationToken cancellation = default)
    {
        do
        {
            cancellation.ThrowIfCancellationRequested();
            stop.Token.ThrowIfCancellationRequested();
            await owned.Task.WaitAsync(cancellation).ConfigureAwait(false);
            engine.CampaignTimers.Check();
            await engine.Gauge.WhenIdleAsync(cancellation).ConfigureAwait(false);
        }
        while (!IsOwner || engine.CampaignTimers.HasDue || !engine.Gauge.IsIdle);
    }

    /// <summary>
    /// Looks for what other processes have left, then waits until nothing is left to do here: as <see cref="WaitUntilIdleAsync"/> where this hub owns the
    /// tables, else until what it has begun itself is done.
    /// </summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the hub was stopped.</exception>
    public async Task SettleAsync(CancellationToken cancellation = default)
    {
        await LookAsync(cancellation).ConfigureAwait(false);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            stop.Token.ThrowIfCancellationRequested();
            engine.CampaignTimers.Check();
            await engine.Gauge.WhenIdleAsync(cancellation).ConfigureAwait(false);
        }
        while (!engine.Gauge.IsIdle || (IsOwner && engine.CampaignTimers.HasDue));
    }

    /// <summary>Tells the hub that campaign time has moved; timers that are due by now count as work to do when this returns.</summary>
    public void ClockChanged() => engine.CampaignTimers.Check();

    /// <summary>The history of an instance's current generation; null where there is no such instance.</summary>
    public async Task<RecordedHistory?> RecordAsync(string instanceId, CancellationToken cancellation = default)
    {
        await PrepareAsync(cancellation).ConfigureAwait(false);
        return await engine.Store.LoadAsync(instanceId, cancellation).ConfigureAwait(false) is { } found ? RecordedHistory.Of(found) : null;
    }

    /// <summary>Ends work in order: activities are asked to stop, what is being written is finished, the lease is given back.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        EndWork();
        owned.TrySetCanceled();
        try
        {
            await engine.Gauge.WhenIdleAsync(CancellationToken.None).WaitAsync(StopPatience, options.Platform).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.LogWarning("Work of the task hub did not end in time; it is done again by the next owner.");
        }

        try
        {
            await lease.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or IOException or AggregateException)
        {
            log.LogWarning(e, "The task hub's lease could not be given back; it runs out by itself.");
        }

        lease.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        engine.Dispose();
        work?.Dispose();
    }

    /// <summary>Ends as a killed process does: nothing more is written, the lease is not given back.</summary>
    internal void Abandon()
    {
        stop.Cancel();
        EndWork();
        owned.TrySetCanceled();
        lease.Dispose();
    }

    internal async Task PrepareAsync(CancellationToken cancellation)
    {
        if (prepared)
        {
            return;
        }

        await preparing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!prepared)
            {
                await table.CreateIfNotExistsAsync(cancellation).ConfigureAwait(false);
                prepared = true;
            }
        }
        finally
        {
            preparing.Release();
        }
    }

    async Task PollAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(options.PollInterval, options.Platform, stopping).ConfigureAwait(false);
            try
            {
                await LookAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(e, "The task hub could not look for work; it tries again.");
            }
        }
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        await looking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (row, wakes) = await engine.Attention.ReadHubAsync(cancellation).ConfigureAwait(false);
            if (!await lease.KeepAsync(row, cancellation).ConfigureAwait(false))
            {
                EndWork();
                return;
            }

            if (!working && !stop.IsCancellationRequested)
            {
                await BeginWorkAsync(cancellation).ConfigureAwait(false);
            }

            foreach (var wake in wakes)
            {
                engine.With(wake.InstanceId, r => r.Reload());
                await engine.Attention.ForgetWakeAsync(wake, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            looking.Release();
        }
    }

    async Task BeginWorkAsync(CancellationToken cancellation)
    {
        using var hold = engine.Gauge.Hold();
        var live = await engine.Attention.ReadLiveAsync(cancellation).ConfigureAwait(false);
        work?.Dispose();
        work = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        engine.Forget();
        engine.StartWork(work.Token);
        working = true;
        foreach (var (instanceId, mark) in live)
        {
            engine.With(instanceId, r => r.MarkedLive(mark) && r.Reload());
        }

        owned.TrySetResult();
    }

    void EndWork()
    {
        if (working)
        {
            working = false;
            owned = new(TaskCreationOptions.RunContinuationsAsynchronously);
            work!.Cancel();
            engine.Forget();
        }
    }
}
