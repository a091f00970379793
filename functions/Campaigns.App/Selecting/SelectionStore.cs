using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Selecting;

/// <summary>A record as its row has it.</summary>
public sealed record Kept<T>(T Value, ETag ETag);

/// <summary>
/// Table Selection: what belongs to the choice of a track and to no single participant, partition <c>cycle|track</c>: nominations <c>n|nominator</c>, the panel
/// <c>m</c> and its results <c>r|unit</c>, the intended list <c>i</c>, the words of departments <c>v|department</c>, the decision <c>d</c>.
/// </summary>
public sealed class SelectionStore(CampaignTables tables, LongTexts texts)
{
    public const string Panel = "m";
    public const string Intended = "i";
    public const string Decision = "d";
    public const string Nominations = "n|";
    public const string Results = "r|";
    public const string Vetting = "v|";

    private const string ValueProperty = "Value";

    /// <summary>The record, or null. One request.</summary>
    public async Task<Kept<T>?> ReadAsync<T>(string cycle, string track, string row, CancellationToken cancellationToken)
    {
        var found = await tables.Selection.GetEntityIfExistsAsync<TableEntity>(Partition(cycle, track), row, cancellationToken: cancellationToken);
        return found.HasValue ? new(await ValueAsync<T>(found.Value!, cancellationToken), found.Value!.ETag) : null;
    }

    /// <summary>The records whose row starts with <paramref name="prefix"/> (ending in a bar), by key.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string cycle, string track, string prefix, CancellationToken cancellationToken)
    {
        var listed = new List<T>();
        var rows = tables.Selection.QueryRangeAsync(Partition(cycle, track), prefix, prefix[..^1] + "}", cancellationToken);
        await foreach (var row in rows)
            listed.Add(await ValueAsync<T>(row, cancellationToken));
        return listed;
    }

    /// <summary>
    /// Writes a record where the row is as <paramref name="expected"/> says (null: not there yet); its new ETag, or null where it is not.
    /// </summary>
    public async Task<ETag?> WriteAsync<T>(string cycle, string track, string row, T value, ETag? expected, CancellationToken cancellationToken)
    {
        var entity = await EntityAsync(Partition(cycle, track), row, value, cancellationToken);
        var outcome = await Batch.ExecuteAsync(
            tables.Selection, [Batch.Over(expected, entity)], OperationOf(row, entity.GetString(ValueProperty)), cancellationToken);
        if (!outcome.IsCommitted)
            return null;
        return outcome.ETags is { Count: 1 } etags ? etags[0] : (await ReadAsync<T>(cycle, track, row, cancellationToken))?.ETag;
    }

    /// <summary>Writes records of the engine's own making, whatever is there.</summary>
    public async Task PutAllAsync<T>(string cycle, string track, IEnumerable<(string Row, T Value)> records, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        foreach (var (row, value) in records)
            rows.Add(await EntityAsync(Partition(cycle, track), row, value, cancellationToken));
        foreach (var chunk in Batch.Cut(rows, r => r))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
            await Batch.ExecuteAsync(tables.Selection, actions, $"{cycle}|{track}|{chunk[0].RowKey}", cancellationToken);
        }
    }

    private async ValueTask<TableEntity> EntityAsync<T>(string partition, string row, T value, CancellationToken cancellationToken) => new(partition, row)
    {
        [ParticipantRow.SchemaProperty] = 1,
        [ValueProperty] = await texts.WriteAsync(StorageJson.Write(value), cancellationToken),
    };

    private async ValueTask<T> ValueAsync<T>(TableEntity row, CancellationToken cancellationToken)
    {
        ParticipantRow.Expect(row, newest: 1);
        return StorageJson.Read<T>(await texts.ReadAsync(row.GetString(ValueProperty), cancellationToken) ?? "null");
    }

    private static string OperationOf(string row, string value) => ParticipantKeys.Hash($"{row}\n{value}")[..32];

    private static string Partition(string cycle, string track) => $"{cycle}|{track}";
}
