using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Campaigns.App.Spreadsheets;

/// <summary>A cell as a file says: its text (a number without a culture), and whether it is a formula or an error, which nobody may send.</summary>
public sealed record ReadCell(string Text, bool IsFormula = false, bool IsError = false);

/// <summary>The rows of a sheet by number (from 1), each with its cells by column (from 0).</summary>
public sealed record ReadSheet(string Name, IReadOnlyDictionary<int, IReadOnlyDictionary<int, ReadCell>> Rows)
{
    public ReadCell? Cell(int row, int column) => Rows.TryGetValue(row, out var cells) ? cells.GetValueOrDefault(column) : null;

    public string Text(int row, int column) => Cell(row, column)?.Text ?? "";
}

/// <summary>
/// Reads spreadsheets (XLSX) that anybody may have made: never throws on bad input, unpacks no more than it says, runs nothing. Macros and other packages are
/// refused.
/// </summary>
public static class SpreadsheetReader
{
    /// <summary>The most that all parts may unpack to.</summary>
    public const long MaxUnpacked = 64 * 1024 * 1024;

    public const int MaxParts = 200;
    public const int MaxSheets = 8;
    public const int MaxCells = 400_000;
    private const int MaxColumns = 100;

    /// <summary>The sheets in order, or what is wrong with the file.</summary>
    public static (IReadOnlyList<ReadSheet> Sheets, string? Problem) Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            if (Bomb(file) is { } bomb)
                return ([], bomb);
            using var stream = new MemoryStream(file, writable: false);
            using var document = SpreadsheetDocument.Open(stream, false, new OpenSettings { AutoSave = false, MaxCharactersInPart = MaxUnpacked });
            if (document.DocumentType is not SpreadsheetDocumentType.Workbook || document.WorkbookPart is not { } book || book.VbaProjectPart is not null)
                return ([], "is not a plain XLSX workbook");
            var texts = Shared(book);
            var listed = book.Workbook.Sheets?.Elements<Sheet>().ToList() ?? [];
            if (listed.Count > MaxSheets)
                return ([], $"has more than {MaxSheets} sheets");
            var cells = 0;
            var sheets = new List<ReadSheet>();
            foreach (var sheet in listed)
            {
                if (sheet.Id?.Value is not { } id || book.GetPartById(id) is not WorksheetPart part)
                    return ([], "holds something that is no sheet");
                if (Rows(part, texts, ref cells) is not { } rows)
                    return ([], $"has more than {MaxCells} cells");
                sheets.Add(new(sheet.Name?.Value ?? "", rows));
            }
            return (sheets, null);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or OpenXmlPackageException or XmlException or FileFormatException or FormatException
            or InvalidOperationException or ArgumentException or IOException or NotSupportedException or KeyNotFoundException or OverflowException)
        {
            return ([], "is not an XLSX file that can be read");
        }
    }

    // The sizes that a ZIP declares are not to be believed: every part is unpacked once, into nothing.
    private static string? Bomb(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > MaxParts)
            return $"has more than {MaxParts} parts";
        var (left, piece) = (MaxUnpacked, new byte[64 * 1024]);
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            for (int read; (read = part.Read(piece)) > 0;)
            {
                left -= read;
                if (left < 0)
                    return $"unpacks to more than {MaxUnpacked / 1024 / 1024} MB";
            }
        }
        return null;
    }

    private static List<string> Shared(WorkbookPart book)
    {
        var texts = new List<string>();
        if (book.SharedStringTablePart is not { } part)
            return texts;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
                texts.Add(TextOf((SharedStringItem)reader.LoadCurrentElement()!));
        }
        return texts;
    }

    private static Dictionary<int, IReadOnlyDictionary<int, ReadCell>>? Rows(WorksheetPart part, List<string> texts, ref int cells)
    {
        var rows = new Dictionary<int, IReadOnlyDictionary<int, ReadCell>>();
        var last = 0;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
                continue;
            var row = (Row)reader.LoadCurrentElement()!;
            last = row.RowIndex?.Value is { } index ? checked((int)index) : last + 1;
            var (read, column) = (new Dictionary<int, ReadCell>(), -1);
            foreach (var cell in row.Elements<Cell>())
            {
                column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : column + 1;
                if (++cells > MaxCells || column >= MaxColumns)
                    return null;
                if (Of(cell, texts) is { } value)
                    read[column] = value;
            }
            rows[last] = read;
        }
        return rows;
    }

    private static ReadCell? Of(Cell cell, List<string> texts)
    {
        var formula = cell.CellFormula is not null;
        var raw = cell.CellValue?.Text ?? "";
        var type = cell.DataType?.Value ?? CellValues.Number;
        var text = type switch
        {
            CellValues.InlineString => cell.InlineString is { } inline ? TextOf(inline) : "",
            CellValues.SharedString => texts[int.Parse(raw, NumberStyles.None, CultureInfo.InvariantCulture)],
            CellValues.Boolean => raw == "1" ? "true" : "false",
            CellValues.Number => Number(raw),
            _ => raw,
        };
        return text.Length == 0 && !formula ? null : new(text.Trim(), formula, type is CellValues.Error);
    }

    // Excel writes 0.1 as 0.10000000000000001: fifteen digits are what it computes with.
    private static string Number(string raw) =>
        double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15
            ? ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture)
            : raw;

    // Readings in another script stand beside the text and are no part of it.
    private static string TextOf(OpenXmlElement item) => string.Concat(
        item.Descendants<Text>().Where(t => t.Parent is not PhoneticRun).Select(t => t.Text));

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var c in reference.TakeWhile(char.IsAsciiLetterUpper))
            column = checked((column * 26) + (c - 'A' + 1));
        return column - 1;
    }
}
