using System.Buffers.Binary;

namespace Campaigns.App.Evidence;

/// <summary>
/// Pictures without what they say of place, time, device and people: the same picture part by part, only the parts that make it visible, never decoded. What
/// stands behind a picture's end is left behind. Reads in one pass with a few blocks of memory; a picture of too many points has no preview.
/// </summary>
internal static class ImageStrip
{
    /// <summary>The most points of a picture that others are asked to unpack.</summary>
    public const long MaxPixels = 100_000_000;

    private const int MaxParts = 20_000;

    private static readonly HashSet<string> PngParts = new(StringComparer.Ordinal)
    {
        "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "acTL", "fcTL", "fdAT",
    };

    private static readonly HashSet<string> WebPParts = new(StringComparer.Ordinal) { "VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH" };

    private static readonly FileType[] Shown = [FileType.Png, FileType.Jpeg, FileType.Gif, FileType.WebP];

    /// <summary>Whether a picture of the type has a preview.</summary>
    public static bool Shows(string mediaType) => Shown.Any(t => t.MediaType == mediaType);

    /// <summary>Writes the picture to <paramref name="to"/>; nothing, and false, where it is not one that is shown.</summary>
    /// <param name="to">Takes what is written; small pieces, so buffered.</param>
    public static async Task<bool> WriteAsync(string mediaType, Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            var reader = new PartReader(from, cancellationToken);
            return mediaType switch
            {
                "image/png" => await PngAsync(reader, to),
                "image/jpeg" => await JpegStrip.WriteAsync(reader, to),
                "image/gif" => await GifAsync(reader, to),
                "image/webp" => await WebPAsync(reader, to),
                _ => false,
            };
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    private static async Task<bool> PngAsync(PartReader from, Stream to)
    {
        await to.WriteAsync(await from.BytesAsync(8));
        for (var parts = 0; parts < MaxParts * 10; parts++)
        {
            var head = await from.BytesAsync(8);
            var (length, name) = (BinaryPrimitives.ReadUInt32BigEndian(head), System.Text.Encoding.Latin1.GetString(head, 4, 4));
            if (parts == 0)
            {
                if (name != "IHDR" || length != 13)
                    return false;
                var size = await from.BytesAsync(17);
                if ((long)BinaryPrimitives.ReadUInt32BigEndian(size) * BinaryPrimitives.ReadUInt32BigEndian(size.AsSpan(4)) > MaxPixels)
                    return false;
                await to.WriteAsync(head);
                await to.WriteAsync(size);
                continue;
            }
            if (PngParts.Contains(name))
            {
                await to.WriteAsync(head);
                await from.CopyAsync(length + 4L, to);
            }
            else
            {
                await from.SkipAsync(length + 4L);
            }
            if (name == "IEND")
                return true;
        }
        return false;
    }

    private static async Task<bool> GifAsync(PartReader from, Stream to)
    {
        var head = await from.BytesAsync(13);
        if ((long)BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(6)) * BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)) > MaxPixels)
            return false;
        await to.WriteAsync(head);
        await PaletteAsync(head[10]);
        for (var parts = 0; parts < MaxParts; parts++)
        {
            var kind = await from.ByteAsync();
            switch (kind)
            {
                case 0x3B:
                    to.WriteByte(0x3B);
                    return true;
                case 0x2C:
                    to.WriteByte(0x2C);
                    var place = await from.BytesAsync(9);
                    await to.WriteAsync(place);
                    await PaletteAsync(place[8]);
                    to.WriteByte(await from.ByteAsync());
                    await BlocksAsync(keep: true);
                    break;
                case 0x21:
                    var label = await from.ByteAsync();
                    if (label == 0xF9)
                    {
                        to.WriteByte(0x21);
                        to.WriteByte(label);
                    }
                    await BlocksAsync(keep: label == 0xF9);
                    break;
                default:
                    return false;
            }
        }
        return false;

        async Task PaletteAsync(byte flags)
        {
            if ((flags & 0x80) != 0)
                await from.CopyAsync(3L << ((flags & 7) + 1), to);
        }

        async Task BlocksAsync(bool keep)
        {
            while (true)
            {
                var length = await from.ByteAsync();
                if (keep)
                    to.WriteByte(length);
                if (length == 0)
                    return;
                if (keep)
                    await from.CopyAsync(length, to);
                else
                    await from.SkipAsync(length);
            }
        }
    }

    /// <summary>A WebP says its length first, so what is kept is counted before it is copied.</summary>
    private static async Task<bool> WebPAsync(PartReader from, Stream to)
    {
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian((await from.BytesAsync(12)).AsSpan(4));
        var kept = new List<(long At, long Length, bool IsHead)>();
        for (long at = 12; at + 8 <= end && kept.Count < MaxParts;)
        {
            await from.SeekAsync(at);
            var head = await from.BytesAsync(8);
            var (name, length) = (System.Text.Encoding.Latin1.GetString(head, 0, 4), (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
            length += length % 2;
            if (at + 8 + length > end)
                return false;
            if (name == "VP8X")
            {
                var size = await from.BytesAsync(10);
                long wide = size[4] | size[5] << 8 | size[6] << 16, high = size[7] | size[8] << 8 | size[9] << 16;
                if ((wide + 1) * (high + 1) > MaxPixels)
                    return false;
            }
            if (WebPParts.Contains(name))
                kept.Add((at, 8 + length, name == "VP8X"));
            at += 8 + length;
        }
        if (kept.Count == 0)
            return false;
        var riff = new byte[12];
        "RIFF"u8.CopyTo(riff);
        BinaryPrimitives.WriteUInt32LittleEndian(riff.AsSpan(4), (uint)(4 + kept.Sum(k => k.Length)));
        "WEBP"u8.CopyTo(riff.AsSpan(8));
        await to.WriteAsync(riff);
        foreach (var (at, length, isHead) in kept)
        {
            await from.SeekAsync(at);
            if (isHead)
            {
                // The head says which parts follow: no profile, no EXIF, no XMP any more.
                var head = await from.BytesAsync((int)Math.Min(length, 64));
                head[8] &= 0b0001_0010;
                await to.WriteAsync(head);
                continue;
            }
            await from.CopyAsync(length, to);
        }
        return true;
    }
}
