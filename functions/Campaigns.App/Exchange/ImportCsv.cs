using CsvHelper;

namespace Campaigns.App.Exchange;

/// <summary>A column of an import; one that is optional may be left out of the header.</summary>
public sealed record ImportColumn(string Name, bool Optional = false);

/// <summary>
/// Reads the imports' CSV files (RFC 4180, header first, any order of columns), a row at a time. Never throws on bad input: a missing or unknown column, a
/// wrong number of cells or a stray quote is an error with its row. A row's number is the line of the file on which it starts. An apostrophe in front of what
/// would be a formula is the exports' guard and no part of the cell.
/// </summary>
public static class ImportCsv
{
    /// <summary>The most rows of any file.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Rows of any import by the same rules.</summary>
    public static ImportFile<TRow> Read<TRow>(
        byte[] csv, IReadOnlyList<ImportColumn> columns, Func<int, Func<string, string>, TRow> make, int maxRows = MaxRows)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(make);
        var rows = new List<TRow>();
        var badQuotes = new HashSet<long>();
        using var reader = CsvReader.Create(csv, new CsvReaderOptions
        {
            Separator = ',',
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            TrackLineNumbers = true,
            OnMalformedRecord = record => badQuotes.Add(record.LineNumber),
        });

        var header = reader.Headers.Select(c => c.Trim()).ToArray();
        var errors = HeaderErrors(header, columns).ToList();
        if (errors.Count > 0)
            return new([], errors);

        while (reader.Read())
        {
            var row = (int)reader.LineNumber;
            if (rows.Count == maxRows)
                return new([], [new(row, "", $"超过{maxRows}行，请拆分文件", $"more than {maxRows} rows; split the file")]);
            if (badQuotes.Contains(row))
            {
                errors.Add(new(
                    row, "", "引号位置有误：请用引号括住单元格，其中的引号写两个，并以引号结束",
                    "a quote is out of place: put the cell in quotes, double those inside, and close it"));
            }
            else if (reader.FieldCount != header.Length)
            {
                errors.Add(new(
                    row, "", $"有{reader.FieldCount}个单元格，表头有{header.Length}个",
                    $"has {reader.FieldCount} cells where the header has {header.Length}"));
            }
            else
            {
                rows.Add(make(row, name => Array.IndexOf(header, name) is >= 0 and var at ? FormulaGuard.Read(reader.GetString(at)) : ""));
            }
        }
        return new(rows, errors);
    }

    /// <summary>The parts of a cell that lists several, separated by semicolons, Chinese ones too.</summary>
    public static string[] Several(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static IEnumerable<ImportError> HeaderErrors(string[] header, IReadOnlyList<ImportColumn> columns)
    {
        if (header.Length == 0)
            return [new(1, "", "文件为空；首行应为列名", "the file is empty; its first row names the columns")];
        var names = string.Join(", ", columns.Select(c => c.Name));
        return
        [
            .. columns.Where(c => !c.Optional && !header.Contains(c.Name)).Select(c => new ImportError(1, c.Name, "缺少此列", "the column is missing")),
            .. header.Where(h => columns.All(c => c.Name != h))
                .Select(h => new ImportError(1, h, $"没有这一列；可用的列为{names}", $"there is no such column; they are {names}")),
            .. header.GroupBy(h => h).Where(g => g.Count() > 1).Select(g => new ImportError(1, g.Key, "此列重复", "the column is there twice")),
        ];
    }
}
