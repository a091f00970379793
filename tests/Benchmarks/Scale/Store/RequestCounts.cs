using System.Collections.Concurrent;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>Requests that reached the store, by table or container and operation, and what they carried.</summary>
internal sealed class RequestCounts
{
    private readonly ConcurrentDictionary<(string Resource, string Operation), RequestCount> _counts = new();

    public void Add(string resource, string operation, long bytesIn, long bytesOut) =>
        _counts.AddOrUpdate((resource, operation), new RequestCount(resource, operation, 1, 0, bytesIn, bytesOut),
            (_, c) => c with { Requests = c.Requests + 1, BytesIn = c.BytesIn + bytesIn, BytesOut = c.BytesOut + bytesOut });

    public void AddRows(string resource, int rows) =>
        _counts.AddOrUpdate((resource, "batch"), new RequestCount(resource, "batch", 0, rows, 0, 0), (_, c) => c with { Rows = c.Rows + rows });

    public IReadOnlyList<RequestCount> All =>
        [.. _counts.Values.OrderBy(c => c.Resource, StringComparer.Ordinal).ThenBy(c => c.Operation, StringComparer.Ordinal)];
}

/// <summary>What one kind of request came to; <see cref="Rows"/> are those of transactions.</summary>
internal sealed record RequestCount(string Resource, string Operation, long Requests, long Rows, long BytesIn, long BytesOut);
