using CsvHelper;

namespace Campaigns.App.Directory;

/// <summary>
/// Reads the imports' CSV files (RFC 4180, UTF-8 with or without its mark, header first, any order of columns). Never throws on bad input: a missing or unknown
/// column, a wrong number of cells or a stray quote is an error with its row. A row's number is the line of the file on which it starts.
/// An apostrophe in front of what would be a formula is the exports' guard and no part of the cell.
/// </summary>
public static class ImportCsv
{
    const int MaxRows = 100_000;

    internal static readonly string[] UnitColumns = ["id", "name", "name_en", "level", "sector", "parent"];
    static readonly string[] PersonColumns = ["id", "name", "email", "language", "unit", "categories", "assignments"];
    static readonly string[] ClusterColumns = ["id", "name", "name_en", "level", "home", "theme", "leader", "domains", "points"];
    static readonly HashSet<string> Optional = ["name_en", "email", "language", "categories", "assignments", "theme", "leader", "domains"];

    public static ImportFile<UnitRow> Units(byte[] csv) => Read(csv, UnitColumns, (row, cell) => new UnitRow(
        row, cell("id"), cell("name"), cell("name_en"), cell("level"), cell("sector"), cell("parent")));

    public static ImportFile<PersonRow> People(byte[] csv) => Read(csv, PersonColumns, (row, cell) => new PersonRow(
        row, cell("id"), cell("name"), cell("email"), cell("language"), cell("unit"), Several(cell("categories")), Several(cell("assignments"))));

    public static ImportFile<ClusterRow> Clusters(byte[] csv) => Read(csv, ClusterColumns, (row, cell) => new ClusterRow(
        row, cell("id"), cell("name"), cell("name_en"), cell("level"), cell("home"), cell("theme"), cell("leader"), Several(cell("domains")),
        Several(cell("points"))));

    static string[] Several(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Rows of any import by the same rules.</summary>
    internal static ImportFile<TRow> Read<TRow>(byte[] csv, string[] columns, Func<int, Func<string, string>, TRow> make)
    {
        var rows = new List<TRow>();
        var errors = new List<ImportError>();
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
        if (header.Length == 0) return new([], [new(1, "", "the file is empty; its first row names the columns")]);
        errors.AddRange(columns.Where(c => !Optional.Contains(c) && !header.Contains(c)).Select(c => new ImportError(1, c, "the column is missing")));
        errors.AddRange(header.Where(c => !columns.Contains(c))
            .Select(c => new ImportError(1, c, "there is no such column; they are " + string.Join(", ", columns))));
        errors.AddRange(header.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => new ImportError(1, g.Key, "the column is there twice")));
        if (errors.Count > 0) return new([], errors);

        while (reader.Read())
        {
            var row = (int)reader.LineNumber;
            if (rows.Count == MaxRows) return new([], [new(row, "", $"more than {MaxRows} rows; split the file")]);
            if (badQuotes.Contains(row)) errors.Add(new(row, "", "a quote is out of place: put the cell in quotes, double those inside, and close it"));
            else if (reader.FieldCount != header.Length) errors.Add(new(row, "", $"has {reader.FieldCount} cells where the header has {header.Length}"));
            else rows.Add(make(row, name => Array.IndexOf(header, name) is >= 0 and var at ? FormulaGuard.Read(reader.GetString(at)) : ""));
        }
        return new(rows, errors);
    }
}
