namespace Campaigns.Rules.Enrolment;

/// <summary>Where somebody stands below an authority: the unit that appraises it, and the unit right below the authority that it is counted by.</summary>
public sealed record Placement(string Parent, string Area);

/// <summary>Answers by enrolment's own rule where a unit, person or cluster stands (J20): the same place as if the cycle were enrolled on this tree.</summary>
public static class Placements
{
    /// <summary>The place of <paramref name="id"/>, or null where it does not hang below <paramref name="authority"/>.</summary>
    public static Placement? Of(DirectoryTree tree, string authority, string id)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var units = tree.Units.ToDictionary(u => u.Id);
        if (units.TryGetValue(id, out var unit))
            return OfUnit(unit);
        if (tree.Clusters.FirstOrDefault(c => c.Id == id) is { } cluster)
        {
            return cluster.Home == authority ? new(authority, cluster.Id)
                : units.TryGetValue(cluster.Home, out var home) && OfUnit(home) is { } at ? new(cluster.Home, at.Area)
                : null;
        }
        if (tree.People.FirstOrDefault(p => p.Id == id) is not { } person || !units.TryGetValue(person.Unit, out var own) || OfUnit(own) is not { } place)
            return null;
        return place.Area == person.Unit ? place with { Parent = person.Unit } : place;

        Placement? OfUnit(DirectoryUnit from)
        {
            // The live units above, nearest first, up to the authority.
            var above = new List<string>();
            var steps = 0;
            for (var next = from.Parent; next is not null && steps++ <= units.Count; next = units.GetValueOrDefault(next)?.Parent)
            {
                if (next == authority)
                    return above.Count == 0 ? new(authority, from.Id) : new(above[0], above[^1]);
                if (units.TryGetValue(next, out var there) && !there.Retired)
                    above.Add(next);
            }
            return null;
        }
    }
}
