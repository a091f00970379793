using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Campaigns.App.Evidence;

/// <summary>
/// Tells a file's type from its bytes, never from its name or the sender's word (D2). What it does not know has no type: executables, scripts, HTML, SVG,
/// plain archives and office files with macros are refused by not being on the list.
/// </summary>
public static class FileContent
{
    /// <summary>The bytes of a file's beginning that are looked at; a text is read whole and so can be no longer.</summary>
    public const int HeadLength = 4 * 1024 * 1024;

    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([.. Enumerable.Range(0x20, 0xE0).Where(b => b != 0x7F).Select(b => (byte)b), (byte)'\t', (byte)'\r', (byte)'\n']);

    private static readonly SearchValues<string> ActiveMarkup = SearchValues.Create(
        ["<html", "<script", "<svg", "<!doctype", "<?xml", "<?php", "<iframe", "<body", "<object", "<embed"], StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];
    private static ReadOnlySpan<byte> CompoundFileSignature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static ReadOnlySpan<byte> ZipSignature => [(byte)'P', (byte)'K', 3, 4];

    /// <summary>The type, or null for content that is not taken.</summary>
    /// <param name="head">The file's first <see cref="HeadLength"/> bytes, or all of it.</param>
    /// <param name="whole">True when <paramref name="head"/> is the whole file.</param>
    /// <param name="name">Decides only between two texts (a CSV is one), and between the old office formats where the head does not show which.</param>
    public static FileType? Detect(ReadOnlySpan<byte> head, bool whole, string name)
    {
        if (head.StartsWith(PngSignature))
            return FileType.Png;
        if (head.StartsWith(JpegSignature))
            return FileType.Jpeg;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return FileType.Gif;
        if (head.StartsWith("%PDF-"u8))
            return FileType.Pdf;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8))
            return head[8..12].SequenceEqual("WEBP"u8) ? FileType.WebP : null;
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return Media(head);
        if (head.StartsWith(ZipSignature))
            return Zip(head);
        if (head.StartsWith(CompoundFileSignature))
            return Compound(head, whole, name);
        return whole ? PlainText(head, name) : null;
    }

    private static FileType? Media(ReadOnlySpan<byte> head) => Encoding.ASCII.GetString(head[8..12]) switch
    {
        "heic" or "heix" or "heim" or "heis" or "hevc" or "mif1" or "msf1" => FileType.Heic,
        "qt  " => FileType.QuickTime,
        "isom" or "iso2" or "iso4" or "iso5" or "iso6" or "mp41" or "mp42" or "avc1" or "M4V " or "MSNV" or "dash" or "3gp4" or "3gp5" => FileType.Mp4,
        _ => null,
    };

    private static FileType? Zip(ReadOnlySpan<byte> head)
    {
        if (head.IndexOf("vbaProject.bin"u8) >= 0)
            return null;
        if (head.IndexOf("[Content_Types].xml"u8) >= 0)
        {
            return head.IndexOf("word/"u8) >= 0 ? FileType.Docx
                : head.IndexOf("xl/"u8) >= 0 ? FileType.Xlsx
                : head.IndexOf("ppt/"u8) >= 0 ? FileType.Pptx
                : null;
        }

        // An OpenDocument file says what it is in its first entry, stored without compression.
        var start = head[..Math.Min(head.Length, 256)];
        return start.IndexOf("mimetypeapplication/vnd.oasis.opendocument.text"u8) >= 0 ? FileType.Odt
            : start.IndexOf("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"u8) >= 0 ? FileType.Ods
            : start.IndexOf("mimetypeapplication/vnd.oasis.opendocument.presentation"u8) >= 0 ? FileType.Odp
            : null;
    }

    private static FileType? Compound(ReadOnlySpan<byte> head, bool whole, string name)
    {
        // Installers are compound files too: the streams inside tell an office file, and only a head that does not hold them may leave it to the name.
        if (HoldsStream(head, "_VBA_PROJECT"))
            return null;
        if (HoldsStream(head, "WordDocument"))
            return FileType.Doc;
        if (HoldsStream(head, "PowerPoint Document"))
            return FileType.Ppt;
        if (HoldsStream(head, "Workbook"))
            return FileType.Xls;
        return whole ? null : new[] { FileType.Doc, FileType.Ppt, FileType.Xls }.FirstOrDefault(type => type.Fits(name));
    }

    private static bool HoldsStream(ReadOnlySpan<byte> head, string stream) => head.IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;

    private static FileType? PlainText(ReadOnlySpan<byte> content, string name)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        if (content.IsEmpty || content.ContainsAnyExcept(TextBytes) || !Utf8.IsValid(content) || content.StartsWith("#!"u8))
            return null;
        if (Encoding.UTF8.GetString(content).AsSpan().ContainsAny(ActiveMarkup))
            return null;
        return FileType.Csv.Fits(name) ? FileType.Csv : FileType.Text;
    }
}
