using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Evaluation;

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
    /// <summary>What it comes to in a choice on site (K3); null in other tracks, and while it has not been assessed.</summary>
    public decimal? ChoiceScore { get; init; }
    /// <summary>The sum of its score's lines before caps, floor and veto, without points by rank.</summary>
    public decimal Sum { get; init; } = Score;
    /// <summary>What it is compared with; null where the track compares all.</summary>
    public string? Comparable { get; init; }
    /// <summary>Clauses that do not apply to it.</summary>
    public IReadOnlyCollection<string> NotApplicable { get; init; } = [];
    /// <summary>Its values under clauses by rank, by clause id; a clause without a value is absent.</summary>
    public IReadOnlyDictionary<string, decimal>? Values { get; init; }
    /// <summary>Its places under clauses by rank, once compared.</summary>
    public IReadOnlyDictionary<string, RankPlace>? Places { get; init; }
    /// <summary>What it brought into the year.</summary>
    public YearStart? Start { get; init; }
    /// <summary>The worst warning card that stands against it.</summary>
    public Card? Card { get; init; }

    public static Contender Of(CampaignDefinition definition, ParticipantState state, Composite composite, Phase? panel = null) => new(
        state.Unit, composite.Total, composite.Vetoed, composite.Grade,
        composite.Mean(PhaseKind.Appraisal), composite.Mean(PhaseKind.SelfCheck), composite.Late, composite.SilentThroughout)
    {
        Disqualified = state.Standing is not null,
        Nominated = state.Selection?.NominatedBy is not null,
        Barred = state.Selection?.BarredBy is not null,
        PanelScore = panel is null ? null : state.Phase(panel.Id).Score,
        ChoiceScore = Choice.Of(definition, state)?.Total,
        Sum = composite.Sum,
        Comparable = state.Comparable,
        NotApplicable = state.NotApplicable.Count == 0 ? [] : [.. state.NotApplicable.Keys],
        Values = Comparison.ValuesOf(definition, state),
        Start = state.Start,
        Card = state.Cards.Any(c => c.IsOpen) ? state.Cards.Where(c => c.IsOpen).Max(c => c.Card) : null,
    };
}
