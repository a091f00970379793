using System.Runtime.CompilerServices;
using System.Text.Json;
using Campaigns.App.Storage;

namespace Campaigns.Local.Backup;

/// <summary>A blob as a backup knows it: its content lies under its SHA-256, once, however many blobs and backups have it.</summary>
internal sealed record BlobRecord(string Name, string Sha256, long Length, string ETag)
{
    public string? ContentType { get; init; }

    public string? ContentEncoding { get; init; }

    public string? ContentDisposition { get; init; }

    public string? CacheControl { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public const string Folder = "content/";

    public string Content => PathOf(Sha256);

    public static string PathOf(string sha256) => $"{Folder}{sha256[..2]}/{sha256}";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, StorageJson.Options);

    public static BlobRecord Read(ReadOnlyMemory<byte> line) =>
        JsonSerializer.Deserialize<BlobRecord>(line.Span, StorageJson.Options) ?? throw new FormatException("A blob's record is empty.");

    /// <summary>The records of a step of a backup, in the order of their names.</summary>
    public static async IAsyncEnumerable<BlobRecord> AllAsync(
        IBackupPlace place, BackupManifest manifest, string step, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var part in manifest.Steps.Find(s => s.Step == step)?.Parts ?? [])
        {
            using var file = await PartFile.FetchAsync(place, part, cancellation);
            await foreach (var line in PartFile.LinesAsync(file, cancellation))
                yield return Read(line);
        }
    }
}
