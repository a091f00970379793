using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// Small photographs for simulated evidence: valid PNG files (8-bit RGB) whose size is close to what was asked for and whose bytes depend on the caption
/// alone. The picture, a gradient with grain, is made once a size; the caption goes into a tEXt chunk, so that no two files are equal.
/// </summary>
internal static class PngImage
{
    static readonly ConcurrentDictionary<int, byte[]> Pictures = new();
    static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <summary>
    /// An image of about <paramref name="size"/> bytes (±10 %), with <paramref name="caption"/> (Latin-1, at most 200 characters) in its metadata.
    /// </summary>
    public static byte[] Make(int size, string caption)
    {
        var side = Math.Max(8, (int)Math.Sqrt(size / 3.05));
        using var file = new MemoryStream(size + 512);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 8;
        header[9] = 2;
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "tEXt"u8, Encoding.Latin1.GetBytes("Title\0" + caption));
        Chunk(file, "IDAT"u8, Pictures.GetOrAdd(side, Draw));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    static uint Remainder(int n) => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1);

    static byte[] Draw(int side)
    {
        var rows = new byte[side * (1 + side * 3)];
        var at = 0;
        for (var y = 0; y < side; y++)
        {
            rows[at++] = 0;
            for (var x = 0; x < side; x++)
            {
                var grain = (int)(Mix((uint)(y * side + x)) % 48);
                rows[at++] = (byte)(x * 200 / side + grain);
                rows[at++] = (byte)(y * 200 / side + grain / 2);
                rows[at++] = (byte)(255 - (x + y) * 100 / side - grain);
            }
        }
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
            zlib.Write(rows);
        return packed.ToArray();
    }

    static uint Mix(uint value)
    {
        value = (value ^ 61) ^ (value >> 16);
        value *= 9;
        value ^= value >> 4;
        value *= 0x27d4eb2d;
        return value ^ (value >> 15);
    }

    static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(0xFFFFFFFF, type), data));
        file.Write(number);
    }

    static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return crc;
    }
}
