using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>The draw of a phase as it is remembered: with the seed and the participants of its tracks anybody comes to the same sample.</summary>
public sealed record DrawRecord(string Phase, string Seed, DateTimeOffset At, InspectionDraw Draw, int Candidates, int Drawn, int Unassigned);

/// <summary>A drawn participant with the inspection that visits it.</summary>
public sealed record DrawnInspection(string Track, string Unit, string Inspection, string? Inspector);

/// <summary>
/// Samples of inspection phases: the record of the draw and a row an inspection in the cycle's partition (table Cycles), and a blob a group for its own wave.
/// Everything is keyed by phase and participant, so that writing a draw twice leaves it as it was.
/// </summary>
public sealed class SampleStore(CampaignTables tables, CampaignBlobs blobs)
{
    private const string Record = "Record";

    /// <summary>The recorded draw, or null before it. One request.</summary>
    public async Task<DrawRecord?> ReadAsync(string cycle, string phase, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Draw(phase), cancellationToken: cancellationToken);
        return row.HasValue ? StorageJson.Read<DrawRecord>(row.Value!.GetString(Record)) : null;
    }

    /// <summary>Every draw of a cycle, in order of phase ids.</summary>
    public async Task<IReadOnlyList<DrawRecord>> ListAsync(string cycle, CancellationToken cancellationToken)
    {
        var (from, to) = CycleKeys.DrawRange;
        var draws = new List<DrawRecord>();
        await foreach (var row in tables.Cycles.QueryRangeAsync(cycle, from, to, cancellationToken))
            draws.Add(StorageJson.Read<DrawRecord>(row.GetString(Record)));
        return draws;
    }

    /// <summary>Keeps the first record of a phase's draw; what is there already stays, and is what is answered.</summary>
    public async Task<DrawRecord> KeepAsync(string cycle, DrawRecord record, CancellationToken cancellationToken)
    {
        var row = new TableEntity(cycle, CycleKeys.Draw(record.Phase)) { ["V"] = 1, [Record] = StorageJson.Write(record) };
        var kept = await Batch.ExecuteAsync(
            tables.Cycles, [new(TableTransactionActionType.Add, row)], $"{cycle}|draw|{record.Phase}|{record.Seed}", cancellationToken);
        return kept.IsCommitted ? record : (await ReadAsync(cycle, record.Phase, cancellationToken))!;
    }

    /// <summary>The inspections that a draw orders, for the lists, and each group's for its wave.</summary>
    public async Task WriteAsync(
        string cycle, string phase, IReadOnlyList<(InspectionPointer Pointer, string Group)> drawn, IReadOnlyList<string> groups,
        CancellationToken cancellationToken)
    {
        foreach (var chunk in drawn.Chunk(Batch.MaxRows))
        {
            var actions = chunk.Select(d => new TableTransactionAction(TableTransactionActionType.UpsertReplace, d.Pointer.ToRow(cycle))).ToList();
            await Batch.ExecuteAsync(tables.Cycles, actions, $"{cycle}|draw|{phase}|{chunk[0].Pointer.Inspection.Id}", cancellationToken);
        }
        var byGroup = drawn.ToLookup(d => d.Group, d => d.Pointer);
        foreach (var group in groups)
        {
            var own = byGroup[group].Select(p => new DrawnInspection(p.Track, p.Unit, p.Inspection.Id, p.Inspection.Inspector)).ToList();
            await blobs.Documents.GetBlobClient(BlobName(cycle, phase, group))
                .UploadAsync(StorageJson.WriteData(own), overwrite: true, cancellationToken);
        }
    }

    /// <summary>Who of a group was drawn.</summary>
    public async Task<IReadOnlyList<DrawnInspection>> OfGroupAsync(string cycle, string phase, string group, CancellationToken cancellationToken)
    {
        var content = await blobs.Documents.GetBlobClient(BlobName(cycle, phase, group)).DownloadContentAsync(cancellationToken);
        return StorageJson.ReadData<List<DrawnInspection>>(content.Value.Content);
    }

    private static string BlobName(string cycle, string phase, string group) => $"draws/{cycle}/{phase}/{group}.json";
}
