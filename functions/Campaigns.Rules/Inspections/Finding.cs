using System.Text.Json.Serialization;

namespace Campaigns.Rules.Inspections;

/// <summary>
/// A finding 问题 with its rectification 限期整改 (E3). Overdue is derived from the clock; what is stored is that it was told and counted once.
/// </summary>
public sealed record Finding
{
    /// <summary>Slug, unique within the cycle.</summary>
    public required string Id { get; init; }
    /// <summary>Id of the inspection that found it.</summary>
    public required string Inspection { get; init; }
    /// <summary>The reference of the report from the public that led to it; null where none did (K17).</summary>
    public string? Report { get; init; }
    /// <summary>The clause that it touches, where it touches one.</summary>
    public string? Clause { get; init; }
    public required string Text { get; init; }
    public required string FoundBy { get; init; }
    public required DateTimeOffset FoundAt { get; init; }
    public FindingState State { get; init; }
    /// <summary>By when the fix is to be there.</summary>
    public required DateTimeOffset DueAt { get; init; }
    /// <summary>The fix that was reported last.</summary>
    public Fix? Fix { get; init; }
    /// <summary>How often a fix was rejected, with the last reason.</summary>
    public int Rejections { get; init; }
    public string? Rejected { get; init; }
    /// <summary>The deadline has been extended once.</summary>
    public bool Extended { get; init; }
    /// <summary>When its present deadline was found to have passed; null while it has not.</summary>
    public DateTimeOffset? OverdueAt { get; init; }
    /// <summary>Rungs that have fired for its present deadline, superseded ones included.</summary>
    public IReadOnlyList<string> Fired { get; init; } = [];
    public DateTimeOffset? ClosedAt { get; init; }
    public Falsification? Falsification { get; init; }

    /// <summary>A fix is awaited from the participant.</summary>
    [JsonIgnore]
    public bool AwaitsFix => State is FindingState.Open or FindingState.Rejected;

    /// <summary>Its time has passed and a fix is still awaited.</summary>
    public bool IsOverdue(DateTimeOffset now) => AwaitsFix && now > DueAt;
}

/// <summary>What the participant says was done: evidence by id, and by when somebody has to look at it.</summary>
public sealed record Fix(string Text, IReadOnlyList<string> Evidence, DateTimeOffset At, string By, DateTimeOffset VerifyBy);

/// <summary>弄虚作假: reported by one person, confirmed by another who acts for the authority (E5).</summary>
public sealed record Falsification(string ReportedBy, DateTimeOffset ReportedAt, string Reason)
{
    public string? ConfirmedBy { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    /// <summary>By when the authority is to confirm or dismiss it (J7); null in records from before there was such a time.</summary>
    public DateTimeOffset? DecideBy { get; init; }
    /// <summary>When that time was found to have passed without a decision; null while it has not.</summary>
    public DateTimeOffset? OverdueAt { get; init; }
    /// <summary>Rungs of the ladder for its decision that have fired, superseded ones included.</summary>
    public IReadOnlyList<string> Fired { get; init; } = [];

    /// <summary>The authority has not decided.</summary>
    [JsonIgnore]
    public bool Waits => ConfirmedBy is null;
}

public enum FindingState
{
    Open,
    /// <summary>A fix is reported and awaits verification.</summary>
    Fixed,
    /// <summary>The fix did not hold; another is due.</summary>
    Rejected,
    /// <summary>销号: the fix was verified.</summary>
    Closed,
    /// <summary>A confirmed falsification; nothing more can be mended.</summary>
    Falsified,
}
