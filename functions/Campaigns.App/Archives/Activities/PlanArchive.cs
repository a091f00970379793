using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Archives.Activities;

/// <summary>
/// Cuts an archive into parts that one activity writes in a few minutes: a part of the cycle's own documents, then participants by number and by the bytes of
/// their evidence. Answers how many parts there are. Safe to repeat.
/// </summary>
public sealed class PlanArchive(ArchiveStore store, ParticipationIndex index, ParticipantStore participants, CampaignTables tables)
{
    /// <summary>The most participants of one part, and the bytes of evidence from which on a part takes nobody more.</summary>
    internal const int MaxParticipants = 25;
    internal const long EnoughBytes = 1L << 30;

    [Function(nameof(PlanArchive))]
    public async Task<int> Run([ActivityTrigger] ArchiveWork work, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("archive");
        if (work.Track is not null)
            return 1;
        var parts = new List<ArchivePart>();
        foreach (var group in await index.GroupsAsync(work.Cycle, cancellationToken))
        {
            var bytes = await BytesAsync(work.Cycle, group.Group, cancellationToken);
            var (open, size) = (new List<ParticipantKey>(), 0L);
            await foreach (var participant in participants.ReadGroupAsync(work.Cycle, group.Group, cancellationToken, ended: true))
            {
                var key = participant.Key;
                var own = bytes.GetValueOrDefault((key.Track, key.Unit));
                if (open.Count == MaxParticipants || open.Count > 0 && size + own > EnoughBytes)
                {
                    parts.Add(Part(open));
                    (open, size) = ([], 0L);
                }
                open.Add(key);
                size += own;
            }
            if (open.Count > 0)
                parts.Add(Part(open));
        }
        await store.WritePlanAsync(work, parts, cancellationToken);
        return parts.Count + 1;
    }

    private async Task<Dictionary<(string Track, string Unit), long>> BytesAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var bytes = new Dictionary<(string, string), long>();
        var (from, to) = ParticipantKeys.GroupEvidenceRange;
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            var key = row.RowKey.Split('|');
            bytes[(key[1], key[2])] = bytes.GetValueOrDefault((key[1], key[2])) + (row.GetInt64(nameof(Evidence.EvidenceFile.Size)) ?? 0);
        }
        return bytes;
    }

    private static ArchivePart Part(List<ParticipantKey> keys) => new(keys[0].Group, keys[0].Track, keys[0].Unit, keys[^1].Track, keys[^1].Unit);
}
