using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// The composite score of a year (G1): <see cref="Lines"/> sum exactly to <see cref="Total"/>, which lies between 0 and the scale of the track's standard.
/// <see cref="Grade"/> is the highest grade reached, null where none is or the participant is vetoed. <see cref="Means"/> holds the unrounded mean of each
/// scored kind of phase that the track goes through, weighted or not; <see cref="Late"/> the number of sheets handed in late.
/// </summary>
public sealed record Composite(
    decimal Total, bool Vetoed, string? Grade, IReadOnlyList<ScoreLine> Lines, IReadOnlyDictionary<PhaseKind, decimal> Means, int Late, bool SilentThroughout)
{
    public decimal Mean(PhaseKind kind) => Means.GetValueOrDefault(kind);
}

/// <summary>
/// What ranking needs to know of a participant, small enough for a whole track to be held at once. <see cref="Unit"/> is unique within the track.
/// </summary>
public sealed record Contender(
    string Unit, decimal Score, bool Vetoed, string? Grade, decimal AppraisalMean, decimal SelfCheckMean, int Late, bool SilentThroughout)
{
    /// <summary>Barred from honours and attainment by <see cref="Standing"/> (E5); its rank stands.</summary>
    public bool Disqualified { get; init; }

    /// <summary>Put forward by a nominator (G3).</summary>
    public bool Nominated { get; init; }
    /// <summary>Kept from every honour of the year, by an upheld objection.</summary>
    public bool Barred { get; init; }
    /// <summary>The panel's score, null where no panel came to one.</summary>
    public decimal? PanelScore { get; init; }

    public static Contender Of(ParticipantState state, Composite composite, Phase? panel = null) => new(
        state.Unit, composite.Total, composite.Vetoed, composite.Grade,
        composite.Mean(PhaseKind.Appraisal), composite.Mean(PhaseKind.SelfCheck), composite.Late, composite.SilentThroughout)
    {
        Disqualified = state.Standing is not null,
        Nominated = state.Selection?.NominatedBy is not null,
        Barred = state.Selection?.BarredBy is not null,
        PanelScore = panel is null ? null : state.Phase(panel.Id).Score,
    };
}
