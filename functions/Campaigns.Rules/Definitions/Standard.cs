using System.Collections.Frozen;
using System.Collections.ObjectModel;

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
    /// <summary>The share (0–1) of comparable participants that a grade holds at most, by grade; applied at evaluation, best first (J13).</summary>
    public IReadOnlyDictionary<string, decimal> HeadCount { get; init; } = ReadOnlyDictionary<string, decimal>.Empty;
    /// <summary>Measures whose reported values stay with the participant, because targets or points by rank need them without reading its sheets.</summary>
    public IReadOnlySet<string> Kept { get; init; } = FrozenSet<string>.Empty;

    public IEnumerable<Clause> Clauses => Sections.SelectMany(s => s.Clauses);
}

/// <summary>A grade 等次 and the least score, on the standard's scale, that reaches it.</summary>
public sealed record Grade(string Id, decimal From);

/// <summary>A section 项; its clauses' points are capped at <see cref="Max"/>.</summary>
public sealed record Section(string Id, LocalizedText Title, decimal Max, IReadOnlyList<Clause> Clauses);

/// <summary>
/// A clause 条. Exactly one way of scoring: see <see cref="ClauseRule"/>. <see cref="Points"/> is the most that it adds inside its section
/// (0 for bonus, discretion, deduction, zeroing and veto clauses).
/// </summary>
public sealed record Clause
{
    public required string Id { get; init; }
    public required LocalizedText Text { get; init; }
    public required ClauseRule Rule { get; init; }
    public EvidenceRequirement? Evidence { get; init; }
    /// <summary>False where the clause was found not applicable to the participant at hand 合理缺项 (L4); its points are spread over the others.</summary>
    public bool Applies { get; init; } = true;

    public decimal Points => Rule switch
    {
        PointsRule r => r.Max,
        YesNoRule r => r.Points,
        MeasureRule r => r.Points,
        StepsRule r => r.Steps.Count == 0 ? 0 : r.Steps.Max(s => s.Points),
        RatioRule r => r.Points,
        ByRankRule r => r.Points.Count == 0 ? 0 : r.Points.Max(),
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

/// <summary>
/// A measured value against a target: value ÷ target × points, between 0 and the points (B3). With <see cref="Relative"/> the target follows from a value
/// that the authority enters during the year (K5).
/// </summary>
public sealed record MeasureRule(string Measure, decimal Target, decimal Points) : ClauseRule
{
    public RelativeTarget? Relative { get; init; }
}

/// <summary>
/// A target of <see cref="Above"/> (0.2 is 20 %) above the reference value <see cref="Reference"/>. <see cref="Value"/> is what the authority has entered, null
/// until then.
/// </summary>
public sealed record RelativeTarget(string Reference, decimal Above, decimal? Value = null)
{
    /// <summary>The target; null while the reference value is unknown.</summary>
    public decimal? Target => Value * (1 + Above);
}

/// <summary>
/// A ratio of two measured values: <see cref="Measure"/> ÷ <see cref="Of"/> × points, between 0 and the points; nothing of nothing is 0 (J13).
/// </summary>
public sealed record RatioRule(string Measure, string Of, decimal Points) : ClauseRule;

/// <summary>A measured value against steps: the points of the highest step whose <see cref="Step.From"/> it reaches, else 0.</summary>
public sealed record StepsRule(string Measure, IReadOnlyList<Step> Steps) : ClauseRule;

public sealed record Step(decimal From, decimal Points);

/// <summary>Points on top by level of recognition (<c>county</c>, <c>city</c>, ...), each event once, together at most <see cref="Cap"/>.</summary>
public sealed record BonusRule(IReadOnlyDictionary<string, decimal> ByLevel, decimal Cap) : ClauseRule;

/// <summary>
/// Points off for each event counted by <see cref="Measure"/>, together at most <see cref="Cap"/>. Where <see cref="WaivedBy"/> names a fact, nothing is taken
/// off once that fact is stated (J13).
/// </summary>
public sealed record DeductionRule(string Measure, decimal Each, decimal Cap) : ClauseRule
{
    public string? WaivedBy { get; init; }
}

/// <summary>An item zeroed by a fact: a measured value above <see cref="Above"/> takes all points of <see cref="Section"/>, bonuses included (J13).</summary>
public sealed record ZeroRule(string Measure, decimal Above, string Section) : ClauseRule;

/// <summary>Points on top at the discretion of the tier above, 0 to <see cref="UpTo"/>, never without a reason (J13).</summary>
public sealed record DiscretionRule(decimal UpTo) : ClauseRule;

/// <summary>
/// Points by rank among comparable participants, highest value first: the first of <see cref="Points"/> for the first place and so on, 0 behind the last. Equal
/// values share a place. Given at evaluation, when everybody's value is known (J13).
/// </summary>
public sealed record ByRankRule(string Measure, IReadOnlyList<decimal> Points) : ClauseRule;

/// <summary>Veto 一票否决: a measured value above <see cref="Above"/> makes the participant ineligible and its score 0.</summary>
public sealed record VetoRule(string Measure, decimal Above) : ClauseRule;
