using System.Collections.Frozen;

namespace Campaigns.App.Directory;

/// <summary>A unit of the tree (A1). <see cref="Parent"/> is null for the tree's root only.</summary>
public sealed record Unit(string Id, string Name, string? NameEn, string Level, string Sector, string? Parent)
{
    /// <summary>Levels, from the top of the tree down.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["city", "county", "township", "department", "village", "station", "branch"];

    /// <summary>Sectors: 农村, 社区, 机关事业, 国有企业, 两新组织, 学校, 群团 with its 工会, 团委 and 妇联.</summary>
    public static IReadOnlyList<string> Sectors { get; } =
    [
        "rural", "community", "government", "state-enterprise", "new-organisation", "school", "mass-organisation", "union", "youth-league", "women",
    ];

    // Below a township or department: what is there is reviewed by the unit above it, people included.
    static readonly FrozenSet<string> Lowest = ["village", "station", "branch"];

    public bool IsLowest => Lowest.Contains(Level);

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
