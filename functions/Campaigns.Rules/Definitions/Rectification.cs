namespace Campaigns.Rules.Definitions;

/// <summary>
/// How findings 问题 are rectified 限期整改 (E3) and what a confirmed falsification costs (E5). Days count from the day of what they follow: the finding, the
/// fix, the deadline that is extended.
/// </summary>
public sealed record Rectification
{
    /// <summary>What holds where the definition says nothing: fifteen working days, five for the verification, five for one extension.</summary>
    public static Rectification Usual { get; } = new();

    /// <summary>The time that a finding leaves for its fix.</summary>
    public Offset Due { get; init; } = new(15, Working: true);
    /// <summary>The time within which a fix is verified or rejected.</summary>
    public Offset Verify { get; init; } = new(5, Working: true);
    /// <summary>The most that the one extension of a finding may add to its deadline.</summary>
    public Offset Extends { get; init; } = new(5, Working: true);
    /// <summary>Id of the ladder whose rungs, counted from the finding and its deadline, remind and escalate; null for the usual one.</summary>
    public string? Ladder { get; init; }
    /// <summary>The time within which the authority confirms or dismisses a reported falsification (E5, J7).</summary>
    public Offset Confirm { get; init; } = new(5, Working: true);
    /// <summary>Id of the ladder by which it is reminded of that, counted from the report and the end of that time; null for the usual one.</summary>
    public string? ConfirmLadder { get; init; }
    /// <summary>A confirmed falsification disqualifies from the honours of its cycle.</summary>
    public bool Disqualifies { get; init; } = true;
    /// <summary>It disqualifies in the next cycle too.</summary>
    public bool DisqualifiesNextYear { get; init; }
}
