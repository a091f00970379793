using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Webhooks;

/// <summary>The subscriptions, and the mark that says that there are any: the roll-up finds it among the hints it reads anyway.</summary>
public sealed class WebhookStore(CampaignTables tables, DirtyHints hints)
{
    /// <summary>All subscriptions, in order of their ids. One request.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken)
    {
        var (from, to) = WebhookKeys.Hooks;
        var hooks = new List<Webhook>();
        await foreach (var row in tables.Webhooks.QueryRangeAsync(WebhookKeys.Partition, from, to, cancellationToken))
            hooks.Add(Read(row));
        return hooks;
    }

    public async Task<Webhook?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var row = await tables.Webhooks.GetEntityIfExistsAsync<TableEntity>(WebhookKeys.Partition, WebhookKeys.Hook(id), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>
    /// Writes over what was read with <paramref name="before"/>, or something new where that is null; null where somebody else was faster.
    /// </summary>
    public async Task<Webhook?> WriteAsync(Webhook hook, ETag? before, string operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hook);
        // Before: a mark too many costs the roll-up a look, one too few would keep everybody waiting.
        await hints.MarkAsync(DirtyHints.WebhooksOn, DateTimeOffset.MinValue, cancellationToken);
        var outcome = await Batch.ExecuteAsync(tables.Webhooks, [Batch.Over(before, Row(hook))], operation, cancellationToken);
        return outcome.IsCommitted ? outcome.ETags is { } etags ? hook with { ETag = etags[0] } : await ReadAsync(hook.Id, cancellationToken) : null;
    }

    /// <summary>Takes a subscription away with its log; what waits for it is dropped when its turn comes. Taking it away again changes nothing.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await tables.Webhooks.DeleteEntityAsync(WebhookKeys.Partition, WebhookKeys.Hook(id), ETag.All, cancellationToken);
        var (from, to) = WebhookKeys.DeliveriesOf(id);
        await RemoveAsync(from, to, cancellationToken);
        if ((await ListAsync(cancellationToken)).Count == 0)
            await hints.UnmarkAsync(DirtyHints.WebhooksOn, ETag.All, cancellationToken);
    }

    /// <summary>Takes a range of rows away, a hundred a request.</summary>
    internal async Task RemoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in tables.Webhooks.QueryRangeAsync(WebhookKeys.Partition, from, to, cancellationToken))
            rows.Add(row);
        foreach (var chunk in rows.Chunk(Batch.MaxRows))
        {
            await Batch.ExecuteAsync(
                tables.Webhooks, [.. chunk.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r, ETag.All))], "remove",
                cancellationToken);
        }
    }

    private static TableEntity Row(Webhook hook) => new(WebhookKeys.Partition, WebhookKeys.Hook(hook.Id))
    {
        ["V"] = 1,
        ["Json"] = StorageJson.Write(hook),
    };

    private static Webhook Read(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return StorageJson.Read<Webhook>(row.GetString("Json")) with { ETag = row.ETag };
    }
}
