namespace Campaigns.Rules.Definitions;

/// <summary>A rule that raises a warning card 预警 by itself (E4): what raises it, which card, and what clears it again.</summary>
public sealed record WarningRule
{
    /// <summary>Slug, unique within the definition.</summary>
    public required string Id { get; init; }
    public required WarningTrigger When { get; init; }
    public required Card Card { get; init; }
    public required WarningClearing Clears { get; init; }
    /// <summary>Tracks that it watches; empty for all.</summary>
    public IReadOnlyList<string> Tracks { get; init; } = [];

    public bool Concerns(string track) => Tracks.Count == 0 || Tracks.Contains(track);
}

/// <summary>What raises a card.</summary>
public abstract record WarningTrigger
{
    private protected WarningTrigger()
    {
    }
}

/// <summary>A phase locked without anything handed in; <see cref="Kind"/> null for any kind of phase.</summary>
public sealed record PhaseSilent(PhaseKind? Kind) : WarningTrigger;

/// <summary>A sheet came in after its grace; <see cref="Kind"/> null for any kind of phase.</summary>
public sealed record PhaseLate(PhaseKind? Kind) : WarningTrigger;

/// <summary>A finding's time passed without a fix.</summary>
public sealed record FindingOverdue : WarningTrigger;

/// <summary>
/// A sheet reports <see cref="Measure"/> under its floor: below <see cref="Floor"/> itself or, with <see cref="OfTarget"/>, below that share (0–1) of the
/// clause's target.
/// </summary>
public sealed record IndicatorBelow(string Measure, decimal Floor, bool OfTarget) : WarningTrigger;

/// <summary>That many yellow cards are open at once.</summary>
public sealed record RepeatedYellow(int Count) : WarningTrigger;

/// <summary>What clears a card. A decision of the authority, with its reason, clears every card.</summary>
public enum WarningClearing
{
    /// <summary>Only a decision.</summary>
    Decision,
    /// <summary>The next sheet that comes in on time.</summary>
    NextOnTime,
    /// <summary>The finding that it was raised for is closed.</summary>
    Closed,
    /// <summary>The indicator is reported at or above its floor again.</summary>
    Recovered,
}
