using System.Net.Mail;
using Campaigns.App.Exchange;
using Campaigns.App.Http;

namespace Campaigns.App.Directory;

/// <summary>
/// Judges rows of people against the directory as it is (A2, A3): pure, as <see cref="UnitImport"/>. A row states all of a person's categories and assignments;
/// what it does not name is taken away. Somebody who was erased is refused, unless the caller says that the person is <c>returning</c>.
/// </summary>
public static class PersonImport
{
    const string DefaultLanguage = "zh";
    static readonly string[] Languages = ["zh", "en"];

    public static ImportJudgement<Person> Judge(
        ImportFile<PersonRow> file, DirectorySnapshot now, ImportStrategy strategy = ImportStrategy.CreateAndUpdate, bool returning = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(now);
        var errors = new List<ImportError>(file.Errors);
        var good = new Dictionary<int, Person>();
        var seen = new HashSet<string>();
        foreach (var row in file.Rows)
        {
            var found = Cells(row, now).ToList();
            if (!seen.Add(row.Id)) found.Add(ImportErrors.Twice(row.Row, "id", row.Id));
            if (!returning && now.Erased.Contains(row.Id))
            {
                found.Add(new(
                    row.Row, "id", $"“{row.Id}”已注销；确需恢复时以 PUT …?returning=true 单独登记",
                    $"'{row.Id}' was erased; to enter the person again: PUT …?returning=true"));
            }
            var assignments = new List<Assignment>();
            foreach (var text in row.Assignments)
            {
                if (AssignmentText.Read(text, out var error) is not { } assignment) found.Add(new(row.Row, "assignments", error!));
                else if (!now.IsPlace(assignment.Unit)) found.Add(ImportErrors.NoUnit(row.Row, "assignments", assignment.Unit));
                else if (assignments.Contains(assignment)) found.Add(new(row.Row, "assignments", $"“{text}”重复", $"'{text}' is there twice"));
                else assignments.Add(assignment);
            }
            var person = new Person(
                row.Id, row.Name, row.Email.Length == 0 ? null : row.Email, row.Language.Length == 0 ? DefaultLanguage : row.Language,
                row.Unit, [.. row.Categories.Distinct()], assignments);
            if (found.Count == 0 && ImportErrors.Strategy(strategy, row.Row, "id", Changes(person) is not null, Changes(person) is true) is { } unwanted)
                found.Add(unwanted);
            errors.AddRange(found);
            if (found.Count == 0) good.Add(row.Row, person);
        }
        return ImportJudgement<Person>.Of(file.Rows.Select(r => (r.Row, r.Id)), good, Changes, errors);

        bool? Changes(Person person) => now.Person(person.Id) is { } old ? !DirectoryRows.Same(old, person) : null;
    }

    static IEnumerable<ImportError> Cells(PersonRow row, DirectorySnapshot now)
    {
        if (!RequestReader.IsSlug(row.Id)) yield return ImportErrors.NoId(row.Row, "id", row.Id);
        else if (now.Units.ContainsKey(row.Id)) yield return new(row.Row, "id", $"“{row.Id}”是单位的标识", $"'{row.Id}' is a unit's id");
        else if (now.Clusters.ContainsKey(row.Id)) yield return new(row.Row, "id", $"“{row.Id}”是示范群的标识", $"'{row.Id}' is a cluster's id");
        if (UnitImport.NameError(row.Name, required: true) is { } name) yield return new(row.Row, "name", name);
        if (row.Email.Length > 0 && !IsAddress(row.Email))
            yield return new(row.Row, "email", $"“{row.Email}”不是邮件地址", $"'{row.Email}' is not a mail address");
        if (row.Language.Length > 0 && !Languages.Contains(row.Language)) yield return ImportErrors.NotOneOf(row.Row, "language", row.Language, Languages);
        if (now.Unit(row.Unit) is null) yield return ImportErrors.NoUnit(row.Row, "unit", row.Unit);
        foreach (var category in row.Categories.Where(c => !RequestReader.IsSlug(c))) yield return ImportErrors.NoId(row.Row, "categories", category);
    }

    // The bare address only: what parses as "name <address>" or holds a line break must never reach a mail's header.
    static bool IsAddress(string text) =>
        text.Length <= 254 && MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsControl);
}
