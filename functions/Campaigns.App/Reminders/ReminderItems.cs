using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reminders;

/// <summary>
/// What milestones want said, by recipient: partition <c>cycle|milestone|shard</c>, row <c>recipient|group|hash</c> with what one group wants said to one
/// person, so that who answers for forty units costs one row. Insert-only, and named by what it says: a re-run finds what is there and adds what is missing. A
/// recipient is always in the same shard, so that one reader sees all of it.
/// </summary>
public sealed class ReminderItems(CampaignTables tables)
{
    private const int ParticipantsPerShard = 100_000;
    private const int MaxShards = 16;
    private const int MaxTries = 5;

    // A hundred full rows stay well under a transaction's 4 MB, a row under a property's 64 KB.
    private const int ItemsPerRow = 150;

    /// <summary>
    /// Shards of a cycle: one for a county, more where a wave would write faster than one partition takes. Each cuts a group's rows into batches of its own.
    /// </summary>
    public static int Shards(int participants) => Math.Clamp((participants + ParticipantsPerShard - 1) / ParticipantsPerShard, 1, MaxShards);

    /// <summary>Adds the items of one group; those that are there already stay.</summary>
    public async Task InsertAsync(
        string cycle, string milestone, string group, int shards, IReadOnlyList<ReminderItem> items, CancellationToken cancellationToken)
    {
        foreach (var shard in items.GroupBy(i => StableHash.Of(i.Recipient, shards)))
        {
            var partition = Partition(cycle, milestone, shard.Key);
            var rows = InOrder(shard).GroupBy(i => i.Recipient).SelectMany(r => r.Chunk(ItemsPerRow)).Select(i => Row(partition, group, i)).ToList();
            await InsertAsync(partition, rows, $"{cycle}|{milestone}|{group}", cancellationToken);
        }
    }

    /// <summary>
    /// The items of one shard by recipient: each recipient's in order of track and unit, each once; and since when, in platform time, the oldest of them stands
    /// there. Rows of one recipient lie side by side, so that never more than a page of them is held, however long the shard is.
    /// </summary>
    public async IAsyncEnumerable<RecipientItems> ReadAsync(
        string cycle, string milestone, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (recipient, items, since) = ("", new List<ReminderItem>(), (DateTimeOffset?)null);
        await foreach (var row in QueryAsync(Partition(cycle, milestone, shard), cancellationToken))
        {
            var next = row.RowKey[..row.RowKey.IndexOf('|', StringComparison.Ordinal)];
            if (next != recipient && items.Count > 0)
            {
                yield return new(recipient, [.. InOrder(items)], since);
                (items, since) = ([], null);
            }
            recipient = next;
            items.AddRange(ItemsOf(row));
            since = since < row.Timestamp ? since : row.Timestamp;
        }
        if (items.Count > 0)
            yield return new(recipient, [.. InOrder(items)], since);
    }

    /// <summary>The items of a row.</summary>
    public static IEnumerable<ReminderItem> ItemsOf(TableEntity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var key = row.RowKey.Split('|');
        return StorageJson.Read<List<Subject>>(row.GetString("About"))
            .Select(s => new ReminderItem(key[0], s.As, s.Track, s.Unit, s.Area, key[1]) { Answers = s.Answers });
    }

    /// <summary>Items as notices are composed of them: in order, each recipient told once of a participant.</summary>
    internal static IEnumerable<ReminderItem> InOrder(IEnumerable<ReminderItem> items) =>
        items.DistinctBy(Key).OrderBy(Key, StringComparer.Ordinal);

    private async Task InsertAsync(string partition, List<TableEntity> rows, string operation, CancellationToken cancellationToken)
    {
        for (var tries = 0; rows.Count > 0 && tries < MaxTries; tries++)
        {
            var complete = true;
            foreach (var chunk in rows.Chunk(Batch.MaxRows))
            {
                var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)).ToList();
                // The batch is named by all of its rows: after a kill the rest may be cut differently, and one known row says nothing of its new neighbours.
                var rowsOfBatch = ParticipantKeys.Hash(string.Join('\n', chunk.Select(r => r.RowKey)))[..32];
                complete &= (await Batch.ExecuteAsync(tables.Items, actions, $"{operation}|{rowsOfBatch}", cancellationToken)).IsCommitted;
            }
            if (complete)
                return;
            var there = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var row in QueryAsync(partition, cancellationToken))
                there.Add(row.RowKey);
            rows = rows.Where(r => !there.Contains(r.RowKey)).ToList();
        }
        if (rows.Count > 0)
            throw new InvalidOperationException($"Items of {partition} kept colliding.");
    }

    private Azure.AsyncPageable<TableEntity> QueryAsync(string partition, CancellationToken cancellationToken) =>
        tables.Items.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellationToken);

    private static TableEntity Row(string partition, string group, ReminderItem[] items)
    {
        var about = StorageJson.Write(items.Select(i => new Subject(i.Track, i.Unit, i.As, i.Area, i.Answers)).ToList());
        return new(partition, $"{items[0].Recipient}|{group}|{ParticipantKeys.Hash(about)[..16]}") { ["About"] = about };
    }

    private static string Key(ReminderItem item) => $"{item.Recipient}|{item.Track}|{item.Unit}";

    private static string Partition(string cycle, string milestone, int shard) => $"{cycle}|{milestone}|{shard:D2}";

    private sealed record Subject(string Track, string Unit, Audience As, string Area, bool Answers);
}

/// <summary>What a milestone wants said to one recipient, and since when, in platform time, the oldest of it stands there.</summary>
public sealed record RecipientItems(string Recipient, IReadOnlyList<ReminderItem> Items, DateTimeOffset? Since);
