using Campaigns.Rules.Definitions;

namespace Campaigns.Portal.Archives;

/// <summary>A document of an archive (D3): it stands alone, in Chinese with English beside it, and is printed as it is.</summary>
/// <param name="Notes">What a reader must know first: what the archive lacks.</param>
public sealed record ArchivedDocument(
    LocalizedText Title, string Subtitle, IReadOnlyList<LocalizedText> Notes, IReadOnlyList<ArchivedSection> Sections);

/// <summary>A headed part of the document. One without rows and text is not shown.</summary>
public sealed record ArchivedSection(LocalizedText Title, IReadOnlyList<LocalizedText> Heads, IReadOnlyList<IReadOnlyList<ArchivedCell>> Rows)
{
    /// <summary>Text below the table, paragraph by paragraph, as it was written.</summary>
    public string? Text { get; init; }
}

/// <summary>
/// What stands in a cell: a text as it was written or in both languages, where <paramref name="Link"/> is given leading to a file of the archive.
/// </summary>
public sealed record ArchivedCell(LocalizedText Text, string? Link = null)
{
    public static ArchivedCell Of(string? text) => new(new LocalizedText(text ?? ""));

    public static ArchivedCell Of(LocalizedText? text) => new(text ?? new LocalizedText(""));
}
