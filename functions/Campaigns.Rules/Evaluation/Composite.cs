using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// The composite score of a year (G1): <see cref="Lines"/> sum exactly to <see cref="Total"/>, which lies between 0 and the scale of the track's standard.
/// <see cref="Grade"/> is the highest grade reached, null where none is or the participant is vetoed. <see cref="Means"/> holds the unrounded mean of each
/// scored kind of phase that the track goes through, weighted or not; <see cref="Late"/> the number of sheets handed in late. <see cref="Sum"/> is what the
/// lines come to before caps, floor and veto, without points by rank.
/// </summary>
public sealed record Composite(
    decimal Total, bool Vetoed, string? Grade, IReadOnlyList<ScoreLine> Lines, IReadOnlyDictionary<PhaseKind, decimal> Means, int Late, bool SilentThroughout,
    decimal Sum)
{
    public decimal Mean(PhaseKind kind) => Means.GetValueOrDefault(kind);
}
