using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Changes;

/// <summary>
/// Lets the sheets and appraisals that a merger carries over be read in the group of whoever takes them over (J20): the rows are copied there as they are,
/// under the name of the unit that wrote them. They are final, because that unit has ended.
/// </summary>
public sealed class CarriedSheets(CampaignTables tables)
{
    /// <summary>Copies what the scores of <paramref name="ended"/> rest on into <paramref name="group"/>; safe to repeat.</summary>
    public async Task CopyAsync(ParticipantKey ended, ParticipantState state, string group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(state);
        var (from, to) = (ParticipantKeys.Partition(ended.Cycle, ended.Group), ParticipantKeys.Partition(ended.Cycle, group));
        var rows = new List<TableEntity>();
        foreach (var unit in state.SheetUnits)
        {
            foreach (var range in new[] { ParticipantKeys.SheetRange(ended.Track, unit), ParticipantKeys.AppraisalRange(ended.Track, unit) })
            {
                await foreach (var row in tables.Participants.QueryRangeAsync(from, range.From, range.To, cancellationToken))
                    rows.Add(Copy(row, to));
            }
        }
        foreach (var chunk in Batch.Cut(rows, r => r))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
            await Batch.ExecuteAsync(tables.Participants, actions, $"{ended}|sheets|{group}|{chunk[0].RowKey}", cancellationToken);
        }
    }

    private static TableEntity Copy(TableEntity row, string partition)
    {
        var copy = new TableEntity(partition, row.RowKey);
        foreach (var name in row.Keys.Where(n => n is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")))
            copy[name] = row[name];
        return copy;
    }
}
