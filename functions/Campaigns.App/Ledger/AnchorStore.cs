using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Ledger;

/// <summary>The heads of every chain of a group at one moment: the group's own, and each participant's by <c>track/unit</c>.</summary>
public sealed record GroupAnchor(DateTimeOffset At, LedgerHead Group, IReadOnlyDictionary<string, LedgerHead> Participants);

/// <summary>
/// Anchors of ledgers (J19): blobs outside the partitions that hold the chains, one a group and period, created once and never overwritten. Whoever cuts off a
/// tail and moves the head back with it leaves them behind.
/// </summary>
public sealed class AnchorStore(CampaignBlobs blobs, ParticipantStore participants, CycleStore cycles, TimeProvider time)
{
    internal const string Folder = "anchors/";
    private const int Capacity = 200;
    private static readonly TimeSpan ListedFor = TimeSpan.FromSeconds(60);
    private static readonly BlobRequestConditions MustNotExist = new() { IfNoneMatch = ETag.All };
    private readonly LruCache<string, GroupAnchor> _anchors = new(Capacity);
    private readonly ConcurrentDictionary<(string Cycle, string Group), (IReadOnlyList<string> Names, long At)> _listed = new();

    /// <summary>
    /// Anchors every chain of a cycle for <paramref name="period"/> (<c>2026-05</c>, <c>closed</c>). Safe to repeat: what is anchored already stays. A page and
    /// two requests a group.
    /// </summary>
    public async Task WriteAsync(string cycle, string period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await cycles.ReadSnapshotAsync(cycle, cancellationToken) is not { } snapshot)
            return;
        foreach (var group in snapshot.Groups)
        {
            // The group's own chain first: it only grows meanwhile, and an anchor must never be ahead of what it remembers.
            var own = await participants.ReadGroupChainAsync(cycle, group.Id, cancellationToken);
            var heads = new SortedDictionary<string, LedgerHead>(StringComparer.Ordinal);
            await foreach (var participant in participants.ReadGroupAsync(cycle, group.Id, cancellationToken))
                heads[$"{participant.Key.Track}/{participant.Key.Unit}"] = participant.Chain;
            var options = new BlobUploadOptions { Conditions = MustNotExist };
            try
            {
                await blobs.Documents.GetBlobClient($"{Prefix(cycle, group.Id)}{period}.json")
                    .UploadAsync(StorageJson.WriteData(new GroupAnchor(now, own, heads)), options, cancellationToken);
            }
            catch (RequestFailedException there) when (there.Status is 409 or 412)
            {
                continue;
            }
        }
    }

    /// <summary>The anchors of a group, oldest first; a list at most a minute old, each blob read once.</summary>
    public async Task<IReadOnlyList<GroupAnchor>> OfGroupAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        if (!_listed.TryGetValue((cycle, group), out var listed) || time.GetElapsedTime(listed.At) > ListedFor)
        {
            var names = new List<string>();
            await foreach (var blob in blobs.Documents.GetBlobsAsync(prefix: Prefix(cycle, group), cancellationToken: cancellationToken))
                names.Add(blob.Name);
            _listed[(cycle, group)] = listed = (names, time.GetTimestamp());
        }
        var anchors = new List<GroupAnchor>();
        foreach (var name in listed.Names)
        {
            if (!_anchors.TryGet(name, out var anchor))
            {
                var content = await blobs.Documents.GetBlobClient(name).DownloadContentAsync(cancellationToken);
                anchor = StorageJson.ReadData<GroupAnchor>(content.Value.Content);
                _anchors.Set(name, anchor);
            }
            anchors.Add(anchor);
        }
        return [.. anchors.OrderBy(a => a.At)];
    }

    private static string Prefix(string cycle, string group) => $"{Folder}{cycle}/{group}/";
}
