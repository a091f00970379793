using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// Computes composite scores (G1): the weight of each kind of phase times the mean over the phases of that kind which concern the track. A phase without a
/// score counts 0 and the line says so. A veto in any phase vetoes the year.
/// </summary>
public static class Evaluator
{
    /// <summary>The composite score of <paramref name="state"/> by the weights of its track.</summary>
    public static Composite Evaluate(CampaignDefinition definition, ParticipantState state)
    {
        var track = definition.Track(state.Track);
        var standard = definition.Standard(track.Standard);
        var phases = definition.PhasesOf(track.Id).ToList();
        var means = phases.Where(IsScored).GroupBy(p => p.Kind).ToDictionary(g => g.Key, g => g.Average(p => Counted(p, state.Phase(p.Id)) ?? 0));

        var lines = track.Weights.OrderBy(w => w.Key)
            .Select(w => Line(w.Key, w.Value, [.. phases.Where(p => p.Kind == w.Key)], state, means.GetValueOrDefault(w.Key)))
            .ToList();
        var vetoed = phases.Any(p => state.Phase(p.Id).Vetoed);
        var score = Scorer.Close(lines, Rounding.Points(standard.Scale), vetoed);

        var own = phases.Where(IsOwn).Select(p => state.Phase(p.Id)).ToList();
        return new Composite(
            score.Total, vetoed, vetoed ? null : standard.GradeOf(score.Total), score.Lines, means,
            own.Count(p => p.Timeliness == Timeliness.Late), own.Count > 0 && !own.Any(p => p.HandedIn));
    }

    /// <summary>The highest grade that <paramref name="score"/> reaches, or null.</summary>
    public static string? GradeOf(this Standard standard, decimal score) =>
        standard.Grades.Where(g => score >= g.From).OrderByDescending(g => g.From).FirstOrDefault()?.Id;

    /// <summary>The score reaches the grade <paramref name="grade"/>; no grade asks for nothing.</summary>
    public static bool Reaches(this Standard standard, decimal score, string? grade) =>
        grade is null || score >= standard.Grades.Single(g => g.Id == grade).From;

    private static bool IsOwn(Phase phase) => phase.Kind.IsSheet();

    private static bool IsScored(Phase phase) => phase.Kind.IsScored();

    /// <summary>A sheet or appraisal counts when it was handed in; the other kinds leave a score or none.</summary>
    private static decimal? Counted(Phase phase, PhaseState state) =>
        phase.Kind is PhaseKind.SelfCheck or PhaseKind.Appraisal && !state.HandedIn ? null : state.Score;

    private static ScoreLine Line(PhaseKind kind, decimal weight, IReadOnlyList<Phase> phases, ParticipantState state, decimal mean)
    {
        var scores = phases.Select(p => (p.Id, Score: Counted(p, state.Phase(p.Id)))).ToList();
        var share = Scorer.Text(weight * 100) + "%";
        var sum = string.Join(" + ", scores.Select(s => Scorer.Text(s.Score ?? 0)));
        var missing = scores.Where(s => s.Score is null).Select(s => s.Id).ToList();
        var zh = scores.Count == 0 ? $"{share}：没有此类阶段，计0分" : $"{share} × ({sum}) ÷ {scores.Count}";
        var en = scores.Count == 0 ? $"{share}: there is no such phase, 0 points" : $"{share} × ({sum}) ÷ {scores.Count}";
        if (missing.Count > 0)
        {
            zh += $"；{string.Join("、", missing)} 无得分，计0分";
            en += $"; without a score, counted 0: {string.Join(", ", missing)}";
        }
        return new ScoreLine(NameOf(kind), ScoreRules.WeightedMean, Rounding.Points(weight * mean), 0, new LocalizedText(zh, en));
    }

    private static string NameOf(PhaseKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
