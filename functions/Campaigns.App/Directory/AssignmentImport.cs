using Campaigns.App.Exchange;

namespace Campaigns.App.Directory;

/// <summary>
/// Judges rows of assignments against the directory as it is (A3): pure, as <see cref="UnitImport"/>. A row adds one assignment; with
/// <c>retireMissing</c> the file states all that the units named in it have, and what it leaves out ends.
/// </summary>
public static class AssignmentImport
{
    /// <summary>The rows, and everybody whose assignments change, as they are then.</summary>
    public static (IReadOnlyList<PlannedRow> Rows, IReadOnlyList<Person> Changed) Judge(
        ImportFile<AssignmentRow> file, DirectorySnapshot now, ImportStrategy strategy, bool retireMissing)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var rows = new List<PlannedRow>();
        var after = new Dictionary<string, List<Assignment>>(StringComparer.Ordinal);
        var stated = new HashSet<(string Unit, AssignmentKind Role, string Person)>();
        foreach (var row in file.Rows)
        {
            var id = $"{row.Person}/{row.Role}@{row.Unit}";
            var errors = Cells(row, now).ToList();
            if (errors.Count > 0 || AssignmentText.RoleOf(row.Role) is not { } role || now.Person(row.Person) is not { } person)
            {
                rows.Add(PlannedRow.Rejected(row.Row, id, errors));
                continue;
            }
            var assignment = new Assignment(role, row.Unit);
            var exists = person.Assignments.Contains(assignment);
            if (!stated.Add((row.Unit, role, row.Person)))
                rows.Add(PlannedRow.Rejected(row.Row, id, ImportErrors.Twice(row.Row, "", id)));
            else if (ImportErrors.Strategy(strategy, row.Row, "", exists, changes: false) is { } unwanted)
                rows.Add(PlannedRow.Rejected(row.Row, id, unwanted));
            else
            {
                rows.Add(new(row.Row, id, exists ? RowOutcome.Unchanged : RowOutcome.Created, []));
                if (!exists) Of(person).Add(assignment);
            }
        }
        if (retireMissing) rows.AddRange(Ending());
        return (rows, [.. after.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => now.Person(a.Key)! with { Assignments = [.. a.Value] })]);

        List<Assignment> Of(Person person)
        {
            if (!after.TryGetValue(person.Id, out var assignments)) after[person.Id] = assignments = [.. person.Assignments];
            return assignments;
        }

        List<PlannedRow> Ending()
        {
            var units = stated.Select(s => s.Unit).ToHashSet(StringComparer.Ordinal);
            var ending = now.People.Values.OrderBy(p => p.Id, StringComparer.Ordinal)
                .SelectMany(p => p.Assignments.Where(a => units.Contains(a.Unit) && !stated.Contains((a.Unit, a.Role, p.Id))).Select(a => (p, a))).ToList();
            foreach (var (person, assignment) in ending) Of(person).Remove(assignment);
            return [.. ending.Select(e => new PlannedRow(0, $"{e.p.Id}/{AssignmentText.RoleName(e.a.Role)}@{e.a.Unit}", RowOutcome.Retired, []))];
        }
    }

    static IEnumerable<ImportError> Cells(AssignmentRow row, DirectorySnapshot now)
    {
        if (!now.IsPlace(row.Unit)) yield return ImportErrors.NoUnit(row.Row, "unit", row.Unit);
        if (AssignmentText.RoleOf(row.Role) is null) yield return ImportErrors.NotOneOf(row.Row, "role", row.Role, AssignmentText.RoleNames);
        if (now.Person(row.Person) is null)
            yield return new(row.Row, "person", $"没有人员“{row.Person}”", $"there is no person '{row.Person}'");
    }
}
