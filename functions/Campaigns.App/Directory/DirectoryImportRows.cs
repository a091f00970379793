namespace Campaigns.App.Directory;

/// <summary>A unit as somebody wrote it, before it is judged. <paramref name="Row"/> is the line of a CSV file or the place in a JSON list, from 1.</summary>
public sealed record UnitRow(int Row, string Id, string Name, string NameEn, string Level, string Sector, string Parent);

/// <summary>A person as somebody wrote it; assignments as <c>role@unit</c>.</summary>
public sealed record PersonRow(
    int Row, string Id, string Name, string Email, string Language, string Unit, IReadOnlyList<string> Categories, IReadOnlyList<string> Assignments);

/// <summary>One assignment as somebody wrote it.</summary>
public sealed record AssignmentRow(int Row, string Unit, string Role, string Person);
