using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// What a candidate comes to in a track that selects on site (K3): the mark of its assessment 实地考核 and what is known day to day 平时掌握情况, by the weights that
/// the definition states. Known are the year's own scores: nothing is asked of the participant a second time.
/// </summary>
public static class Choice
{
    /// <summary>The path of the line that the assessment's mark makes.</summary>
    public const string Assessment = "assessment";

    /// <summary>The phase in which candidates of <paramref name="track"/> are assessed; null for a track that does not select on site.</summary>
    public static Phase? PhaseOf(CampaignDefinition definition, Track track)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(track);
        return track.Select?.By is SelectionMethod.OnSite ? definition.PhasesOf(track.Id).LastOrDefault(p => p.Assesses) : null;
    }

    /// <summary>
    /// Whether the participant still has to be assessed in <paramref name="assessment"/>: no mark was given, and it was not found that the assessment does not
    /// apply to it (J9).
    /// </summary>
    public static bool IsAwaited(Phase assessment, ParticipantState state)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(state);
        return state.Phase(assessment.Id) is { Score: null, Fulfilled: not Fulfilment.NotApplicable };
    }

    /// <summary>
    /// The score of the choice, between 0 and the standard's scale, line by line; null where the track does not select on site and as long as the assessment
    /// is awaited. Where the assessment does not apply, its weight is spread over the rest, as is that of inspections of which none took place.
    /// </summary>
    public static Score? Of(CampaignDefinition definition, ParticipantState state)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        var track = definition.Track(state.Track);
        if (track.Select?.Weigh is not { } weigh || PhaseOf(definition, track) is not { } phase || IsAwaited(phase, state))
            return null;
        var phases = Evaluator.PhasesOf(definition, state);
        var mark = state.Phase(phase.Id).Fulfilled is Fulfilment.NotApplicable ? null : state.Phase(phase.Id).Score;
        var uninspected = Evaluator.Uninspected(weigh.Known, phases, state);
        var spread = uninspected + (mark is null ? weigh.Assessment : 0);
        List<ScoreLine> lines =
        [
            mark is { } given ? Marked(phase, weigh.Assessment / (1 - spread), given) : NotAssessed(weigh.Assessment),
            .. Evaluator.Weigh(weigh.Known, uninspected > 0, spread, phases, state),
        ];
        var scale = Rounding.Points(definition.Standard(track.Standard).For(state).Scale);
        return Scorer.Close(lines, scale, vetoed: false);
    }

    private static ScoreLine Marked(Phase phase, decimal weight, decimal mark) => new(
        Assessment, ScoreRules.WeightedMean, Rounding.Points(weight * mark), 0,
        new LocalizedText(
            $"{phase.Title.Zh}：{Evaluator.Percent(weight)} × {Scorer.Text(mark)}",
            $"{phase.Title.In("en")}: {Evaluator.Percent(weight)} × {Scorer.Text(mark)}"));

    private static ScoreLine NotAssessed(decimal weight) => new(Assessment, ScoreRules.WeightedMean, 0, 0, new LocalizedText(
        $"{Evaluator.Percent(weight)}：不适用实地考核，权重按比例分摊到其他各项", $"{Evaluator.Percent(weight)}: not to be assessed; the weight is spread over the rest"));
}
