namespace Campaigns.Rules.Definitions;

/// <summary>
/// A standard 标准: sections 项 of clauses 条, scored out of <see cref="Scale"/> (B2). The maxima of its sections sum to the scale;
/// bonus and deduction clauses come on top of it and never lift a score above the scale or below zero.
/// </summary>
public sealed record Standard
{
    public required string Id { get; init; }
    public LocalizedText? Title { get; init; }
    /// <summary>100 for 百分制, 1000 for 千分制.</summary>
    public required decimal Scale { get; init; }
    /// <summary>Grade id to the least score that reaches it, highest first.</summary>
    public required IReadOnlyList<Grade> Grades { get; init; }
    public required IReadOnlyList<Section> Sections { get; init; }

    public IEnumerable<Clause> Clauses => Sections.SelectMany(s => s.Clauses);
}

/// <summary>A grade 等次 and the least score, on the standard's scale, that reaches it.</summary>
public sealed record Grade(string Id, decimal From);

/// <summary>A section 项; its clauses' points are capped at <see cref="Max"/>.</summary>
public sealed record Section(string Id, LocalizedText Title, decimal Max, IReadOnlyList<Clause> Clauses);

/// <summary>
/// A clause 条. Exactly one way of scoring: see <see cref="ClauseRule"/>. <see cref="Points"/> is the most that it adds inside its section
/// (0 for bonus, deduction and veto clauses).
/// </summary>
public sealed record Clause
{
    public required string Id { get; init; }
    public required LocalizedText Text { get; init; }
    public required ClauseRule Rule { get; init; }
    public EvidenceRequirement? Evidence { get; init; }

    public decimal Points => Rule switch
    {
        PointsRule r => r.Max,
        YesNoRule r => r.Points,
        MeasureRule r => r.Points,
        StepsRule r => r.Steps.Count == 0 ? 0 : r.Steps.Max(s => s.Points),
        _ => 0,
    };
}

/// <summary>Evidence that a clause asks for: at least <see cref="Min"/> files, of one of <see cref="Kinds"/> (photo, document, video, sheet; empty for
/// any).</summary>
public sealed record EvidenceRequirement(int Min, IReadOnlyList<string> Kinds);

/// <summary>How a clause is scored (B2).</summary>
public abstract record ClauseRule
{
    private protected ClauseRule()
    {
    }
}

/// <summary>Points given by judgement, 0 to <see cref="Max"/>.</summary>
public sealed record PointsRule(decimal Max) : ClauseRule;

/// <summary>All of the points, or none.</summary>
public sealed record YesNoRule(decimal Points) : ClauseRule;

/// <summary>A measured value against a target: value ÷ target × points, between 0 and the points (B3).</summary>
public sealed record MeasureRule(string Measure, decimal Target, decimal Points) : ClauseRule;

/// <summary>A measured value against steps: the points of the highest step whose <see cref="Step.From"/> it reaches, else 0.</summary>
public sealed record StepsRule(string Measure, IReadOnlyList<Step> Steps) : ClauseRule;

public sealed record Step(decimal From, decimal Points);

/// <summary>Points on top by level of recognition (<c>county</c>, <c>city</c>, ...), each event once, together at most <see cref="Cap"/>.</summary>
public sealed record BonusRule(IReadOnlyDictionary<string, decimal> ByLevel, decimal Cap) : ClauseRule;

/// <summary>Points off for each event counted by <see cref="Measure"/>, together at most <see cref="Cap"/>.</summary>
public sealed record DeductionRule(string Measure, decimal Each, decimal Cap) : ClauseRule;

/// <summary>Veto 一票否决: a measured value above <see cref="Above"/> makes the participant ineligible and its score 0.</summary>
public sealed record VetoRule(string Measure, decimal Above) : ClauseRule;
