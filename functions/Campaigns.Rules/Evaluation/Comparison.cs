using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// What can only be said of participants side by side (J13, G2): points by rank among the comparable, and grades that hold a fixed share of them. The order in
/// which contenders arrive plays no part.
/// </summary>
public static class Comparison
{
    /// <summary>
    /// The value of <paramref name="measure"/> that stands: the one of the latest period, an appraisal's before a self-check's; null for none.
    /// </summary>
    public static decimal? Latest(CampaignDefinition definition, ParticipantState state, string measure) => definition.PhasesOf(state.Track)
        .OrderBy(p => p.Period.LastMonth).ThenBy(p => p.Kind is PhaseKind.Appraisal)
        .Select(p => Value(state.Phase(p.Id), measure)).LastOrDefault(v => v is not null);

    /// <summary>The sum of the values of <paramref name="measure"/> over the year's self-checks; null where none states any.</summary>
    public static decimal? Total(CampaignDefinition definition, ParticipantState state, string measure)
    {
        var values = definition.PhasesOf(state.Track).Where(p => p.Kind is not PhaseKind.Appraisal).Select(p => Value(state.Phase(p.Id), measure))
            .OfType<decimal>().ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    /// <summary>The values of a participant under the clauses by rank that apply to it, by clause id; null for none.</summary>
    public static IReadOnlyDictionary<string, decimal>? ValuesOf(CampaignDefinition definition, ParticipantState state)
    {
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (clause, rule) in ByRank(definition.Standard(definition.Track(state.Track).Standard)))
        {
            if (!state.NotApplicable.ContainsKey(clause.Id) && Latest(definition, state, rule.Measure) is { } value)
                values[clause.Id] = value;
        }
        return values.Count == 0 ? null : values;
    }

    /// <summary>
    /// The contenders with their places under clauses by rank, and the scores and grades that follow. A participant that states no value has no place; one
    /// whose clause does not apply gets the other points pro rata.
    /// </summary>
    public static IReadOnlyList<Contender> Compare(Standard standard, IReadOnlyCollection<Contender> contenders)
    {
        var clauses = ByRank(standard).ToList();
        if (clauses.Count == 0)
            return [.. contenders];
        var compared = new List<Contender>(contenders.Count);
        foreach (var group in contenders.GroupBy(c => c.Comparable))
        {
            var values = clauses.ToDictionary(c => c.Clause.Id, c => group.Select(m => Value(m, c.Clause)).OfType<decimal>().ToList());
            compared.AddRange(group.Select(c => Placed(standard, clauses, values, c)));
        }
        return compared;
    }

    /// <summary>The points of a place: those of the list, 0 behind its end or without a place.</summary>
    public static decimal PointsOf(ByRankRule rule, RankPlace? place) =>
        place is not null && place.Place <= rule.Points.Count ? Rounding.Points(rule.Points[place.Place - 1]) : 0;

    /// <summary>
    /// Grades by head-count in order of rank: each group holds at most its share (rounded down) of participants in a grade; whoever finds it full takes the
    /// next lower grade that has room or no bound.
    /// </summary>
    internal static IReadOnlyList<Ranked> Allot(Standard standard, IReadOnlyList<Ranked> ranking)
    {
        if (standard.HeadCount.Count == 0)
            return ranking;
        var size = ranking.GroupBy(r => r.Contender.Comparable ?? "").ToDictionary(g => g.Key, g => g.Count());
        var taken = new Dictionary<(string Group, string Grade), int>();
        return [.. ranking.Select(r => r.Contender.Vetoed ? r : r with { Contender = r.Contender with { Grade = Grade(r.Contender) } })];

        string? Grade(Contender contender)
        {
            var group = contender.Comparable ?? "";
            foreach (var grade in standard.Grades.Where(g => contender.Score >= g.From).OrderByDescending(g => g.From))
            {
                if (standard.HeadCount.TryGetValue(grade.Id, out var share))
                {
                    var used = taken.GetValueOrDefault((group, grade.Id));
                    if (used >= (int)(share * size[group]))
                        continue;
                    taken[(group, grade.Id)] = used + 1;
                }
                return grade.Id;
            }
            return null;
        }
    }

    private static IEnumerable<(Clause Clause, ByRankRule Rule)> ByRank(Standard standard) =>
        standard.Clauses.Where(c => c.Rule is ByRankRule).Select(c => (c, (ByRankRule)c.Rule));

    private static Contender Placed(
        Standard standard, List<(Clause Clause, ByRankRule Rule)> clauses, Dictionary<string, List<decimal>> values, Contender contender)
    {
        var places = new Dictionary<string, RankPlace>(StringComparer.Ordinal);
        var points = 0m;
        foreach (var (clause, rule) in clauses)
        {
            if (Value(contender, clause) is not { } value)
                continue;
            var all = values[clause.Id];
            places[clause.Id] = new RankPlace(1 + all.Count(v => v > value), all.Count, value);
            points += PointsOf(rule, places[clause.Id]);
        }
        var applied = standard.Without(contender.NotApplicable);
        var sum = contender.Sum + points + (Scorer.ProRata(applied, points)?.Points ?? 0);
        var score = contender.Vetoed ? 0 : Math.Clamp(sum, 0, Rounding.Points(standard.Scale));
        return contender with
        {
            Places = places.Count == 0 ? null : places,
            Score = score,
            Grade = contender.Vetoed ? null : standard.GradeOf(score),
        };
    }

    private static decimal? Value(Contender contender, Clause clause) =>
        contender.Values is { } values && values.TryGetValue(clause.Id, out var value) ? value : null;

    private static decimal? Value(PhaseState phase, string measure) =>
        phase.Measured is { } measured && measured.TryGetValue(measure, out var value) ? value : null;
}
