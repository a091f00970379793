namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads reference values (K5): <c>county-income: { title: …, unit: yuan }</c>.</summary>
internal sealed class ReferenceReader(Problems problems)
{
    public Reference? Read(Pair entry)
    {
        Values.IsSlug(entry.Key, entry.KeyNode, problems);
        if (Fields.Of(entry.Value, problems, "title", "unit") is not { } fields)
            return null;
        var title = Values.Localized(fields.Required("title"), problems);
        var unit = Values.Text(fields.Optional("unit"), problems);
        return new Reference(entry.Key, title ?? new LocalizedText(""), unit);
    }
}

/// <summary>Which reported values a standard keeps with the participant: those that its own clauses by rank compare, and those that targets count.</summary>
internal static class KeptMeasures
{
    public static Standard Of(Standard standard, IEnumerable<Target> targets)
    {
        var ranked = standard.Clauses.Select(c => c.Rule).OfType<ByRankRule>().Select(r => r.Measure);
        var kept = targets.SelectMany(t => Counted(t.Source)).Intersect(Asked(standard)).Concat(ranked).ToHashSet(StringComparer.Ordinal);
        return kept.Count == 0 ? standard : standard with { Kept = kept };
    }

    /// <summary>Every measure that a clause of the standard asks for.</summary>
    public static IEnumerable<string> Asked(Standard standard) => standard.Clauses
        .Select(c => Sheets.Measures.Named(c.Rule)).SelectMany(m => new[] { m.Measure, m.Of }).OfType<string>();

    static IEnumerable<string> Counted(TargetSource source) => source switch
    {
        MeasureSource { OutOf: { } whole } m => [m.Measure, whole],
        MeasureSource m => [m.Measure],
        ReachingSource r => [r.Measure],
        _ => [],
    };
}
