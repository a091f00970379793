using System.Text.Json.Serialization;
using Campaigns.Rules.People;

namespace Campaigns.App.Directory;

/// <summary>
/// A unit of the tree (A1). Level and sector are words of <see cref="Rules.Definitions.Vocabulary"/>; <see cref="Parent"/> is null for the root only.
/// </summary>
public sealed record Unit(string Id, string Name, string? NameEn, string Level, string Sector, string? Parent)
{
    /// <summary>When it ended (A5, J20); null while it lives. A unit is never deleted.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Ids of the units that carry it on, separated by blanks; null while it lives.</summary>
    public string? EndedInto { get; init; }

    [JsonIgnore]
    public bool HasEnded => RetiredAt is not null;

    [JsonIgnore]
    public IReadOnlyList<string> Successors => (EndedInto ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

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

    /// <summary>党建工作指导员: one of the helpers where somebody leads them ("1+N").</summary>
    Instructor,

    /// <summary>Acts for the authority; counts at the authority's unit.</summary>
    Authority,

    /// <summary>Keeps the directory.</summary>
    Administrator,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,

    /// <summary>The one instructor who leads the others.</summary>
    LeadInstructor,

    /// <summary>分管领导.</summary>
    LeaderInCharge,

    /// <summary>组织委员.</summary>
    OrganisationMember,

    /// <summary>专人.</summary>
    Designated,

    /// <summary>Inspects units for the authority; counts at the unit below which it inspects.</summary>
    Inspector,

    /// <summary>评委; counts at the authority's unit.</summary>
    PanelMember,

    /// <summary>配合单位: follows the unit for the department that cooperates; sees and comments (K10).</summary>
    Department,
}

/// <summary>One person's place at one unit.</summary>
public sealed record Assignment(AssignmentKind Role, string Unit)
{
    /// <summary>
    /// What a stand-in may be given: not a panel member's own judgement, not the first responsible's accountability, and neither the directory nor the books.
    /// </summary>
    public static IReadOnlyList<AssignmentKind> Delegable { get; } =
        [.. Enum.GetValues<AssignmentKind>().Except(
            [AssignmentKind.PanelMember, AssignmentKind.Leader, AssignmentKind.Administrator, AssignmentKind.Auditor])];

    internal bool IsCoveredBy(Delegation delegation) => Delegable.Contains(Role) && delegation.Covers(AssignmentText.RoleName(Role));
}

/// <summary>
/// A person: the id is the token's <c>oid</c>, <see cref="Unit"/> the unit they belong to (A2), <see cref="Categories"/> what individual tracks select by.
/// Names and addresses live in the directory alone.
/// </summary>
public sealed record Person(
    string Id, string Name, string? Email, string Language, string Unit, IReadOnlyList<string> Categories, IReadOnlyList<Assignment> Assignments)
{
    /// <summary>The record of the posts that the person holds and held (L5); kept by whoever changes assignments, never by an import's row.</summary>
    public IReadOnlyList<Post> Posts { get; init; } = [];

    /// <summary>Who stands or stood in for the person; kept by whoever gives and ends delegations, never by an import's row.</summary>
    public IReadOnlyList<Delegation> Delegations { get; init; } = [];

    /// <summary>This person with its posts handed over at <paramref name="now"/> from those that it had <paramref name="before"/>.</summary>
    public Person HandedOver(Person? before, DateTimeOffset now) => this with
    {
        Posts = Handover.Of(before?.Posts ?? [], [.. Assignments.Select(a => (AssignmentText.RoleName(a.Role), a.Unit))], now),
        Delegations = before?.Delegations ?? [],
    };
}
