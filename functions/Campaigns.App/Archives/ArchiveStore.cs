using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Archives;

namespace Campaigns.App.Archives;

/// <summary>
/// Archives in the making: a row a subject in the cycle's partition, and in container <c>archives</c> the plan of parts, what was written of each, and the
/// file. What is written of a part is written once, after its blocks: an activity that runs twice, be it at the same time, leaves one of its two sets of
/// blocks unused.
/// </summary>
public sealed class ArchiveStore(CampaignTables tables, CampaignBlobs blobs)
{
    private const string JobProperty = "Job";
    private static readonly BlobRequestConditions MustNotExist = new() { IfNoneMatch = ETag.All };

    /// <summary>The job of a subject with its row's ETag, or null. One request.</summary>
    public async Task<(ArchiveJob Job, ETag ETag)?> ReadAsync(string cycle, string? track, string? unit, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Archive(track, unit), cancellationToken: cancellationToken);
        return row.HasValue ? (StorageJson.Read<ArchiveJob>(row.Value!.GetString(JobProperty)), row.Value.ETag) : null;
    }

    /// <summary>Writes the job over what was read (null: nothing); false where somebody else was faster.</summary>
    public async Task<bool> WriteAsync(ArchiveJob job, ETag? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var row = new TableEntity(job.Cycle, CycleKeys.Archive(job.Track, job.Unit))
        {
            [JobProperty] = StorageJson.Write(job),
            [ParticipantRow.SchemaProperty] = 1,
        };
        var outcome = await Batch.ExecuteAsync(tables.Cycles, [Batch.Over(known, row)], $"archive|{job.Run}|{job.State}", cancellationToken);
        return outcome.IsCommitted;
    }

    /// <summary>The file of a run.</summary>
    internal BlockBlobClient File(string cycle, string run) => blobs.Archives.GetBlockBlobClient($"{cycle}/{run}.zip");

    internal Task WritePlanAsync(ArchiveWork work, IReadOnlyList<ArchivePart> parts, CancellationToken cancellationToken) =>
        blobs.Archives.GetBlobClient(Name(work, "plan")).UploadAsync(
            BinaryData.FromString(StorageJson.Write(parts)), overwrite: true, cancellationToken);

    internal async Task<IReadOnlyList<ArchivePart>> ReadPlanAsync(ArchiveWork work, CancellationToken cancellationToken) =>
        StorageJson.Read<List<ArchivePart>>(await TextAsync(Name(work, "plan"), cancellationToken) ?? "[]");

    /// <summary>What was written of a part, or null.</summary>
    internal async Task<WrittenPart?> ReadPartAsync(ArchiveWork work, int part, CancellationToken cancellationToken) =>
        await TextAsync(Name(work, $"{part:D6}"), cancellationToken) is { } text ? StorageJson.Read<WrittenPart>(text) : null;

    /// <summary>Keeps what was written of a part, unless somebody else's is there.</summary>
    internal async Task KeepPartAsync(ArchiveWork work, int part, WrittenPart written, CancellationToken cancellationToken)
    {
        try
        {
            var options = new BlobUploadOptions { Conditions = MustNotExist };
            await blobs.Archives.GetBlobClient(Name(work, $"{part:D6}")).UploadAsync(
                BinaryData.FromString(StorageJson.Write(written)), options, cancellationToken);
        }
        catch (RequestFailedException there) when (there.Status is 409 or 412)
        {
            return;
        }
    }

    /// <summary>Deletes what a run needed for its making, and the file of the run before. Safe to repeat.</summary>
    internal async Task SweepAsync(ArchiveWork work, string? before, CancellationToken cancellationToken)
    {
        await foreach (var blob in blobs.Archives.GetBlobsAsync(prefix: $"{work.Cycle}/{work.Run}/", cancellationToken: cancellationToken))
            await blobs.Archives.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
        if (before is not null && before != work.Run)
            await File(work.Cycle, before).DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    private async Task<string?> TextAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await blobs.Archives.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private static string Name(ArchiveWork work, string what) => $"{work.Cycle}/{work.Run}/{what}.json";
}
