using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// What an orchestrator sees of its instance. Every call it makes becomes a numbered action; on replay the history's actions are compared with them,
/// and the tasks end as the history says.
/// </summary>
internal sealed class ReplayContext : TaskOrchestrationContext
{
    readonly InstanceState instance;
    readonly ExecutionStarted start;
    readonly EpisodeSettings settings;
    readonly OrchestratorThread thread;
    readonly SortedDictionary<int, ActionEvent> unconfirmed = [];
    readonly Dictionary<int, TaskCompletionSource<TaskOutcome>> openTasks = [];
    readonly Dictionary<int, (TimerCreated Timer, TaskCompletionSource Fired)> openTimers = [];
    readonly EventWaits events;
    readonly RetryLoop retries;
    int nextAction;
    int nextGuid;

    public ReplayContext(InstanceState instance, ExecutionStarted start, EpisodeSettings settings, OrchestratorThread thread)
    {
        this.instance = instance;
        this.start = start;
        this.settings = settings;
        this.thread = thread;
        events = new(settings.Converter);
        retries = new(this);
    }

    public override TaskName Name => start.Name;

    public override string InstanceId => instance.InstanceId;

    public override ParentOrchestrationInstance? Parent => instance.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => Now.UtcDateTime;

    public override bool IsReplaying => Replaying;

    public override string Version => start.Version ?? string.Empty;

    public override IReadOnlyDictionary<string, object?> Properties => System.Collections.Immutable.ImmutableDictionary<string, object?>.Empty;

    public DateTimeOffset Now { get; set; }

    public DateTimeOffset PlatformNow { get; set; }

    public bool Replaying { get; set; }

    /// <summary>How the next generation begins; null while the code has not asked for one.</summary>
    public Continuation? Continuation { get; private set; }

    public bool CustomStatusChanged { get; private set; }

    public string? SerializedCustomStatus { get; private set; }

    public EventWaits Events => events;

    /// <summary>Actions of this run that the history does not hold yet, in order.</summary>
    public IReadOnlyList<ActionEvent> NewActions => [.. unconfirmed.Values];

    public IReadOnlyList<OpenTimer> OpenTimers =>
        [.. openTimers.Values.Select(t => new OpenTimer(t.Timer.Id, t.Timer.FireAt, t.Timer.Platform)).OrderBy(t => t.Id)];

    /// <summary>Whether anything durable is under way that could continue the orchestrator.</summary>
    public bool AwaitsSomething => openTasks.Count > 0 || openTimers.Count > 0 || events.AnybodyWaits;

    protected override ILoggerFactory LoggerFactory => settings.Loggers;

    public override T? GetInput<T>()
        where T : default => settings.Converter.Deserialize<T>(start.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureOrchestratorThread();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("The options of an activity stand where its input belongs.", nameof(input));
        }

        var text = settings.Converter.Serialize(input);
        var result = await retries.RunAsync(name.Name, options?.Retry, () => Schedule(id => new TaskScheduled(id, name.Name, text)));
        return settings.Converter.Deserialize<TResult>(result)!;
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureOrchestratorThread();
        var text = settings.Converter.Serialize(input);
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var version = options?.Version is { } set ? set.Version : settings.DefaultVersion;
        var result = await retries.RunAsync(
            orchestratorName.Name, options?.Retry, () => Schedule(n => new ChildScheduled(n, orchestratorName.Name, id, version, text)));
        return settings.Converter.Deserialize<TResult>(result)!;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureOrchestratorThread();
        return StartTimer(new DateTimeOffset(fireAt.ToUniversalTime()), platform: false, cancellationToken);
    }

    /// <summary>Waits by platform time, as retries do: a calendar that skips days must not skip the recovery of a service.</summary>
    public Task RetryDelay(TimeSpan delay) => StartTimer(PlatformNow + delay, platform: true, CancellationToken.None);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureOrchestratorThread();
        return events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureOrchestratorThread();
        var text = settings.Converter.Serialize(payload);
        var id = nextAction++;
        unconfirmed.Add(id, new EventSent(id, instanceId, eventName, text));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOrchestratorThread();
        SerializedCustomStatus = settings.Converter.Serialize(customStatus);
        CustomStatusChanged = true;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        EnsureOrchestratorThread();
        var version = string.IsNullOrWhiteSpace(options.NewVersion) ? start.Version : options.NewVersion;
        Continuation = new(new(instance.Name, version, settings.Converter.Serialize(options.NewInput)), options.PreserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        EnsureOrchestratorThread();
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{InstanceId}_{instance.Execution}_{CurrentUtcDateTime:o}_{nextGuid++}");
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);

        // Version 8 of RFC 9562: an id that its maker derives from names.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>Compares an action of the history with what the code did.</summary>
    /// <exception cref="NonDeterminismException">The code did something else, or has not come that far.</exception>
    public void Confirm(ActionEvent recorded)
    {
        if (!unconfirmed.Remove(recorded.Id, out var mine))
        {
            throw new NonDeterminismException(recorded.Id, Describe(recorded), null);
        }

        if (mine.GetType() != recorded.GetType() || NameOf(mine) != NameOf(recorded))
        {
            throw new NonDeterminismException(recorded.Id, Describe(recorded), Describe(mine));
        }

        if (settings.Exact && ActionDifference.Of(recorded, mine) is var (held, done))
        {
            throw new NonDeterminismException(recorded.Id, $"{Describe(recorded)} {held}", $"{Describe(mine)} {done}");
        }

        // Timers keep the instant at which they were first set, whatever the code computes now.
        if (recorded is TimerCreated timer && openTimers.TryGetValue(timer.Id, out var open))
        {
            openTimers[timer.Id] = (timer, open.Fired);
        }
    }

    public void Complete(int id, TaskOutcome outcome)
    {
        if (openTasks.Remove(id, out var task))
        {
            task.SetResult(outcome);
        }
    }

    public void Fire(int id)
    {
        if (openTimers.Remove(id, out var timer))
        {
            timer.Fired.TrySetResult();
        }
    }

    static string NameOf(ActionEvent action) => action switch
    {
        TaskScheduled task => task.Name,
        ChildScheduled child => child.Name,
        EventSent sent => sent.Name,
        _ => string.Empty,
    };

    public static string Describe(ActionEvent action) => action switch
    {
        TaskScheduled task => $"a call of activity '{task.Name}'",
        ChildScheduled child => $"a call of sub-orchestration '{child.Name}'",
        EventSent sent => $"an event '{sent.Name}' to '{sent.InstanceId}'",
        _ => "a timer",
    };

    Task<TaskOutcome> Schedule(Func<int, ActionEvent> action)
    {
        var id = nextAction++;
        var task = new TaskCompletionSource<TaskOutcome>();
        unconfirmed.Add(id, action(id));
        openTasks.Add(id, task);
        return task.Task;
    }

    Task StartTimer(DateTimeOffset fireAt, bool platform, CancellationToken cancellation)
    {
        var timer = new TimerCreated(nextAction++, fireAt, platform);
        var fired = new TaskCompletionSource();
        unconfirmed.Add(timer.Id, timer);
        openTimers.Add(timer.Id, (timer, fired));
        cancellation.Register(() =>
        {
            openTimers.Remove(timer.Id);
            fired.TrySetCanceled(cancellation);
        });
        return fired.Task;
    }

    void EnsureOrchestratorThread()
    {
        if (!thread.IsCurrent)
        {
            throw new InvalidOperationException(
                "The orchestration context was used from another thread than the orchestrator's. Orchestrators await nothing but what the context gives them.");
        }
    }
}

/// <summary>What the code has asked of its next generation.</summary>
internal sealed record Continuation(ExecutionStarted Start, bool PreserveEvents);

/// <summary>How an activity or sub-orchestration ended.</summary>
internal sealed record TaskOutcome(int Id, string? Result, FailureRecord? Failure);

/// <summary>The code did something else than the history says it did.</summary>
internal sealed class NonDeterminismException(int number, string expected, string? did) : Exception(
    $"Non-Deterministic workflow detected: the history holds {expected} as number {number}, but the orchestrator "
    + (did is null ? "has not done that at this point" : $"did {did}") + ". Was the orchestrator changed while this instance was running?")
{
    public string Expected => expected;

    public string Did => did ?? "nothing";
}
