using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>A finding as its row says, of which participant.</summary>
public sealed record StoredFinding(string Track, string Unit, Finding Finding, ETag ETag);

/// <summary>Inspections and findings: pointers in the cycle's partition, recorded visits and findings beside their participant.</summary>
public sealed class InspectionStore(CampaignTables tables)
{
    private const string State = "State";
    private const string Track = "Track";
    private const string Unit = "Unit";

    /// <summary>Which participant the inspection visits; null for none of that id. One request.</summary>
    public async Task<InspectionPointer?> FindAsync(string cycle, string inspection, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Inspection(inspection), cancellationToken: cancellationToken);
        return row.HasValue ? InspectionPointer.FromRow(row.Value!) : null;
    }

    /// <summary>Enters an inspection that was ordered; entering it again changes nothing.</summary>
    public async Task EnterAsync(string cycle, InspectionPointer entered, CancellationToken cancellationToken) => await Batch.ExecuteAsync(
        tables.Cycles, [new(TableTransactionActionType.Add, entered.ToRow(cycle))], $"{cycle}|inspection|{entered.Inspection.Id}", cancellationToken);

    /// <summary>The inspections of a cycle in order of their ids, from <paramref name="after"/> (exclusive) on.</summary>
    public async IAsyncEnumerable<InspectionPointer> ListAsync(
        string cycle, string? after, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = CycleKeys.InspectionRange;
        if (after is not null)
            from = ParticipantKeys.After(CycleKeys.Inspection(after));
        await foreach (var row in tables.Cycles.QueryRangeAsync(cycle, from, to, cancellationToken, atOnce))
            yield return InspectionPointer.FromRow(row);
    }

    /// <summary>The inspection with its visit, where one is recorded; as it was ordered otherwise.</summary>
    public async Task<(Inspection Inspection, ETag? ETag)> ReadAsync(ParticipantKey key, Inspection ordered, CancellationToken cancellationToken)
    {
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Inspection(key.Track, key.Unit, ordered.Id), cancellationToken: cancellationToken);
        return row.HasValue ? (StorageJson.Read<Inspection>(row.Value!.GetString(State)), row.Value!.ETag) : (ordered, null);
    }

    /// <summary>The visits recorded in a group, by inspection.</summary>
    public async Task<IReadOnlyDictionary<string, Inspection>> VisitedAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.InspectionRange;
        var visited = new Dictionary<string, Inspection>(StringComparer.Ordinal);
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            var inspection = StorageJson.Read<Inspection>(row.GetString(State));
            visited[inspection.Id] = inspection;
        }
        return visited;
    }

    /// <summary>The visits and the findings of one participant, each by id.</summary>
    public async Task<(IReadOnlyList<Inspection> Visited, IReadOnlyList<Finding> Findings)> OfAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var partition = ParticipantKeys.Partition(key.Cycle, key.Group);
        var (visited, findings) = (new List<Inspection>(), new List<Finding>());
        var (from, to) = ParticipantKeys.InspectionsOf(key.Track, key.Unit);
        await foreach (var row in tables.Participants.QueryRangeAsync(partition, from, to, cancellationToken))
            visited.Add(StorageJson.Read<Inspection>(row.GetString(State)));
        (from, to) = ParticipantKeys.FindingsOf(key.Track, key.Unit);
        await foreach (var row in tables.Participants.QueryRangeAsync(partition, from, to, cancellationToken))
            findings.Add(FindingOf(row).Finding);
        return (visited, findings);
    }

    internal static TableTransactionAction Insert(ParticipantKey key, Inspection inspection) =>
        new(TableTransactionActionType.Add, Row(key, ParticipantKeys.Inspection(key.Track, key.Unit, inspection.Id), StorageJson.Write(inspection)));

    /// <summary>The finding, or null. One request.</summary>
    public async Task<StoredFinding?> FindingAsync(ParticipantKey key, string finding, CancellationToken cancellationToken)
    {
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Finding(key.Track, key.Unit, finding), cancellationToken: cancellationToken);
        return row.HasValue ? FindingOf(row.Value!) : null;
    }

    /// <summary>The findings of a group in order of track, unit and id, from <paramref name="after"/> (a row key, exclusive) on.</summary>
    public async IAsyncEnumerable<StoredFinding> FindingsAsync(
        string cycle, string group, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.FindingRange;
        await foreach (var row in tables.Participants.QueryRangeAsync(
            ParticipantKeys.Partition(cycle, group), after is null ? from : ParticipantKeys.After(after), to, cancellationToken))
        {
            yield return FindingOf(row);
        }
    }

    internal static TableTransactionAction Insert(ParticipantKey key, Finding finding) =>
        new(TableTransactionActionType.Add, Row(key, ParticipantKeys.Finding(key.Track, key.Unit, finding.Id), StorageJson.Write(finding)));

    internal static TableTransactionAction Update(ParticipantKey key, Finding finding, ETag etag) => new(
        TableTransactionActionType.UpdateReplace, Row(key, ParticipantKeys.Finding(key.Track, key.Unit, finding.Id), StorageJson.Write(finding)), etag);

    private static TableEntity Row(ParticipantKey key, string rowKey, string state) => new(ParticipantKeys.Partition(key.Cycle, key.Group), rowKey)
    {
        [Track] = key.Track,
        [Unit] = key.Unit,
        [State] = state,
        [ParticipantRow.SchemaProperty] = 1,
    };

    private static StoredFinding FindingOf(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return new(row.GetString(Track), row.GetString(Unit), StorageJson.Read<Finding>(row.GetString(State)), row.ETag);
    }
}
