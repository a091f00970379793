using Campaigns.App.Http;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Directory;

/// <summary>
/// Judges rows of clusters against the directory as it is (A4): pure, as <see cref="UnitImport"/>. A row states all of a cluster's points. The leader may
/// come with a later import of people; until then the gaps list it.
/// </summary>
public static class ClusterImport
{
    public static ImportJudgement<Cluster> Judge(ImportFile<ClusterRow> file, DirectorySnapshot now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var errors = new List<ImportError>(file.Errors);
        var good = new List<Cluster>();
        var seen = new HashSet<string>();
        foreach (var row in file.Rows)
        {
            var found = Cells(row, now).ToList();
            if (!seen.Add(row.Id)) found.Add(new(row.Row, "id", $"'{row.Id}' is there twice; the first row counts"));
            errors.AddRange(found);
            if (found.Count == 0)
            {
                good.Add(new(
                    row.Id, row.Name, NullIfEmpty(row.NameEn), row.Level, row.Home, NullIfEmpty(row.Theme), NullIfEmpty(row.Leader),
                    [.. row.Domains.Distinct()], [.. row.Points.Distinct()]));
            }
        }
        return new(
            [.. good.Where(c => now.Cluster(c.Id) is null)],
            [.. good.Where(c => now.Cluster(c.Id) is { } old && !old.Same(c))],
            [.. good.Where(c => now.Cluster(c.Id) is { } old && old.Same(c))],
            [.. errors.OrderBy(e => e.Row)]);
    }

    static IEnumerable<ImportError> Cells(ClusterRow row, DirectorySnapshot now)
    {
        if (!RequestReader.IsSlug(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is not an id: 1 to 64 of a-z, 0-9 and hyphen");
        else if (now.Units.ContainsKey(row.Id) || now.People.ContainsKey(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is a unit's or person's id");
        if (UnitImport.NameError(row.Name, required: true) is { } name) yield return new(row.Row, "name", name);
        if (UnitImport.NameError(row.NameEn, required: false) is { } nameEn) yield return new(row.Row, "name_en", nameEn);
        if (UnitImport.NameError(row.Theme, required: false) is { } theme) yield return new(row.Row, "theme", theme);
        if (!Vocabulary.Levels.Contains(row.Level)) yield return new(row.Row, "level", $"'{row.Level}' is not one of {string.Join(", ", Vocabulary.Levels)}");
        if (now.Unit(row.Home) is null) yield return new(row.Row, "home", $"there is no unit '{row.Home}'");
        if (row.Leader.Length > 0 && !RequestReader.IsSlug(row.Leader)) yield return new(row.Row, "leader", $"'{row.Leader}' is not a person's id");
        foreach (var domain in row.Domains.Where(d => !Vocabulary.Domains.Contains(d)))
            yield return new(row.Row, "domains", $"'{domain}' is not one of {string.Join(", ", Vocabulary.Domains)}");
        foreach (var point in row.Points.Where(p => now.Unit(p) is null))
            yield return new(row.Row, "points", $"there is no unit '{point}'");
    }

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
