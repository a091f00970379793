namespace Campaigns.Rules.Definitions;

/// <summary>
/// A satisfaction vote 民主测评 (K12): its options in the order of the ballot, and the share (0–1) of issued codes that must have been used for it to count.
/// </summary>
public sealed record VoteTerms(decimal Turnout, IReadOnlyList<VoteOption> Options);

/// <summary>An option and what it is worth, 0 to 100.</summary>
public sealed record VoteOption(string Id, decimal Worth);
