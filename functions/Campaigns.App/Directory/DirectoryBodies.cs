using Campaigns.App.Exchange;

namespace Campaigns.App.Directory;

/// <summary>The JSON form of an import of units.</summary>
public sealed record UnitsBody(IReadOnlyList<UnitBody> Units)
{
    /// <summary>Its units as rows, counted from 1.</summary>
    public ImportFile<UnitRow> ToRows() => new([.. Units.Select((u, i) => u.ToRow(i + 1, u.Id ?? ""))], []);
}

/// <summary>One unit; the id stands in the route where it is written alone.</summary>
public sealed record UnitBody(string Name, string Level, string Sector, string? Id = null, string? NameEn = null, string? Parent = null)
{
    public UnitRow ToRow(int row, string id) => new(row, id, Name, NameEn ?? "", Level, Sector, Parent ?? "");
}

/// <summary>The JSON form of an import of people.</summary>
public sealed record PeopleBody(IReadOnlyList<PersonBody> People)
{
    /// <summary>Its people as rows, counted from 1.</summary>
    public ImportFile<PersonRow> ToRows() => new([.. People.Select((p, i) => p.ToRow(i + 1, p.Id ?? ""))], []);
}

/// <summary>One person; the id stands in the route where it is written alone.</summary>
public sealed record PersonBody(
    string Name,
    string Unit,
    string? Id = null,
    string? Email = null,
    string? Language = null,
    IReadOnlyList<string>? Categories = null,
    IReadOnlyList<Assignment>? Assignments = null)
{
    public PersonRow ToRow(int row, string id) => new(
        row, id, Name, Email ?? "", Language ?? "", Unit, Categories ?? [],
        [.. (Assignments ?? []).Select(a => $"{AssignmentText.RoleName(a.Role)}@{a.Unit}")]);
}

/// <summary>The JSON form of an import of assignments.</summary>
public sealed record AssignmentsBody(IReadOnlyList<AssignmentBody> Assignments)
{
    /// <summary>Its assignments as rows, counted from 1.</summary>
    public ImportFile<AssignmentRow> ToRows() => new(
        [.. Assignments.Select((a, i) => new AssignmentRow(i + 1, a.Unit, AssignmentText.RoleName(a.Role), a.Person))], []);
}

/// <summary>One assignment: who is what at a unit.</summary>
public sealed record AssignmentBody(string Unit, AssignmentKind Role, string Person);
