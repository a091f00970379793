using System.IO.Compression;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Http;
using Campaigns.App.Storage;

namespace Campaigns.App.Directory;

/// <summary>
/// The directory in memory. A look at the version row (one request) tells whether the picture still holds; a new one comes from the snapshot blob, or from the
/// rows where nobody has written it yet. Writes of this process show at once, others' within the age that the caller allows, in platform time. Stand-ins
/// begin and end by campaign time, to the moment.
/// </summary>
public sealed class DirectoryCache : IDisposable
{
    internal const string BlobName = "directory/snapshot.json.gz";
    const int MaxRebuilds = 3;

    readonly DirectoryStore _store;
    readonly DirectoryVersions _versions;
    readonly CampaignBlobs _blobs;
    readonly TimeProvider _time;
    readonly CampaignClock _clock;
    readonly SemaphoreSlim _one = new(1);
    volatile Picture? _picture;
    long _writes;

    public DirectoryCache(DirectoryStore store, DirectoryVersions versions, CampaignBlobs blobs, TimeProvider time, CampaignClock clock)
    {
        ArgumentNullException.ThrowIfNull(versions);
        (_store, _versions, _blobs, _time, _clock) = (store, versions, blobs, time, clock);
        versions.Changed += Written;
    }

    /// <summary>A picture that was right at most <paramref name="maxAge"/> ago.</summary>
    public async Task<DirectorySnapshot> GetAsync(TimeSpan maxAge, CancellationToken cancellation)
    {
        var known = await PictureAsync(maxAge, cancellation);
        var now = known.At(_clock.Now);
        // The next caller need not work it out again.
        if (now != known && _picture is { } picture && picture.Snapshot == known)
            Interlocked.CompareExchange(ref _picture, picture with { Snapshot = now }, picture);
        return now;
    }

    async Task<DirectorySnapshot> PictureAsync(TimeSpan maxAge, CancellationToken cancellation)
    {
        if (Fresh(maxAge) is { } known) return known;
        await _one.WaitAsync(cancellation);
        try
        {
            if (Fresh(maxAge) is { } loaded) return loaded;
            var writes = Interlocked.Read(ref _writes);
            var at = _time.GetTimestamp();
            var (snapshot, settled) = await LoadAsync(cancellation);
            _picture = new(snapshot, at, settled, writes);
            return snapshot;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The picture of this moment: after an import, at enrolment.</summary>
    public Task<DirectorySnapshot> GetFreshAsync(CancellationToken cancellation) => GetAsync(TimeSpan.MinValue, cancellation);

    public void Dispose()
    {
        _versions.Changed -= Written;
        _one.Dispose();
    }

    void Written() => Interlocked.Increment(ref _writes);

    DirectorySnapshot? Fresh(TimeSpan maxAge) =>
        _picture is { } p && p.Writes == Interlocked.Read(ref _writes) && _time.GetElapsedTime(p.At) <= maxAge ? p.Snapshot : null;

    async Task<(DirectorySnapshot Snapshot, bool Settled)> LoadAsync(CancellationToken cancellation)
    {
        for (var rebuilds = 1; ; rebuilds++)
        {
            var version = await _versions.ReadAsync(cancellation);
            if (version.Number == 0 && version.IsSettled) return (DirectorySnapshot.Empty, true);
            if (version.IsSettled)
            {
                if (_picture is { Settled: true } p && p.Snapshot.Version == version.Number) return (p.Snapshot, true);
                if (await ReadBlobAsync(version.Number, cancellation) is { } kept) return (kept, true);
            }

            var (units, people, clusters, erased) = await _store.ReadAllAsync(cancellation);
            var snapshot = DirectorySnapshot.Of(version.Number, units, people, clusters, erased);
            var unmoved = version.IsSettled && (await _versions.ReadAsync(cancellation)).ETag == version.ETag;
            if (unmoved) await WriteBlobAsync(snapshot, cancellation);
            if (unmoved || rebuilds == MaxRebuilds || !version.IsSettled) return (snapshot, unmoved);
        }
    }

    async Task<DirectorySnapshot?> ReadBlobAsync(long version, CancellationToken cancellation)
    {
        try
        {
            BlobDownloadResult blob = await _blobs.Documents.GetBlobClient(BlobName).DownloadContentAsync(cancellation);
            await using var unpacked = new GZipStream(blob.Content.ToStream(), CompressionMode.Decompress);
            var file = await JsonSerializer.DeserializeAsync<SnapshotFile>(unpacked, Json.Options, cancellation);
            return file is not null && file.Version == version ? DirectorySnapshot.Of(version, file.Units, file.People, file.Clusters, file.Erased) : null;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidDataException)
        {
            // An older app's or a torn file; the rows are the truth and replace it.
            return null;
        }
    }

    // One name for every version: an erased person is gone with the next picture. A slower writer may put an older one back, whose version then fits no reader.
    async Task WriteBlobAsync(DirectorySnapshot snapshot, CancellationToken cancellation)
    {
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var file = new SnapshotFile(
                snapshot.Version, [.. snapshot.Units.Values], [.. snapshot.People.Values], [.. snapshot.Clusters.Values], [.. snapshot.Erased]);
            await JsonSerializer.SerializeAsync(zip, file, Json.Options, cancellation);
        }
        packed.Position = 0;
        await _blobs.Documents.GetBlobClient(BlobName).UploadAsync(packed, overwrite: true, cancellation);
    }

    sealed record Picture(DirectorySnapshot Snapshot, long At, bool Settled, long Writes);

    // An older app's file has no erased people: it is of a version at which there were none.
    sealed record SnapshotFile(
        long Version, IReadOnlyList<Unit> Units, IReadOnlyList<Person> People, IReadOnlyList<Cluster> Clusters, IReadOnlyList<string>? Erased = null);
}
