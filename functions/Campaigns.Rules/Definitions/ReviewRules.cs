namespace Campaigns.Rules.Definitions;

/// <summary>
/// What holds for every appraisal (E1): a self-score that lies above the review by more than <see cref="FlagDifference"/> (0–1, of the standard's scale) is
/// flagged; null flags nothing.
/// </summary>
public sealed record ReviewRules(decimal? FlagDifference)
{
    public static ReviewRules None { get; } = new((decimal?)null);
}

/// <summary>
/// The most that a year may ask of a participant (L3): forms to fill in and inspections to receive; null where the definition sets no bound.
/// </summary>
public sealed record Burden(int? Forms, int? Inspections)
{
    public static Burden Unbounded { get; } = new(null, null);
}
