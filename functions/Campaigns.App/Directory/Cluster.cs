using Campaigns.App.Exchange;

namespace Campaigns.App.Directory;

/// <summary>
/// A demonstration cluster 示范群 (A4, K15): a named group of units (points 示范点) across sectors, run by the unit <see cref="Home"/>, which also appraises it.
/// <see cref="Level"/> is one of the levels of units, <see cref="Domains"/> of <see cref="Rules.Definitions.Vocabulary.Domains"/>. A unit may be a point of
/// several. Who reports for a cluster and who leads it is assigned to it as to a unit; <see cref="Leader"/> is the leader of the tier above who looks after it.
/// </summary>
public sealed record Cluster(
    string Id, string Name, string? NameEn, string Level, string Home, string? Theme, string? Leader, IReadOnlyList<string> Domains,
    IReadOnlyList<string> Points)
{
    /// <summary>Whether both say the same to the last point; records compare lists by reference.</summary>
    public bool Same(Cluster other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Domains = [], Points = [] } is var a && other with { Domains = a.Domains, Points = a.Points } == a
            && Domains.ToHashSet().SetEquals(other.Domains) && Points.ToHashSet().SetEquals(other.Points);
    }
}

/// <summary>A cluster as somebody wrote it, before it is judged.</summary>
public sealed record ClusterRow(
    int Row, string Id, string Name, string NameEn, string Level, string Home, string Theme, string Leader, IReadOnlyList<string> Domains,
    IReadOnlyList<string> Points);

/// <summary>The JSON form of an import of clusters.</summary>
public sealed record ClustersBody(IReadOnlyList<ClusterBody> Clusters)
{
    /// <summary>Its clusters as rows, counted from 1.</summary>
    public ImportFile<ClusterRow> ToRows() => new([.. Clusters.Select((c, i) => c.ToRow(i + 1, c.Id ?? ""))], []);
}

/// <summary>One cluster; the id stands in the route where it is written alone.</summary>
public sealed record ClusterBody(
    string Name, string Level, string Home, string? Id = null, string? NameEn = null, string? Theme = null, string? Leader = null,
    IReadOnlyList<string>? Domains = null, IReadOnlyList<string>? Points = null)
{
    public ClusterRow ToRow(int row, string id) => new(row, id, Name, NameEn ?? "", Level, Home, Theme ?? "", Leader ?? "", Domains ?? [], Points ?? []);
}
