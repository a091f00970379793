using System.Globalization;
using System.Text;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// One-page documents for simulated evidence: valid PDF 1.4 files with a proper cross-reference table, whose bytes depend on size and title alone.
/// </summary>
internal static class PdfDocument
{
    /// <summary>
    /// A document of about <paramref name="size"/> bytes (±10 %, at least 1 KB) that shows <paramref name="title"/> (ASCII) and a record of work
    /// below it.
    /// </summary>
    public static byte[] Make(int size, string title)
    {
        var page = new StringBuilder("BT /F1 14 Tf 56 780 Td (").Append(Escaped(title)).Append(") Tj /F1 9 Tf\n");
        for (var line = 1; page.Length < size - 640; line++)
            page.Append(CultureInfo.InvariantCulture, $"0 -12 Td (Record {line:D3}: visited the households, noted what was asked for, agreed who does it and "
                + $"by when.) Tj\n");
        page.Append("ET\n");

        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        void Object(string body)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>");
        Object($"<< /Length {page.Length.ToString(CultureInfo.InvariantCulture)} >>\nstream\n{page}endstream");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        Object($"<< /Title ({Escaped(title)}) /Producer (rehearsal) >>");

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);
}
