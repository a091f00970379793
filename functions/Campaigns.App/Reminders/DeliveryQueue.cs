using Azure.Data.Tables;
using Campaigns.App.Storage;

namespace Campaigns.App.Reminders;

/// <summary>A delivery that waits, as its row says.</summary>
internal sealed record Delivery(TableEntity Row)
{
    public string Recipient => Row.RowKey.Split('|', 4)[2];
    public string NoticeId => Row.RowKey.Split('|', 4)[3];
    public string NoticeRow => Row.GetString("Notice");
    public string Title => Row.GetString("Title");
    public string Text => Row.GetString("Text");
    public int Tries => Row.GetInt32("Tries") ?? 0;
    public string? ClaimedBy => Row.GetString("ClaimedBy");
    public DateTimeOffset NotBefore => Row.GetDateTimeOffset("NotBefore") ?? DateTimeOffset.MinValue;
}

/// <summary>
/// The deliveries that wait, shard by shard. They are claimed a batch at a time and their outcomes recorded every <see cref="OutcomesPerBatch"/>: after a kill
/// at most that many messages are sent again, each with the same id. Claims and back-off go by platform time.
/// </summary>
public sealed class DeliveryQueue(CampaignTables tables, HostIdentity host, CampaignClock clock, TimeProvider time)
{
    /// <summary>Messages between two records of what was sent.</summary>
    public const int OutcomesPerBatch = 20;

    /// <summary>Tries before a message is given up.</summary>
    public const int MaxTries = 8;

    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(5);

    /// <summary>The shards in which something waits; one request.</summary>
    internal async Task<IReadOnlyList<TableEntity>> WaitingAsync(CancellationToken cancellationToken)
    {
        var shards = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {NoticeKeys.Waiting}");
        await foreach (var row in tables.Notices.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            shards.Add(row);
        return shards;
    }

    /// <summary>Claims up to a batch of what is due in a shard; empty when nothing is, or all of it is in another's hands.</summary>
    internal async Task<IReadOnlyList<Delivery>> ClaimAsync(string shard, CancellationToken cancellationToken)
    {
        var (from, to) = NoticeKeys.DueBy(clock.Now);
        var now = time.GetUtcNow();
        var due = new List<Delivery>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var row in tables.Notices.QueryAsync<TableEntity>(filter, Batch.MaxRows, cancellationToken: cancellationToken))
        {
            var delivery = new Delivery(row);
            if (delivery.NotBefore <= now || (delivery.ClaimedBy is { } owner && (owner == host.Id || host.IsGone(owner))))
                due.Add(delivery);
            if (due.Count == Batch.MaxRows)
                break;
        }
        if (due.Count == 0)
            return [];

        var actions = due.Select(d =>
        {
            d.Row["ClaimedBy"] = host.Id;
            d.Row["NotBefore"] = now + ClaimFor;
            return new TableTransactionAction(TableTransactionActionType.UpdateReplace, d.Row, d.Row.ETag);
        }).ToList();
        var claimed = await Batch.ExecuteAsync(tables.Notices, actions, $"{host.Id}|claim|{now:O}", cancellationToken);
        return claimed.IsCommitted ? due : [];
    }

    /// <summary>
    /// Records what became of up to <see cref="OutcomesPerBatch"/> messages: what was sent or given up leaves the queue, what failed waits longer.
    /// </summary>
    internal async Task RecordAsync(string shard, IReadOnlyList<(Delivery Delivery, bool Sent)> outcomes, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>();
        foreach (var (delivery, sent) in outcomes)
        {
            if (sent || delivery.Tries + 1 >= MaxTries)
            {
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(shard, delivery.Row.RowKey)));
                actions.Add(new(TableTransactionActionType.UpdateMerge, new TableEntity(shard, delivery.NoticeRow)
                {
                    ["Email"] = (sent ? DeliveryState.Sent : DeliveryState.Undeliverable).ToString(),
                    ["SentAt"] = sent ? clock.Now : null,
                }, Azure.ETag.All));
            }
            else
            {
                delivery.Row["Tries"] = delivery.Tries + 1;
                delivery.Row["ClaimedBy"] = null;
                delivery.Row["NotBefore"] = time.GetUtcNow() + TimeSpan.FromMinutes(Math.Pow(2, delivery.Tries));
                actions.Add(new(TableTransactionActionType.UpdateReplace, delivery.Row, Azure.ETag.All));
            }
        }
        // A conflict means that a successor took the claim over and recorded first; the same message went out under the same id.
        await Batch.ExecuteAsync(tables.Notices, actions, $"{host.Id}|sent|{outcomes[0].Delivery.Row.RowKey}", cancellationToken);
    }

    /// <summary>Forgets that something waits in a shard, unless somebody has said so again; false when there is still something in its queue.</summary>
    internal async Task<bool> ForgetAsync(TableEntity waiting, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {waiting.RowKey} and RowKey ge {"q|"} and RowKey lt {"q}"}");
        await foreach (var _ in tables.Notices.QueryAsync<TableEntity>(filter, 1, ["RowKey"], cancellationToken))
            return false;
        return (await Batch.ExecuteAsync(
            tables.Notices, [new(TableTransactionActionType.Delete, waiting, waiting.ETag)], $"{waiting.RowKey}|drained", cancellationToken)).IsCommitted;
    }
}
