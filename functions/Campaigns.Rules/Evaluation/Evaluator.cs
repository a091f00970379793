using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// Computes composite scores (G1): the weight of each kind of phase times the mean over the phases of that kind which concern the track. A phase without a
/// score counts 0 and the line says so, but for inspections: the mean is over those that took place 平时掌握, and where none did their weight is spread over
/// the other kinds. The on-site assessment of candidates is none of them (<see cref="Choice"/>). Points by rank come on top once everybody has been compared. A
/// veto in any phase vetoes the year.
/// </summary>
public static class Evaluator
{
    /// <summary>The composite score of <paramref name="state"/> by the weights of its track, with the places that its outcome remembers.</summary>
    public static Composite Evaluate(CampaignDefinition definition, ParticipantState state) => Evaluate(definition, state, state.Outcome?.Places);

    /// <summary>The composite score with <paramref name="places"/> under the clauses that give points by rank; null before participants are compared.</summary>
    public static Composite Evaluate(CampaignDefinition definition, ParticipantState state, IReadOnlyDictionary<string, RankPlace>? places)
    {
        var track = definition.Track(state.Track);
        var standard = definition.Standard(track.Standard).For(state);
        var phases = PhasesOf(definition, state);
        var means = phases.Where(p => p.Kind.IsScored()).GroupBy(p => p.Kind).ToDictionary(g => g.Key, g => Mean(g.Key, [.. g], state));

        var spread = Uninspected(track.Weights, phases, state);
        var lines = Weigh(track.Weights, spread > 0, spread, phases, state);
        var sum = lines.Sum(l => l.Points);
        lines.AddRange(RankLines(standard, places));

        var vetoed = phases.Any(p => state.Phase(p.Id).Vetoed);
        var score = Scorer.Close(lines, Rounding.Points(standard.Scale), vetoed);
        var sheets = phases.Where(p => p.Kind.IsSheet()).Select(p => state.Phase(p.Id)).ToList();
        return new Composite(
            score.Total, vetoed, vetoed ? null : standard.GradeOf(score.Total), score.Lines, means.ToDictionary(m => m.Key, m => m.Value ?? 0),
            sheets.Count(p => p.Timeliness == Timeliness.Late), sheets.Count > 0 && !sheets.Any(p => p.HandedIn), sum);
    }

    /// <summary>
    /// Where <paramref name="state"/> stands so far (B4): the weighted mean of the kinds of phase that have left scores, over those scores alone; null where
    /// there is none, 0 under a veto. Not a result: what targets show before the year is evaluated.
    /// </summary>
    public static decimal? SoFar(CampaignDefinition definition, ParticipantState state)
    {
        var track = definition.Track(state.Track);
        var phases = PhasesOf(definition, state);
        if (phases.Any(p => state.Phase(p.Id).Vetoed))
            return 0;
        var (earned, weight) = (0m, 0m);
        foreach (var (kind, share) in track.Weights)
        {
            var scores = phases.Where(p => p.Kind == kind).Select(p => Net(p, state.Phase(p.Id))).OfType<decimal>().ToList();
            if (scores.Count == 0)
                continue;
            (earned, weight) = (earned + share * scores.Average(), weight + share);
        }
        return weight == 0 ? null : earned / weight;
    }

    /// <summary>
    /// The phases that count for <paramref name="state"/>: what was found not to apply is no part of the year (J9), an assessment of candidates no part of its
    /// composite score.
    /// </summary>
    internal static List<Phase> PhasesOf(CampaignDefinition definition, ParticipantState state) =>
        [.. definition.PhasesOf(state.Track).Where(p => !p.Assesses && state.Phase(p.Id).Fulfilled is not Fulfilment.NotApplicable)];

    /// <summary>The weight of inspections of which none took place, which is spread over what else counts; 0 where one did.</summary>
    internal static decimal Uninspected(IReadOnlyDictionary<PhaseKind, decimal> weights, IReadOnlyList<Phase> phases, ParticipantState state) => weights
        .Where(w => w.Key is PhaseKind.Inspection && phases.Any(p => p.Kind == w.Key) && Mean(w.Key, [.. phases.Where(p => p.Kind == w.Key)], state) is null)
        .Sum(w => w.Value);

    /// <summary>
    /// A line for each kind of phase by its weight, and one for each sheet's lateness. <paramref name="spread"/> of all weight has no score, that of
    /// inspections where it is <paramref name="uninspected"/>, and makes the others grow.
    /// </summary>
    internal static List<ScoreLine> Weigh(
        IReadOnlyDictionary<PhaseKind, decimal> weights, bool uninspected, decimal spread, IReadOnlyList<Phase> phases, ParticipantState state)
    {
        var lines = new List<ScoreLine>();
        foreach (var (kind, written) in weights.OrderBy(w => w.Key))
        {
            var own = phases.Where(p => p.Kind == kind).ToList();
            if (kind is PhaseKind.Inspection && uninspected)
            {
                lines.Add(NotInspected(written));
                continue;
            }
            var weight = spread < 1 ? written / (1 - spread) : 0;
            lines.Add(Line(kind, weight, own, state));
            lines.AddRange(LateLines(weight, own, state));
        }
        return lines;
    }

    /// <summary>The highest grade that <paramref name="score"/> reaches, or null.</summary>
    public static string? GradeOf(this Standard standard, decimal score) =>
        standard.Grades.Where(g => score >= g.From).OrderByDescending(g => g.From).FirstOrDefault()?.Id;

    /// <summary>The score reaches the grade <paramref name="grade"/>; no grade asks for nothing.</summary>
    public static bool Reaches(this Standard standard, decimal score, string? grade) =>
        grade is null || score >= standard.Grades.Single(g => g.Id == grade).From;

    /// <summary>The contender reaches the grade: by its score or, where the standard bounds grades by head-count, by the grade that it was allotted.</summary>
    public static bool Reaches(this Standard standard, Contender contender, string? grade) => standard.HeadCount.Count == 0
        ? standard.Reaches(contender.Score, grade)
        : grade is null || contender.Grade is { } own && standard.Reaches(standard.Grades.Single(g => g.Id == own).From, grade);

    /// <summary>A sheet or appraisal counts when it was handed in; the other kinds leave a score or none.</summary>
    private static decimal? Counted(Phase phase, PhaseState state) =>
        phase.Kind is PhaseKind.SelfCheck or PhaseKind.Appraisal && !state.HandedIn ? null : state.Score;

    /// <summary>What the late policy takes off: never more than there is.</summary>
    private static decimal Off(Phase phase, PhaseState state) => Math.Clamp(state.LateDeduction ?? 0, 0, Counted(phase, state) ?? 0);

    private static decimal? Net(Phase phase, PhaseState state) => Counted(phase, state) - Off(phase, state);

    private static decimal? Mean(PhaseKind kind, IReadOnlyList<Phase> phases, ParticipantState state)
    {
        var scores = phases.Select(p => Net(p, state.Phase(p.Id)));
        return kind is PhaseKind.Inspection ? scores.Average() : scores.Average(s => s ?? 0);
    }

    /// <summary>The phases over which the mean of a kind is taken.</summary>
    private static List<Phase> Taken(PhaseKind kind, IReadOnlyList<Phase> phases, ParticipantState state) =>
        [.. phases.Where(p => kind is not PhaseKind.Inspection || Counted(p, state.Phase(p.Id)) is not null)];

    private static ScoreLine Line(PhaseKind kind, decimal weight, IReadOnlyList<Phase> phases, ParticipantState state)
    {
        var scores = Taken(kind, phases, state).Select(p => (p.Id, Score: Counted(p, state.Phase(p.Id)))).ToList();
        var share = Percent(weight);
        var sum = string.Join(" + ", scores.Select(s => Scorer.Text(s.Score ?? 0)));
        var missing = scores.Where(s => s.Score is null).Select(s => s.Id).ToList();
        var zh = scores.Count == 0 ? $"{share}：没有此类阶段，计0分" : $"{share} × ({sum}) ÷ {scores.Count}";
        var en = scores.Count == 0 ? $"{share}: there is no such phase, 0 points" : $"{share} × ({sum}) ÷ {scores.Count}";
        if (kind is PhaseKind.Vote && missing.Count > 0)
            return NoQuorum(weight, phases, state, scores.Sum(s => s.Score ?? 0) / scores.Count);
        if (missing.Count > 0)
        {
            zh += $"；{string.Join("、", missing)} 无得分，计0分";
            en += $"; without a score, counted 0: {string.Join(", ", missing)}";
        }
        var mean = scores.Count == 0 ? 0 : scores.Average(s => s.Score ?? 0);
        return new ScoreLine(NameOf(kind), ScoreRules.WeightedMean, Rounding.Points(weight * mean), 0, new LocalizedText(zh, en));
    }

    /// <summary>A vote in which too few took part leaves no score, and its line says how many did (K12).</summary>
    private static ScoreLine NoQuorum(decimal weight, IReadOnlyList<Phase> phases, ParticipantState state, decimal mean)
    {
        var silent = phases.Where(p => state.Phase(p.Id).Score is null).Select(p => (p.Id, Tally: state.Phase(p.Id).Vote, p.Vote)).ToList();
        var zh = silent.Select(v => $"{v.Id} 发出{v.Tally?.Issued ?? 0}票、收回{v.Tally?.Cast ?? 0}票，未达到{Percent(v.Vote?.Turnout ?? 0)}的参与率，无得分，计0分");
        var en = silent.Select(
            v => $"{v.Id}: {v.Tally?.Cast ?? 0} of {v.Tally?.Issued ?? 0} voted, less than {Percent(v.Vote?.Turnout ?? 0)}: no score, counted 0");
        return new ScoreLine(NameOf(PhaseKind.Vote), ScoreRules.WeightedMean, Rounding.Points(weight * mean), 0,
            new LocalizedText($"{Percent(weight)}：{string.Join("；", zh)}", $"{Percent(weight)}: {string.Join("; ", en)}"));
    }

    private static IEnumerable<ScoreLine> LateLines(decimal weight, IReadOnlyList<Phase> phases, ParticipantState state)
    {
        foreach (var phase in phases)
        {
            var off = Off(phase, state.Phase(phase.Id));
            if (off == 0)
                continue;
            var count = Taken(phase.Kind, phases, state).Count;
            var points = Rounding.Points(weight * off / count);
            yield return new ScoreLine(phase.Id, ScoreRules.Late, -points, points, new LocalizedText(
                $"逾期报送扣{Scorer.Text(off)}分：{Percent(weight)} × {Scorer.Text(off)} ÷ {count}",
                $"{Scorer.Text(off)} points off for lateness: {Percent(weight)} × {Scorer.Text(off)} ÷ {count}"));
        }
    }

    private static ScoreLine NotInspected(decimal weight) => new(NameOf(PhaseKind.Inspection), ScoreRules.WeightedMean, 0, 0, new LocalizedText(
        $"{Percent(weight)}：本年度未被督查，权重按比例分摊到其他各项", $"{Percent(weight)}: not inspected this year; the weight is spread over the other kinds"));

    private static List<ScoreLine> RankLines(Standard standard, IReadOnlyDictionary<string, RankPlace>? places)
    {
        var lines = new List<ScoreLine>();
        foreach (var section in standard.Sections)
        {
            foreach (var clause in section.Clauses.Where(c => c is { Rule: ByRankRule, Applies: true }))
            {
                var place = places?.GetValueOrDefault(clause.Id);
                var points = Comparison.PointsOf((ByRankRule)clause.Rule, place);
                var max = Scorer.Text(clause.Points);
                lines.Add(new ScoreLine($"{section.Id}.{clause.Id}", ScoreRules.ByRank, points, 0, place is null
                    ? new LocalizedText($"没有名次，计0分（满分{max}分）", $"No place among the comparable: 0 of {max} points")
                    : new LocalizedText(
                        $"{Scorer.Text(place.Value)}，在{place.Of}个中列第{place.Place}，得{Scorer.Text(points)}分（满分{max}分）",
                        $"{Scorer.Text(place.Value)} is place {place.Place} of {place.Of}: {Scorer.Text(points)} of {max} points")));
            }
        }
        if (lines.Count > 0 && Scorer.ProRata(standard, lines.Sum(l => l.Points)) is { } spread)
            lines.Add(spread);
        return lines;
    }

    internal static string Percent(decimal share) => Scorer.Text(Math.Round(share * 100, 2)) + "%";

    private static string NameOf(PhaseKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
