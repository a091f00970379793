namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads what belongs to one way of selecting alone (K3): <c>weigh: { assessment: 60%, appraisal: 40% }</c> of a track that selects on site, and
/// <c>vetted-by: [authority, tax]</c> of one that selects by vetting, where <c>authority</c> is the authority's own unit and is meant where nothing is said.
/// </summary>
internal sealed class SelectionWayReader(Problems problems, IReadOnlyDictionary<string, PhaseKind> scored, string? authority)
{
    const string Assessment = "assessment";
    const string Authority = "authority";

    /// <summary>Null where the track does not select on site, or does not say how the mark counts, which is reported.</summary>
    public ChoiceWeights? Weigh(SelectionMethod? by, Fields fields)
    {
        if (by is not (null or SelectionMethod.OnSite))
            fields.Forbid("weigh", "only who selects on site weighs an assessment: 'weigh' goes with 'by: on-site'", "只有实地考核评选才有权重：“weigh”须与“by: on-site”并用");
        else if (by is SelectionMethod.OnSite && !fields.Has("weigh"))
            problems.Add(
                fields.Node, "how does the assessment count beside what is known? give 'weigh', for example weigh: { assessment: 60%, appraisal: 40% }",
                "实地考核结果与平时掌握情况各占多少？请给出 weigh，例如 weigh: { assessment: 60%, appraisal: 40% }");
        if (by is not SelectionMethod.OnSite || !fields.Has("weigh") || Fields.Entries(fields.Optional("weigh"), problems) is not { } map)
            return null;
        var (mark, known, complete) = (0m, new Dictionary<PhaseKind, decimal>(), true);
        foreach (var entry in map.Entries)
        {
            var share = Values.Percent(entry.Value, problems);
            complete &= share is not null;
            if (entry.Key == Assessment)
                mark = share ?? 0;
            else if (Values.Choice(entry.KeyNode, problems, scored) is { } kind)
                known[kind] = share ?? 0;
            else
                complete = false;
        }
        if (complete && mark + known.Values.Sum() is var sum && sum != 1)
            problems.Add(map, $"the weights sum to {sum * 100:0.##}%, not to 100%", $"权重之和为 {sum * 100:0.##}%，应为 100%");
        else if (complete && mark == 0)
            problems.Add(map, "the assessment would count nothing: give 'assessment' a share", "实地考核不起作用：请给出 assessment 的比例");
        return complete ? new ChoiceWeights(mark, known) : null;
    }

    /// <summary>Who vets; nobody in the other tracks.</summary>
    public IReadOnlyList<string> VettedBy(SelectionMethod? by, Fields fields)
    {
        if (by is not (null or SelectionMethod.Vetting))
            fields.Forbid(
                "vetted-by", "only who selects by vetting is vetted: 'vetted-by' goes with 'by: vetting'", "只有考察评选才有考察部门：“vetted-by”须与“by: vetting”并用");
        var named = Values.Names(fields.Optional("vetted-by"), problems).Where(n => Values.IsSlug(n.Text, n.At, problems)).Select(n => n.Text).ToList();
        if (by is not SelectionMethod.Vetting)
            return [];
        return [.. (named.Count == 0 ? [Authority] : named).Select(n => n == Authority ? authority : n).OfType<string>().Distinct()];
    }
}
