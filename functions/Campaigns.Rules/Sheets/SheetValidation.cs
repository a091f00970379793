using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Sheets;

/// <summary>
/// Checks what was filled in against the standard and finds everything at once, each with its path (<c>answers.deeds.measured</c>). An unanswered clause is
/// no mistake: it scores 0.
/// </summary>
public static class SheetValidation
{
    /// <summary>The longest text of a sheet, in UTF-16 units.</summary>
    public const int MaxText = 20_000;

    /// <summary>The longest note, comment or reason, in UTF-16 units.</summary>
    public const int MaxNote = 2_000;

    /// <summary>The most events that one bonus clause may list.</summary>
    public const int MaxRecognitions = 100;

    /// <summary>The largest measured value, either way.</summary>
    public const decimal MaxMeasured = 1_000_000_000_000m;

    /// <summary>Every problem of <paramref name="content"/>, in the order of its clauses' ids; empty where it holds.</summary>
    public static IReadOnlyList<Refusal> Check(Standard standard, SheetContent content)
    {
        var clauses = standard.Clauses.ToDictionary(c => c.Id);
        var problems = new List<Refusal>();
        foreach (var (id, answer) in content.Answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var path = $"answers.{id}";
            if (!clauses.TryGetValue(id, out var clause))
                problems.Add(Unknown(path, id));
            else if (answer is not null)
                problems.AddRange(Check(clause, answer, path));
        }
        if (TooLong(content.Text, "text", MaxText) is { } tooLong)
            problems.Add(tooLong);
        return problems;
    }

    /// <summary>The refusal of a text over <paramref name="max"/> UTF-16 units, or null.</summary>
    internal static Refusal? TooLong(string? text, string path, int max = MaxNote) =>
        text?.Length > max ? new Refusal(RefusalCode.TextTooLong, path, new Dictionary<string, string> { ["max"] = Scorer.Text(max) }) : null;

    internal static Refusal Unknown(string path, string clause) => new(RefusalCode.UnknownClause, path, new Dictionary<string, string> { ["clause"] = clause });

    internal static Refusal? OutOfRange(decimal? value, decimal min, decimal max, string path) => value < min || value > max
        ? new Refusal(RefusalCode.AnswerOutOfRange, path, new Dictionary<string, string> { ["min"] = Scorer.Text(min), ["max"] = Scorer.Text(max) })
        : null;

    private static string Name(AnswerPart part) => part switch
    {
        AnswerPart.Points => "points",
        AnswerPart.Yes => "yes",
        AnswerPart.Measured => "measured",
        AnswerPart.Of => "of",
        AnswerPart.Waived => "waived",
        _ => "recognitions",
    };

    private static IEnumerable<Refusal> Check(Clause clause, ClauseAnswer answer, string path)
    {
        var asked = AnswerParts.AskedBy(clause.Rule);
        foreach (var part in AnswerParts.GivenBy(answer).Except(asked))
            yield return new Refusal(RefusalCode.AnswerNotAsked, $"{path}.{Name(part)}");

        if (clause.Rule is PointsRule points && OutOfRange(answer.Points, 0, points.Max, $"{path}.points") is { } outOfPoints)
            yield return outOfPoints;
        var least = clause.Rule is MeasureRule or StepsRule or ByRankRule ? -MaxMeasured : 0;
        if (OutOfRange(answer.Measured, least, MaxMeasured, $"{path}.measured") is { } outOfRange)
            yield return outOfRange;
        // A part is never more than its whole: 6 kept of 5 made is a slip of the pen.
        if (clause.Rule is RatioRule && OutOfRange(answer.Of, Math.Max(0, answer.Measured ?? 0), MaxMeasured, $"{path}.of") is { } outOfWhole)
            yield return outOfWhole;
        if (clause.Rule is BonusRule bonus)
        {
            if (OutOfRange(answer.Recognitions.Count, 0, MaxRecognitions, $"{path}.recognitions") is { } tooMany)
                yield return tooMany;
            foreach (var level in answer.Recognitions.Where(l => l is null || !bonus.ByLevel.ContainsKey(l)).Distinct())
                yield return new Refusal(RefusalCode.UnknownRecognition, $"{path}.recognitions", new Dictionary<string, string> { ["level"] = level ?? "" });
        }
        if (TooLong(answer.Note, $"{path}.note") is { } tooLong)
            yield return tooLong;
    }
}
