using System.Globalization;
using System.Text;
using System.Text.Json;
using Campaigns.App.Cycles;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Archives;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Archives;

/// <summary>
/// Composes a participant's archive (D3, J18): first what it is going to hold and lack, then the bytes. The same state gives the same bytes: files in a fixed
/// order, each with the time of the fact that it holds, nothing about when or for whom the archive was made.
/// </summary>
public sealed class ParticipantArchives
{
    private const int EntriesAtOnce = 200;

    private readonly ParticipantStore _participants;
    private readonly ArchiveSource _source;
    private readonly CarriedEvidence _evidence;
    private readonly EvidenceFiling _filing;
    private readonly LedgerReader _ledger;
    private readonly CampaignBlobs _blobs;
    private readonly ArchivePages _pages;

    public ParticipantArchives(
        ParticipantStore participants, ArchiveSource source, CarriedEvidence evidence, EvidenceFiling filing, LedgerReader ledger, CampaignBlobs blobs,
        IServiceProvider services, ILoggerFactory loggers)
    {
        (_participants, _source, _evidence, _filing, _ledger, _blobs) = (participants, source, evidence, filing, ledger, blobs);
        _pages = new(services, loggers);
    }

    /// <summary>What the archive of a participant holds and lacks now; null where there is no such participant.</summary>
    internal async Task<ArchivePlan?> PlanAsync(CycleContext cycle, ParticipantKey key, CancellationToken cancellationToken) =>
        await _participants.ReadAsync(key, cancellationToken) is { } participant ? await PlanAsync(cycle, participant, cancellationToken) : null;

    internal async Task<ArchivePlan> PlanAsync(CycleContext cycle, StoredParticipant participant, CancellationToken cancellationToken)
    {
        var last = participant.Chain.Seq > 0 ? await _ledger.EntriesAsync(participant.Key, (int)participant.Chain.Seq, 1, cancellationToken) : [];
        var files = await FilesAsync(participant.Key, cancellationToken);
        IReadOnlyList<ArchiveLack> lacks =
        [
            .. ArchiveLacks.Of(cycle.Definition, participant.State),
            .. files.Where(f => f.Lack is not null)
                .Select(f => new ArchiveLack(f.Lack!.Value, f.Evidence.File.Phase, f.Evidence.File.Id, f.Evidence.File.Name)),
        ];
        var record = await _source.ReadAsync(cycle, participant, cancellationToken);
        return new(participant, last is [var entry] ? InstantOf(entry.Text) : default, cycle.Definition.Authority.Zone, record, files, lacks);
    }

    /// <summary>Writes the participant's files below <paramref name="folder"/>; what of its evidence turned out not to be what was sealed is added to the
    /// lacks that are answered.</summary>
    internal async Task<IReadOnlyList<ArchiveLack>> WriteAsync(
        CycleContext cycle, ArchivePlan plan, string folder, ZipWriter zip, CancellationToken cancellationToken)
    {
        var time = plan.Clock(plan.Time);
        var standard = cycle.Definition.Standard(cycle.Definition.Track(plan.Participant.Key.Track).Standard);
        var first = zip.Entries.Count;
        await zip.AddAsync($"{folder}/README.txt", time, Encoding.UTF8.GetBytes(ArchiveWords.ReadMe), cancellationToken);
        await zip.AddAsync($"{folder}/index.html", time, await _pages.RenderAsync(plan, standard), cancellationToken);
        await zip.AddAsync($"{folder}/record.json", time, JsonSerializer.SerializeToUtf8Bytes(plan.Record, Json.Options), cancellationToken);
        await zip.AddAsync(
            $"{folder}/ledger.jsonl", time, large: false, (stream, token) => WriteLedgerAsync(plan.Participant, stream, token), cancellationToken);

        var lacks = new List<ArchiveLack>(plan.Lacks);
        foreach (var planned in plan.Files.Where(f => f.Lack is null))
        {
            var (of, file) = planned.Evidence;
            var entry = await zip.AddAsync(
                $"{folder}/{planned.Path}", plan.Clock(file.ReceivedAt), large: file.Size > uint.MaxValue - 16 * 1024 * 1024,
                async (stream, token) =>
                {
                    await using var content = await _filing.OpenAsync(of, file, 0, file.Size, token);
                    await content.CopyToAsync(stream, token);
                },
                cancellationToken);
            if (entry.Sha256 != file.Sha256)
                lacks.Add(new(LackKind.FileDamaged, file.Phase, file.Id, file.Name));
        }
        var manifest = Manifest(plan, lacks);
        await zip.AddAsync($"{folder}/manifest.json", time, JsonSerializer.SerializeToUtf8Bytes(manifest, Json.Options), cancellationToken);
        await zip.AddAsync($"{folder}/SHA256SUMS", time, Sums(zip.Entries.Skip(first), folder), cancellationToken);
        return lacks;
    }

    /// <summary>Lines as <c>sha256sum -c</c> reads them, with paths as seen from <paramref name="folder"/>.</summary>
    private static byte[] Sums(IEnumerable<ZipEntry> entries, string folder) =>
        Encoding.UTF8.GetBytes(string.Concat(entries.Select(e => $"{e.Sha256}  {e.Path[(folder.Length + 1)..]}\n")));

    private static ArchiveManifest Manifest(ArchivePlan plan, List<ArchiveLack> lacks)
    {
        var participant = plan.Participant;
        return new(
            participant.Key.Cycle, participant.Key.Track, participant.Key.Unit, lacks.Count > 0, [.. lacks.Select(ManifestLack.Of)],
            new(participant.ChainStart.Hash, participant.Chain.Seq, participant.Chain.Hash),
            [
                .. plan.Files.Select(f => new ManifestFile(
                    f.Evidence.File.Id, f.Lack is null ? f.Path : null, f.Evidence.File.Name, f.Evidence.File.Type, f.Evidence.File.Size,
                    f.Evidence.File.Sha256, f.Evidence.File.Phase, f.Evidence.File.Clauses, f.Evidence.File.Version, f.Evidence.File.By,
                    f.Evidence.File.ReceivedAt, f.Evidence.File.EffectiveOn, f.Evidence.Of.Unit)),
            ]);
    }

    private async Task WriteLedgerAsync(StoredParticipant participant, Stream stream, CancellationToken cancellationToken)
    {
        // Up to the entry that the participant row named when it was read: what is appended meanwhile belongs to another state.
        for (var from = 1; from <= participant.Chain.Seq;)
        {
            var entries = await _ledger.EntriesAsync(participant.Key, from, EntriesAtOnce, cancellationToken);
            if (entries.Count == 0)
                return;
            foreach (var entry in entries.TakeWhile(e => e.Seq <= participant.Chain.Seq))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(StorageJson.Write(entry)), cancellationToken);
                await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
            from = (int)entries[^1].Seq + 1;
        }
    }

    private async Task<IReadOnlyList<PlannedFile>> FilesAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var filed = await _evidence.ListAsync(key, null, null, cancellationToken);
        var there = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var of in filed.Select(f => f.Of).Distinct())
        {
            await foreach (var blob in _blobs.Evidence.GetBlobsAsync(prefix: EvidenceFile.BlobFolder(of), cancellationToken: cancellationToken))
                there[blob.Name] = blob.Properties.ContentLength ?? -1;
        }
        var number = 0;
        return
        [
            .. filed.OrderBy(f => f.File.Phase, StringComparer.Ordinal).ThenBy(f => f.File.ReceivedAt).ThenBy(f => f.File.Id, StringComparer.Ordinal)
                .Select(f => new PlannedFile(
                    f, ArchivePath.Of("evidence", f.File.Phase, string.Create(CultureInfo.InvariantCulture, $"{++number:D4}_{f.File.Name}")),
                    !there.TryGetValue(f.File.BlobName(f.Of), out var length) ? LackKind.FileMissing
                    : length != f.File.Size ? LackKind.FileDamaged
                    : null)),
        ];
    }

    private static DateTimeOffset InstantOf(string entry)
    {
        using var json = JsonDocument.Parse(entry);
        return json.RootElement.GetProperty("at").GetDateTimeOffset();
    }
}
