using System.Globalization;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Scoring;

/// <summary>
/// Scores sheets and appraisals against a standard (B2, G1, J13). The order: clauses, the cap of each section over its scored clauses, sections zeroed by a
/// fact, clauses that do not apply spread over the others, bonuses and deductions on top, the cap of the scale, the floor of 0, vetoes. Points by rank are
/// given at evaluation and stand at 0 here. Total for every input: an answer out of range is taken at the nearest bound.
/// </summary>
public static class Scorer
{
    /// <summary>The self-score of a sheet; <paramref name="evidence"/> is the number of accepted files by clause.</summary>
    public static Score Score(Standard standard, SheetContent content, IReadOnlyDictionary<string, int> evidence) =>
        Sum(standard, (section, clause) => ClauseScorer.FromAnswer(section, clause, content.Answer(clause.Id), evidence.GetValueOrDefault(clause.Id)));

    /// <summary>
    /// The score that the tier above gives: <paramref name="points"/> for scored and bonus clauses, <paramref name="measured"/> the events that it asserts
    /// under deduction and veto clauses.
    /// </summary>
    public static Score Score(Standard standard, IReadOnlyDictionary<string, decimal> points, IReadOnlyDictionary<string, decimal> measured) =>
        Score(standard, new AppraisalContent(points, measured));

    /// <summary>The score that the tier above gives.</summary>
    public static Score Score(Standard standard, AppraisalContent content) =>
        Sum(standard, (section, clause) => ClauseScorer.FromJudgement(section, clause, content));

    private static Score Sum(Standard standard, Func<Section, Clause, ClauseScore> judge)
    {
        var judged = standard.Sections.Select(s => (Section: s, Clauses: s.Clauses.Select(c => (Clause: c, Score: judge(s, c))).ToList())).ToList();
        var all = judged.SelectMany(s => s.Clauses).ToList();
        var zeroed = all.Where(c => c.Score.Zeroes is not null).DistinctBy(c => c.Score.Zeroes).ToDictionary(c => c.Score.Zeroes!, c => c.Clause);
        var lines = new List<ScoreLine>();
        var earned = 0m;
        foreach (var (section, clauses) in judged)
        {
            lines.AddRange(clauses.Select(c => c.Score.Line));
            var scored = clauses.Where(c => c.Clause.IsScored()).Sum(c => c.Score.Line.Points);
            var max = Rounding.Points(section.Max);
            if (scored > max)
            {
                lines.Add(Cap(section.Id, ScoreRules.SectionCap, scored - max, $"本项最高{Text(max)}分", $"This section counts at most {Text(max)} points"));
                scored = max;
            }
            if (zeroed.TryGetValue(section.Id, out var fact))
            {
                var lost = scored + clauses.Where(c => c.Clause.IsOnTop()).Sum(c => c.Score.Line.Points);
                lines.Add(Cap(
                    section.Id, ScoreRules.SectionZeroed, lost, $"因“{fact.Text.Zh}”，本项计0分", $"Because of '{fact.Text.In("en")}' this section counts 0"));
                scored = 0;
            }
            earned += scored;
        }
        if (ProRata(standard, earned) is { } spread)
            lines.Add(spread);
        return Close(lines, Rounding.Points(standard.Scale), all.Exists(c => c.Score.Veto));
    }

    /// <summary>
    /// What the earned points gain because some clauses do not apply: earned × (points that do not apply) ÷ (points that do). Null where nothing is to be
    /// spread, or nothing is left to spread it over.
    /// </summary>
    internal static ScoreLine? ProRata(Standard standard, decimal earned)
    {
        var missing = standard.Clauses.Where(c => !c.Applies).Sum(c => c.Points);
        var left = standard.Scale - missing;
        return missing <= 0 || left <= 0 ? null : new ScoreLine(
            ScoreRules.Whole, ScoreRules.ProRata, Rounding.Points(earned * missing / left), 0,
            new LocalizedText(
                $"合理缺项{Text(missing)}分，其余按比例折算：{Text(earned)} ÷ {Text(left)} × {Text(standard.Scale)}",
                $"{Text(missing)} points do not apply, the others count pro rata: {Text(earned)} ÷ {Text(left)} × {Text(standard.Scale)}"));
    }

    /// <summary>Adds the lines that keep a sum of lines within 0 and <paramref name="scale"/>, and that of a veto.</summary>
    internal static Score Close(List<ScoreLine> lines, decimal scale, bool vetoed)
    {
        var total = lines.Sum(l => l.Points);
        if (total > scale)
            lines.Add(Cap(ScoreRules.Whole, ScoreRules.ScaleCap, total - scale, $"总分最高{Text(scale)}分", $"The total is at most {Text(scale)} points"));
        else if (total < 0)
            lines.Add(new ScoreLine(ScoreRules.Whole, ScoreRules.Floor, -total, 0, new LocalizedText("总分最低0分", "The total is never below 0")));
        total = Math.Clamp(total, 0, scale);
        if (vetoed)
        {
            lines.Add(Cap(ScoreRules.Whole, ScoreRules.Veto, total, "一票否决，总分计0分", "Vetoed: the total is 0"));
            total = 0;
        }
        return new Score(total, vetoed, lines);
    }

    internal static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static ScoreLine Cap(string path, string rule, decimal over, string zh, string en) =>
        new(path, rule, -over, over, new LocalizedText(zh, en));
}
