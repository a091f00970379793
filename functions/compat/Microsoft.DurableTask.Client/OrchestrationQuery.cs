namespace Microsoft.DurableTask.Client;

/// <summary>Selects instances.</summary>
/// <param name="CreatedFrom">Created at or after.</param>
/// <param name="CreatedTo">Created at or before.</param>
/// <param name="Statuses">In one of these statuses.</param>
/// <param name="TaskHubNames">In one of these hubs.</param>
/// <param name="InstanceIdPrefix">With an id that starts so.</param>
/// <param name="PageSize">How many a page.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom status come along.</param>
/// <param name="ContinuationToken">Where to go on.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>How many instances a page has by default.</summary>
    public const int DefaultPageSize = 100;
}

/// <summary>Selects instances to remove.</summary>
/// <param name="CreatedFrom">Created at or after.</param>
/// <param name="CreatedTo">Created at or before.</param>
/// <param name="Statuses">In one of these statuses.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long removing may take.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>How instances are removed.</summary>
/// <param name="Recursive">Whether sub-orchestrations go too.</param>
public record PurgeInstanceOptions(bool Recursive = false);

/// <summary>How an instance is ended.</summary>
/// <param name="Output">What becomes its output.</param>
/// <param name="Recursive">Whether its sub-orchestrations end too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);

/// <summary>What was removed.</summary>
public class PurgeResult
{
    /// <param name="count">How many instances were removed.</param>
    public PurgeResult(int count) => PurgedInstanceCount = count;

    /// <param name="count">How many instances were removed.</param>
    /// <param name="isComplete">Whether none is left.</param>
    public PurgeResult(int count, bool? isComplete)
        : this(count) => IsComplete = isComplete;

    /// <summary>How many instances were removed.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether none is left; null where that is not known.</summary>
    public bool? IsComplete { get; }
}
