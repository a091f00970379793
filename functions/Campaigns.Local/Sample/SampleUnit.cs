namespace Campaigns.Local.Sample;

/// <summary>
/// A unit as the import takes it: slug, names, level (<c>county</c>, <c>township</c>, <c>department</c>, <c>village</c>, <c>station</c>), sector,
/// parent.
/// </summary>
public sealed record SampleUnit(string Id, string Name, string NameEn, string Level, string Sector, string? Parent);

/// <summary>
/// A person as the import takes it; <see cref="Categories"/> make a participant of an individual, <see cref="Assignments"/> say role and unit.
/// </summary>
public sealed record SamplePerson(
    string Id, string Name, string Email, string Language, string Unit, IReadOnlyList<string> Categories, IReadOnlyList<SampleAssignment> Assignments);

/// <summary>A role at a unit, written <c>role@unit</c>.</summary>
public sealed record SampleAssignment(string Role, string Unit)
{
    public override string ToString() => $"{Role}@{Unit}";
}

/// <summary>A cluster of units as the import takes it: who runs it, its theme, the leader who looks after it, its points.</summary>
public sealed record SampleCluster(
    string Id, string Name, string NameEn, string Level, string Home, string Theme, string Leader, IReadOnlyList<string> Domains, IReadOnlyList<string> Points);

/// <summary>Everybody who takes part in a campaign and everybody who works on it.</summary>
public sealed record SampleCounty(IReadOnlyList<SampleUnit> Units, IReadOnlyList<SamplePerson> People)
{
    public IReadOnlyList<SampleCluster> Clusters { get; init; } = [];
}
