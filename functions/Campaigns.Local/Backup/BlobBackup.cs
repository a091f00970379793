using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Campaigns.Local.Backup;

/// <summary>
/// Copies the blobs of a step: what the backup before had under the same name and ETag is not fetched again, and content that is there already, under whatever
/// name, is not put again. Goes on behind the last complete part.
/// </summary>
internal sealed class BlobBackup(BackupAccount account, IBackupPlace place, TimeProvider time)
{
    const int AtOnce = 8;

    /// <summary>Blobs after which a part ends.</summary>
    public int PartBlobs { get; init; } = 1_000;

    /// <summary>Blobs whose content was fetched.</summary>
    public long Fetched { get; private set; }

    public async Task RunAsync(BlobStep step, BackupManifest manifest, BackupManifest? before, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        var progress = manifest.Step(step.Name);
        var container = account.Blobs.GetBlobContainerClient(step.Container);
        if (!await container.ExistsAsync(cancellation))
            return;
        var last = progress.Parts.LastOrDefault()?.Last;
        await using var known = (before is null ? Nothing() : BlobRecord.AllAsync(place, before, step.Name, cancellation)).GetAsyncEnumerator(cancellation);
        var more = await known.MoveNextAsync();
        var chunk = new List<(BlobItem Blob, BlobRecord? Before)>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, prefix: step.Prefix, cancellationToken: cancellation))
        {
            if ((last is not null && string.CompareOrdinal(blob.Name, last) <= 0)
                || step.Except.Any(e => blob.Name.StartsWith(e, StringComparison.Ordinal)))
                continue;
            while (more && string.CompareOrdinal(known.Current.Name, blob.Name) < 0)
                more = await known.MoveNextAsync();
            chunk.Add((blob, more && known.Current.Name == blob.Name ? known.Current : null));
            if (chunk.Count < PartBlobs)
                continue;
            await PutAsync();
        }
        if (chunk.Count > 0)
            await PutAsync();

        async Task PutAsync()
        {
            var records = new BlobRecord?[chunk.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, chunk.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (i, stop) => records[i] = await CopyAsync(container, chunk[i].Blob, chunk[i].Before, stop));
            using var part = new PartFile();
            foreach (var record in records.OfType<BlobRecord>())
            {
                await part.Lines.WriteAsync(record.Write(), cancellation);
                part.Lines.WriteByte((byte)'\n');
                part.Note(1, record.Name, record.Name);
            }
            part.Note(0, chunk[0].Blob.Name, chunk[^1].Blob.Name);
            var name = FormattableString.Invariant($"{BackupManifest.Folder}{manifest.Run}/{step.Name}-{progress.Parts.Count:D6}.ndjson.gz");
            progress.Parts.Add(await part.PutAsync(place, name, time.GetUtcNow(), cancellation));
            await manifest.SaveAsync(place, cancellation);
            chunk.Clear();
        }
    }

    async Task<BlobRecord?> CopyAsync(BlobContainerClient container, BlobItem blob, BlobRecord? before, CancellationToken cancellation)
    {
        var etag = Plain(blob.Properties.ETag ?? default);
        var record = new BlobRecord(blob.Name, before?.Sha256 ?? "", blob.Properties.ContentLength ?? 0, etag)
        {
            ContentType = blob.Properties.ContentType,
            ContentEncoding = blob.Properties.ContentEncoding,
            ContentDisposition = blob.Properties.ContentDisposition,
            CacheControl = blob.Properties.CacheControl,
            Metadata = blob.Metadata is { Count: > 0 } metadata ? new SortedDictionary<string, string>(metadata, StringComparer.Ordinal) : null,
        };
        if (before is not null && before.ETag == etag && etag.Length > 0 && await place.HasAsync(before.Content, cancellation))
            return record;
        using var file = new TemporaryFile();
        try
        {
            await using var to = File.Create(file.Path);
            BlobDownloadStreamingResult answer = await container.GetBlobClient(blob.Name).DownloadStreamingAsync(cancellationToken: cancellation);
            await using var from = answer.Content;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[128 * 1024];
            while (await from.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
            // Written again since it was listed: what was read is what counts.
            record = record with { Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()), Length = to.Length, ETag = Plain(answer.Details.ETag) };
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
        lock (this)
            Fetched++;
        if (!await place.HasAsync(record.Content, cancellation))
            await place.PutAsync(record.Content, file.Path, cancellation);
        return record;
    }

    // A list has it without the quotes that an answer has it in.
    static string Plain(ETag etag) => etag.ToString().Trim('"');

    static async IAsyncEnumerable<BlobRecord> Nothing()
    {
        await Task.CompletedTask;
        yield break;
    }
}
