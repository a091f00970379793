using System.Collections.Concurrent;
using Azure.Data.Tables;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// The instances in memory, and all they share: storage, clocks, activities, the count of what is under way. Storage alone is the truth; everything
/// here can be rebuilt from it, and is, whenever a process starts or finds that somebody else has changed an instance.
/// </summary>
internal sealed class HubEngine : IDisposable
{
    readonly ConcurrentDictionary<string, InstanceRunner> runners = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, TaskCompletionSource> watchers = new(StringComparer.Ordinal);
    readonly IReadOnlyDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators;

    public HubEngine(
        TaskHubOptions options,
        TableClient table,
        IReadOnlyDictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators,
        IReadOnlyDictionary<string, ActivityRegistration> activities,
        TaskHubCounters counters)
    {
        this.orchestrators = orchestrators;
        Options = options;
        Counters = counters;
        Store = new(table, options.Platform);
        Attention = new(table);
        Log = options.Loggers.CreateLogger<LocalTaskHub>();
        Settings = new(options.Converter, options.Loggers, options.DefaultVersion);
        Activities = new(this, activities);
        Turns = new(options.MaximumConcurrentInstances);
        CampaignTimers = new(options.Campaign, Wake);

        // A task that waits for its next attempt is unfinished work, and holds the campaign's clock.
        PlatformTimers = new(options.Platform, Wake, Gauge);
    }

    public TaskHubOptions Options { get; }

    public TaskHubCounters Counters { get; }

    public InstanceStore Store { get; }

    public AttentionStore Attention { get; }

    public ILogger Log { get; }

    public EpisodeSettings Settings { get; }

    public ActivityPool Activities { get; }

    public WorkGauge Gauge { get; } = new();

    public SemaphoreSlim Turns { get; }

    public TimerBoard CampaignTimers { get; }

    public TimerBoard PlatformTimers { get; }

    /// <summary>Looks whether this process still owns the hub; called when an instance was changed by somebody else.</summary>
    public Func<CancellationToken, Task> CheckOwnershipAsync { get; set; } = _ => Task.CompletedTask;

    /// <summary>Cancelled when the hub stops working: it was stopped, or another process owns it now.</summary>
    public CancellationToken Stopping { get; private set; } = new(canceled: true);

    public bool Works => !Stopping.IsCancellationRequested;

    public void StartWork(CancellationToken stopping) => Stopping = stopping;

    /// <summary>Forgets all instances; what is under way ends without effect.</summary>
    public void Forget()
    {
        CampaignTimers.Clear();
        PlatformTimers.Clear();
        foreach (var runner in runners.Values)
        {
            runner.Evict();
        }
    }

    public Func<TaskOrchestrationContext, Task<object?>>? Orchestrator(string name) => orchestrators.GetValueOrDefault(name);

    /// <summary>Does something with an instance's runner; with a fresh one, where the runner has just left.</summary>
    public void With(string instanceId, Func<InstanceRunner, bool> act)
    {
        while (!act(runners.GetOrAdd(instanceId, static (id, engine) => new(engine, id), this)))
        {
            // The runner left between our finding it and calling it; the next one is new.
        }
    }

    public void Wake(string instanceId) => With(instanceId, r => r.Schedule());

    public void Remove(InstanceRunner runner) => runners.TryRemove(new(runner.InstanceId, runner));

    /// <summary>Sets an instance's due instants on both clocks.</summary>
    public void SetTimers(string instanceId, DateTimeOffset? campaign, DateTimeOffset? platform)
    {
        CampaignTimers.Set(instanceId, campaign);
        PlatformTimers.Set(instanceId, platform);
    }

    /// <summary>Creates an instance that nobody waits for.</summary>
    /// <exception cref="InstanceExistsException">An instance of the id stands in the way.</exception>
    public async Task CreateRootAsync(InstanceState state, ExecutionStarted start, IReadOnlySet<string> inTheWay, CancellationToken cancellation)
    {
        using var hold = Gauge.Hold();
        using var creating = BeginCreation(state.InstanceId);

        // The mark comes first: a row that leads nowhere is cleared away, an instance that no row leads to would be lost.
        var live = await Attention.MarkLiveAsync(state.InstanceId, cancellation).ConfigureAwait(false);
        With(state.InstanceId, r => r.MarkedLive(live));
        InstanceRecord? created = null;
        try
        {
            created = await PlaceAsync(state, start, inTheWay, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Even where the answer was lost, the instance may be there by now and has to be worked on.
            await AnnounceAsync(state.InstanceId, created, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a message into an instance's inbox; without effect where there is no such instance or it has ended.</summary>
    public async Task SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        using var hold = Gauge.Hold();
        var target = await Store.ReadStateAsync(message.InstanceId, cancellation).ConfigureAwait(false);
        if (target is null || target.HasEnded)
        {
            return;
        }

        InboxMessage? stored = null;
        try
        {
            stored = await Store.AddMessageAsync(message.InstanceId, message.Key, message.Fact, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Even where the answer was lost, the message may lie there by now.
            if (Works)
            {
                With(message.InstanceId, r => stored is null ? r.Reload() : r.Receive(stored));
            }
            else
            {
                await Attention.WakeAsync(message.InstanceId, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Completes when the instance is next heard of in this process.</summary>
    public Task NextChange(string instanceId) =>
        watchers.GetOrAdd(instanceId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string instanceId)
    {
        if (watchers.TryRemove(instanceId, out var watcher))
        {
            watcher.SetResult();
        }
    }

    public IDisposable BeginCreation(string instanceId)
    {
        InstanceRunner? counted = null;
        With(instanceId, r => (counted = r).BeginCreation());
        return new Creation(counted!);
    }

    public void Dispose()
    {
        CampaignTimers.Dispose();
        PlatformTimers.Dispose();
        Turns.Dispose();
        Activities.Dispose();
    }

    /// <summary>Counts a new instance and sets it to work.</summary>
    public void Adopt(InstanceRecord created)
    {
        Counters.AddOrchestration();
        Counters.AddHistory(1);
        Changed(created.State.InstanceId);
        With(created.State.InstanceId, r => r.Adopt(created));
    }

    async Task<InstanceRecord> PlaceAsync(InstanceState state, ExecutionStarted start, IReadOnlySet<string> inTheWay, CancellationToken cancellation)
    {
        InstanceRecord? replaced = null;
        while (true)
        {
            try
            {
                return await Store.CreateAsync(state, start, replaced, cancellation).ConfigureAwait(false);
            }
            catch (InstanceConflictException)
            {
                replaced = await Store.LoadAsync(state.InstanceId, cancellation).ConfigureAwait(false);
            }

            if (replaced is not null && replaced.State.CreationKey == state.CreationKey)
            {
                return replaced;
            }

            if (replaced is not null && inTheWay.Contains(replaced.State.Status.ToString()))
            {
                throw new InstanceExistsException(state.InstanceId, replaced.State.Status);
            }
        }
    }

    async Task AnnounceAsync(string instanceId, InstanceRecord? created, CancellationToken cancellation)
    {
        if (created is not null)
        {
            Adopt(created);
        }

        if (Works)
        {
            With(instanceId, r => created is null ? r.Reload() : r.Schedule());
        }
        else
        {
            await Attention.WakeAsync(instanceId, cancellation).ConfigureAwait(false);
        }
    }

    sealed class Creation(InstanceRunner runner) : IDisposable
    {
        public void Dispose() => runner.EndCreation();
    }
}
