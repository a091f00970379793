using System.Globalization;
using System.Text;

namespace Campaigns.Rules.Archives;

/// <summary>
/// Names of files and folders in an archive (D3): they unpack on every system, never leave the archive's folder, and are no longer than any system takes.
/// </summary>
public static class ArchivePath
{
    /// <summary>The longest segment in UTF-8 bytes: with its folders a path stays below what Windows takes.</summary>
    public const int MaxBytes = 100;

    private const int MaxExtension = 12;

    private static readonly string[] Reserved = ["con", "prn", "aux", "nul", "com", "lpt"];

    /// <summary>
    /// <paramref name="name"/> as one segment of a path: no separators, control or hidden characters, none that Windows forbids, no dot or blank at an end, no
    /// name of a device; cut to <see cref="MaxBytes"/> with its extension kept. <c>_</c> where nothing is left.
    /// </summary>
    public static string Segment(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var kept = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            kept.Append(IsSafe(rune) ? rune.ToString() : "_");
        var safe = kept.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
        if (safe.Length == 0)
            return "_";
        if (IsDevice(safe))
            safe = "_" + safe;
        return Encoding.UTF8.GetByteCount(safe) <= MaxBytes ? safe : Cut(safe);
    }

    /// <summary>Segments as a path, each made safe.</summary>
    public static string Of(params ReadOnlySpan<string> segments)
    {
        var path = new StringBuilder();
        foreach (var segment in segments)
            path.Append(path.Length == 0 ? "" : "/").Append(Segment(segment));
        return path.ToString();
    }

    // A format character (a right-to-left override) makes a name read as another.
    private static bool IsSafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        && rune.Value is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or 0xFFFD);

    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd(' ').ToLowerInvariant();
        return stem.Length == 3 && Reserved.AsSpan(0, 4).Contains(stem)
            || stem.Length == 4 && Reserved.AsSpan(4).Contains(stem[..3]) && char.IsAsciiDigit(stem[3]);
    }

    private static string Cut(string name)
    {
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && Encoding.UTF8.GetByteCount(name.AsSpan(dot)) <= MaxExtension ? name[dot..] : "";
        var room = MaxBytes - Encoding.UTF8.GetByteCount(extension);
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;
            kept.Append(rune.ToString());
        }
        return kept.ToString().TrimEnd(' ', '.') + extension;
    }
}
