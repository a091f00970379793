using System.Globalization;
using System.Net;
using System.Text;

namespace Campaigns.App.Documents;

/// <summary>A document as a page of HTML that stands alone and prints on A4.</summary>
internal static class PrintPage
{
    private const string Style = """
        @page { size: A4; margin: 25mm 22mm 22mm 25mm; }
        body { font-family: "仿宋", FangSong, STFangsong, "Noto Serif CJK SC", serif; font-size: 12pt; line-height: 1.5; color: #000; }
        body { max-width: 170mm; margin: 10mm auto; }
        h1 { font-family: "黑体", SimHei, STHeiti, "Noto Sans CJK SC", sans-serif; font-size: 20pt; font-weight: normal; text-align: center; margin: 0 0 4mm; }
        .sub { text-align: center; margin: 0 0 6mm; }
        table { border-collapse: collapse; width: 100%; font-family: "宋体", SimSun, STSong, "Noto Serif CJK SC", serif; font-size: 10.5pt; table-layout: fixed; }
        th, td { border: 0.5pt solid #000; padding: 1.2mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line; }
        th { text-align: center; font-weight: bold; } td.n { text-align: right; } thead { display: table-header-group; } tr { break-inside: avoid; }
        p { white-space: pre-line; } .signs { display: flex; gap: 8mm; margin-top: 12mm; break-inside: avoid; } .sign { flex: 1; min-height: 32mm; }
        .stamp { border: 0.5pt dashed #999; padding: 2mm; } .date { margin-top: 14mm; text-align: right; }
        @media print { body { margin: 0; max-width: none; } .stamp { border-color: transparent; } }
        """;

    public static string Write(PrintedDocument document)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n");
        html.Append(CultureInfo.InvariantCulture, $"<html lang=\"{(document.Language == "en" ? "en" : "zh-Hans")}\"><head><meta charset=\"utf-8\"/>")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
            .Append(CultureInfo.InvariantCulture, $"<title>{Text(document.Title)}</title><style>{Style}</style></head><body>")
            .Append(CultureInfo.InvariantCulture, $"<h1>{Text(document.Title)}</h1><div class=\"sub\">{Text(document.Subtitle)}</div>");
        foreach (var block in document.Blocks)
        {
            switch (block)
            {
                case PrintedBlock.Text text:
                    html.Append(CultureInfo.InvariantCulture, $"<p>{Text(text.Content)}</p>");
                    break;
                case PrintedBlock.Table table:
                    Table(html, table);
                    break;
                case PrintedBlock.Signatures signatures:
                    Signatures(html, signatures);
                    break;
            }
        }
        return html.Append("</body></html>\n").ToString();
    }

    private static void Table(StringBuilder html, PrintedBlock.Table table)
    {
        var all = Math.Max(1, table.Columns.Sum(c => c.Weight));
        html.Append("<table><colgroup>");
        foreach (var column in table.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<col style=\"width:{100 * column.Weight / all}%\"/>");
        html.Append("</colgroup><thead><tr>");
        foreach (var column in table.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Text(column.Heading)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            foreach (var (cell, column) in row.Zip(table.Columns))
                html.Append(CultureInfo.InvariantCulture, $"<td{(column.IsNumber ? " class=\"n\"" : "")}>{Text(cell)}</td>");
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
    }

    private static void Signatures(StringBuilder html, PrintedBlock.Signatures signatures)
    {
        html.Append("<div class=\"signs\">");
        foreach (var place in signatures.Places)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"sign{(place.Stamped ? " stamp" : "")}\"><div>{Text(place.As)}</div>")
                .Append(CultureInfo.InvariantCulture, $"<div class=\"date\">{Text(place.Date)}</div></div>");
        }
        html.Append("</div>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
