using System.Text;

namespace Campaigns.App.Evidence;

/// <summary>What a look into a file found.</summary>
/// <param name="Refusal">Why it is not taken; null where it is.</param>
/// <param name="TakenOn">The day on which a photo says that it was taken: a suggestion, nothing more.</param>
internal readonly record struct Inspection(FileRefusal? Refusal, DateOnly? TakenOn = null);

/// <summary>
/// Looks into a whole file whose beginning is of a type that is taken (D2): office files for macros, embedded objects and what they would fetch or swell to,
/// PDF for actions, pictures for a second file inside. Holds a few blocks of 64 KiB, whatever the file's length.
/// </summary>
internal static class FileInspection
{
    // A browser that guesses looks no further; more would find such words by chance in what is compressed.
    private const int MarkupLooked = 4096;
    private const int MostOfTail = 65_557;

    private static readonly string[] Markup = ["<script", "<html", "<?php", "<!doctype html", "<iframe", "<object", "<embed", "<body"];

    /// <param name="content">The whole file; it is read and sought.</param>
    /// <param name="seen">What was seen of a PDF as it came in; null where it is to be read.</param>
    public static async Task<Inspection> OfAsync(Stream content, FileType type, CancellationToken cancellationToken, PdfScan? seen = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(type);
        try
        {
            if (OfficePackage.Holds(type))
                return new(await OfficePackage.InspectAsync(content, cancellationToken));
            if (type != FileType.Pdf && type.Kind != FileType.Photo)
                return new(null);
            if (await HasZipAtEndAsync(content, cancellationToken))
                return new(FileRefusal.TwoFiles);
            if (type == FileType.Pdf)
                return new(await PdfActions.InspectAsync(content, seen, cancellationToken));
            if (await HasMarkupAsync(content, cancellationToken))
                return new(FileRefusal.TwoFiles);
            return new(null, type == FileType.Jpeg ? await PhotoDay.OfAsync(content, cancellationToken) : null);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException or OverflowException)
        {
            return new(FileRefusal.Damaged);
        }
    }

    private static async Task<bool> HasMarkupAsync(Stream content, CancellationToken cancellationToken)
    {
        var head = Encoding.Latin1.GetString(await ReadAsync(content, 0, MarkupLooked, cancellationToken));
        return Markup.Any(m => head.Contains(m, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A ZIP is read from its end, so one behind a picture is both.</summary>
    private static async Task<bool> HasZipAtEndAsync(Stream content, CancellationToken cancellationToken)
    {
        var from = Math.Max(0, content.Length - MostOfTail);
        var tail = await ReadAsync(content, from, MostOfTail, cancellationToken);
        for (var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8); at >= 0; at = tail.AsSpan(0, at).LastIndexOf("PK\u0005\u0006"u8))
        {
            // The record says how long the comment behind it is, and its directory lies before it.
            if (at + 22 <= tail.Length && at + 22 + BitConverter.ToUInt16(tail, at + 20) == tail.Length && BitConverter.ToUInt32(tail, at + 16) <= from + at)
                return true;
        }
        return false;
    }

    private static async Task<byte[]> ReadAsync(Stream content, long from, int length, CancellationToken cancellationToken)
    {
        content.Position = from;
        var bytes = new byte[(int)Math.Min(length, content.Length - from)];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
