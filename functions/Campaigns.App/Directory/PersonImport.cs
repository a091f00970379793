using System.Net.Mail;
using Campaigns.App.Http;

namespace Campaigns.App.Directory;

/// <summary>
/// Judges rows of people against the directory as it is (A2, A3): pure, as <see cref="UnitImport"/>. A row states all of a person's categories and assignments;
/// what it does not name is taken away.
/// </summary>
public static class PersonImport
{
    const string DefaultLanguage = "zh";
    static readonly string[] Languages = ["zh", "en"];

    public static ImportJudgement<Person> Judge(ImportFile<PersonRow> file, DirectorySnapshot now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var errors = new List<ImportError>(file.Errors);
        var good = new List<Person>();
        var seen = new HashSet<string>();
        foreach (var row in file.Rows)
        {
            var found = Cells(row, now).ToList();
            if (!seen.Add(row.Id)) found.Add(new(row.Row, "id", $"'{row.Id}' is there twice; the first row counts"));
            var assignments = new List<Assignment>();
            foreach (var text in row.Assignments)
            {
                if (AssignmentText.Read(text, out var error) is not { } assignment) found.Add(new(row.Row, "assignments", error));
                else if (!now.IsPlace(assignment.Unit)) found.Add(new(row.Row, "assignments", $"'{text}': there is no unit '{assignment.Unit}'"));
                else if (assignments.Contains(assignment)) found.Add(new(row.Row, "assignments", $"'{text}' is there twice"));
                else assignments.Add(assignment);
            }
            errors.AddRange(found);
            if (found.Count == 0)
            {
                good.Add(new(
                    row.Id, row.Name, row.Email.Length == 0 ? null : row.Email, row.Language.Length == 0 ? DefaultLanguage : row.Language,
                    row.Unit, [.. row.Categories.Distinct()], assignments));
            }
        }
        return new(
            [.. good.Where(p => now.Person(p.Id) is null)],
            [.. good.Where(p => now.Person(p.Id) is { } old && !DirectoryRows.Same(old, p))],
            [.. good.Where(p => now.Person(p.Id) is { } old && DirectoryRows.Same(old, p))],
            [.. errors.OrderBy(e => e.Row)]);
    }

    static IEnumerable<ImportError> Cells(PersonRow row, DirectorySnapshot now)
    {
        if (!RequestReader.IsSlug(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is not an id: 1 to 64 of a-z, 0-9 and hyphen");
        else if (now.IsPlace(row.Id)) yield return new(row.Row, "id", $"'{row.Id}' is a {(now.Units.ContainsKey(row.Id) ? "unit" : "cluster")}'s id");
        if (UnitImport.NameError(row.Name, required: true) is { } name) yield return new(row.Row, "name", name);
        if (row.Email.Length > 0 && !IsAddress(row.Email)) yield return new(row.Row, "email", $"'{row.Email}' is not a mail address");
        if (row.Language.Length > 0 && !Languages.Contains(row.Language))
            yield return new(row.Row, "language", $"'{row.Language}' is not one of {string.Join(", ", Languages)}");
        if (now.Unit(row.Unit) is null) yield return new(row.Row, "unit", $"there is no unit '{row.Unit}'");
        foreach (var category in row.Categories.Where(c => !RequestReader.IsSlug(c)))
            yield return new(row.Row, "categories", $"'{category}' is not an id: 1 to 64 of a-z, 0-9 and hyphen");
    }

    // The bare address only: what parses as "name <address>" or holds a line break must never reach a mail's header.
    static bool IsAddress(string text) =>
        text.Length <= 254 && MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsControl);
}
