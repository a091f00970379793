using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Campaigns.Local.TaskHub;

/// <summary>What a hub has done since it was built; all numbers only grow.</summary>
public sealed class TaskHubCounters
{
    readonly ConcurrentDictionary<string, long> requests = new(StringComparer.Ordinal);
    long historyEvents;
    long orchestrations;
    long activities;

    /// <summary>History events of all generations, those of a generation's last episode included.</summary>
    public long HistoryEvents => Interlocked.Read(ref historyEvents);

    /// <summary>Instances created, sub-orchestrations included, further generations not.</summary>
    public long Orchestrations => Interlocked.Read(ref orchestrations);

    /// <summary>Activity runs, repeated ones included.</summary>
    public long Activities => Interlocked.Read(ref activities);

    /// <summary>Requests to storage, each retry counted.</summary>
    public long StorageRequests => requests.Values.Sum();

    /// <summary>Requests to storage by HTTP method; a transaction is one POST.</summary>
    public IReadOnlyDictionary<string, long> StorageRequestsByMethod => new SortedDictionary<string, long>(requests, StringComparer.Ordinal);

    internal void AddHistory(int events) => Interlocked.Add(ref historyEvents, events);

    internal void AddOrchestration() => Interlocked.Increment(ref orchestrations);

    internal void AddActivity() => Interlocked.Increment(ref activities);

    /// <summary>Counts the hub's requests on their way out.</summary>
    internal sealed class RequestPolicy(TaskHubCounters counters) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) =>
            counters.requests.AddOrUpdate(message.Request.Method.Method, 1, (_, before) => before + 1);
    }
}
