namespace Campaigns.App.Documents;

/// <summary>What a document may be written as.</summary>
public enum PrintFormat
{
    Html,
    Docx,
}

/// <summary>
/// A document for paper (L1): said once, written as HTML and as DOCX. A4, upright; text, tables, and the lines at its end where people sign and a unit stamps.
/// </summary>
public sealed record PrintedDocument(string Language, string Title, string Subtitle, IReadOnlyList<PrintedBlock> Blocks);

/// <summary>A part of a document.</summary>
public abstract record PrintedBlock
{
    private PrintedBlock()
    {
    }

    /// <summary>A paragraph; its lines stay lines.</summary>
    public sealed record Text(string Content) : PrintedBlock;

    /// <summary>A table whose head is repeated on each page; <paramref name="Columns"/> share its breadth by weight.</summary>
    public sealed record Table(IReadOnlyList<PrintedColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : PrintedBlock;

    /// <summary>What is signed 签字 and stamped 盖章, side by side; never parted by the end of a page.</summary>
    public sealed record Signatures(IReadOnlyList<PrintedSignature> Places) : PrintedBlock;
}

/// <summary>A column: its heading, its share of the breadth, and whether its cells are numbers.</summary>
public sealed record PrintedColumn(string Heading, int Weight, bool IsNumber = false);

/// <summary>A place to sign: as whom, and the date's line below; <paramref name="Stamped"/> for the unit's stamp.</summary>
public sealed record PrintedSignature(string As, string Date, bool Stamped = false);
