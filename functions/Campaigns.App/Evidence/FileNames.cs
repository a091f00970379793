using System.Globalization;
using System.Text;

namespace Campaigns.App.Evidence;

/// <summary>
/// A file's name is data that people read, never part of a path: what could hide or redirect is taken out, what remains is kept as it was sent.
/// </summary>
public static class FileNames
{
    public const int MaxLength = 200;

    /// <summary>
    /// The last segment of <paramref name="sent"/> without control, format and separator characters, at most <see cref="MaxLength"/> UTF-16 units
    /// with its extension kept; <c>file</c> where nothing is left.
    /// </summary>
    public static string Clean(string? sent)
    {
        if (string.IsNullOrWhiteSpace(sent))
            return "file";
        var last = sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            // Format characters (zero-width, right-to-left override) make "gnp.exe" read as "exe.png".
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (!hidden && rune.Value is not ('"' or '<' or '>' or '|' or '*' or '?' or ':'))
                kept.Append(rune.ToString());
        }

        var name = kept.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
        if (name.Length == 0)
            return "file";
        if (name.Length <= MaxLength)
            return name;
        var extension = Path.GetExtension(name);
        if (extension.Length > 16)
            extension = "";
        var cut = MaxLength - extension.Length;
        if (char.IsHighSurrogate(name[cut - 1]))
            cut--;
        return name[..cut] + extension;
    }
}
