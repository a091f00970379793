using System.IO.Compression;

namespace Campaigns.App.Evidence;

/// <summary>
/// Looks through a PDF for what acts by itself: scripts, programs that it would start, files that it carries. Names may be written in hexadecimal
/// (<c>/J#53</c>) and may stand in compressed object streams; both are looked into. Reads through 64 KiB at a time.
/// </summary>
internal static class PdfActions
{
    private const int Chunk = 64 * 1024;
    private const int LongestName = 127;
    private const int MaxObjectStreams = 20_000;
    private const long MaxUnpacked = 256L * 1024 * 1024;

    private static readonly HashSet<string> Active = new(StringComparer.Ordinal) { "JavaScript", "JS", "Launch", "RichMedia", "EmbeddedFile", "EmbeddedFiles" };

    public static async Task<FileRefusal?> InspectAsync(Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var packed = new List<long>();
        var scan = new NameScan();
        if (await FindsAsync(content, scan, packed, cancellationToken))
            return FileRefusal.Active;
        if (packed.Count > MaxObjectStreams)
            return FileRefusal.Swells;
        var left = MaxUnpacked;
        foreach (var at in packed)
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

    private static async Task<bool> FindsAsync(Stream content, NameScan scan, List<long>? packed, CancellationToken cancellationToken)
    {
        var buffer = new byte[Chunk];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (scan.Finds(buffer.AsSpan(0, read), packed))
                return true;
        }
        return scan.Finds(" "u8, packed);
    }

    private static async Task<(bool Found, long Length)> UnpackedAsync(Stream content, long room, CancellationToken cancellationToken)
    {
        var (scan, buffer, length) = (new NameScan(), new byte[Chunk], 0L);
        try
        {
            await using var unpacked = new ZLibStream(content, CompressionMode.Decompress, leaveOpen: true);
            int read;
            while (length < room && (read = await unpacked.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (scan.Finds(buffer.AsSpan(0, read), null))
                    return (true, length);
            }
        }
        catch (InvalidDataException)
        {
            // Not packed in the one way that readers must know, or broken: a reader does not see its names either.
            return (false, length);
        }
        return (scan.Finds(" "u8, null), length);
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

    /// <summary>Reads names as they come by, over the borders of blocks.</summary>
    private sealed class NameScan
    {
        private readonly char[] _name = new char[LongestName];
        private int _length = -1;
        private int _hex;
        private int _nibble;
        private long _position;

        /// <summary>True where an active name has ended; positions behind the name of object streams are added to <paramref name="packed"/>.</summary>
        public bool Finds(ReadOnlySpan<byte> bytes, List<long>? packed)
        {
            foreach (var b in bytes)
            {
                _position++;
                if (_length < 0)
                {
                    if (b == '/')
                        (_length, _hex) = (0, 0);
                    continue;
                }
                if (_hex > 0 && char.IsAsciiHexDigit((char)b))
                {
                    _nibble = _nibble * 16 + Convert.ToInt32(((char)b).ToString(), 16);
                    if (--_hex == 0)
                        Append((char)_nibble);
                    continue;
                }
                if (b == '#')
                {
                    (_hex, _nibble) = (2, 0);
                    continue;
                }
                if (b is > 32 and < 127 && b is not ((byte)'/' or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{'
                    or (byte)'}' or (byte)'%'))
                {
                    Append((char)b);
                    continue;
                }
                var name = _length <= LongestName ? new string(_name, 0, _length) : "";
                _length = b == '/' ? 0 : -1;
                if (Active.Contains(name))
                    return true;
                if (name == "ObjStm")
                    packed?.Add(_position);
            }
            return false;
        }

        private void Append(char letter)
        {
            if (_length < LongestName)
                _name[_length++] = letter;
            else
                _length = LongestName + 1;
        }
    }
}
