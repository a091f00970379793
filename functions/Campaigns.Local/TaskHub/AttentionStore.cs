using Azure;
using Azure.Data.Tables;

namespace Campaigns.Local.TaskHub;

/// <summary>A request by another process to look at an instance.</summary>
internal sealed record WakeRequest(string InstanceId, ETag ETag);

/// <summary>
/// The rows by which work is found again: an instance that no other instance waits for has a live row from before its creation until after its end,
/// and a process that does not own the hub leaves a wake row with what it wrote.
/// </summary>
internal sealed class AttentionStore(TableClient table)
{
    public async Task<ETag> MarkLiveAsync(string instanceId, CancellationToken cancellation)
    {
        var row = new TableEntity(HubKeys.Live, HubKeys.Partition(instanceId));
        var response = await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation).ConfigureAwait(false);
        return response.Headers.ETag ?? throw new InvalidOperationException("The table service gave no ETag for a live row.");
    }

    /// <summary>Takes the mark away, unless somebody has renewed it since.</summary>
    public async Task UnmarkLiveAsync(string instanceId, ETag etag, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteEntityAsync(HubKeys.Live, HubKeys.Partition(instanceId), etag, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Renewed for a successor of the same id.
        }
    }

    public async Task<IReadOnlyList<(string InstanceId, ETag ETag)>> ReadLiveAsync(CancellationToken cancellation)
    {
        var live = new List<(string, ETag)>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {HubKeys.Live}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).ConfigureAwait(false))
        {
            live.Add((HubKeys.InstanceId(row.RowKey), row.ETag));
        }

        return live;
    }

    public Task WakeAsync(string instanceId, CancellationToken cancellation) => table.UpsertEntityAsync(
        new TableEntity(HubKeys.Hub, HubKeys.WakePrefix + HubKeys.Partition(instanceId)), TableUpdateMode.Replace, cancellation);

    public async Task ForgetWakeAsync(WakeRequest wake, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteEntityAsync(HubKeys.Hub, HubKeys.WakePrefix + HubKeys.Partition(wake.InstanceId), wake.ETag, cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Asked for again in between; the next look finds it.
        }
    }

    /// <summary>The hub's own partition in one read: the lease row, where there is one, and the wake rows.</summary>
    public async Task<(TableEntity? Lease, IReadOnlyList<WakeRequest> Wakes)> ReadHubAsync(CancellationToken cancellation)
    {
        TableEntity? lease = null;
        var wakes = new List<WakeRequest>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {HubKeys.Hub}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).ConfigureAwait(false))
        {
            if (row.RowKey == HubKeys.Lease)
            {
                lease = row;
            }
            else
            {
                wakes.Add(new(HubKeys.InstanceId(row.RowKey[HubKeys.WakePrefix.Length..]), row.ETag));
            }
        }

        return (lease, wakes);
    }
}
