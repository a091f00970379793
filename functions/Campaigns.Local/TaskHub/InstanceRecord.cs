using Azure;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.TaskHub;

/// <summary>A message in an instance's inbox.</summary>
internal sealed record InboxMessage(string Key, HistoryEvent Fact, IReadOnlyList<string> Rows);

/// <summary>A message for another instance, under the key by which that instance knows it again.</summary>
internal sealed record OutboundMessage(string InstanceId, string Key, HistoryEvent Fact);

/// <summary>Messages that a committed episode owes other instances.</summary>
internal sealed record OutboxDocument(string Key, IReadOnlyList<OutboundMessage> Messages, IReadOnlyList<string> Rows);

/// <summary>An instance as it lies in storage, with the ETag that fences its next change.</summary>
internal sealed record InstanceRecord
{
    public required InstanceState State { get; init; }

    public required ETag ETag { get; init; }

    /// <summary>Keys of the state's further rows.</summary>
    public IReadOnlyList<string> StateParts { get; init; } = [];

    public required IReadOnlyList<HistoryEvent> History { get; init; }

    public required IReadOnlyList<string> HistoryRows { get; init; }

    public IReadOnlyList<InboxMessage> Inbox { get; init; } = [];

    public IReadOnlyList<OutboxDocument> Outbox { get; init; } = [];

    /// <summary>Rows of earlier generations and of writes that never came to anything; deleted along with the next commits.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];
}

/// <summary>A change of an instance that holds wholly or not at all.</summary>
internal sealed record InstanceChange
{
    public required InstanceRecord Before { get; init; }

    public required InstanceState After { get; init; }

    /// <summary>The history document that is added.</summary>
    public required IReadOnlyList<HistoryEvent> History { get; init; }

    public IReadOnlyList<InboxMessage> Consumed { get; init; } = [];

    public IReadOnlyList<OutboundMessage> Outbox { get; init; } = [];

    public bool NewGeneration => After.Execution != Before.State.Execution;
}

/// <summary>Somebody else changed the instance first, or our own change had been applied before its answer was lost: only a fresh read tells.</summary>
internal sealed class InstanceConflictException(string instanceId, Exception cause)
    : Exception($"The stored state of instance '{instanceId}' is not the one this change was made from.", cause);

/// <summary>An instance of this id stands in the way of a new one.</summary>
internal sealed class InstanceExistsException(string instanceId, OrchestrationRuntimeStatus status)
    : InvalidOperationException($"An orchestration instance with the id '{instanceId}' and the status {status} already exists.");
