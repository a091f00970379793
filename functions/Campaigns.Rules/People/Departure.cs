namespace Campaigns.Rules.People;

/// <summary>
/// A participant's end within a cycle (J20): how, into which units, by which change. Nothing is awaited of it any more and nothing of it is counted; what it
/// did stays where it is and counts with those that carry it on.
/// </summary>
public sealed record Departure(UnitChangeKind Kind, IReadOnlyList<string> Into, DateTimeOffset At);
