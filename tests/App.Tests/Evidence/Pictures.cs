using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Campaigns.App.Archives;

namespace Campaigns.App.Tests.Evidence;

/// <summary>Small real pictures, with what phones write into them.</summary>
internal static class Pictures
{
    public const string Secret = "GPS 26.65N 119.55E";

    /// <summary>A grey PNG with a text chunk and an EXIF chunk.</summary>
    public static byte[] Png(int wide, int high)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, wide);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), high);
        head[8] = 8;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
            zlib.Write(new byte[(Math.Min(wide, 64) + 1) * Math.Min(high, 64)]);
        return
        [
            0x89, .. "PNG"u8, 13, 10, 26, 10, .. Chunk("IHDR", head), .. Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + Secret)),
            .. Chunk("eXIf", Encoding.ASCII.GetBytes(Secret)), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>The segments of a JPEG of 8 by 8 points, on its side, with EXIF, XMP, a comment and something behind its end.</summary>
    public static byte[] Jpeg(bool exif, ushort high = 8)
    {
        byte[] frame = [8, (byte)(high >> 8), (byte)high, 0, 8, 1, 1, 0x11, 0];
        byte[] bytes = [0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0])];
        if (exif)
            bytes = [.. bytes, .. Segment(0xE1, Exif())];
        return
        [
            .. bytes, .. Segment(0xE1, Encoding.ASCII.GetBytes("http://ns.adobe.com/xap/1.0/\0" + Secret)), .. Segment(0xFE, Encoding.ASCII.GetBytes(Secret)),
            .. Segment(0xDB, new byte[65]), .. Segment(0xC0, frame), .. Segment(0xC4, new byte[18]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 0xFF, 0xD9, .. Encoding.ASCII.GetBytes(Secret),
        ];
    }

    /// <summary>Orientation 6, and the day in the EXIF folder.</summary>
    private static byte[] Exif() =>
    [
        .. "Exif\0\0II"u8, 42, 0, 8, 0, 0, 0,
        2, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0,
        1, 0, 0x03, 0x90, 2, 0, 20, 0, 0, 0, 56, 0, 0, 0, 0, 0, 0, 0, .. "2026:03:02 08:00:00\0"u8, .. Encoding.ASCII.GetBytes(Secret),
    ];

    private static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. body];
        var (length, crc) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32.Of(named));
        return [.. length, .. named, .. crc];
    }
}
