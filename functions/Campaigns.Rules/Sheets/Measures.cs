using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Sheets;

/// <summary>The reported values that stay with the participant (B3, J13): what targets count and ranks compare without reading a sheet again.</summary>
public static class Measures
{
    /// <summary>The values of a sheet for the measures that <paramref name="standard"/> keeps; the first clause that states one wins; null for none.</summary>
    public static IReadOnlyDictionary<string, decimal>? Of(Standard standard, SheetContent content) => Collect(standard, clause =>
    {
        var answer = content.Answer(clause.Id);
        return (answer?.Measured, answer?.Of);
    });

    /// <summary>The values that an appraisal has verified; null for none.</summary>
    public static IReadOnlyDictionary<string, decimal>? Of(Standard standard, AppraisalContent content) =>
        Collect(standard, clause => (content.Measured.TryGetValue(clause.Id, out var measured) ? measured : null, null));

    /// <summary>The names of the measures that a rule asks for; the second is what a ratio is a part of.</summary>
    public static (string? Measure, string? Of) Named(ClauseRule rule) => rule switch
    {
        MeasureRule r => (r.Measure, null),
        StepsRule r => (r.Measure, null),
        RatioRule r => (r.Measure, r.Of),
        ByRankRule r => (r.Measure, null),
        DeductionRule r => (r.Measure, null),
        ZeroRule r => (r.Measure, null),
        VetoRule r => (r.Measure, null),
        _ => (null, null),
    };

    private static SortedDictionary<string, decimal>? Collect(Standard standard, Func<Clause, (decimal? Measured, decimal? Of)> stated)
    {
        if (standard.Kept.Count == 0)
            return null;
        var values = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var clause in standard.Clauses)
        {
            var (measure, of) = Named(clause.Rule);
            var (measured, whole) = stated(clause);
            Keep(measure, measured);
            Keep(of, whole);
        }
        return values.Count == 0 ? null : values;

        void Keep(string? name, decimal? value)
        {
            if (name is not null && value is { } known && standard.Kept.Contains(name))
                values.TryAdd(name, known);
        }
    }
}
