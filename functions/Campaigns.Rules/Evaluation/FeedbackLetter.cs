using Campaigns.Rules.Adoption;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// What a participant is told at the year's end 一单位一反馈 (L4): the composite score as it came about, and clause by clause, in each phase, the points that it
/// did not get and why, the most expensive first.
/// </summary>
public sealed record FeedbackLetter(
    string Track, string Unit, decimal Score, bool Vetoed, string? Grade, int? Rank, int? GroupRank, string? Class, IReadOnlyList<ScoreLine> Lines,
    IReadOnlyList<LostPoints> Lost)
{
    /// <summary>The letter by what stands in <paramref name="state"/> and the sheets and appraisals behind it.</summary>
    public static FeedbackLetter Of(CampaignDefinition definition, ParticipantState state, StoredContents contents)
    {
        var standard = definition.Standard(definition.Track(state.Track).Standard).For(state);
        var composite = Evaluator.Evaluate(definition, state);
        var lost = new List<LostPoints>();
        foreach (var phase in definition.PhasesOf(state.Track))
        {
            var at = state.Phase(phase.Id);
            if (phase.Kind is PhaseKind.SelfCheck && contents.Sheets.TryGetValue(phase.Id, out var sheet))
                lost.AddRange(LostIn(standard, phase.Id, Scorer.Score(standard, sheet, at.Evidence)));
            else if (phase.Kind is PhaseKind.Appraisal && contents.Appraisals.TryGetValue(phase.Id, out var appraisal))
                lost.AddRange(LostIn(standard, phase.Id, Scorer.Score(standard, appraisal)));
        }
        var outcome = state.Outcome is { Rank: not null } ranked ? ranked : null;
        return new FeedbackLetter(
            state.Track, state.Unit, composite.Total, composite.Vetoed, outcome is null ? composite.Grade : outcome.Grade, outcome?.Rank, outcome?.GroupRank,
            outcome?.Class, composite.Lines,
            [.. lost.OrderByDescending(l => l.Points).ThenBy(l => l.Phase, StringComparer.Ordinal).ThenBy(l => l.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Scored clauses below their maximum, and every line that takes points away.</summary>
    private static IEnumerable<LostPoints> LostIn(Standard standard, string phase, Score score)
    {
        var most = standard.Sections.SelectMany(s => s.Clauses.Where(c => c.Applies && c.IsScored()).Select(c => (Path: $"{s.Id}.{c.Id}", c.Points)))
            .ToDictionary(c => c.Path, c => c.Points);
        foreach (var line in score.Lines)
        {
            var missing = most.TryGetValue(line.Path, out var max) ? Rounding.Points(max) - line.Points : Math.Max(0, -line.Points);
            if (missing > 0)
                yield return new LostPoints(phase, line.Path, missing, line.Reason);
        }
    }
}

/// <summary>Points that a participant did not get in a phase: the clause, section or the whole, how many, and why.</summary>
public sealed record LostPoints(string Phase, string Path, decimal Points, LocalizedText Reason);
