namespace Campaigns.Rules.People;

/// <summary>What is not assigned yet (A3, K14).</summary>
public enum GapKind
{
    /// <summary>A unit without a first responsible 第一责任人.</summary>
    UnitWithoutLeader,

    /// <summary>A leader of a unit that has units below, and no contact point 联系点 of their own.</summary>
    LeaderWithoutContactPoint,

    /// <summary>A village without its liaison 联络指导员.</summary>
    VillageWithoutLiaison,

    /// <summary>Helpers without the one who leads them: instructors are "1+N".</summary>
    InstructorsWithoutLead,

    /// <summary>More than one leads the instructors of a unit.</summary>
    SeveralLeadInstructors,

    /// <summary>A cluster that no leader of a county (or of a unit above counties) looks after.</summary>
    ClusterWithoutCountyLeader,

    /// <summary>A point of a cluster whose contact point is no leader of its township.</summary>
    PointWithoutTownshipLeader,
}

/// <summary>One gap: what is missing, at which unit or cluster, and whom it concerns where it concerns a person.</summary>
public sealed record Gap(GapKind Kind, string Unit, string? Person = null);

/// <summary>A unit as the gaps see it; <see cref="Parent"/> is null at the top.</summary>
public sealed record GapUnit(string Id, string Level, string? Parent);

/// <summary>A cluster as the gaps see it: its leader, where one is named, and its points.</summary>
public sealed record GapCluster(string Id, string? Leader, IReadOnlyList<string> Points);

/// <summary>Who holds which kind of post where, as pairs of person and unit.</summary>
public sealed record GapPosts
{
    public IReadOnlyCollection<(string Person, string Unit)> Leaders { get; init; } = [];
    public IReadOnlyCollection<(string Person, string Unit)> LeadersInCharge { get; init; } = [];
    public IReadOnlyCollection<(string Person, string Unit)> ContactPoints { get; init; } = [];
    public IReadOnlyCollection<(string Person, string Unit)> Liaisons { get; init; } = [];
    public IReadOnlyCollection<(string Person, string Unit)> LeadInstructors { get; init; } = [];
    public IReadOnlyCollection<(string Person, string Unit)> Instructors { get; init; } = [];
}

/// <summary>
/// Lists what is not yet assigned (A3, K14): every unit has a leader, every leader of a tier above a contact point, every village a liaison, the instructors
/// of a unit one lead, every cluster a county leader, every point of a cluster a leader of its township as contact point.
/// </summary>
public static class Gaps
{
    private static readonly string[] TopLevels = ["county", "city"];
    private static readonly string[] Townships = ["township", "street"];

    /// <summary>The gaps, by kind and then by unit and person (ordinal).</summary>
    public static IReadOnlyList<Gap> Of(IReadOnlyCollection<GapUnit> units, IReadOnlyCollection<GapCluster> clusters, GapPosts posts)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(posts);
        var byId = units.ToDictionary(u => u.Id);
        var parents = units.Select(u => u.Parent).OfType<string>().ToHashSet();
        var led = posts.Leaders.Select(l => l.Unit).ToHashSet();
        var visited = posts.ContactPoints.Select(c => c.Person).ToHashSet();
        var withLiaison = posts.Liaisons.Select(l => l.Unit).ToHashSet();
        var leads = posts.LeadInstructors.ToLookup(l => l.Unit);
        var leaders = posts.Leaders.Concat(posts.LeadersInCharge).ToHashSet();

        List<Gap> gaps =
        [
            .. units.Where(u => !led.Contains(u.Id)).Select(u => new Gap(GapKind.UnitWithoutLeader, u.Id)),
            .. leaders.Where(l => parents.Contains(l.Unit) && !visited.Contains(l.Person))
                .Select(l => new Gap(GapKind.LeaderWithoutContactPoint, l.Unit, l.Person)),
            .. units.Where(u => u.Level == "village" && !withLiaison.Contains(u.Id)).Select(u => new Gap(GapKind.VillageWithoutLiaison, u.Id)),
            .. posts.Instructors.Select(i => i.Unit).Distinct().Where(u => byId.ContainsKey(u) && !leads.Contains(u))
                .Select(u => new Gap(GapKind.InstructorsWithoutLead, u)),
            .. leads.Where(l => byId.ContainsKey(l.Key) && l.Select(x => x.Person).Distinct().Count() > 1)
                .Select(l => new Gap(GapKind.SeveralLeadInstructors, l.Key)),
            .. clusters.Where(c => c.Leader is not { } leader || !leaders.Any(l => l.Person == leader && TopLevels.Contains(LevelOf(l.Unit))))
                .Select(c => new Gap(GapKind.ClusterWithoutCountyLeader, c.Id)),
            .. clusters.SelectMany(c => c.Points).Distinct().Where(p => byId.ContainsKey(p) && !HasTownshipLeader(p))
                .Select(p => new Gap(GapKind.PointWithoutTownshipLeader, p)),
        ];
        return [.. gaps.OrderBy(g => g.Kind).ThenBy(g => g.Unit, StringComparer.Ordinal).ThenBy(g => g.Person, StringComparer.Ordinal)];

        string? LevelOf(string unit) => byId.GetValueOrDefault(unit)?.Level;

        // A point outside any township (a department's, a state enterprise's) is looked after by a leader of whatever unit stands right above it.
        bool HasTownshipLeader(string point)
        {
            var above = Above(point);
            var tier = above.Find(u => Townships.Contains(u.Level)) ?? above.FirstOrDefault();
            return tier is not null && posts.ContactPoints.Any(c => c.Unit == point && leaders.Contains((c.Person, tier.Id)));
        }

        List<GapUnit> Above(string unit)
        {
            var path = new List<GapUnit>();
            for (var next = byId.GetValueOrDefault(unit)?.Parent; next is not null && path.Count <= byId.Count && byId.TryGetValue(next, out var above);
                next = above.Parent)
            {
                path.Add(above);
            }
            return path;
        }
    }
}
