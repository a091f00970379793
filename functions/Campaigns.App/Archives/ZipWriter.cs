using System.Security.Cryptography;

namespace Campaigns.App.Archives;

/// <summary>
/// Writes the files of a ZIP, or of a part of one, to a stream that is never sought or read. Files are not compressed, because evidence is compressed already
/// and a compressor's output differs from one processor and version to the next, while the same state must give the same bytes (J18). Holds one block of 64 KiB
/// whatever the length of a file (D3).
/// </summary>
internal sealed class ZipWriter(Stream output)
{
    private readonly List<ZipEntry> _entries = [];
    private bool _open;

    /// <summary>What was written, in order.</summary>
    public IReadOnlyList<ZipEntry> Entries => _entries;

    /// <summary>Bytes written so far.</summary>
    public long Position { get; private set; }

    /// <summary>A file whose bytes are at hand.</summary>
    public async Task AddAsync(string path, DateTime time, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Begin();
        var (at, crc) = (Position, Crc32.Of(content.Span));
        await WriteAsync(ZipFormat.Header(path, time, crc, (uint)content.Length), cancellationToken);
        await WriteAsync(content, cancellationToken);
        End(new(path, time, at, content.Length, content.Length, crc, Streamed: false, Convert.ToHexStringLower(SHA256.HashData(content.Span))));
    }

    /// <summary>A file that <paramref name="write"/> writes to the stream that it gets.</summary>
    /// <param name="large">It may have 4 GiB or more; one that has and did not say so is a fault.</param>
    /// <returns>The entry as it was written.</returns>
    public async Task<ZipEntry> AddAsync(
        string path, DateTime time, bool large, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        Begin();
        var at = Position;
        await WriteAsync(ZipFormat.StreamedHeader(path, time, large), cancellationToken);
        await using var file = new ZipFileStream(this);
        await write(file, cancellationToken);
        await file.FinishAsync(cancellationToken);
        if (!large && file.Stored >= uint.MaxValue)
            throw new InvalidDataException($"{path} has {file.Size} bytes and was announced as shorter.");
        await WriteAsync(ZipFormat.Descriptor(file.Crc, file.Size, file.Stored, large), cancellationToken);
        var entry = new ZipEntry(path, time, at, file.Size, file.Stored, file.Crc, Streamed: true, file.Sha256);
        End(entry);
        return entry;
    }

    /// <summary>The directory of all that was written: the archive is complete.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => FinishAsync(Entries.Select(e => (e, 0L)).ToAsyncEnumerable(), 0, cancellationToken);

    /// <summary>The directory of entries of several parts, each with where its part begins; this writer's own beginning is <paramref name="start"/>.</summary>
    public async Task FinishAsync(IAsyncEnumerable<(ZipEntry Entry, long Start)> entries, long start, CancellationToken cancellationToken)
    {
        var (offset, count) = (start + Position, 0L);
        await foreach (var (entry, part) in entries.WithCancellation(cancellationToken))
        {
            await WriteAsync(ZipFormat.DirectoryRecord(entry, part), cancellationToken);
            count++;
        }
        await WriteAsync(ZipFormat.End(count, offset, start + Position - offset), cancellationToken);
    }

    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await output.WriteAsync(bytes, cancellationToken);
        Position += bytes.Length;
    }

    private void Begin()
    {
        if (_open)
            throw new InvalidOperationException("A file of the archive is not finished.");
        _open = true;
    }

    private void End(ZipEntry entry)
    {
        _entries.Add(entry);
        _open = false;
    }
}
