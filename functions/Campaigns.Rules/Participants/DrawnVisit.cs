namespace Campaigns.Rules.Participants;

/// <summary>
/// The participant was drawn for an inspection phase (E2): the <see cref="Inspection"/> by id, and who goes; null where the office has to find somebody.
/// Whether the participant itself may know before the visit is the phase's to say.
/// </summary>
public sealed record DrawnVisit(string Inspection, string? Inspector);
