using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Scoring;

/// <summary>
/// A score with how it came about (G1). The points of <see cref="Lines"/> sum exactly to <see cref="Total"/>, which lies between 0 and the scale; a vetoed
/// score is 0.
/// </summary>
public sealed record Score(decimal Total, bool Vetoed, IReadOnlyList<ScoreLine> Lines);

/// <summary>
/// One step of a score. <see cref="Path"/> is <c>section.clause</c>, a section, a kind of phase, or <see cref="ScoreRules.Whole"/>; <see cref="Rule"/> one of
/// <see cref="ScoreRules"/>; <see cref="Points"/> what it adds (negative for caps, deductions and vetoes); <see cref="Lost"/> points that were earned and do
/// not count, for a cap, a veto or missing evidence; <see cref="Reason"/> the sentence that a page shows.
/// </summary>
public sealed record ScoreLine(string Path, string Rule, decimal Points, decimal Lost, LocalizedText Reason);

/// <summary>The names that <see cref="ScoreLine.Rule"/> takes.</summary>
public static class ScoreRules
{
    /// <summary>The path of lines that concern the score as a whole.</summary>
    public const string Whole = "total";

    public const string Points = "points";
    public const string YesNo = "yesNo";
    public const string Measure = "measure";
    public const string Steps = "steps";
    public const string Bonus = "bonus";
    public const string Deduction = "deduction";
    public const string Veto = "veto";
    public const string SectionCap = "sectionCap";
    public const string ScaleCap = "scaleCap";
    public const string Floor = "floor";
    public const string WeightedMean = "weightedMean";
    public const string Ratio = "ratio";
    public const string ByRank = "byRank";
    public const string Discretion = "discretion";
    public const string Zeroes = "zeroes";
    public const string SectionZeroed = "sectionZeroed";
    public const string NotApplicable = "notApplicable";
    public const string ProRata = "proRata";
    public const string Late = "late";

    public static string Of(ClauseRule rule) => rule switch
    {
        PointsRule => Points,
        YesNoRule => YesNo,
        MeasureRule => Measure,
        StepsRule => Steps,
        BonusRule => Bonus,
        DeductionRule => Deduction,
        RatioRule => Ratio,
        ByRankRule => ByRank,
        DiscretionRule => Discretion,
        ZeroRule => Zeroes,
        _ => Veto,
    };
}

/// <summary>The one rounding rule: two decimals, midpoints away from zero, applied to each line and to nothing in between (G1).</summary>
public static class Rounding
{
    public static decimal Points(decimal value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);
}
