namespace Campaigns.Rules.People;

/// <summary>A cluster as it is counted: its level, the unit that runs it and its points.</summary>
public sealed record CountedCluster(string Id, string Level, string Home, IReadOnlyList<string> Points);

/// <summary>Clusters and points that a unit has, its own and those of everybody below it; a point of several clusters counts once.</summary>
public sealed record ClusterCount(string Unit, string Level, int Clusters, int Points);

/// <summary>Counts clusters 示范群 and points 示范点 up the tree (A4, B6): what minima per county, township and city are held against.</summary>
public static class ClusterCounts
{
    /// <summary>
    /// The counts of every unit, none left out, in the order of ids: a cluster counts for the unit that runs it and all above, a point for all units above it.
    /// </summary>
    public static IReadOnlyList<ClusterCount> Of(IReadOnlyCollection<GapUnit> units, IReadOnlyCollection<CountedCluster> clusters)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(clusters);
        var byId = units.ToDictionary(u => u.Id);
        var clustersOf = units.ToDictionary(u => u.Id, _ => 0);
        var pointsOf = units.ToDictionary(u => u.Id, _ => 0);
        foreach (var cluster in clusters)
            Add(clustersOf, cluster.Home);
        foreach (var point in clusters.SelectMany(c => c.Points).Distinct())
        {
            if (byId.TryGetValue(point, out var unit))
                Add(pointsOf, unit.Parent);
        }
        return [.. units.OrderBy(u => u.Id, StringComparer.Ordinal).Select(u => new ClusterCount(u.Id, u.Level, clustersOf[u.Id], pointsOf[u.Id]))];

        void Add(Dictionary<string, int> counts, string? from)
        {
            var steps = 0;
            for (var next = from; next is not null && steps <= byId.Count && byId.TryGetValue(next, out var unit); next = unit.Parent, steps++)
                counts[next]++;
        }
    }
}
