using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Campaigns.Local.Backup;

/// <summary>A part on its way: lines packed into a local file, which is put into its place with its hash when it is complete.</summary>
internal sealed class PartFile : IDisposable
{
    readonly TemporaryFile _file = new();
    readonly GZipStream _zip;

    public PartFile() => _zip = new GZipStream(File.Create(_file.Path), CompressionLevel.Fastest);

    public Stream Lines => _zip;

    public long Rows { get; private set; }

    public string First { get; private set; } = "";

    public string Last { get; private set; } = "";

    /// <summary>Notes what was written into <see cref="Lines"/>.</summary>
    public void Note(long rows, string first, string last)
    {
        First = Rows == 0 ? first : First;
        (Rows, Last) = (Rows + rows, last);
    }

    public async Task<BackupPart> PutAsync(IBackupPlace place, string name, DateTimeOffset readAt, CancellationToken cancellation)
    {
        await _zip.DisposeAsync();
        var hash = await HashAsync(_file.Path, cancellation);
        await place.PutAsync(name, _file.Path, cancellation);
        return new BackupPart(name, hash, Rows, First, Last, readAt);
    }

    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    public static async Task<string> HashAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    /// <summary>Fetches a part into a local file and holds it against its hash before anybody believes a line of it.</summary>
    /// <exception cref="BackupException">It is missing or damaged.</exception>
    public static async Task<TemporaryFile> FetchAsync(IBackupPlace place, BackupPart part, CancellationToken cancellation)
    {
        var file = new TemporaryFile();
        try
        {
            await using (var from = await place.OpenAsync(part.File, cancellation) ?? throw new BackupException($"{part.File} is missing."))
            await using (var to = File.Create(file.Path))
                await from.CopyToAsync(to, cancellation);
            return await HashAsync(file.Path, cancellation) == part.Sha256 ? file : throw new BackupException($"{part.File} is damaged: its hash is another.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The lines of a part that was fetched.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(TemporaryFile file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var zip = new GZipStream(File.OpenRead(file.Path), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return buffer.AsMemory(start, length);
                start += length + 1;
                continue;
            }
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = await zip.ReadAsync(buffer.AsMemory(end), cancellation);
            if (read == 0)
                yield break;
            end += read;
        }
    }
}
