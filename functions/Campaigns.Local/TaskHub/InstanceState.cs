using Microsoft.DurableTask.Client;

namespace Campaigns.Local.TaskHub;

/// <summary>The orchestration that waits for an instance's result.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">Its orchestrator's name.</param>
/// <param name="Execution">The generation that called.</param>
/// <param name="TaskId">The number of the call within that generation.</param>
internal sealed record ParentLink(string InstanceId, string Name, int Execution, int TaskId);

/// <summary>A timer that has neither fired nor been cancelled.</summary>
/// <param name="Id">The number of the action that created it.</param>
/// <param name="FireAt">When it is due.</param>
/// <param name="Platform">Which clock decides: platform (retries) or campaign.</param>
internal sealed record OpenTimer(int Id, DateTimeOffset FireAt, bool Platform);

/// <summary>All that is known of an instance besides its history and inbox. Its row's ETag fences every change of the instance.</summary>
internal sealed record InstanceState
{
    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    /// <summary>Counts generations and restarts of this id; history rows of another number are leftovers.</summary>
    public int Execution { get; init; } = 1;

    /// <summary>History documents written in this generation.</summary>
    public int Documents { get; init; } = 1;

    /// <summary>Campaign time of creation.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Campaign time of the last change.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Who waits for the result; null where a client started the instance.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>Tells a creation whose answer was lost from somebody else's instance of the same id.</summary>
    public string? CreationKey { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The trace that it was started in (<c>traceparent</c> of W3C), for all its generations; null where nobody listened.</summary>
    public string? Trace { get; init; }

    public string? CustomStatus { get; init; }

    public string? Output { get; init; }

    public FailureRecord? Failure { get; init; }

    public IReadOnlyList<OpenTimer> Timers { get; init; } = [];

    /// <summary>Keys of messages that earlier generations took, newest last; bounded.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    public bool HasEnded => Ended(Status);

    public static bool Ended(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated
            or OrchestrationRuntimeStatus.Canceled;
}
