using System.IO.Compression;

namespace Campaigns.App.Evidence;

/// <summary>
/// Looks through a PDF for what acts by itself: scripts, programs that it would start, files that it carries. Names may be written in hexadecimal
/// (<c>/J#53</c>) and may stand in compressed object streams; both are looked into. Reads through 64 KiB at a time.
/// </summary>
internal static class PdfActions
{
    private const int Chunk = 64 * 1024;
    private const long MaxUnpacked = 256L * 1024 * 1024;

    /// <param name="seen">What was seen of the file's bytes as they came in; null where they are to be read.</param>
    public static async Task<FileRefusal?> InspectAsync(Stream content, PdfScan? seen, CancellationToken cancellationToken)
    {
        if (seen is null)
        {
            content.Position = 0;
            seen = new PdfScan();
            var buffer = new byte[Chunk];
            int read;
            while (!seen.HasActive && (read = await content.ReadAsync(buffer, cancellationToken)) > 0)
                seen.Append(buffer.AsSpan(0, read));
        }
        seen.Append(" "u8);
        if (seen.HasActive)
            return FileRefusal.Active;
        if (seen.ObjectStreams.Count >= PdfScan.MaxObjectStreams)
            return FileRefusal.Swells;
        var left = MaxUnpacked;
        foreach (var at in seen.ObjectStreams)
        {
            if (await StreamAfterAsync(content, at, cancellationToken) is not { } start)
                continue;
            content.Position = start;
            var (found, length) = await UnpackedAsync(content, left, cancellationToken);
            if (found)
                return FileRefusal.Active;
            left -= length;
            if (left <= 0)
                return FileRefusal.Swells;
        }
        return null;
    }

    private static async Task<(bool Found, long Length)> UnpackedAsync(Stream content, long room, CancellationToken cancellationToken)
    {
        var (scan, buffer, length) = (new PdfScan(), new byte[Chunk], 0L);
        try
        {
            await using var unpacked = new ZLibStream(content, CompressionMode.Decompress, leaveOpen: true);
            int read;
            while (length < room && (read = await unpacked.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                scan.Append(buffer.AsSpan(0, read));
                if (scan.HasActive)
                    return (true, length);
            }
        }
        catch (InvalidDataException)
        {
            // Not packed in the one way that readers must know, or broken: a reader does not see its names either.
            return (false, length);
        }
        scan.Append(" "u8);
        return (scan.HasActive, length);
    }

    /// <summary>Where the bytes of the stream begin whose dictionary names itself an object stream at <paramref name="at"/>.</summary>
    private static async Task<long?> StreamAfterAsync(Stream content, long at, CancellationToken cancellationToken)
    {
        content.Position = at;
        var dictionary = new byte[(int)Math.Min(4096, content.Length - at)];
        await content.ReadExactlyAsync(dictionary, cancellationToken);
        var found = dictionary.AsSpan().IndexOf("stream"u8);
        if (found < 0)
            return null;
        var start = found + 6;
        if (start < dictionary.Length && dictionary[start] == '\r')
            start++;
        if (start < dictionary.Length && dictionary[start] == '\n')
            start++;
        return at + start;
    }
}
