using System.Globalization;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Scoring;

/// <summary>
/// Scores sheets and appraisals against a standard (B2, G1, J13). The order: clauses, the cap of each section over its scored clauses, bonuses and
/// deductions on top, the cap of the scale, the floor of 0, vetoes. Total for every input: an answer out of range is taken at the nearest bound.
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
        Sum(standard, (section, clause) => ClauseScorer.FromJudgement(
            section, clause, points.GetValueOrDefault(clause.Id), measured.GetValueOrDefault(clause.Id)));

    private static Score Sum(Standard standard, Func<Section, Clause, ClauseScore> judge)
    {
        var lines = new List<ScoreLine>();
        var vetoed = false;
        foreach (var section in standard.Sections)
        {
            var scored = 0m;
            foreach (var clause in section.Clauses)
            {
                var (line, veto) = judge(section, clause);
                lines.Add(line);
                vetoed |= veto;
                if (clause.IsScored())
                    scored += line.Points;
            }
            var max = Rounding.Points(section.Max);
            if (scored > max)
                lines.Add(Cap(section.Id, ScoreRules.SectionCap, scored - max, $"本项最高{Text(max)}分", $"This section counts at most {Text(max)} points"));
        }
        return Close(lines, Rounding.Points(standard.Scale), vetoed);
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
