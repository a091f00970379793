using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Scoring;

/// <summary>A standard as it applies to one participant, or in one cycle.</summary>
public static class Applied
{
    /// <summary>The standard with the clauses marked that were found not applicable to <paramref name="state"/> (L4).</summary>
    public static Standard For(this Standard standard, ParticipantState state) => standard.Without([.. state.NotApplicable.Keys]);

    /// <summary>The standard with <paramref name="clauses"/> marked as not applicable.</summary>
    public static Standard Without(this Standard standard, IReadOnlyCollection<string> clauses) => clauses.Count == 0
        ? standard
        : standard.Rewrite(c => clauses.Contains(c.Id) ? c with { Applies = false } : c);

    /// <summary>The definition with its relative targets resolved by the values that the authority has entered (K5).</summary>
    public static CampaignDefinition With(this CampaignDefinition definition, IReadOnlyDictionary<string, decimal> references) => references.Count == 0
        ? definition
        : definition with { Standards = [.. definition.Standards.Select(s => s.Rewrite(c => Resolve(c, references)))] };

    private static Clause Resolve(Clause clause, IReadOnlyDictionary<string, decimal> references) =>
        clause.Rule is MeasureRule { Relative: { } relative } rule && references.TryGetValue(relative.Reference, out var value)
            ? clause with { Rule = rule with { Relative = relative with { Value = value } } }
            : clause;

    private static Standard Rewrite(this Standard standard, Func<Clause, Clause> change) => standard with
    {
        Sections = [.. standard.Sections.Select(s => s with { Clauses = [.. s.Clauses.Select(change)] })],
    };
}
