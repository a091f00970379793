using System.Globalization;
using System.IO.Compression;
using System.Text;
using Campaigns.App.Http;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Campaigns.App.Exchange;

/// <summary>How a cell looks and whether it can be written to where its sheet is protected; the numbers are those of the workbook's style sheet.</summary>
public enum SheetStyle
{
    Plain,
    Header,
    Instant,
    Day,
    /// <summary>Text that wraps, fixed.</summary>
    Wrapped,
    /// <summary>For whoever fills the sheet in: open under protection, coloured.</summary>
    Input,
    InputError,
    Error,
    Title,
}

/// <summary>A cell: text, number, day, instant or yes and no. Nothing is ever written as a formula.</summary>
public readonly record struct SheetCell(object? Value, SheetStyle Style = SheetStyle.Plain);

/// <summary>
/// Writes a spreadsheet (XLSX) forward only: rows go out as they come, so that memory does not grow with their number. The target may be one that cannot seek
/// and takes only asynchronous writes, as an HTTP answer: call <see cref="FlushAsync"/> between rows.
/// </summary>
public sealed class SpreadsheetWriter : IAsyncDisposable
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The longest text of a cell; what is longer is cut.</summary>
    public const int MaxText = 32_767;

    private static readonly DateTime SerialZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);
    private readonly DrainedStream _output;
    private readonly ZipArchive _zip;
    private readonly List<(string Name, bool Hidden)> _sheets = [];
    private OpenXmlWriter? _sheet;
    private Stream? _part;
    private uint _row;

    public SpreadsheetWriter(Stream target)
    {
        _output = new(target);
        _zip = new(_output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
    }

    /// <summary>The last row written, from 1.</summary>
    public uint Row => _row;

    /// <summary>Starts a sheet; its name is cut to 31 characters and rid of what Excel does not take.</summary>
    /// <param name="frozenRows">How many rows stay in sight.</param>
    /// <param name="pageWide">Prints on as many pages as it is long, and on one in breadth.</param>
    public void BeginSheet(string name, IReadOnlyList<double> widths, bool hidden = false, uint frozenRows = 1, bool pageWide = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(widths);
        var clean = string.Concat(name.Where(c => !@"[]:*?/\".Contains(c, StringComparison.Ordinal)));
        _sheets.Add((clean[..Math.Min(31, clean.Length)], hidden));
        _part = _zip.CreateEntry($"xl/worksheets/sheet{_sheets.Count}.xml").Open();
        _sheet = OpenXmlWriter.Create(_part);
        _row = 0;
        _sheet.WriteStartDocument(true);
        _sheet.WriteStartElement(new Worksheet());
        if (pageWide)
            _sheet.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        var view = new SheetView { WorkbookViewId = 0 };
        if (frozenRows > 0)
        {
            view.Append(new Pane
            {
                VerticalSplit = frozenRows,
                TopLeftCell = $"A{frozenRows + 1}",
                ActivePane = PaneValues.BottomLeft,
                State = PaneStateValues.Frozen,
            });
        }
        _sheet.WriteElement(new SheetViews(view));
        if (widths.Count > 0)
        {
            _sheet.WriteElement(new Columns(widths.Select((w, i) => new Column
            {
                Min = (uint)i + 1,
                Max = (uint)i + 1,
                Width = Math.Min(w, 80),
                CustomWidth = true,
            })));
        }
        _sheet.WriteStartElement(new SheetData());
    }

    public void WriteRow(IEnumerable<SheetCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        _row++;
        _sheet!.WriteStartElement(new Row { RowIndex = _row });
        var column = 0;
        foreach (var cell in cells)
        {
            if (cell.Value is not null || cell.Style is not SheetStyle.Plain)
                _sheet.WriteElement(Of(cell, $"{ColumnName(column)}{_row.ToString(CultureInfo.InvariantCulture)}"));
            column++;
        }
        _sheet.WriteEndElement();
    }

    /// <summary>Ends the sheet; <paramref name="after"/> are the elements that stand behind the data, in the order that the format asks for.</summary>
    public void EndSheet(params IReadOnlyList<OpenXmlElement> after)
    {
        ArgumentNullException.ThrowIfNull(after);
        _sheet!.WriteEndElement();
        foreach (var element in after)
            _sheet.WriteElement(element);
        _sheet.WriteEndElement();
        _sheet.Dispose();
        _part!.Dispose();
        (_sheet, _part) = (null, null);
    }

    /// <summary>Passes on what has gathered, once that is more than <paramref name="from"/> bytes.</summary>
    public ValueTask FlushAsync(int from, CancellationToken cancellationToken) => _output.DrainAsync(from, cancellationToken);

    /// <summary>Writes what holds the sheets together; nothing can be added afterwards.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        Part("xl/styles.xml", SpreadsheetStyles.Sheet());
        Part("xl/workbook.xml", new Workbook(
            new DocumentFormat.OpenXml.Spreadsheet.Sheets(_sheets.Select((s, i) => new Sheet
            {
                Name = s.Name,
                SheetId = (uint)i + 1,
                Id = $"rId{i + 1}",
                State = s.Hidden ? SheetStateValues.VeryHidden : SheetStateValues.Visible,
            }))));
        Text("xl/_rels/workbook.xml.rels", Relationships([
            .. _sheets.Select((_, i) => ($"rId{i + 1}", "worksheet", $"worksheets/sheet{i + 1}.xml")),
            ($"rId{_sheets.Count + 1}", "styles", "styles.xml")]));
        Text("_rels/.rels", Relationships([("rId1", "officeDocument", "xl/workbook.xml")]));
        Text("[Content_Types].xml", ContentTypes());
        _zip.Dispose();
        await _output.DrainAsync(0, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _sheet?.Dispose();
        _part?.Dispose();
        _zip.Dispose();
        await _output.DisposeAsync();
    }

    /// <summary>A column's letters: 0 is A.</summary>
    public static string ColumnName(int column) => column < 26
        ? ((char)('A' + column)).ToString()
        : ColumnName((column / 26) - 1) + (char)('A' + (column % 26));

    private static Cell Of(SheetCell cell, string reference)
    {
        var style = (uint)cell.Style;
        return cell.Value switch
        {
            null => new Cell { CellReference = reference, StyleIndex = style },
            decimal or int or long or double => Number(Convert.ToDecimal(cell.Value, CultureInfo.InvariantCulture)),
            DateOnly day => Serial(day.ToDateTime(TimeOnly.MinValue), cell.Style is SheetStyle.Plain ? (uint)SheetStyle.Day : style),
            DateTimeOffset instant => Serial(instant.DateTime, cell.Style is SheetStyle.Plain ? (uint)SheetStyle.Instant : style),
            bool yes => Inline(yes ? "true" : "false"),
            Enum word => Inline(RequestReader.CamelCase(word.ToString())),
            _ => Inline(cell.Value.ToString() ?? ""),
        };

        Cell Number(decimal value) => new(new CellValue(value)) { CellReference = reference, StyleIndex = style };

        Cell Serial(DateTime at, uint look) => new(new CellValue(
            ((decimal)(at - SerialZero).Ticks / TimeSpan.TicksPerDay).ToString("0.##########", CultureInfo.InvariantCulture)))
        {
            CellReference = reference,
            StyleIndex = look,
        };

        Cell Inline(string text) => new(new InlineString(new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve }))
        {
            CellReference = reference,
            DataType = CellValues.InlineString,
            StyleIndex = style,
        };
    }

    /// <summary>The text without what XML cannot hold.</summary>
    internal static string Clean(string text)
    {
        var cut = text.Length > MaxText ? text[..(MaxText - 1)] + "…" : text;
        return cut.All(Holds) && !cut.Any(char.IsSurrogate) ? cut : string.Concat(cut.EnumerateRunes().Select(r => r.Value switch
        {
            0xFFFD => "�",
            < 0x20 and not (9 or 10 or 13) => " ",
            0xFFFE or 0xFFFF => " ",
            _ => r.ToString(),
        }));
    }

    private static bool Holds(char c) => c is '\t' or '\n' or '\r' or (>= ' ' and not ('\uFFFE' or '\uFFFF'));

    private void Part(string name, OpenXmlElement root)
    {
        using var part = _zip.CreateEntry(name).Open();
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartDocument(true);
        writer.WriteElement(root);
    }

    private void Text(string name, string xml)
    {
        using var part = _zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + xml));
    }

    private static string Relationships(IReadOnlyList<(string Id, string Type, string Target)> all) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(all.Select(r =>
            $"<Relationship Id=\"{r.Id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{r.Type}\" Target=\"{r.Target}\"/>"))
        + "</Relationships>";

    private string ContentTypes()
    {
        const string Main = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        return "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Main}sheet.main+xml\"/>"
            + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Main}styles+xml\"/>"
            + string.Concat(_sheets.Select((_, i) => $"<Override PartName=\"/xl/worksheets/sheet{i + 1}.xml\" ContentType=\"{Main}worksheet+xml\"/>"))
            + "</Types>";
    }
}
