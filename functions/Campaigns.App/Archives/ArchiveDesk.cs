using Azure.Storage.Blobs.Models;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.Rules.Archives;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Archives;

/// <summary>Has archives made in the background, says where they stand and hands them out, in parts where they are asked for so.</summary>
public sealed class ArchiveDesk(ArchiveStore store, OrchestrationVersion orchestration, TimeProvider time)
{
    /// <summary>
    /// Begins an archive: 202 with where it stands. One that is in the making is not begun again, and the same <paramref name="run"/> never.
    /// </summary>
    public async Task<IResult> BeginAsync(
        DurableTaskClient client, string cycle, string? track, string? unit, string run, string by, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        for (var tries = 0; tries < 3; tries++)
        {
            var known = await store.ReadAsync(cycle, track, unit, cancellationToken);
            if (known is var (job, _) && (job.Run == run || await IsMadeAsync(client, job, cancellationToken)))
            {
                // A process that died between row and orchestration left the row alone.
                if (job.Run == run && job.State == ArchiveState.Making)
                    await StartAsync(client, job, cancellationToken);
                return Answers.Accepted(path, AnswerOf(job, path));
            }
            var before = known is not var (old, _) ? null : old.State == ArchiveState.Ready ? old.Run : old.Before;
            var begun = new ArchiveJob(cycle, track, unit, run, ArchiveState.Making, by, time.GetUtcNow(), before);
            if (!await store.WriteAsync(begun, known?.ETag, cancellationToken))
                continue;
            await StartAsync(client, begun, cancellationToken);
            return Answers.Accepted(path, AnswerOf(begun, path));
        }
        return Problems.Conflict("archiveBusy", "Others are asking for this archive at the same time; try again.");
    }

    /// <summary>
    /// The file, where there is one and <paramref name="asksForState"/> is not set; else where its making stands. Null where nobody has asked for one.
    /// </summary>
    public async Task<IResult?> AnswerAsync(
        string cycle, string? track, string? unit, string path, bool asksForState, HttpResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (await store.ReadAsync(cycle, track, unit, cancellationToken) is not var (job, _))
            return null;
        if (asksForState)
            return Answers.Ok(AnswerOf(job, path));
        if (job.State != ArchiveState.Ready)
        {
            return job.State == ArchiveState.Making
                ? Answers.Accepted(path, AnswerOf(job, path))
                : Problems.Conflict("archiveFailed", "The archive could not be made; ask for it again with POST.");
        }
        var file = store.File(cycle, job.Run);
        if (!await file.ExistsAsync(cancellationToken))
            return Problems.Of(StatusCodes.Status410Gone, "archiveGone", "The archive has been deleted since; ask for it again with POST.");
        if (job.Partial > 0)
            response.Headers["Archive-Partial"] = "true";
        var name = ArchivePath.Segment(track is null ? cycle : $"{cycle}_{track}_{unit}") + (job.Partial > 0 ? "_不完整_partial.zip" : ".zip");
        return new FileDownload(new(name, "application/zip", job.Size, job.Run), async (offset, length, token) =>
            (await file.DownloadStreamingAsync(new BlobDownloadOptions { Range = new(offset, length) }, token)).Value.Content);
    }

    private static ArchiveAnswer AnswerOf(ArchiveJob job, string path)
    {
        var ready = job.State == ArchiveState.Ready;
        return new(
            job.Cycle, job.Track, job.Unit, job.State, job.AskedAt, job.ReadyAt, ready ? job.Size : null, ready ? job.Participants : null,
            ready ? job.Partial : null, ready ? job.Partial > 0 : null, job.Error is null ? null : "The archive could not be made.", ready ? path : null);
    }

    /// <summary>Whether an archive is being made: its row says so and its orchestration lives.</summary>
    private static async Task<bool> IsMadeAsync(DurableTaskClient client, ArchiveJob job, CancellationToken cancellationToken) =>
        job.State == ArchiveState.Making
        && await client.GetInstanceAsync(ArchiveOrchestrator.InstanceId(job.Cycle, job.Run), cancellationToken) is { IsCompleted: false };

    private async Task StartAsync(DurableTaskClient client, ArchiveJob job, CancellationToken cancellationToken)
    {
        var instance = ArchiveOrchestrator.InstanceId(job.Cycle, job.Run);
        if (await client.GetInstanceAsync(instance, cancellationToken) is not null)
            return;
        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ArchiveOrchestrator), new ArchiveWork(job.Cycle, job.Track, job.Unit, job.Run),
            new StartOrchestrationOptions(instance) { Version = orchestration.Current }, cancellationToken);
    }
}
