using System.Text.Json;
using Campaigns.App.Storage;

namespace Campaigns.Local.Backup;

/// <summary>A file of rows or of blobs' records: its name, hash and number of lines, where it begins and ends, and when it was read.</summary>
internal sealed record BackupPart(string File, string Sha256, long Rows, string First, string Last, DateTimeOffset ReadAt);

/// <summary>How far one step of the plan has come.</summary>
internal sealed record StepProgress(string Step)
{
    public bool Done { get; set; }

    public List<BackupPart> Parts { get; init; } = [];

    /// <summary>Rows that changed while they were read, and were read again.</summary>
    public long Reread { get; set; }
}

/// <summary>
/// One backup: what it holds and how far it has come. Written anew after each part, so that a run that was ended goes on after its last complete part.
/// </summary>
internal sealed record BackupManifest(string Run, string Account, DateTimeOffset Begun)
{
    public const int NewestFormat = 1;

    public const string Folder = "runs/";

    public const string FileName = "manifest.json";

    static readonly JsonSerializerOptions Json = new(StorageJson.Options) { WriteIndented = true };

    public int Format { get; init; } = NewestFormat;

    public DateTimeOffset? Ended { get; set; }

    /// <summary>Requests that the storage account was asked, over all tries.</summary>
    public long Requests { get; set; }

    public List<StepProgress> Steps { get; init; } = [];

    public string Path => $"{Folder}{Run}/{FileName}";

    public StepProgress Step(string name)
    {
        if (Steps.Find(s => s.Step == name) is { } known)
            return known;
        var step = new StepProgress(name);
        Steps.Add(step);
        return step;
    }

    /// <summary>Writes it into its place, whole or not at all.</summary>
    public async Task SaveAsync(IBackupPlace place, CancellationToken cancellation)
    {
        using var file = new TemporaryFile();
        await File.WriteAllBytesAsync(file.Path, JsonSerializer.SerializeToUtf8Bytes(this, Json), cancellation);
        await place.PutAsync(Path, file.Path, cancellation);
    }

    /// <summary>Every backup in a place, oldest first.</summary>
    public static async Task<IReadOnlyList<BackupManifest>> AllAsync(IBackupPlace place, CancellationToken cancellation)
    {
        var manifests = new List<BackupManifest>();
        await foreach (var name in place.ListAsync(Folder, cancellation))
        {
            if (!name.EndsWith("/" + FileName, StringComparison.Ordinal))
                continue;
            await using var stream = await place.OpenAsync(name, cancellation) ?? throw new BackupException($"{name} has gone.");
            try
            {
                manifests.Add(await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Json, cancellation)
                    ?? throw new BackupException($"{name} is empty."));
            }
            catch (JsonException e)
            {
                throw new BackupException($"{name} cannot be read.", e);
            }
            if (manifests[^1].Format > NewestFormat)
                throw new BackupException($"{name} was written by a newer program.");
        }
        return [.. manifests.OrderBy(m => m.Run, StringComparer.Ordinal)];
    }
}
