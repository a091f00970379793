using System.Text;

namespace Campaigns.Local.Sample;

/// <summary>
/// Units, people and clusters as the CSV files that the imports take: <c>id,name,name_en,level,sector,parent</c> and
/// <c>id,name,email,language,unit,categories,assignments</c>. Reading is for the simulation, which has to know who everybody is; the app judges the rows.
/// </summary>
public static class CountyCsv
{
    public static string WriteUnits(IEnumerable<SampleUnit> units) => Write(
        ["id", "name", "name_en", "level", "sector", "parent"],
        units.Select(u => new[] { u.Id, u.Name, u.NameEn, u.Level, u.Sector, u.Parent ?? "" }));

    public static string WritePeople(IEnumerable<SamplePerson> people) => Write(
        ["id", "name", "email", "language", "unit", "categories", "assignments"],
        people.Select(p => new[] { p.Id, p.Name, p.Email, p.Language, p.Unit, string.Join(';', p.Categories), string.Join(';', p.Assignments) }));

    public static string WriteClusters(IEnumerable<SampleCluster> clusters) => Write(
        ["id", "name", "name_en", "level", "home", "theme", "leader", "domains", "points"],
        clusters.Select(c => new[]
        {
            c.Id, c.Name, c.NameEn, c.Level, c.Home, c.Theme, c.Leader, string.Join(';', c.Domains), string.Join(';', c.Points),
        }));

    /// <summary>Rows without an id are left out; other faults are the import's to report.</summary>
    public static IReadOnlyList<SampleUnit> ReadUnits(string csv) => Read(csv, row => new SampleUnit(
        row("id"), row("name"), row("name_en"), row("level"), row("sector"), row("parent") is { Length: > 0 } parent ? parent : null));

    /// <inheritdoc cref="ReadUnits"/>
    public static IReadOnlyList<SamplePerson> ReadPeople(string csv) => Read(csv, row => new SamplePerson(
        row("id"), row("name"), row("email"), row("language"), row("unit"), Several(row("categories")), [.. Several(row("assignments")).Select(Assignment)]));

    static string[] Several(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static SampleAssignment Assignment(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? new SampleAssignment(text, "") : new SampleAssignment(text[..at], text[(at + 1)..]);
    }

    static string Write(IEnumerable<string> header, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend([.. header]))
            text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        return text.ToString();
    }

    static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static List<T> Read<T>(string text, Func<Func<string, string>, T> make)
    {
        var rows = Rows(text.TrimStart('\ufeff')).ToList();
        var made = new List<T>();
        foreach (var row in rows.Skip(1))
        {
            string Cell(string name) => rows[0].IndexOf(name) is >= 0 and var at && at < row.Count ? row[at].Trim() : "";
            if (Cell("id").Length > 0)
                made.Add(make(Cell));
        }
        return made;
    }

    static IEnumerable<List<string>> Rows(string text)
    {
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (quoted || c is not (',' or '\r' or '\n'))
                cell.Append(c);
            else if (c != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
        }
        if (row.Count > 0 || cell.Length > 0)
            yield return [.. row, cell.ToString()];
    }
}
