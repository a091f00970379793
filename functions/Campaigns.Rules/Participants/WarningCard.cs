using System.Text.Json.Serialization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Participants;

/// <summary>
/// A warning 预警 (E4, J8): raised by a rung of a ladder, which <see cref="Milestone"/> names, or by a rule of the definition, which <see cref="Rule"/> names
/// (<see cref="Milestone"/> is empty then). A card that was cleared stays on record with when, by whom and why.
/// </summary>
public sealed record WarningCard(Card Card, string Milestone, DateTimeOffset At)
{
    /// <summary>Slug, unique among the participant's cards: the milestone's id, or the rule's with a number.</summary>
    public string Id { get; init; } = Milestone.Replace('|', '-');

    /// <summary>Id of the <see cref="WarningRule"/>; null for a rung's card.</summary>
    public string? Rule { get; init; }

    /// <summary>What it was raised for: a phase, a finding, a measure; null where the milestone says it.</summary>
    public string? Subject { get; init; }

    public CardClearing? Cleared { get; init; }

    /// <summary>It still holds.</summary>
    [JsonIgnore]
    public bool IsOpen => Cleared is null;
}

/// <summary>How a card was cleared: by <see cref="By"/>, a person's id or the engine, for the reason <see cref="Why"/>.</summary>
public sealed record CardClearing(DateTimeOffset At, string By, string Why);
