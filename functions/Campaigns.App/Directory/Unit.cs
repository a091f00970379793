namespace Campaigns.App.Directory;

/// <summary>
/// A unit of the tree (A1). Level and sector are words of <see cref="Rules.Definitions.Vocabulary"/>; <see cref="Parent"/> is null for the root only.
/// </summary>
public sealed record Unit(string Id, string Name, string? NameEn, string Level, string Sector, string? Parent)
{
    /// <summary>The name in <paramref name="language"/>, in Chinese where there is none.</summary>
    public string NameIn(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase) && NameEn is { Length: > 0 } ? NameEn : Name;
}

/// <summary>What somebody is at a unit (A1, A3).</summary>
public enum AssignmentKind
{
    /// <summary>Fills in and submits the unit's sheets.</summary>
    Reporter,

    /// <summary>第一责任人.</summary>
    Leader,

    /// <summary>Appraises the units right below.</summary>
    Reviewer,

    /// <summary>联络指导员: gets the unit's reminders in copy.</summary>
    Liaison,

    /// <summary>联系点: the leader of the tier above who looks after the unit.</summary>
    ContactPoint,

    /// <summary>党建工作指导员.</summary>
    Instructor,

    /// <summary>Acts for the authority; counts at the authority's unit.</summary>
    Authority,

    /// <summary>Keeps the directory.</summary>
    Administrator,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
}

/// <summary>One person's place at one unit.</summary>
public sealed record Assignment(AssignmentKind Role, string Unit);

/// <summary>
/// A person: the id is the token's <c>oid</c>, <see cref="Unit"/> the unit they belong to (A2), <see cref="Categories"/> what individual tracks select by.
/// Names and addresses live in the directory alone.
/// </summary>
public sealed record Person(
    string Id, string Name, string? Email, string Language, string Unit, IReadOnlyList<string> Categories, IReadOnlyList<Assignment> Assignments);
