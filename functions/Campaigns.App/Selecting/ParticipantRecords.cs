using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Selecting;

/// <summary>Records of one kind in their participants' partitions, a row each; the caller knows their row keys.</summary>
internal sealed class ParticipantRecords<T>(CampaignTables tables, CycleStore cycles)
{
    private const string ValueProperty = "Value";

    /// <summary>The record and its ETag, or null. One request.</summary>
    public async Task<Kept<T>?> ReadAsync(ParticipantKey key, string rowKey, CancellationToken cancellationToken)
    {
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), rowKey, cancellationToken: cancellationToken);
        return row.HasValue ? new(Read(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>The write of a record: new, or over the row of <paramref name="before"/>.</summary>
    public static TableTransactionAction Write(ParticipantKey key, string rowKey, T record, ETag? before) => Batch.Over(
        before,
        new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), rowKey)
        {
            [ParticipantRow.SchemaProperty] = 1,
            [ValueProperty] = StorageJson.Write(record),
        });

    /// <summary>Those of a range of row keys in one partition, in their order.</summary>
    public async IAsyncEnumerable<T> ListAsync(
        string cycle, string group, (string From, string To) range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), range.From, range.To, cancellationToken))
            yield return Read(row);
    }

    /// <summary>Those of a whole cycle, a query a group.</summary>
    public async IAsyncEnumerable<T> AllAsync(string cycle, (string From, string To) range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = await cycles.ReadSnapshotAsync(cycle, cancellationToken);
        foreach (var group in snapshot?.Groups ?? [])
        {
            await foreach (var record in ListAsync(cycle, group.Id, range, cancellationToken))
                yield return record;
        }
    }

    private static T Read(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return StorageJson.Read<T>(row.GetString(ValueProperty));
    }
}
