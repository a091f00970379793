namespace Campaigns.Rules.Inspections;

/// <summary>An inspection 督查 of one participant: how it came about, who goes, and what was seen (E2).</summary>
public sealed record Inspection
{
    /// <summary>Slug, unique within the cycle.</summary>
    public required string Id { get; init; }
    public required InspectionOrigin Origin { get; init; }
    /// <summary>The phase that it counts for; null for an unscheduled one.</summary>
    public string? Phase { get; init; }
    /// <summary>Id of the person who goes; null where nobody could be assigned, so that whoever inspects for the authority may.</summary>
    public string? Inspector { get; init; }
    /// <summary>Why it was ordered, where it was not drawn.</summary>
    public string? Reason { get; init; }
    /// <summary>When it was drawn or ordered, in campaign time.</summary>
    public required DateTimeOffset OrderedAt { get; init; }
    /// <summary>A person's id, or the engine.</summary>
    public required string OrderedBy { get; init; }
    /// <summary>The visit; null until it is recorded.</summary>
    public Visit? Visit { get; init; }
}

/// <summary>What was seen. <see cref="Score"/> is on the scale of the track's standard; an unscheduled check may leave it out.</summary>
public sealed record Visit(DateTimeOffset At, string By, decimal? Score, string? Notes);

public enum InspectionOrigin
{
    /// <summary>Drawn when its phase opened, be it everybody.</summary>
    Drawn,
    /// <summary>不定期抽查: ordered on its own.</summary>
    Unscheduled,
    /// <summary>举报: opened on a report from the public.</summary>
    Report,
}
