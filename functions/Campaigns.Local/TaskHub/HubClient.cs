using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.TaskHub;

/// <summary>The hub's client. Requests that concern an instance which is not there, or has ended, have no effect; reads give null.</summary>
internal sealed class HubClient(HubEngine engine, LocalTaskHub hub) : DurableTaskClient("local")
{
    static readonly TimeSpan WaitInterval = TimeSpan.FromSeconds(1);

    // As the Functions host has it by default: an instance that has not ended is never replaced, one that has ended always is.
    static readonly IReadOnlySet<string> NotEnded = new[]
    {
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended, OrchestrationRuntimeStatus.ContinuedAsNew,
    }.Select(s => s.ToString()).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        await hub.PrepareAsync(cancellation).ConfigureAwait(false);
        var id = options?.InstanceId ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        var now = engine.Options.Campaign.GetUtcNow();
        var version = options?.Version is { } set ? set.Version : engine.Options.DefaultVersion;
        using var starting = HubTraces.Starting(orchestratorName.Name);
        var state = new InstanceState
        {
            InstanceId = id,
            Name = orchestratorName.Name,
            Version = version,
            CreatedAt = now,
            UpdatedAt = now,
            StartAt = options?.StartAt > now ? options.StartAt : null,
            Tags = options?.Tags is { Count: > 0 } tags ? tags : null,
            CreationKey = engine.Store.NewMessageKey(),
            Trace = starting?.Id,
        };
        var inTheWay = options?.DedupeStatuses is { } named ? named.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase) : NotEnded;
        await engine.CreateRootAsync(state, new(orchestratorName.Name, version, engine.Options.Converter.Serialize(input)), inTheWay, cancellation)
            .ConfigureAwait(false);
        return id;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var payload = engine.Options.Converter.Serialize(eventPayload);
        return SendAsync(instanceId, key => new EventRaised(eventName, payload, key), cancellation);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var output = engine.Options.Converter.Serialize(options?.Output);
        return SendAsync(instanceId, _ => new ExecutionTerminated(output, options?.Recursive ?? false), cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, _ => new ExecutionSuspended(reason), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, _ => new ExecutionResumed(reason), cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await hub.PrepareAsync(cancellation).ConfigureAwait(false);
        var state = await engine.Store.ReadStateAsync(instanceId, cancellation).ConfigureAwait(false);
        return state is null ? null : await DescribeAsync(state, getInputsAndOutputs, cancellation).ConfigureAwait(false);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new();
        var statuses = filter.Statuses?.ToHashSet();
        return Pageable.Create(async (continuation, size, cancellation) =>
        {
            await hub.PrepareAsync(cancellation).ConfigureAwait(false);
            var (states, next) = await engine.Store
                .PageAsync(filter.InstanceIdPrefix ?? string.Empty, continuation ?? filter.ContinuationToken, size ?? filter.PageSize, cancellation)
                .ConfigureAwait(false);
            var page = new List<OrchestrationMetadata>();
            foreach (var state in states.Where(s => IsWithin(s, filter.CreatedFrom, filter.CreatedTo, statuses)))
            {
                page.Add(await DescribeAsync(state, filter.FetchInputsAndOutputs, cancellation).ConfigureAwait(false));
            }

            return new Page<OrchestrationMetadata>(page, next);
        });
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, m => m.RuntimeStatus != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, m => m.IsCompleted, getInputsAndOutputs, cancellation);

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        await hub.PrepareAsync(cancellation).ConfigureAwait(false);
        var found = await engine.Store.LoadAsync(instanceId, cancellation).ConfigureAwait(false);
        if (found is null || !found.State.HasEnded)
        {
            return new(0);
        }

        var purged = 1;
        if (options is { Recursive: true })
        {
            foreach (var child in found.History.OfType<ChildScheduled>())
            {
                purged += (await PurgeInstanceAsync(child.InstanceId, options, cancellation).ConfigureAwait(false)).PurgedInstanceCount;
            }
        }

        await engine.Store.PurgeAsync(instanceId, cancellation).ConfigureAwait(false);
        return new(purged);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var purged = 0;
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        await foreach (var instance in GetAllInstancesAsync(query).WithCancellation(cancellation).ConfigureAwait(false))
        {
            purged += (await PurgeInstanceAsync(instance.InstanceId, options, cancellation).ConfigureAwait(false)).PurgedInstanceCount;
        }

        return new(purged, isComplete: true);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static bool IsWithin(InstanceState state, DateTimeOffset? from, DateTimeOffset? to, HashSet<OrchestrationRuntimeStatus>? statuses) =>
        !(state.CreatedAt < from) && !(state.CreatedAt > to) && (statuses is null || statuses.Contains(state.Status));

    async Task SendAsync(string instanceId, Func<string, HistoryEvent> fact, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await hub.PrepareAsync(cancellation).ConfigureAwait(false);
        var key = engine.Store.NewMessageKey();
        await engine.SendAsync(new(instanceId, key, fact(key)), cancellation).ConfigureAwait(false);
    }

    async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<OrchestrationMetadata, bool> done, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        while (true)
        {
            // Asked for before the read, so that a change between the two is not missed.
            var change = engine.NextChange(instanceId);
            if (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation).ConfigureAwait(false) is { } found && done(found))
            {
                return found;
            }

            // The owner hears of every change in memory, and polls only for what another process may have done.
            var patience = engine.Works ? WaitInterval * 5 : WaitInterval;
            await Task.WhenAny(change, Task.Delay(patience, engine.Options.Platform, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    async Task<OrchestrationMetadata> DescribeAsync(InstanceState state, bool full, CancellationToken cancellation) => new(state.Name, state.InstanceId)
    {
        RuntimeStatus = state.Status,
        CreatedAt = state.CreatedAt,
        LastUpdatedAt = state.UpdatedAt,
        FailureDetails = state.Failure?.ToDetails(),
        Tags = state.Tags ?? ImmutableDictionary<string, string>.Empty,
        DataConverter = full ? engine.Options.Converter : null,
        SerializedInput = full ? (await engine.Store.ReadStartAsync(state, cancellation).ConfigureAwait(false))?.Input : null,
        SerializedOutput = full ? state.Output : null,
        SerializedCustomStatus = full ? state.CustomStatus : null,
    };
}
