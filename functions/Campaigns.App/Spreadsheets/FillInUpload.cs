using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Spreadsheets;

/// <summary>What an uploaded spreadsheet says it is of: the hidden sheet's first row, and what each unit's sheet held when it was given out.</summary>
public sealed record FillInMarks(string Cycle, string Phase, string Under, string Language, string Fingerprint, IReadOnlyDictionary<string, string> Digests);

/// <summary>
/// An uploaded spreadsheet, before it is compared with what the server gives out now: its marks, and the texts of its fixed and input cells by row.
/// </summary>
public sealed record FillInUpload(FillInMarks Marks, ReadSheet Sheet)
{
    /// <summary>The most bytes of an upload.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int MarkColumns = 5;

    /// <summary>Reads the file; a problem where it is no spreadsheet of ours.</summary>
    public static Parsed<FillInUpload> Read(byte[] file)
    {
        var (sheets, problem) = SpreadsheetReader.Read(file);
        if (problem is not null)
            return new(Problems.BadRequest("$", problem));
        var hidden = sheets.FirstOrDefault(s => s.Name == FillInFile.HiddenSheet);
        var sheet = sheets.FirstOrDefault(s => s.Name != FillInFile.HiddenSheet);
        if (hidden is null || sheet is null)
            return new(Problems.BadRequest("$", "is no spreadsheet that was downloaded here"));
        var marks = Enumerable.Range(0, MarkColumns).Select(c => hidden.Text(1, c)).ToList();
        var digests = hidden.Rows.Where(r => r.Key > 1).Select(r => (Id: hidden.Text(r.Key, 0), Digest: hidden.Text(r.Key, 1)))
            .Where(d => d.Id.Length > 0).DistinctBy(d => d.Id).ToDictionary(d => d.Id, d => d.Digest, StringComparer.Ordinal);
        return new(new FillInUpload(new(marks[0], marks[1], marks[2], marks[3] == "en" ? "en" : "zh", marks[4], digests), sheet));
    }

    /// <summary>
    /// The book's rows as they were filled in, and every fixed cell that is not as the server gives it out: a changed one, a formula, a row too many.
    /// </summary>
    public (IReadOnlyList<FillInRow> Rows, IReadOnlyList<ImportError> Tampered) Over(FillInBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var tampered = new List<ImportError>();
        var rows = new List<FillInRow>();
        foreach (var (row, number) in book.Rows.Select((r, i) => (r, i + FillInBook.FirstRow)))
        {
            for (var column = 0; column < row.Fixed.Count; column++)
            {
                var cell = Sheet.Cell(number, column);
                if (cell is { IsFormula: true } || Plain(cell?.Text ?? "") != Plain(row.Fixed[column]))
                    tampered.Add(Changed(number, column));
            }
            rows.Add(row with
            {
                Inputs = FillInCells.InputColumns.ToDictionary(c => c, c => Sheet.Text(number, (int)c)),
            });
        }
        var last = FillInBook.FirstRow + book.Rows.Count - 1;
        foreach (var extra in Sheet.Rows.Where(r => r.Key > last && r.Value.Values.Any(c => c.Text.Length > 0)).Select(r => r.Key).Order().Take(20))
            tampered.Add(new(extra, "A", "模板中没有这一行", "the file that was given out has no such row"));
        return (rows, tampered);
    }

    /// <summary>The mistakes of one row that no rule has to be asked about, and its answer.</summary>
    internal (ClauseAnswer? Answer, IReadOnlyList<ImportError> Errors) AnswerOf(FillInRow row, int number)
    {
        var errors = FillInCells.InputColumns.Select(c => (Column: c, Cell: Sheet.Cell(number, (int)c)))
            .Where(c => c.Cell is { IsFormula: true } or { IsError: true })
            .Select(c => new ImportError(number, FillInCells.Letter(c.Column), "不接受公式，请填写数值", "formulas are not taken; write the value itself")).ToList();
        var answer = FillInCells.Read(row, number, errors);
        return (answer, errors);
    }

    private static ImportError Changed(int row, int column)
    {
        var cell = $"{SpreadsheetWriter.ColumnName(column)}{row}";
        return new(row, SpreadsheetWriter.ColumnName(column), $"固定单元格{cell}已被改动", $"the fixed cell {cell} was changed");
    }

    // What programs that save a file do to the blanks and line ends of a text is no change.
    private static string Plain(string text) => SpreadsheetWriter.Clean(text).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
}
