using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Archives;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Archives.Activities;

/// <summary>
/// Writes one part of an archive as blocks that nothing refers to yet, and then what they are. Safe to run twice, also at the same time: a part that is written
/// is left alone, and blocks carry their writer's own mark.
/// </summary>
public sealed class WriteArchivePart(
    ArchiveStore store, CycleContexts contexts, ParticipantStore participants, ParticipationIndex index, ParticipantArchives archives, CycleDocuments documents)
{
    [Function(nameof(WriteArchivePart))]
    public async Task Run([ActivityTrigger] ArchivePartWork part, FunctionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(context);
        using var _ = StorageMeter.Work("archive");
        var work = part.Work;
        if (await store.ReadPartAsync(work, part.Part, cancellationToken) is not null)
            return;
        var cycle = await contexts.GetAsync(work.Cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {work.Cycle} is gone.");
        await using var blocks = new BlockStream(
            store.File(work.Cycle, work.Run), $"{part.Part:D6}{ParticipantKeys.Hash($"{context.InvocationId}|{part.Part}")[..16]}");
        var zip = new ZipWriter(blocks);
        var written = new List<WrittenParticipant>();
        if (work.Track is not null)
            await WriteOneAsync(cycle, work, zip, written, cancellationToken);
        else if (part.Part == 0)
            await documents.WriteAsync(cycle, zip, cancellationToken);
        else
            await WriteRangeAsync(cycle, (await store.ReadPlanAsync(work, cancellationToken))[part.Part - 1], zip, written, cancellationToken);
        await blocks.FlushAsync(cancellationToken);
        await store.KeepPartAsync(work, part.Part, new(blocks.Blocks, zip.Position, zip.Entries, written), cancellationToken);
    }

    private async Task WriteOneAsync(CycleContext cycle, ArchiveWork work, ZipWriter zip, List<WrittenParticipant> written, CancellationToken cancellationToken)
    {
        var group = await index.GroupOfAsync(work.Cycle, work.Track!, work.Unit!, cancellationToken);
        var plan = group is null ? null : await archives.PlanAsync(cycle, new ParticipantKey(work.Cycle, group, work.Track!, work.Unit!), cancellationToken);
        if (plan is null)
            throw new InvalidOperationException($"Participant {work.Track}/{work.Unit} is gone.");
        written.Add(new(work.Track!, work.Unit!, plan.Folder, await archives.WriteAsync(cycle, plan, plan.Folder, zip, cancellationToken)));
    }

    private async Task WriteRangeAsync(
        CycleContext cycle, ArchivePart range, ZipWriter zip, List<WrittenParticipant> written, CancellationToken cancellationToken)
    {
        var last = ParticipantKeys.Participant(range.ToTrack, range.ToUnit);
        var first = ParticipantKeys.Participant(range.FromTrack, range.FromUnit);
        await foreach (var participant in participants.ReadRangeAsync(cycle.Cycle, range.Group, first, last, cancellationToken))
        {
            var key = participant.Key;
            var plan = await archives.PlanAsync(cycle, participant, cancellationToken);
            var folder = CycleDocuments.FolderOf(key);
            written.Add(new(key.Track, key.Unit, folder, await archives.WriteAsync(cycle, plan, folder, zip, cancellationToken)));
        }
    }
}
