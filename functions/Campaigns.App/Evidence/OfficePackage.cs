using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Campaigns.App.Evidence;

/// <summary>
/// Looks into office files (OOXML and OpenDocument): refuses macros, controls, embedded objects and links that would be followed by themselves, and what swells
/// beyond measure. Every entry is unpacked and counted, for what a directory says of lengths is the sender's word.
/// </summary>
internal static class OfficePackage
{
    internal const int MaxEntries = 5_000;
    internal const long MaxBytes = 512L * 1024 * 1024;
    private const int MaxRatio = 200;
    private const long RatioFrom = 4 * 1024 * 1024;
    private const int MaxDirectory = 2 * 1024 * 1024;
    private const int MaxPart = 1024 * 1024;
    private const int Chunk = 64 * 1024;

    private static readonly FileType[] Packages = [FileType.Docx, FileType.Xlsx, FileType.Pptx, FileType.Odt, FileType.Ods, FileType.Odp];

    private static readonly string[] ActiveNames =
        ["vbaproject", "vbadata", "/activex/", "oleobject", "/macrosheets/", "basic/", "scripts/", "/ctrlprops/", "attachedtoolbars"];

    private static readonly string[] ArchiveNames =
    [
        ".zip", ".7z", ".rar", ".jar", ".gz", ".exe", ".dll", ".com", ".scr", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".lnk", ".hta", ".docm", ".xlsm", ".pptm",
    ];

    // A link that is clicked is nobody's danger before it is; these are fetched when the file is opened.
    private static readonly string[] FollowedLinks =
        ["/attachedtemplate", "/oleobject", "/externallink", "/frame", "/subdocument", "/externallinkpath", "/control", "/activex"];

    public static bool Holds(FileType type) => Packages.Contains(type);

    /// <summary>Why the package is not taken, or null.</summary>
    /// <exception cref="InvalidDataException">It is no sound ZIP.</exception>
    public static async Task<FileRefusal?> InspectAsync(Stream content, CancellationToken cancellationToken)
    {
        await CheckDirectoryAsync(content, cancellationToken);
        content.Position = 0;
        using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        var total = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            foreach (var entry in zip.Entries)
            {
                var name = entry.FullName.Replace('\\', '/').ToLowerInvariant();
                if (ActiveNames.Any(a => ("/" + name).Contains(a, StringComparison.Ordinal))
                    || ArchiveNames.Any(a => name.EndsWith(a, StringComparison.Ordinal)))
                {
                    return FileRefusal.Active;
                }
                var (refusal, length) = await EntryAsync(entry, name, MaxBytes - total, buffer, cancellationToken);
                if (refusal is not null)
                    return refusal;
                total += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return null;
    }

    private static async Task<(FileRefusal? Refusal, long Length)> EntryAsync(
        ZipArchiveEntry entry, string name, long room, byte[] buffer, CancellationToken cancellationToken)
    {
        await using var opened = await entry.OpenAsync(cancellationToken);
        var telling = name.EndsWith(".rels", StringComparison.Ordinal) || name is "[content_types].xml" or "meta-inf/manifest.xml";
        using var kept = telling ? new MemoryStream() : null;
        var (length, first) = (0L, true);
        int read;
        while ((read = await opened.ReadAsync(buffer, cancellationToken)) > 0)
        {
            length += read;
            if (length > room || length > RatioFrom && length > Math.Max(1, entry.CompressedLength) * MaxRatio || telling && length > MaxPart)
                return (FileRefusal.Swells, length);
            // Programs, and archives in the archive whatever they are called; a chart's own workbook alone is one of ours.
            if (first && (buffer.AsSpan(0, read).StartsWith("MZ"u8) || IsForeignArchive(name, buffer.AsSpan(0, read))))
                return (FileRefusal.Active, length);
            first = false;
            kept?.Write(buffer, 0, read);
        }
        return (kept is not null && IsActive(name, Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length)) ? FileRefusal.Active : null, length);
    }

    private static bool IsForeignArchive(string name, ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\u0003\u0004"u8) && !(name.Contains("/embeddings/", StringComparison.Ordinal) && name.EndsWith(".xlsx", StringComparison.Ordinal))
        || head.StartsWith("Rar!"u8) || head.StartsWith("7z\u00BC\u00AF"u8) || head is [0xD0, 0xCF, 0x11, 0xE0, ..];

    private static bool IsActive(string name, string text)
    {
        if (!name.EndsWith(".rels", StringComparison.Ordinal))
        {
            return text.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)
                || text.Contains("vnd.ms-office.vbaProject", StringComparison.OrdinalIgnoreCase)
                || text.Contains("application/vnd.sun.star.script", StringComparison.OrdinalIgnoreCase);
        }
        foreach (var relationship in text.Split("<Relationship ", StringSplitOptions.None))
        {
            if (relationship.Contains("External", StringComparison.OrdinalIgnoreCase)
                && FollowedLinks.Any(f => relationship.Replace('\'', '"').Contains(f + "\"", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The reader below takes the whole directory into memory: how large that is, is looked at first.</summary>
    private static async Task CheckDirectoryAsync(Stream content, CancellationToken cancellationToken)
    {
        var from = Math.Max(0, content.Length - 65_557);
        content.Position = from;
        var tail = new byte[(int)(content.Length - from)];
        await content.ReadExactlyAsync(tail, cancellationToken);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + 22 > tail.Length)
            throw new InvalidDataException("The ZIP has no end.");
        var (entries, directory) = (BitConverter.ToUInt16(tail, at + 10), BitConverter.ToUInt32(tail, at + 12));
        if (entries > MaxEntries || directory > MaxDirectory)
            throw new InvalidDataException("The ZIP's directory is too large.");
    }
}
