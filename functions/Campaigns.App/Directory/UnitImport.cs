using Campaigns.App.Http;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Directory;

/// <summary>
/// Judges rows of units against the directory as it is (A1, A5): pure, so that a dry run and the real thing cannot differ. Good are the rows that could be
/// imported without the bad ones; the tree that they leave has one root, no ring and no unit without its parent.
/// </summary>
public static class UnitImport
{
    const int MaxName = 200;

    public static ImportJudgement<Unit> Judge(ImportFile<UnitRow> file, DirectorySnapshot now) => Judge(file, now, null);

    /// <summary>
    /// The same for a file that is the whole tree, where <paramref name="retiredAt"/> is given: what it leaves out is retired then, never deleted, and running
    /// cycles keep it until somebody says what becomes of it there (J20). A unit cannot be left out while a row hangs below it, nor the root.
    /// </summary>
    public static ImportJudgement<Unit> Judge(ImportFile<UnitRow> file, DirectorySnapshot now, DateTimeOffset? retiredAt)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var errors = new List<ImportError>(file.Errors);
        var good = new Dictionary<string, (Unit Unit, int Row)>();
        var seen = new HashSet<string>();
        foreach (var row in file.Rows)
        {
            var found = Cells(row, now).ToList();
            if (!seen.Add(row.Id)) found.Add(new(row.Row, "id", $"'{row.Id}' is there twice; the first row counts"));
            errors.AddRange(found);
            if (found.Count == 0) good.Add(row.Id, (Read(row, now), row.Row));
        }

        // A row that falls takes with it those that hang on it, so the tree is looked at until nothing falls any more.
        var leftOut = retiredAt is null
            ? []
            : now.Units.Values.Where(u => !u.HasEnded && !seen.Contains(u.Id)).OrderBy(u => u.Id, StringComparer.Ordinal).ToList();
        var gone = leftOut.Select(u => u.Id).ToHashSet(StringComparer.Ordinal);
        while (TreeErrors(good, now, gone).ToList() is { Count: > 0 } fallen)
        {
            errors.AddRange(fallen.Select(f => f.Error));
            foreach (var (id, _) in fallen) good.Remove(id);
        }
        if (now.Root is { } root && gone.Contains(root) && !good.Values.Any(g => g.Unit.Parent is null))
            errors.Add(new(1, "id", $"the tree's root '{root}' is left out; an import of the whole tree names it"));

        var units = good.Values.Select(g => g.Unit).ToList();
        return new(
            [.. units.Where(u => now.Unit(u.Id) is null)],
            [.. units.Where(u => now.Unit(u.Id) is { } old && old != u)],
            [.. units.Where(u => now.Unit(u.Id) == u)],
            [.. errors.OrderBy(e => e.Row)])
        {
            Retired = [.. leftOut.Select(u => u with { RetiredAt = retiredAt })],
        };
    }

    // An import says what a unit is, never that one which has ended lives again.
    static Unit Read(UnitRow row, DirectorySnapshot now)
    {
        var unit = new Unit(row.Id, row.Name, NullIfEmpty(row.NameEn), row.Level, row.Sector, NullIfEmpty(row.Parent));
        return now.Unit(row.Id) is { } old ? unit with { RetiredAt = old.RetiredAt, EndedInto = old.EndedInto } : unit;
    }

    static IEnumerable<ImportError> Cells(UnitRow row, DirectorySnapshot now)
    {
        if (!RequestReader.IsSlug(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is not an id: 1 to 64 of a-z, 0-9 and hyphen");
        else if (now.People.ContainsKey(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is a person's id");
        else if (now.Clusters.ContainsKey(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is a cluster's id");
        if (NameError(row.Name, required: true) is { } name) yield return new(row.Row, "name", name);
        if (NameError(row.NameEn, required: false) is { } nameEn) yield return new(row.Row, "name_en", nameEn);
        if (!Vocabulary.Levels.Contains(row.Level)) yield return new(row.Row, "level", $"'{row.Level}' is not one of {string.Join(", ", Vocabulary.Levels)}");
        if (!Vocabulary.Sectors.Contains(row.Sector))
            yield return new(row.Row, "sector", $"'{row.Sector}' is not one of {string.Join(", ", Vocabulary.Sectors)}");
        if (row.Parent.Length > 0 && !RequestReader.IsSlug(row.Parent)) yield return new(row.Row, "parent", $"'{row.Parent}' is not an id");
    }

    internal static string? NameError(string name, bool required) =>
        required && name.Length == 0 ? "is missing"
        : name.Length > MaxName ? $"is longer than {MaxName} characters"
        : name.Any(char.IsControl) ? "holds control characters"
        : null;

    static IEnumerable<(string Id, ImportError Error)> TreeErrors(
        Dictionary<string, (Unit Unit, int Row)> good, DirectorySnapshot now, HashSet<string> gone)
    {
        Unit? At(string id) => good.TryGetValue(id, out var g) ? g.Unit : gone.Contains(id) ? null : now.Unit(id);
        var root = now.Root is { } old && At(old) is { Parent: null } ? old
            : good.Values.Where(g => g.Unit.Parent is null).OrderBy(g => g.Row).Select(g => g.Unit.Id).FirstOrDefault();
        var sound = new HashSet<string>();
        foreach (var (unit, row) in good.Values)
        {
            if (unit.Parent is null)
            {
                if (unit.Id != root) yield return (unit.Id, new(row, "parent", $"is missing; the tree's root is '{root}'"));
            }
            else if (gone.Contains(unit.Parent))
            {
                yield return (unit.Id, new(row, "parent", $"'{unit.Parent}' is left out and would be retired with units below it"));
            }
            else if (At(unit.Parent) is null)
            {
                yield return (unit.Id, new(row, "parent", $"there is no unit '{unit.Parent}', neither in the directory nor among the good rows"));
            }
            else if (IsOnRing(unit, At, sound))
            {
                yield return (unit.Id, new(row, "parent", $"'{unit.Parent}' is below '{unit.Id}' itself"));
            }
        }
    }

    static bool IsOnRing(Unit unit, Func<string, Unit?> at, HashSet<string> sound)
    {
        var path = new HashSet<string>();
        for (var next = unit; next is not null; next = next.Parent is null ? null : at(next.Parent))
        {
            if (sound.Contains(next.Id)) break;
            if (!path.Add(next.Id)) return next.Id == unit.Id;
        }
        sound.UnionWith(path);
        return false;
    }

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
