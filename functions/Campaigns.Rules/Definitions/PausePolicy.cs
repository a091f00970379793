namespace Campaigns.Rules.Definitions;

/// <summary>What a pause makes of the dates that were left (J5); YAML <c>calendar: { pause: shift }</c>, which is the default, or <c>keep</c>.</summary>
public enum PausePolicy
{
    /// <summary>They come later by the paused working days.</summary>
    Shift,
    /// <summary>They stay; what fell into the pause counts, without a message for it.</summary>
    Keep,
}
