using Campaigns.App.Exchange;
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
    public static ImportJudgement<Unit> Judge(
        ImportFile<UnitRow> file, DirectorySnapshot now, DateTimeOffset? retiredAt, ImportStrategy strategy = ImportStrategy.CreateAndUpdate)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var errors = new List<ImportError>(file.Errors);
        var good = new Dictionary<string, (Unit Unit, int Row)>();
        var seen = new HashSet<string>();
        foreach (var row in file.Rows)
        {
            var found = Cells(row, now).ToList();
            if (!seen.Add(row.Id)) found.Add(ImportErrors.Twice(row.Row, "id", row.Id));
            var (unit, before) = (Read(row, now), now.Unit(row.Id));
            if (found.Count == 0 && ImportErrors.Strategy(strategy, row.Row, "id", before is not null, before != unit) is { } unwanted) found.Add(unwanted);
            errors.AddRange(found);
            if (found.Count == 0) good.Add(row.Id, (unit, row.Row));
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
        {
            errors.Add(new(
                1, "id", $"遗漏了根单位“{root}”；导入整棵树时应包括它", $"the tree's root '{root}' is left out; an import of the whole tree names it"));
        }

        return ImportJudgement<Unit>.Of(
            file.Rows.Select(r => (r.Row, r.Id)), good.Values.ToDictionary(g => g.Row, g => g.Unit),
            u => now.Unit(u.Id) is { } old ? old != u : null, errors) with
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
        if (!RequestReader.IsSlug(row.Id)) yield return ImportErrors.NoId(row.Row, "id", row.Id);
        else if (now.People.ContainsKey(row.Id)) yield return new(row.Row, "id", $"“{row.Id}”是人员的标识", $"'{row.Id}' is a person's id");
        else if (now.Clusters.ContainsKey(row.Id)) yield return new(row.Row, "id", $"“{row.Id}”是示范群的标识", $"'{row.Id}' is a cluster's id");
        if (NameError(row.Name, required: true) is { } name) yield return new(row.Row, "name", name);
        if (NameError(row.NameEn, required: false) is { } nameEn) yield return new(row.Row, "name_en", nameEn);
        if (!Vocabulary.Levels.Contains(row.Level)) yield return ImportErrors.NotOneOf(row.Row, "level", row.Level, Vocabulary.Levels);
        if (!Vocabulary.Sectors.Contains(row.Sector)) yield return ImportErrors.NotOneOf(row.Row, "sector", row.Sector, Vocabulary.Sectors);
        if (row.Parent.Length > 0 && !RequestReader.IsSlug(row.Parent)) yield return ImportErrors.NoId(row.Row, "parent", row.Parent);
    }

    internal static LocalizedText? NameError(string name, bool required) =>
        required && name.Length == 0 ? new("未填写", "is missing")
        : name.Length > MaxName ? new($"超过{MaxName}个字符", $"is longer than {MaxName} characters")
        : name.Any(char.IsControl) ? new("含有控制字符", "holds control characters")
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
                if (unit.Id != root) yield return (unit.Id, new(row, "parent", $"未填写；根单位是“{root}”", $"is missing; the tree's root is '{root}'"));
            }
            else if (gone.Contains(unit.Parent))
            {
                yield return (unit.Id, new(
                    row, "parent", $"“{unit.Parent}”不在文件中，将被撤销，而其下尚有单位", $"'{unit.Parent}' is left out and would be retired with units below it"));
            }
            else if (At(unit.Parent) is null)
            {
                yield return (unit.Id, new(
                    row, "parent", $"没有单位“{unit.Parent}”，单位库和文件的有效行中都没有",
                    $"there is no unit '{unit.Parent}', neither in the directory nor among the good rows"));
            }
            else if (IsOnRing(unit, At, sound))
            {
                yield return (unit.Id, new(row, "parent", $"“{unit.Parent}”本身在“{unit.Id}”之下", $"'{unit.Parent}' is below '{unit.Id}' itself"));
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
