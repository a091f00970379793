using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Campaigns.App.Evidence;

/// <summary>What the EXIF block of a JPEG says: which way is up, and when the photo was taken.</summary>
internal static class PhotoDay
{
    internal const int MaxHead = 128 * 1024;
    private const ushort Orientation = 0x0112;
    private const ushort ExifFolder = 0x8769;
    private const ushort TakenAt = 0x9003;

    /// <summary>The day on which the photo says that it was taken; null where it does not say.</summary>
    public static async Task<DateOnly?> OfAsync(Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var head = new byte[(int)Math.Min(MaxHead, content.Length)];
        await content.ReadExactlyAsync(head, cancellationToken);
        return ExifOf(head) is { Length: > 0 } exif ? DayOf(exif) : null;
    }

    /// <summary>The TIFF block in a JPEG's beginning; empty where there is none.</summary>
    public static byte[] ExifOf(ReadOnlySpan<byte> head)
    {
        for (var at = 2; at + 4 <= head.Length && head[at] == 0xFF && head[at + 1] is not (0xDA or 0xD9);)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
            if (length < 2 || at + 2 + length > head.Length)
                return [];
            var body = head.Slice(at + 4, length - 2);
            if (head[at + 1] == 0xE1 && body.StartsWith("Exif\0\0"u8))
                return body[6..].ToArray();
            at += 2 + length;
        }
        return [];
    }

    /// <summary>1 to 8 as EXIF counts them; 1, upright, where it is not said.</summary>
    public static int OrientationOf(ReadOnlySpan<byte> exif) =>
        Find(exif, First(exif), Orientation) is { Length: >= 2 } value && Two(exif, value) is >= 1 and <= 8 and var way ? way : 1;

    private static DateOnly? DayOf(ReadOnlySpan<byte> exif)
    {
        if (Find(exif, First(exif), ExifFolder) is not { Length: >= 4 } folder || Find(exif, Four(exif, folder), TakenAt) is not { Length: >= 4 } value)
            return null;
        var at = Four(exif, value);
        return at >= 0 && at + 10 <= exif.Length
            && DateOnly.TryParseExact(
                Encoding.ASCII.GetString(exif.Slice((int)at, 10)), "yyyy:MM:dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    private static long First(ReadOnlySpan<byte> exif) => exif.Length >= 8 ? Four(exif, exif[4..8]) : -1;

    /// <summary>The four bytes of an entry's value or of where that lies.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> exif, long folder, ushort tag)
    {
        if (folder < 0 || folder + 2 > exif.Length)
            return default;
        var count = Two(exif, exif[(int)folder..]);
        for (var i = 0; i < count; i++)
        {
            var at = folder + 2 + 12L * i;
            if (at + 12 > exif.Length)
                return default;
            if (Two(exif, exif[(int)at..]) == tag)
                return exif.Slice((int)at + 8, 4);
        }
        return default;
    }

    private static int Two(ReadOnlySpan<byte> exif, ReadOnlySpan<byte> value) =>
        exif[0] == 'I' ? BinaryPrimitives.ReadUInt16LittleEndian(value) : BinaryPrimitives.ReadUInt16BigEndian(value);

    private static long Four(ReadOnlySpan<byte> exif, ReadOnlySpan<byte> value) =>
        exif[0] == 'I' ? BinaryPrimitives.ReadUInt32LittleEndian(value) : BinaryPrimitives.ReadUInt32BigEndian(value);
}
