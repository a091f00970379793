using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reminders;

/// <summary>
/// What milestones want said, by recipient: partition <c>cycle|milestone|shard</c>, row <c>recipient|track|unit</c>. Insert-only: a re-run reads what is there
/// and adds what is missing. A recipient is always in the same shard, so that one reader sees all of it.
/// </summary>
public sealed class ReminderItems(CampaignTables tables)
{
    private const int ParticipantsPerShard = 5000;
    private const int MaxShards = 16;
    private const int MaxTries = 5;

    /// <summary>Shards of a cycle: one for a county, more where a wave would make one partition too long.</summary>
    public static int Shards(int participants) => Math.Clamp((participants + ParticipantsPerShard - 1) / ParticipantsPerShard, 1, MaxShards);

    /// <summary>Adds the items of one group; those that are there already stay.</summary>
    public async Task InsertAsync(
        string cycle, string milestone, string group, int shards, IReadOnlyList<ReminderItem> items, CancellationToken cancellationToken)
    {
        foreach (var shard in items.GroupBy(i => StableHash.Of(i.Recipient, shards)))
        {
            var partition = Partition(cycle, milestone, shard.Key);
            var rows = InOrder(shard).Select(i => Row(partition, i)).ToList();
            await InsertAsync(partition, rows, $"{cycle}|{milestone}|{group}", cancellationToken);
        }
    }

    /// <summary>The items of one shard in order of recipient, track and unit.</summary>
    public async IAsyncEnumerable<ReminderItem> ReadAsync(
        string cycle, string milestone, int shard, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in QueryAsync(Partition(cycle, milestone, shard), cancellationToken))
        {
            var key = row.RowKey.Split('|');
            yield return new(key[0], Enum.Parse<Audience>(row.GetString("As")), key[1], key[2], row.GetString("Area"), row.GetString("Group"))
            {
                Answers = row.GetBoolean("Answers") ?? false,
            };
        }
    }

    /// <summary>Items as the rows hold them: in order, each recipient told once of a participant.</summary>
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

    private static TableEntity Row(string partition, ReminderItem item)
    {
        var row = new TableEntity(partition, Key(item))
        {
            ["As"] = item.As.ToString(),
            ["Area"] = item.Area,
            ["Group"] = item.Group,
        };
        if (item.Answers)
            row["Answers"] = true;
        return row;
    }

    private static string Key(ReminderItem item) => $"{item.Recipient}|{item.Track}|{item.Unit}";

    private static string Partition(string cycle, string milestone, int shard) => $"{cycle}|{milestone}|{shard:D2}";
}
