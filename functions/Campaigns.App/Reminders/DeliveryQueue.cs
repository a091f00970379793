using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Storage;

namespace Campaigns.App.Reminders;

/// <summary>
/// The deliveries that wait, partition by partition. One process at a time delivers from a partition, under a lease that every record of outcomes renews: who
/// has lost it finds out at the next record, at most <see cref="OutcomesPerBatch"/> messages later. After a kill no more than these are sent again, each with
/// the same id. Leases and back-off go by platform time.
/// </summary>
public sealed class DeliveryQueue(CampaignTables tables, NoticePartitions partitions, HostIdentity host, CampaignClock clock, TimeProvider time)
{
    /// <summary>Messages between two records of what was sent.</summary>
    public const int OutcomesPerBatch = 20;

    /// <summary>Times that a message may be refused before it is given up.</summary>
    public const int MaxTries = 8;

    /// <summary>
    /// Campaign time for which a message waits for a server that cannot be reached. What it says has lost its moment then, and stands in the inbox (J6).
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(3);

    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private int _busy;

    /// <inheritdoc cref="NoticePartitions.Only"/>
    internal string? Only => partitions.Only;

    /// <summary>A process delivers one tick at a time: a lease says nothing between two of its own. False while an earlier tick is still at work.</summary>
    internal bool TryBegin() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    internal void End() => Volatile.Write(ref _busy, 0);

    /// <summary>What is announced as due by now, the rows themselves; one request.</summary>
    internal async Task<IReadOnlyList<TableEntity>> WaitingAsync(CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        var to = NoticeKeys.WaitingBy(clock.Now);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {NoticeKeys.Waiting} and RowKey lt {to}");
        await foreach (var row in tables.Notices.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            rows.Add(row);
        return rows;
    }

    /// <summary>
    /// Looks into a partition: the lease as it stands, then what is due, a page at a time. One request a page of up to 1,000.
    /// </summary>
    internal async IAsyncEnumerable<DeliveryPage> ReadAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = NoticeKeys.DueBy(clock.Now);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var page in tables.Notices.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages()
            .WithCancellation(cancellationToken))
        {
            var now = time.GetUtcNow();
            var rows = page.Values.Where(r => r.RowKey != NoticeKeys.Lease).Select(r => new Delivery(r)).ToList();
            yield return new(
                page.Values.FirstOrDefault(r => r.RowKey == NoticeKeys.Lease), [.. rows.Where(d => d.NotBefore <= now)],
                [.. rows.Where(d => d.NotBefore > now)]);
        }
    }

    /// <summary>Takes the lease over <paramref name="partition"/> as it was <paramref name="seen"/>; null when another holds it or was faster.</summary>
    internal async Task<DeliveryLease?> TakeAsync(string partition, TableEntity? seen, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (seen?.GetString("Owner") is { Length: > 0 } owner && owner != host.Id && seen.GetDateTimeOffset("Until") > now && !host.IsGone(owner))
            return null;
        var lease = new DeliveryLease(partition, host.Id);
        var row = lease.Row(now + LeaseFor);
        var operation = $"{host.Id}|lease|{now:O}";
        var outcome = await Batch.ExecuteAsync(
            tables.Notices,
            [Batch.Over(seen?.ETag, row)],
            operation,
            cancellationToken);
        if (!outcome.IsCommitted)
            return null;
        lease.ETag = outcome.ETags?[0] ?? await ETagAsync(partition, operation, cancellationToken);
        return lease;
    }

    /// <summary>Whether a message is not tried again after this. An outage of the server uses up no try: a weekend of it loses nothing.</summary>
    internal bool IsGivenUp(Delivery delivery, DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Refused => delivery.Tries + 1 >= MaxTries,
        DeliveryOutcome.Unreached => clock.Now - delivery.DueAt >= LongestWait,
        _ => false,
    };

    /// <summary>
    /// Records what became of up to <see cref="OutcomesPerBatch"/> messages and renews the lease, or gives it back with the <paramref name="last"/>: what was
    /// sent or given up leaves the queue, what failed waits longer. False when the lease was lost: a successor has what is left.
    /// </summary>
    internal async Task<bool> RecordAsync(
        DeliveryLease lease, IReadOnlyList<(Delivery Delivery, DeliveryOutcome Outcome)> outcomes, bool last, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, lease.Row(last ? DateTimeOffset.UnixEpoch : now + LeaseFor, released: last), lease.ETag),
        };
        foreach (var (delivery, became) in outcomes)
        {
            var sent = became == DeliveryOutcome.Sent;
            if (sent || IsGivenUp(delivery, became))
            {
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(lease.Partition, delivery.Row.RowKey), ETag.All));
                actions.Add(new(TableTransactionActionType.UpdateMerge, new TableEntity(lease.Partition, delivery.NoticeRow)
                {
                    ["Email"] = (sent ? DeliveryState.Sent : DeliveryState.Undeliverable).ToString(),
                    ["SentAt"] = sent ? clock.Now : null,
                }, ETag.All));
            }
            else
            {
                var refused = became == DeliveryOutcome.Refused;
                delivery.Row["Tries"] = delivery.Tries + (refused ? 1 : 0);
                delivery.Row["NotBefore"] = now + (refused ? TimeSpan.FromMinutes(Math.Pow(2, delivery.Tries)) : Pause);
                actions.Add(new(TableTransactionActionType.UpdateReplace, delivery.Row, ETag.All));
            }
        }
        var operation = $"{host.Id}|sent|{outcomes[0].Delivery.Row.RowKey}|{now:O}";
        var outcome = await Batch.ExecuteAsync(tables.Notices, actions, operation, cancellationToken);
        if (outcome.IsCommitted)
            lease.ETag = outcome.ETags?[0] ?? await ETagAsync(lease.Partition, operation, cancellationToken);
        return outcome.IsCommitted;
    }

    /// <summary>Takes announcements away whose partitions are drained; one that was announced again meanwhile stays. One request a hundred.</summary>
    internal async Task ForgetAsync(IReadOnlyList<TableEntity> drained, CancellationToken cancellationToken)
    {
        foreach (var chunk in drained.Chunk(Batch.MaxRows))
        {
            var rows = chunk.ToList();
            while (rows.Count > 0)
            {
                var actions = rows.Select(r => new TableTransactionAction(TableTransactionActionType.Delete, r, r.ETag)).ToList();
                var outcome = await Batch.ExecuteAsync(tables.Notices, actions, "drained", cancellationToken);
                if (outcome.IsCommitted)
                    break;
                // Announced again, or taken away by an earlier try whose answer was lost: that one stays as it is, the others go.
                rows.RemoveAt(outcome.FailedIndex ?? 0);
            }
        }
    }

    /// <summary>The lease's ETag after a write whose answer was lost; one that never matches where somebody else wrote it since.</summary>
    private async Task<ETag> ETagAsync(string partition, string operation, CancellationToken cancellationToken)
    {
        var row = (await tables.Notices.GetEntityAsync<TableEntity>(partition, NoticeKeys.Lease, cancellationToken: cancellationToken)).Value;
        return row.GetString(Batch.Property) == operation ? row.ETag : new ETag("W/\"lost\"");
    }
}

/// <summary>
/// A page of a partition's queue: the lease (on the first page, where there is one), what can be sent now, and what waits for a later try.
/// </summary>
internal sealed record DeliveryPage(TableEntity? Lease, IReadOnlyList<Delivery> Due, IReadOnlyList<Delivery> Later);

/// <summary>The right to deliver from a partition.</summary>
internal sealed class DeliveryLease(string partition, string owner)
{
    public string Partition => partition;
    public ETag ETag { get; set; }

    public TableEntity Row(DateTimeOffset until, bool released = false) => new(partition, NoticeKeys.Lease)
    {
        ["V"] = 1,
        ["Owner"] = released ? "" : owner,
        ["Until"] = until,
    };
}
