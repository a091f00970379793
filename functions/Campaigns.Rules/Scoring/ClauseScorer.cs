using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Scoring;

/// <summary>A clause's line, whether it vetoes the whole, and the section that it zeroes, if any.</summary>
internal readonly record struct ClauseScore(ScoreLine Line, bool Veto, string? Zeroes = null);

/// <summary>The line of one clause.</summary>
internal static class ClauseScorer
{
    /// <summary>
    /// The clause adds points inside its section; bonuses, discretion, deductions, zeroing facts and vetoes stand beside it, ranks come later.
    /// </summary>
    public static bool IsScored(this Clause clause) => clause.Rule is PointsRule or YesNoRule or MeasureRule or StepsRule or RatioRule;

    /// <summary>The clause adds points on top of its section.</summary>
    public static bool IsOnTop(this Clause clause) => clause.Rule is BonusRule or DiscretionRule;

    /// <summary>The most points that the tier above can give the clause; null where it gives none but states facts.</summary>
    public static decimal? MostGiven(this Clause clause) => clause.Rule switch
    {
        BonusRule rule => rule.Cap,
        DiscretionRule rule => rule.UpTo,
        _ => clause.IsScored() ? clause.Points : null,
    };

    public static ClauseScore FromAnswer(Section section, Clause clause, ClauseAnswer? answer, int evidence) => !clause.Applies
        ? LeftOut(section, clause)
        : clause.Rule switch
        {
            DeductionRule rule => Deduct(section, clause, rule, answer?.Measured ?? 0, answer?.Waived == true),
            VetoRule rule => Judge(section, clause, rule, answer?.Measured ?? 0),
            ZeroRule rule => Zero(section, clause, rule, answer?.Measured ?? 0),
            DiscretionRule rule => Line(section, clause, 0, 0, $"由上级酌情给分（最多{Scorer.Text(rule.UpTo)}分）",
                $"Given by the tier above at its discretion, up to {Scorer.Text(rule.UpTo)} points"),
            ByRankRule => ByRank(section, clause, answer?.Measured),
            _ => Earn(section, clause, answer, evidence),
        };

    public static ClauseScore FromJudgement(Section section, Clause clause, AppraisalContent content)
    {
        var (points, measured) = (content.Points.GetValueOrDefault(clause.Id), content.Measured.GetValueOrDefault(clause.Id));
        return !clause.Applies ? LeftOut(section, clause) : clause.Rule switch
        {
            DeductionRule rule => Deduct(section, clause, rule, measured, content.Waived.Contains(clause.Id)),
            VetoRule rule => Judge(section, clause, rule, measured),
            ZeroRule rule => Zero(section, clause, rule, measured),
            ByRankRule => ByRank(section, clause, content.Measured.TryGetValue(clause.Id, out var verified) ? verified : null),
            DiscretionRule rule => Discretion(section, clause, points, rule.UpTo, content.Reasons.GetValueOrDefault(clause.Id)),
            BonusRule rule => Given(section, clause, points, rule.Cap),
            _ => Given(section, clause, points, clause.Points),
        };
    }

    /// <summary>What the answer would earn if all of its evidence were there, and what a cap takes away from it.</summary>
    public static (decimal Points, decimal Capped) Claim(Clause clause, ClauseAnswer? answer)
    {
        if (answer is null)
            return (0, 0);
        var points = clause.Rule switch
        {
            PointsRule rule => Math.Clamp(answer.Points ?? 0, 0, rule.Max),
            YesNoRule rule => answer.Yes == true ? rule.Points : 0,
            MeasureRule { Relative: { } relative } rule => relative.Target is { } target ? Ratio(answer.Measured, target, rule.Points) : 0,
            MeasureRule rule => Ratio(answer.Measured, rule.Target, rule.Points),
            RatioRule rule => answer.Of > 0 ? Ratio(answer.Measured, answer.Of.Value, rule.Points) : 0,
            StepsRule rule => rule.Steps.Where(s => answer.Measured >= s.From).OrderByDescending(s => s.From).Select(s => s.Points).FirstOrDefault(),
            BonusRule rule => answer.Recognitions.Sum(level => level is null ? 0 : rule.ByLevel.GetValueOrDefault(level)),
            _ => 0,
        };
        points = Rounding.Points(points);
        return clause.Rule is BonusRule { Cap: var cap } && points > Rounding.Points(cap)
            ? (Rounding.Points(cap), points - Rounding.Points(cap))
            : (points, 0);
    }

    private static decimal Ratio(decimal? measured, decimal target, decimal points)
    {
        if (measured is not { } value)
            return 0;
        // At or above the target first: a value above 0 and below its target keeps the division away from 0 and from overflow.
        return value >= target ? points : value <= 0 ? 0 : value / target * points;
    }

    private static ClauseScore Earn(Section section, Clause clause, ClauseAnswer? answer, int evidence)
    {
        var (points, capped) = Claim(clause, answer);
        if (clause.Evidence is { Min: > 0 } required && evidence < required.Min && points > 0)
        {
            return Line(section, clause, 0, points + capped,
                $"佐证材料不足（需{required.Min}件，有{evidence}件），本条不得分",
                $"Evidence is missing ({evidence} of {required.Min} files): the clause scores 0");
        }
        var (zh, en) = Explain(clause, answer, points);
        return capped > 0
            ? Line(section, clause, points, capped, $"{zh}，加分最高{Scorer.Text(points)}分", $"{en}, at most {Scorer.Text(points)}")
            : Line(section, clause, points, 0, zh, en);
    }

    private static (string Zh, string En) Explain(Clause clause, ClauseAnswer? answer, decimal points)
    {
        var p = Scorer.Text(points);
        return (clause.Rule, answer) switch
        {
            (_, null) => ("未填写", "Not answered"),
            (PointsRule rule, _) => ($"自评{p}分（满分{Scorer.Text(rule.Max)}分）", $"{p} of {Scorer.Text(rule.Max)} points by judgement"),
            (YesNoRule, _) => answer.Yes == true ? ($"达到要求，得{p}分", $"Yes: {p} points") : ("未达到要求", "No: 0 points"),
            (MeasureRule or StepsRule, { Measured: null }) or (RatioRule, { Measured: null } or { Of: null }) => ("未填写", "Not answered"),
            (MeasureRule { Relative: { Target: null } relative }, _) => (
                $"参照值“{relative.Reference}”尚未公布，暂计0分", $"The reference value '{relative.Reference}' is not known yet: 0 points for now"),
            (MeasureRule { Relative: { Target: { } target } relative } rule, { Measured: { } value }) => (
                $"{Scorer.Text(value)}（参照值{Scorer.Text(relative.Value!.Value)}上浮{Scorer.Text(relative.Above * 100)}%，即目标{Scorer.Text(target)}），得{p}分（满分{Scorer.Text(rule.Points)}分）",
                $"{Scorer.Text(value)} against {Scorer.Text(target)}, {Scorer.Text(relative.Above * 100)}% above the reference of {Scorer.Text(relative.Value!.Value)}: "
                    + $"{p} of {Scorer.Text(rule.Points)} points"),
            (RatioRule rule, { Measured: { } value, Of: { } whole }) => (
                $"{Scorer.Text(value)} ÷ {Scorer.Text(whole)} × {Scorer.Text(rule.Points)}分，得{p}分",
                $"{Scorer.Text(value)} of {Scorer.Text(whole)}: {p} of {Scorer.Text(rule.Points)} points"),
            (MeasureRule rule, { Measured: { } value }) => (
                $"{Scorer.Text(value)}（目标{Scorer.Text(rule.Target)}），得{p}分（满分{Scorer.Text(rule.Points)}分）",
                $"{Scorer.Text(value)} against a target of {Scorer.Text(rule.Target)}: {p} of {Scorer.Text(rule.Points)} points"),
            (StepsRule, { Measured: { } value }) => ($"{Scorer.Text(value)}，按档次得{p}分", $"{Scorer.Text(value)} reaches the step of {p} points"),
            (BonusRule, { Recognitions: var levels }) => ($"表彰{levels.Count}次，加{p}分", $"{levels.Count} recognitions: {p} points on top"),
            _ => ("", ""),
        };
    }

    private static ClauseScore Given(Section section, Clause clause, decimal points, decimal max)
    {
        var given = Rounding.Points(Math.Clamp(points, 0, max));
        return Line(section, clause, given, 0, $"考评得{Scorer.Text(given)}分（满分{Scorer.Text(max)}分）", $"Given {Scorer.Text(given)} of {Scorer.Text(max)} points");
    }

    private static ClauseScore Discretion(Section section, Clause clause, decimal points, decimal max, string? reason)
    {
        var given = Rounding.Points(Math.Clamp(points, 0, max));
        return Line(section, clause, given, 0,
            $"酌情给{Scorer.Text(given)}分（最多{Scorer.Text(max)}分）" + (reason is null ? "" : $"：{reason}"),
            $"{Scorer.Text(given)} of up to {Scorer.Text(max)} points at discretion" + (reason is null ? "" : $": {reason}"));
    }

    private static ClauseScore ByRank(Section section, Clause clause, decimal? measured)
    {
        var (zh, en) = measured is { } value ? (Scorer.Text(value), Scorer.Text(value)) : ("未填写", "Not answered");
        return Line(section, clause, 0, 0, $"{zh}，总评时按名次计分（满分{Scorer.Text(clause.Points)}分）",
            $"{en}; points by rank come with the evaluation, up to {Scorer.Text(clause.Points)}");
    }

    private static ClauseScore LeftOut(Section section, Clause clause) => new(
        new ScoreLine($"{section.Id}.{clause.Id}", ScoreRules.NotApplicable, 0, 0, new LocalizedText("合理缺项，不计分", "Not applicable: left out of the score")),
        false);

    private static ClauseScore Zero(Section section, Clause clause, ZeroRule rule, decimal measured)
    {
        var value = Scorer.Text(measured);
        return measured > rule.Above
            ? Line(section, clause, 0, 0, $"{value}，超过{Scorer.Text(rule.Above)}，“{rule.Section}”一项计0分",
                $"{value} is above {Scorer.Text(rule.Above)}: section '{rule.Section}' counts 0") with
            { Zeroes = rule.Section }
            : Line(section, clause, 0, 0, $"{value}，不影响得分", $"{value}: nothing is zeroed");
    }

    private static ClauseScore Deduct(Section section, Clause clause, DeductionRule rule, decimal measured, bool waived)
    {
        var events = Math.Max(measured, 0);
        if (waived && rule.WaivedBy is { } fact && events > 0)
            return Line(section, clause, 0, 0, $"{Scorer.Text(events)}次，因“{fact}”免于扣分", $"{Scorer.Text(events)} events, waived by '{fact}'");
        // Compared before multiplying: a count beyond the cap must not overflow.
        var capped = rule.Each > 0 && events > rule.Cap / rule.Each;
        var off = Rounding.Points(capped ? rule.Cap : events * rule.Each);
        var (zh, en) = off == 0 ? ("无扣分", "Nothing deducted")
            : capped ? ($"{Scorer.Text(events)}次，扣分最多{Scorer.Text(off)}分", $"{Scorer.Text(events)} events: at most {Scorer.Text(off)} points off")
            : ($"{Scorer.Text(events)}次，扣{Scorer.Text(off)}分", $"{Scorer.Text(events)} events: {Scorer.Text(off)} points off");
        return Line(section, clause, -off, 0, zh, en);
    }

    private static ClauseScore Judge(Section section, Clause clause, VetoRule rule, decimal measured)
    {
        var veto = measured > rule.Above;
        var value = Scorer.Text(measured);
        var line = veto
            ? Line(section, clause, 0, 0, $"{value}，超过{Scorer.Text(rule.Above)}，一票否决", $"{value} is above {Scorer.Text(rule.Above)}: veto")
            : Line(section, clause, 0, 0, $"{value}，未触发一票否决", $"{value}: no veto");
        return line with { Veto = veto };
    }

    private static ClauseScore Line(Section section, Clause clause, decimal points, decimal lost, string zh, string en) =>
        new(new ScoreLine($"{section.Id}.{clause.Id}", ScoreRules.Of(clause.Rule), points, lost, new LocalizedText(zh, en)), false);
}
