using System.Globalization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Enrolment;

/// <summary>
/// Enrols a cycle: everybody below the authority that a track lets in (units, people, clusters), put into groups of whole areas (the units right below the
/// authority), first fit in the order of ids, at most <see cref="MaxGroup"/> participants each. An area that is larger is cut by sub-unit, and only a sub-unit
/// that is larger still is cut by participant.
/// </summary>
public static class Enroller
{
    /// <summary>The most participants of a group: a milestone reads a group in one page.</summary>
    public const int MaxGroup = 900;

    /// <summary>The plan for <paramref name="definition"/> over <paramref name="tree"/>. Units that do not hang below the authority take no part.</summary>
    public static EnrolmentPlan Enrol(CampaignDefinition definition, DirectoryTree tree)
    {
        var places = Places(definition.Authority.Unit, tree);
        var candidates = definition.Tracks
            .SelectMany(track => track.Enters switch
            {
                { Individual: { } category } => People(track, category, tree, places),
                { Cluster: { } level } => Clusters(track, level, definition.Authority.Unit, tree, places),
                _ => Units(track, places),
            })
            .ToList();

        var groups = new List<List<Candidate>>();
        var areas = candidates.GroupBy(c => c.Area).OrderBy(a => a.Key, StringComparer.Ordinal);
        foreach (var block in areas.SelectMany(area => Blocks([.. area])))
        {
            var group = groups.Find(g => g.Count + block.Count <= MaxGroup);
            if (group is null)
                groups.Add(group = []);
            group.AddRange(block);
        }

        var width = Math.Max(2, groups.Count.ToString(CultureInfo.InvariantCulture).Length);
        var named = groups.Select((g, i) => (Id: "g" + (i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'), Members: g)).ToList();
        return new EnrolmentPlan(
            [.. named.SelectMany(g => InOrder(g.Members).Select(c => new EnrolledParticipant(c.Track, c.Unit, c.Parent, c.Area, g.Id)
            {
                Comparable = c.Comparable,
            }))],
            [.. named.Select(g => new EnrolledGroup(
                g.Id, [.. g.Members.Select(c => c.Area).Distinct().Order(StringComparer.Ordinal)], g.Members.Count))]);
    }

    /// <summary>Every live unit below the authority with the way that leads to it. A live unit below a retired one hangs on the next live unit above.</summary>
    private static Dictionary<string, Place> Places(string authority, DirectoryTree tree)
    {
        var children = tree.Units.Where(u => u.Parent is not null).ToLookup(u => u.Parent!);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { authority };
        var open = new Stack<(DirectoryUnit Unit, string Parent, string? Area, string? SubUnit)>();
        foreach (var unit in children[authority])
            open.Push((unit, authority, null, null));
        while (open.TryPop(out var next))
        {
            var (unit, parent, area, subUnit) = next;
            if (!seen.Add(unit.Id))
                continue;
            if (!unit.Retired)
            {
                subUnit = area is null ? null : subUnit ?? unit.Id;
                area ??= unit.Id;
                parent = unit.Id;
                places.Add(unit.Id, new Place(unit, next.Parent, area, subUnit ?? ""));
            }
            foreach (var child in children[unit.Id])
                open.Push((child, parent, area, subUnit));
        }
        return places;
    }

    private static IEnumerable<Candidate> Units(Track track, Dictionary<string, Place> places) => places.Values
        .Where(p => Enters(track.Enters, p.Unit))
        .Select(p => new Candidate(track.Id, p.Unit.Id, p.Parent, p.Area, p.SubUnit, Comparable(track, p)));

    /// <summary>What the members of a group of comparable participants share; a unit without a sector stands among those without one.</summary>
    private static string? Comparable(Track track, Place place) => track.CompareBy switch
    {
        Comparability.Sector => place.Unit.Sector ?? "none",
        Comparability.Level => place.Unit.Level,
        Comparability.Area => place.Area,
        _ => null,
    };

    /// <summary>A person is appraised by the unit above its own, or by its own unit where that is right below the authority.</summary>
    private static IEnumerable<Candidate> People(Track track, string category, DirectoryTree tree, Dictionary<string, Place> places) => tree.People
        .Where(p => p.Categories.Contains(category) && places.TryGetValue(p.Unit, out var place) && Enters(track.Enters, place.Unit))
        .DistinctBy(p => p.Id)
        .Select(p =>
        {
            var place = places[p.Unit];
            return new Candidate(track.Id, p.Id, place.Area == p.Unit ? p.Unit : place.Parent, place.Area, place.SubUnit, Comparable(track, place));
        });

    /// <summary>A cluster is appraised by the unit that runs it, and counted where that is.</summary>
    private static IEnumerable<Candidate> Clusters(Track track, string level, string authority, DirectoryTree tree, Dictionary<string, Place> places) =>
        tree.Clusters
            .Where(c => c.Level == level && (c.Home == authority || places.ContainsKey(c.Home)))
            .Select(c => places.TryGetValue(c.Home, out var place)
                ? new Candidate(track.Id, c.Id, c.Home, place.Area, place.SubUnit, Comparable(track, c, place.Area))
                : new Candidate(track.Id, c.Id, authority, c.Id, "", Comparable(track, c, c.Id)));

    /// <summary>A cluster goes across sectors, so that by sector all clusters are comparable.</summary>
    private static string? Comparable(Track track, DirectoryCluster cluster, string area) => track.CompareBy switch
    {
        Comparability.Sector => "none",
        Comparability.Level => cluster.Level,
        Comparability.Area => area,
        _ => null,
    };

    private static bool Enters(Entry entry, DirectoryUnit unit) =>
        (entry.Levels.Count == 0 || entry.Levels.Contains(unit.Level))
        && (entry.Sectors.Count == 0 || (unit.Sector is not null && entry.Sectors.Contains(unit.Sector)));

    /// <summary>The pieces of an area that stay together, each at most <see cref="MaxGroup"/>.</summary>
    private static IEnumerable<IReadOnlyList<Candidate>> Blocks(IReadOnlyList<Candidate> area) => area.Count <= MaxGroup
        ? [area]
        : area.GroupBy(c => c.SubUnit).OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => InOrder(s).Chunk(MaxGroup));

    private static IEnumerable<Candidate> InOrder(IEnumerable<Candidate> candidates) =>
        candidates.OrderBy(c => c.Track, StringComparer.Ordinal).ThenBy(c => c.Unit, StringComparer.Ordinal);

    /// <summary>Where a unit stands: the unit above, the area it belongs to, and its unit right below the area (empty for the area itself).</summary>
    private sealed record Place(DirectoryUnit Unit, string Parent, string Area, string SubUnit);

    private sealed record Candidate(string Track, string Unit, string Parent, string Area, string SubUnit, string? Comparable);
}
