using System.Collections.Frozen;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.People;

namespace Campaigns.App.Directory;

/// <summary>Who answers for a participant: ids of people, each list in the order of ids.</summary>
public sealed record Contacts(
    IReadOnlyList<string> Reporters, IReadOnlyList<string> Leaders, IReadOnlyList<string> Liaisons, IReadOnlyList<string> Reviewers)
{
    public static Contacts None { get; } = new([], [], [], []);

    /// <summary>Who acts for the authority; counts at the authority's unit.</summary>
    public IReadOnlyList<string> Authorities { get; init; } = [];

    /// <summary>The office: whoever acts or reviews for the unit, each once, in the order of ids; counts at the authority's unit.</summary>
    public IReadOnlyList<string> Office => [.. Authorities.Union(Reviewers, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> LeadersInCharge { get; init; } = [];

    public IReadOnlyList<string> OrganisationMembers { get; init; } = [];

    public IReadOnlyList<string> Designated { get; init; } = [];

    public IReadOnlyList<string> ContactPoints { get; init; } = [];

    /// <summary>The lead among them too.</summary>
    public IReadOnlyList<string> Instructors { get; init; } = [];

    /// <summary>Who follows the unit for the cooperating department.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];
}

/// <summary>
/// The directory as it was at one version: the tree, its people and who is what where, stand-ins of the moment among them (<see cref="At"/>). Immutable, so
/// that one instance serves every request at once.
/// Where a method takes a participant, that is a unit's id or, for an individual, a person's.
/// </summary>
public sealed class DirectorySnapshot
{
    readonly FrozenDictionary<string, string[]> _children;
    readonly FrozenDictionary<string, Contacts> _contacts;
    readonly FrozenSet<(string Person, AssignmentKind Role, string Unit)> _assignments;
    readonly FrozenSet<(string Person, string Unit)> _members;
    readonly ILookup<string, (string Absent, Delegation Delegation)> _standIns;
    readonly (DateTimeOffset Since, DateTimeOffset Until) _holds;

    DirectorySnapshot(
        long version, IEnumerable<Unit> units, IEnumerable<Person> people, IEnumerable<Cluster> clusters, IEnumerable<string> erased, DateTimeOffset at)
    {
        Erased = erased.ToFrozenSet();
        Clusters = clusters.ToFrozenDictionary(c => c.Id);
        Version = version;
        Units = units.ToFrozenDictionary(u => u.Id);
        People = people.Where(p => !Erased.Contains(p.Id)).ToFrozenDictionary(p => p.Id);
        _children = Units.Values.Where(u => u.Parent is not null).GroupBy(u => u.Parent!)
            .ToFrozenDictionary(g => g.Key, g => g.Select(u => u.Id).Order(StringComparer.Ordinal).ToArray());
        var delegations = People.Values.SelectMany(p => p.Delegations.Select(d => (Absent: p.Id, Delegation: d))).ToList();
        var changes = delegations.SelectMany(d => new[] { d.Delegation.From, d.Delegation.End }).ToList();
        _holds = (
            changes.Where(c => c <= at).DefaultIfEmpty(DateTimeOffset.MinValue).Max(),
            changes.Where(c => c > at).DefaultIfEmpty(DateTimeOffset.MaxValue).Min());
        _standIns = delegations.Where(d => d.Delegation.IsInForce(at) && People.ContainsKey(d.Delegation.To))
            .OrderBy(d => d.Absent, StringComparer.Ordinal).ToLookup(d => d.Delegation.To);
        var delegated = _standIns.SelectMany(s => s.SelectMany(d => People[d.Absent].Assignments.Where(a => a.IsCoveredBy(d.Delegation))
            .Select(a => (Person: s.Key, a.Role, a.Unit))));
        var assigned = People.Values.SelectMany(p => p.Assignments.Select(a => (Person: p.Id, a.Role, a.Unit))).Concat(delegated).Distinct().ToArray();
        _assignments = assigned.ToFrozenSet();
        _members = assigned.Select(a => (a.Person, a.Unit)).ToFrozenSet();
        _contacts = assigned.GroupBy(a => a.Unit).ToFrozenDictionary(g => g.Key, g => new Contacts(
            Who(g, AssignmentKind.Reporter), Who(g, AssignmentKind.Leader), Who(g, AssignmentKind.Liaison), Who(g, AssignmentKind.Reviewer))
        {
            Authorities = Who(g, AssignmentKind.Authority),
            LeadersInCharge = Who(g, AssignmentKind.LeaderInCharge),
            OrganisationMembers = Who(g, AssignmentKind.OrganisationMember),
            Designated = Who(g, AssignmentKind.Designated),
            ContactPoints = Who(g, AssignmentKind.ContactPoint),
            Instructors = Who(g, AssignmentKind.LeadInstructor, AssignmentKind.Instructor),
            Departments = Who(g, AssignmentKind.Department),
        });
        Root = Units.Values.Where(u => u.Parent is null).Select(u => u.Id).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    public static DirectorySnapshot Empty { get; } = new(0, [], [], [], [], DateTimeOffset.MinValue);

    /// <summary>What stands where an erased person's name stood.</summary>
    public static LocalizedText ErasedName { get; } = new("已注销人员", "erased person");

    /// <summary>The directory's version that this is the picture of.</summary>
    public long Version { get; }

    public IReadOnlyDictionary<string, Unit> Units { get; }

    public IReadOnlyDictionary<string, Person> People { get; }

    public IReadOnlyDictionary<string, Cluster> Clusters { get; }

    /// <summary>Ids of people who were erased: what they did stands under their ids, and they are in the directory no more.</summary>
    public IReadOnlySet<string> Erased { get; }

    /// <summary>Id of the unit at the top, null in an empty directory.</summary>
    public string? Root { get; }

    /// <summary>A picture of <paramref name="units"/> and <paramref name="people"/>, each with ids of its own, without anybody's stand-ins.</summary>
    public static DirectorySnapshot Of(
        long version, IEnumerable<Unit> units, IEnumerable<Person> people, IEnumerable<Cluster>? clusters = null, IEnumerable<string>? erased = null) =>
        new(version, units, people, clusters ?? [], erased ?? [], DateTimeOffset.MinValue);

    /// <summary>The same directory with the stand-ins of <paramref name="now"/> (campaign time): itself until one begins or ends.</summary>
    public DirectorySnapshot At(DateTimeOffset now) =>
        _holds.Since <= now && now < _holds.Until ? this : new(Version, Units.Values, People.Values, Clusters.Values, Erased, now);

    /// <summary>For whom the person stands in now, in the order of their ids.</summary>
    public IEnumerable<(string Absent, Delegation Delegation)> StandsInFor(string person) => _standIns[person];

    public Unit? Unit(string id) => Units.GetValueOrDefault(id);

    public Person? Person(string id) => People.GetValueOrDefault(id);

    public Cluster? Cluster(string id) => Clusters.GetValueOrDefault(id);

    /// <summary>What a participant is called; its id where the directory does not know it.</summary>
    public string NameOf(string participant) =>
        Unit(participant)?.Name ?? Cluster(participant)?.Name ?? PersonNameOf(participant, "zh") ?? participant;

    /// <summary>A person's name; where the person was erased, the words for that in <paramref name="language"/>; null where there never was one.</summary>
    public string? PersonNameOf(string person, string language) =>
        Person(person)?.Name ?? (Erased.Contains(person) ? ErasedName.In(language) : null);

    /// <summary>Whether people are assigned to it: a unit or a cluster.</summary>
    public bool IsPlace(string id) => Units.ContainsKey(id) || Clusters.ContainsKey(id);

    /// <summary>Ids right below <paramref name="unit"/>, in order.</summary>
    public IReadOnlyList<string> Children(string unit) => _children.TryGetValue(unit, out var children) ? children : [];

    /// <summary>
    /// The unit that reviews a participant, by enrolment's rule: a unit's parent; the unit that runs a cluster; for an individual the unit above its own, or
    /// its own unit where that is right below the root. Null for the root and for ids that the directory does not know.
    /// </summary>
    public string? ParentOf(string participant)
    {
        if (Unit(participant) is { } unit) return unit.Parent;
        if (Cluster(participant) is { } cluster) return cluster.Home;
        if (Person(participant) is not { } person || Unit(person.Unit) is not { } home) return null;
        return home.Parent is null || home.Parent == Root ? home.Id : home.Parent;
    }

    /// <summary>The units above a participant, nearest first; an individual's own unit is the first of its.</summary>
    public IEnumerable<string> Ancestors(string participant)
    {
        var next = Unit(participant) is { } unit ? unit.Parent : Cluster(participant)?.Home ?? Person(participant)?.Unit;
        // No chain is longer than the tree: ends even in a tree that somebody damaged into a ring.
        for (var steps = 0; next is not null && steps <= Units.Count && Unit(next) is { } above; steps++)
        {
            yield return next;
            next = above.Parent;
        }
    }

    public bool IsBelow(string participant, string unit) => Ancestors(participant).Contains(unit);

    /// <summary>
    /// The unit right below the root on the way up (the township, or the department itself), by which pages count; the participant itself where it is that
    /// unit, the root where it is the root or belongs to it.
    /// </summary>
    public string? AreaOf(string participant)
    {
        var path = Ancestors(participant).Reverse().ToList();
        if (IsPlace(participant)) path.Add(participant);
        return path.Count > 1 ? path[1] : path.FirstOrDefault();
    }

    /// <summary>People who answer for a unit; empty lists where nobody is assigned.</summary>
    public Contacts ContactsOfUnit(string unit) => _contacts.GetValueOrDefault(unit, Contacts.None);

    /// <summary>As <see cref="ContactsOfUnit"/>; an individual reports itself, and its unit's leader and liaison stand by it.</summary>
    public Contacts ContactsOf(string participant)
    {
        if (IsPlace(participant)) return ContactsOfUnit(participant);
        return Person(participant) is { } person ? ContactsOfUnit(person.Unit) with { Reporters = [participant] } : Contacts.None;
    }

    /// <summary>Whether the person holds the assignment.</summary>
    public bool Holds(string person, AssignmentKind role, string unit) => _assignments.Contains((person, role, unit));

    /// <summary>Those named to inspect for a unit; where nobody is, its office. In order of their ids.</summary>
    public IReadOnlyList<string> InspectorsFor(string unit)
    {
        var named = People.Keys.Where(p => Holds(p, AssignmentKind.Inspector, unit)).ToList();
        return [.. (named.Count > 0 ? named : ContactsOfUnit(unit).Office.Where(People.ContainsKey)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether the person holds any assignment at the unit.</summary>
    public bool IsMember(string person, string unit) => _members.Contains((person, unit));

    /// <summary>
    /// Who held a post at an instant, in the order of ids (L5): by the record of posts, so that a consequence follows the holder of the time and not whoever
    /// holds the post when it is decided.
    /// </summary>
    public IReadOnlyList<string> HoldersAt(AssignmentKind role, string unit, DateTimeOffset instant)
    {
        var word = AssignmentText.RoleName(role);
        return [.. People.Values.Where(p => p.Posts.Any(x => x.Role == word && x.Unit == unit && x.HeldAt(instant))).Select(p => p.Id)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The pairs of person and unit that hold a kind of assignment today, stand-ins left out.</summary>
    public IReadOnlyList<(string Person, string Unit)> Holders(AssignmentKind role) =>
        [.. People.Values.SelectMany(p => p.Assignments.Where(a => a.Role == role).Select(a => (p.Id, a.Unit)).Distinct())];

    /// <summary>The directory as enrolment sees it.</summary>
    public DirectoryTree ToTree() => new(
        [.. Units.Values.Select(u => new DirectoryUnit(u.Id, u.Level, u.Sector, u.Parent, u.HasEnded))],
        [.. People.Values.Select(p => new DirectoryPerson(p.Id, p.Unit, p.Categories))])
    {
        Clusters = [.. Clusters.Values.Select(c => new DirectoryCluster(c.Id, c.Level, c.Home))],
    };

    static string[] Who(IEnumerable<(string Person, AssignmentKind Role, string Unit)> assigned, params AssignmentKind[] roles) =>
        [.. assigned.Where(a => roles.Contains(a.Role)).Select(a => a.Person).Distinct().Order(StringComparer.Ordinal)];
}
