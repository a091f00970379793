using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Sheets;

/// <summary>A part of <see cref="ClauseAnswer"/>.</summary>
public enum AnswerPart
{
    Points,
    Yes,
    Measured,
    Of,
    Waived,
    Recognitions,
}

/// <summary>Which parts of an answer a clause's rule asks for (B2, J13), and which an answer gives; in the order of <see cref="AnswerPart"/>.</summary>
public static class AnswerParts
{
    /// <summary>What a reporter is asked; nothing where only the tier above gives points.</summary>
    public static IReadOnlyList<AnswerPart> AskedBy(ClauseRule rule) => rule switch
    {
        PointsRule => [AnswerPart.Points],
        YesNoRule => [AnswerPart.Yes],
        RatioRule => [AnswerPart.Measured, AnswerPart.Of],
        DeductionRule { WaivedBy: not null } => [AnswerPart.Measured, AnswerPart.Waived],
        MeasureRule or StepsRule or ByRankRule or DeductionRule or ZeroRule or VetoRule => [AnswerPart.Measured],
        BonusRule => [AnswerPart.Recognitions],
        _ => [],
    };

    /// <summary>What <paramref name="answer"/> states.</summary>
    public static IEnumerable<AnswerPart> GivenBy(ClauseAnswer answer)
    {
        if (answer.Points is not null)
            yield return AnswerPart.Points;
        if (answer.Yes is not null)
            yield return AnswerPart.Yes;
        if (answer.Measured is not null)
            yield return AnswerPart.Measured;
        if (answer.Of is not null)
            yield return AnswerPart.Of;
        if (answer.Waived is not null)
            yield return AnswerPart.Waived;
        if (answer.Recognitions.Count > 0)
            yield return AnswerPart.Recognitions;
    }
}
