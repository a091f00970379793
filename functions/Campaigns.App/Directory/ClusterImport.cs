using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Directory;

/// <summary>
/// Judges rows of clusters against the directory as it is (A4): pure, as <see cref="UnitImport"/>. A row states all of a cluster's points. The leader may
/// come with a later import of people; until then the gaps list it.
/// </summary>
public static class ClusterImport
{
    public static ImportJudgement<Cluster> Judge(
        ImportFile<ClusterRow> file, DirectorySnapshot now, ImportStrategy strategy = ImportStrategy.CreateAndUpdate)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var errors = new List<ImportError>(file.Errors);
        var good = new Dictionary<int, Cluster>();
        var seen = new HashSet<string>();
        foreach (var row in file.Rows)
        {
            var found = Cells(row, now).ToList();
            if (!seen.Add(row.Id)) found.Add(ImportErrors.Twice(row.Row, "id", row.Id));
            var cluster = new Cluster(
                row.Id, row.Name, NullIfEmpty(row.NameEn), row.Level, row.Home, NullIfEmpty(row.Theme), NullIfEmpty(row.Leader),
                [.. row.Domains.Distinct()], [.. row.Points.Distinct()]);
            if (found.Count == 0 && ImportErrors.Strategy(strategy, row.Row, "id", Changes(cluster) is not null, Changes(cluster) is true) is { } unwanted)
                found.Add(unwanted);
            errors.AddRange(found);
            if (found.Count == 0) good.Add(row.Row, cluster);
        }
        return ImportJudgement<Cluster>.Of(file.Rows.Select(r => (r.Row, r.Id)), good, Changes, errors);

        bool? Changes(Cluster cluster) => now.Cluster(cluster.Id) is { } old ? !old.Same(cluster) : null;
    }

    static IEnumerable<ImportError> Cells(ClusterRow row, DirectorySnapshot now)
    {
        if (!RequestReader.IsSlug(row.Id)) yield return ImportErrors.NoId(row.Row, "id", row.Id);
        else if (now.Units.ContainsKey(row.Id) || now.People.ContainsKey(row.Id))
            yield return new(row.Row, "id", $"“{row.Id}”是单位或人员的标识", $"'{row.Id}' is a unit's or person's id");
        if (UnitImport.NameError(row.Name, required: true) is { } name) yield return new(row.Row, "name", name);
        if (UnitImport.NameError(row.NameEn, required: false) is { } nameEn) yield return new(row.Row, "name_en", nameEn);
        if (UnitImport.NameError(row.Theme, required: false) is { } theme) yield return new(row.Row, "theme", theme);
        if (!Vocabulary.Levels.Contains(row.Level)) yield return ImportErrors.NotOneOf(row.Row, "level", row.Level, Vocabulary.Levels);
        if (now.Unit(row.Home) is null) yield return ImportErrors.NoUnit(row.Row, "home", row.Home);
        if (row.Leader.Length > 0 && !RequestReader.IsSlug(row.Leader))
            yield return new(row.Row, "leader", $"“{row.Leader}”不是人员标识", $"'{row.Leader}' is not a person's id");
        foreach (var domain in row.Domains.Where(d => !Vocabulary.Domains.Contains(d)))
            yield return ImportErrors.NotOneOf(row.Row, "domains", domain, Vocabulary.Domains);
        foreach (var point in row.Points.Where(p => now.Unit(p) is null)) yield return ImportErrors.NoUnit(row.Row, "points", point);
    }

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
