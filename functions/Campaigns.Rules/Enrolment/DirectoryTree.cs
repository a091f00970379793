namespace Campaigns.Rules.Enrolment;

/// <summary>The directory as enrolment sees it (A1, A2): a snapshot, in any order.</summary>
public sealed record DirectoryTree(IReadOnlyList<DirectoryUnit> Units, IReadOnlyList<DirectoryPerson> People)
{
    /// <summary>Clusters 示范群 of any level (A4).</summary>
    public IReadOnlyList<DirectoryCluster> Clusters { get; init; } = [];
}

/// <summary>A cluster with the unit that runs it, which also appraises it; one that the authority runs is an area of its own.</summary>
public sealed record DirectoryCluster(string Id, string Level, string Home);

/// <summary>A unit of the tree; <see cref="Parent"/> is null at the top. Retired units take no part.</summary>
public sealed record DirectoryUnit(string Id, string Level, string? Sector, string? Parent, bool Retired = false);

/// <summary>A person, by id only, with the unit it belongs to and the categories that it carries.</summary>
public sealed record DirectoryPerson(string Id, string Unit, IReadOnlyList<string> Categories);
