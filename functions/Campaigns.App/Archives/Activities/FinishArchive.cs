using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Archives.Activities;

/// <summary>
/// Ends an archive: of a cycle the manifest and the sums over all parts, then the directory; the blocks of all parts become the file. Safe to repeat; holds
/// what was written of one part at a time.
/// </summary>
public sealed partial class FinishArchive(ArchiveStore store, CycleContexts contexts, TimeProvider time, ILogger<FinishArchive> log)
{
    [Function(nameof(FinishArchive))]
    public async Task Run([ActivityTrigger] ArchiveWork work, FunctionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(context);
        using var _ = StorageMeter.Work("archive");
        Traces.About(work.Cycle);
        if (await store.ReadAsync(work.Cycle, work.Track, work.Unit, cancellationToken) is not var (job, etag) || job.Run != work.Run)
            return;
        if (job.State != ArchiveState.Ready)
        {
            var made = await EndAsync(work, context.InvocationId, cancellationToken);
            job = job with
            {
                State = ArchiveState.Ready,
                ReadyAt = time.GetUtcNow(),
                Size = made.Size,
                Participants = made.Participants,
                Partial = made.Partial,
                Error = null,
            };
            if (!await store.WriteAsync(job, etag, cancellationToken))
                throw new InvalidOperationException($"Archive {work.Run} was changed meanwhile.");
            LogMade(work.Cycle, made.Size, made.Participants, made.Partial);
        }
        await store.SweepAsync(work, job.Before, cancellationToken);
    }

    [LoggerMessage(
        EventIds.ArchiveMade, LogLevel.Information,
        "An archive of cycle {Cycle} is made: {Bytes} bytes, {Participants} participants, {Partial} of them partial",
        EventName = nameof(EventIds.ArchiveMade))]
    private partial void LogMade(string cycle, long bytes, int participants, int partial);

    private async Task<(long Size, int Participants, int Partial)> EndAsync(ArchiveWork work, string invocation, CancellationToken cancellationToken)
    {
        var (blocks, starts, length) = (new List<string>(), new List<long>(), 0L);
        var (participants, partial) = (0, 0);
        await foreach (var part in PartsAsync(work, cancellationToken))
        {
            starts.Add(length);
            length += part.Length;
            blocks.AddRange(part.Blocks);
            participants += part.Participants.Count;
            partial += part.Participants.Count(p => p.Lacks.Count > 0);
        }
        var file = store.File(work.Cycle, work.Run);
        await using var end = new BlockStream(file, $"999999{ParticipantKeys.Hash(invocation)[..16]}");
        var zip = new ZipWriter(end);
        if (work.Track is null)
            await WriteSummaryAsync(work, zip, participants, partial, cancellationToken);
        await zip.FinishAsync(DirectoryAsync(work, starts, zip, length, cancellationToken), length, cancellationToken);
        await end.FlushAsync(cancellationToken);
        await file.CommitBlockListAsync(
            blocks.Concat(end.Blocks), new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/zip" } }, cancellationToken);
        return (length + end.Length, participants, partial);
    }

    private async Task WriteSummaryAsync(ArchiveWork work, ZipWriter zip, int participants, int partial, CancellationToken cancellationToken)
    {
        var cycle = await contexts.GetAsync(work.Cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {work.Cycle} is gone.");
        var folder = CycleDocuments.FolderOf(work.Cycle);
        var at = CycleDocuments.TimeOf(cycle);
        await zip.AddAsync(
            $"{folder}/manifest.json", at, large: false, (stream, token) => WriteManifestAsync(work, stream, participants, partial, token), cancellationToken);
        var own = zip.Entries[^1];
        await zip.AddAsync($"{folder}/SHA256SUMS", at, large: false, async (stream, token) =>
        {
            await foreach (var part in PartsAsync(work, token))
            {
                foreach (var entry in part.Entries)
                    await stream.WriteAsync(Encoding.UTF8.GetBytes($"{entry.Sha256}  {entry.Path[(folder.Length + 1)..]}\n"), token);
            }
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{own.Sha256}  {own.Path[(folder.Length + 1)..]}\n"), token);
        }, cancellationToken);
    }

    private async Task WriteManifestAsync(ArchiveWork work, Stream stream, int participants, int partial, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Json.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("cycle", work.Cycle);
        json.WriteBoolean("partial", partial > 0);
        json.WriteNumber("participantCount", participants);
        json.WriteNumber("partialCount", partial);
        json.WriteStartArray("participants");
        await foreach (var part in PartsAsync(work, cancellationToken))
        {
            foreach (var participant in part.Participants)
            {
                json.WriteStartObject();
                json.WriteString("track", participant.Track);
                json.WriteString("unit", participant.Unit);
                json.WriteString("folder", participant.Folder[(CycleDocuments.FolderOf(work.Cycle).Length + 1)..]);
                json.WriteBoolean("partial", participant.Lacks.Count > 0);
                json.WritePropertyName("lacks");
                json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(participant.Lacks.Select(ManifestLack.Of), Json.Options));
                json.WriteEndObject();
            }
            await json.FlushAsync(cancellationToken);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async IAsyncEnumerable<(ZipEntry Entry, long Start)> DirectoryAsync(
        ArchiveWork work, List<long> starts, ZipWriter end, long endsAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var part in PartsAsync(work, cancellationToken))
        {
            foreach (var entry in part.Entries)
                yield return (entry, starts[number]);
            number++;
        }
        foreach (var entry in end.Entries)
            yield return (entry, endsAt);
    }

    private async IAsyncEnumerable<WrittenPart> PartsAsync(ArchiveWork work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var part = 0; part < work.Parts; part++)
        {
            yield return await store.ReadPartAsync(work, part, cancellationToken)
                ?? throw new InvalidOperationException($"Part {part} of archive {work.Run} is not written.");
        }
    }
}

/// <summary>Notes that an archive could not be made, so that whoever asked for it is told. Safe to repeat.</summary>
public sealed partial class FailArchive(ArchiveStore store, ILogger<FailArchive> log)
{
    [Function(nameof(FailArchive))]
    public async Task Run([ActivityTrigger] FailedArchive failed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failed);
        var work = failed.Work;
        if (await store.ReadAsync(work.Cycle, work.Track, work.Unit, cancellationToken) is not var (job, etag)
            || job.Run != work.Run || job.State != ArchiveState.Making)
        {
            return;
        }
        await store.WriteAsync(job with { State = ArchiveState.Failed, Error = failed.Error }, etag, cancellationToken);
        LogFailed(work.Cycle);
    }

    [LoggerMessage(
        EventIds.ArchiveFailed, LogLevel.Error, "An archive of cycle {Cycle} could not be made", EventName = nameof(EventIds.ArchiveFailed))]
    private partial void LogFailed(string cycle);
}
