using System.Buffers.Binary;

namespace Campaigns.App.Evidence;

/// <summary>A JPEG without its APP and comment segments, but for what its colours and its upright need.</summary>
internal static class JpegStrip
{
    private const int MaxSegments = 10_000;

    public static async Task<bool> WriteAsync(PartReader from, Stream to)
    {
        var start = await from.BytesAsync(2);
        await to.WriteAsync(start);
        var (sized, marker) = (false, (byte)0);
        for (var segments = 0; segments < MaxSegments; segments++)
        {
            if (marker == 0)
            {
                if (await from.ByteAsync() != 0xFF)
                    return false;
                do
                    marker = await from.ByteAsync();
                while (marker == 0xFF);
            }
            if (marker == 0xD9)
            {
                await to.WriteAsync(new byte[] { 0xFF, 0xD9 });
                return sized;
            }
            var lengthBytes = await from.BytesAsync(2);
            var length = BinaryPrimitives.ReadUInt16BigEndian(lengthBytes) - 2;
            if (length < 0)
                return false;
            if (marker == 0xE1)
            {
                await WriteUprightAsync(await from.BytesAsync(length), to);
            }
            else if (marker is 0xFE or (> 0xE0 and <= 0xEF and not 0xEE))
            {
                await from.SkipAsync(length);
            }
            else
            {
                var body = await from.BytesAsync(length);
                if (IsFrame(marker))
                {
                    if (length < 6 || (long)BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(1)) * BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(3))
                        is 0 or > ImageStrip.MaxPixels)
                    {
                        return false;
                    }
                    sized = true;
                }
                await WriteSegmentAsync(marker, Kept(marker, body), to);
            }
            marker = marker == 0xDA ? await from.CopyToMarkerAsync(to) : (byte)0;
        }
        return false;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>JFIF's head ends in a thumbnail, which may show what the picture no longer does.</summary>
    private static byte[] Kept(byte marker, byte[] body)
    {
        if (marker != 0xE0 || body.Length <= 14)
            return body;
        var kept = body[..14];
        (kept[12], kept[13]) = (0, 0);
        return kept;
    }

    private static async Task WriteUprightAsync(byte[] body, Stream to)
    {
        if (!body.AsSpan().StartsWith("Exif\0\0"u8) || PhotoDay.OrientationOf(body.AsSpan(6)) is var way && way == 1)
            return;
        byte[] exif =
        [
            .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)PhotoDay.OrientationOf(body.AsSpan(6)), 0, 0, 0, 0, 0, 0,
        ];
        await WriteSegmentAsync(0xE1, exif, to);
    }

    private static async Task WriteSegmentAsync(byte marker, byte[] body, Stream to)
    {
        var head = new byte[] { 0xFF, marker, 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(body.Length + 2));
        await to.WriteAsync(head);
        await to.WriteAsync(body);
    }
}
