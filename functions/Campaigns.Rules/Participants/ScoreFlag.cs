namespace Campaigns.Rules.Participants;

/// <summary>
/// A self-score that the review did not bear out (E1): the covered <see cref="Sheet"/>, what the participant gave itself and what the tier above gave.
/// </summary>
public sealed record ScoreFlag(string Sheet, decimal Self, decimal Given);
