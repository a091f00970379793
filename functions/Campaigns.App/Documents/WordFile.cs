using System.Globalization;
using Campaigns.App.Exchange;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Text = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace Campaigns.App.Documents;

/// <summary>
/// A document as DOCX. Chinese is set in 仿宋, headings in 黑体, tables in 宋体, as official papers are; the font table says what stands in for each where it is
/// missing.
/// </summary>
internal static class WordFile
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // Twentieths of a point: A4, and margins of 25, 22, 22 and 25 mm.
    private const uint PageWidth = 11_906;
    private const uint PageHeight = 16_838;
    private const int Broad = 1_417;
    private const int Narrow = 1_247;
    private const int TextWidth = (int)PageWidth - Broad - Narrow;
    private const string Body = "仿宋";
    private const string Heading = "黑体";
    private const string Small = "宋体";
    private const string Latin = "Times New Roman";

    public static byte[] Write(PrintedDocument document)
    {
        using var file = new MemoryStream();
        using (var word = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = word.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles(document.Language);
            main.AddNewPart<FontTablePart>().Fonts = Fonts();
            var body = new Body(
                Paragraph(document.Title, "Title"),
                Paragraph(document.Subtitle, "Subtitle"));
            foreach (var block in document.Blocks)
                body.Append(Of(block));
            body.Append(new SectionProperties(
                new PageSize { Width = PageWidth, Height = PageHeight },
                new PageMargin { Top = Broad, Right = (uint)Narrow, Bottom = Narrow, Left = (uint)Broad, Header = 708, Footer = 708, Gutter = 0 }));
            main.Document = new Document(body);
            word.PackageProperties.Title = SpreadsheetWriter.Clean(document.Title);
        }
        return file.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Of(PrintedBlock block) => block switch
    {
        PrintedBlock.Text text => [Paragraph(text.Content, null)],
        PrintedBlock.Table table => [TableOf(table), Paragraph("", null)],
        PrintedBlock.Signatures signatures => [Signatures(signatures)],
        _ => [],
    };

    private static Paragraph Paragraph(string text, string? style, bool together = false, JustificationValues? justified = null)
    {
        var paragraph = new Paragraph();
        var properties = new ParagraphProperties();
        if (style is not null)
            properties.Append(new ParagraphStyleId { Val = style });
        if (together)
            properties.Append(new KeepNext());
        if (justified is { } how)
            properties.Append(new Justification { Val = how });
        if (properties.HasChildren)
            paragraph.Append(properties);
        var run = new Run();
        foreach (var (line, i) in SpreadsheetWriter.Clean(text).Split('\n').Select((l, i) => (l.TrimEnd('\r'), i)))
        {
            if (i > 0)
                run.Append(new Break());
            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }
        paragraph.Append(run);
        return paragraph;
    }

    private static Table TableOf(PrintedBlock.Table table)
    {
        var all = Math.Max(1, table.Columns.Sum(c => c.Weight));
        int[] widths = [.. table.Columns.Select(c => TextWidth * c.Weight / all)];
        var made = Frame(widths, BorderValues.Single);
        made.Append(Row(table.Columns.Select((c, i) => Cell(Paragraph(c.Heading, "TableHead"), widths[i])), head: true));
        foreach (var row in table.Rows)
        {
            made.Append(Row(row.Zip(table.Columns).Select((c, i) => Cell(
                Paragraph(c.First, "TableText", justified: c.Second.IsNumber ? JustificationValues.Right : null), widths[i])), head: false));
        }
        return made;
    }

    private static Table Signatures(PrintedBlock.Signatures signatures)
    {
        int[] widths = [.. signatures.Places.Select(_ => TextWidth / Math.Max(1, signatures.Places.Count))];
        var made = Frame(widths, BorderValues.None);
        made.Append(Row(
            signatures.Places.Select((p, i) => Cell(
                [Paragraph(p.As, null, together: true), Paragraph("", null, together: true), Paragraph("", null, together: true), Paragraph(p.Date, null)],
                widths[i])),
            head: false));
        return made;
    }

    private static Table Frame(int[] widths, BorderValues line)
    {
        T Border<T>() where T : BorderType, new() => new() { Val = line, Size = 4, Space = 0, Color = "auto" };
        return new(
            new TableProperties(
                new TableWidth { Width = Number(widths.Sum()), Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    Border<TopBorder>(), Border<LeftBorder>(), Border<BottomBorder>(), Border<RightBorder>(), Border<InsideHorizontalBorder>(),
                    Border<InsideVerticalBorder>()),
                new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(widths.Select(w => new GridColumn { Width = Number(w) })));
    }

    private static TableRow Row(IEnumerable<TableCell> cells, bool head)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (head)
            properties.Append(new TableHeader());
        var row = new TableRow(properties);
        row.Append(cells);
        return row;
    }

    private static TableCell Cell(Paragraph paragraph, int width) => Cell([paragraph], width);

    private static TableCell Cell(IEnumerable<Paragraph> paragraphs, int width)
    {
        var cell = new TableCell(new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa }));
        cell.Append(paragraphs);
        return cell;
    }

    private static Styles Styles(string language) => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                Font(Body), new FontSize { Val = "24" }, new FontSizeComplexScript { Val = "24" },
                new Languages { Val = language == "en" ? "en-GB" : "zh-CN", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(
                new SpacingBetweenLines { After = "60", Line = "360", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
        Own("Title", Heading, "40", JustificationValues.Center),
        Own("Subtitle", Body, "24", JustificationValues.Center),
        Own("TableHead", Small, "21", JustificationValues.Center, bold: true),
        Own("TableText", Small, "21", JustificationValues.Left));

    private static Style Own(string id, string font, string size, JustificationValues justified, bool bold = false)
    {
        var run = new StyleRunProperties(Font(font));
        if (bold)
            run.Append(new Bold());
        run.Append(new FontSize { Val = size }, new FontSizeComplexScript { Val = size });
        return new(
            new StyleName { Val = id }, new BasedOn { Val = "Normal" }, new PrimaryStyle(),
            new StyleParagraphProperties(
                new SpacingBetweenLines { After = "20", Line = id is "Title" ? "480" : "280", LineRule = LineSpacingRuleValues.Auto },
                new Justification { Val = justified }),
            run)
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            CustomStyle = id.StartsWith("Table", StringComparison.Ordinal),
        };
    }

    private static RunFonts Font(string chinese) => new() { Ascii = Latin, HighAnsi = Latin, ComplexScript = Latin, EastAsia = chinese };

    private static Fonts Fonts() => new(
        Fallback(Body, "FangSong;STFangsong;Noto Serif CJK SC"), Fallback(Heading, "SimHei;STHeiti;Noto Sans CJK SC"),
        Fallback(Small, "SimSun;STSong;Noto Serif CJK SC"));

    private static Font Fallback(string name, string others) => new(new AltName { Val = others }, new FontCharSet { Val = "86" }) { Name = name };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
