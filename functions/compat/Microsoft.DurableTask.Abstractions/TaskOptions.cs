namespace Microsoft.DurableTask;

/// <summary>How a task of an orchestration is called.</summary>
public record TaskOptions
{
    /// <param name="retry">What to do when the task fails.</param>
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    /// <param name="retry">What to do when the task fails.</param>
    /// <param name="tags">Labels of the task.</param>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <param name="options">The options to repeat.</param>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
        Version = options.Version;
    }

    /// <summary>What to do when the task fails; null: nothing.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Labels of the task.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>The version to call; null: as the callee's kind has it by default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Options that retry by a policy.</summary>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Options that retry as long as the handler says so.</summary>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Options that retry as long as the handler says so.</summary>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    /// <summary>The same options, for a sub-orchestration with this id.</summary>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <param name="retry">What to do when the sub-orchestration fails.</param>
    /// <param name="instanceId">Its instance id; null: one is made.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <param name="options">The options to repeat.</param>
    /// <param name="instanceId">The instance id; null: that of <paramref name="options"/>, where it has one.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <param name="options">The options to repeat.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The instance id; null: one is made.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version to start; null: the hub's default version.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}

/// <summary>How a client starts an orchestration.</summary>
public record StartOrchestrationOptions
{
    /// <param name="InstanceId">The instance id; null: one is made.</param>
    /// <param name="StartAt">When to start; null or past: at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <param name="options">The options to repeat.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The instance id; null: one is made.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; null or past: at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Labels of the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>The version to start; null: the client's default version.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Names of the statuses in which an instance of this id keeps a new one from starting.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

/// <summary>How an orchestration starts anew.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the next generation.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody has taken yet go over to the next generation; they do by default.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the next generation; null: the same.</summary>
    public string? NewVersion { get; set; }
}
