namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads <c>warnings</c>, a list of rules <c>{ id, when, card, clears, tracks }</c>. <c>when</c> is one of <c>{ phase: silent | late, kind }</c>,
/// <c>{ finding: overdue }</c>, <c>{ indicator: MEASURE, below: 30 | 30% }</c> and <c>{ yellow: 2 }</c>; <c>clears</c> is decision (the default),
/// next-on-time, closed (of a finding) or recovered (of an indicator).
/// </summary>
internal sealed class WarningReader(Problems problems, IReadOnlyCollection<string> trackIds, IReadOnlyCollection<string> measures)
{
    const int MostRules = 50;

    internal static readonly Dictionary<string, WarningClearing> clearings = new()
    {
        ["decision"] = WarningClearing.Decision,
        ["next-on-time"] = WarningClearing.NextOnTime,
        ["closed"] = WarningClearing.Closed,
        ["recovered"] = WarningClearing.Recovered,
    };

    internal static readonly Dictionary<string, bool> silences = new() { ["silent"] = true, ["late"] = false };
    internal static readonly Dictionary<string, bool> overdue = new() { ["overdue"] = true };
    static readonly string[] triggers = ["phase", "finding", "indicator", "yellow"];

    public IReadOnlyList<WarningRule> Read(Node? node)
    {
        if (node is null or RefusedNode)
            return [];
        if (node is not ListNode { Items.Count: > 0 } list)
        {
            problems.Add(node, "a list of rules is expected here, for example - { id: silent, when: { phase: silent }, card: yellow }",
                "此处应为预警规则的列表，例如 - { id: silent, when: { phase: silent }, card: yellow }");
            return [];
        }
        if (list.Items.Count > MostRules)
            problems.Add(list, $"there are at most {MostRules} rules", $"预警规则最多 {MostRules} 条");
        var rules = new List<WarningRule>();
        foreach (var item in list.Items.Take(MostRules))
        {
            if (Rule(item) is not { } rule)
                continue;
            if (rules.Exists(r => r.Id == rule.Id))
                problems.Add(item, $"rule '{rule.Id}' is already there", $"已有规则“{rule.Id}”");
            rules.Add(rule);
        }
        return rules;
    }

    WarningRule? Rule(Node node)
    {
        if (Fields.Of(node, problems, "id", "when", "card", "clears", "tracks") is not { } fields)
            return null;
        var id = Values.Slug(fields.Required("id"), problems);
        var when = Trigger(fields.Required("when"));
        var card = Values.Choice(fields.Required("card"), problems, Vocabulary.Cards);
        var clears = Values.Choice(fields.Optional("clears"), problems, clearings) ?? WarningClearing.Decision;
        var tracks = Values.Names(fields.Optional("tracks"), problems);
        foreach (var track in tracks)
            Values.IsKnown(track, trackIds, "track", "类别", problems);
        if (when is not null && !Fits(when, clears))
            problems.Add(fields.Optional("clears")!, "nothing would ever clear this card so: 'closed' goes with a finding, 'recovered' with an indicator, "
                + "'next-on-time' with a phase", "这样永远不会解除：closed 用于问题，recovered 用于指标，next-on-time 用于阶段");
        return id is null || when is null || card is null
            ? null
            : new WarningRule { Id = id.Value.Text, When = when, Card = card.Value, Clears = clears, Tracks = [.. tracks.Select(t => t.Text)] };
    }

    WarningTrigger? Trigger(Node? node)
    {
        if (Fields.Of(node, problems, "phase", "kind", "finding", "indicator", "below", "yellow") is not { } fields)
            return null;
        if (triggers.Count(fields.Has) != 1)
        {
            problems.Add(fields.Node, "give one of 'phase', 'finding', 'indicator' and 'yellow'", "phase、finding、indicator、yellow 须且只能给出一项");
            return null;
        }
        if (!fields.Has("phase"))
            fields.Forbid("kind", "'kind' goes with 'phase'", "kind 与 phase 并用");
        if (!fields.Has("indicator"))
            fields.Forbid("below", "'below' goes with 'indicator'", "below 与 indicator 并用");
        if (fields.Has("phase"))
        {
            var kind = Values.Choice(fields.Optional("kind"), problems, Vocabulary.PhaseKinds);
            return Values.Choice(fields.Optional("phase"), problems, silences) is not { } silent ? null
                : silent ? new PhaseSilent(kind)
                : new PhaseLate(kind);
        }
        if (fields.Has("finding"))
            return Values.Choice(fields.Optional("finding"), problems, overdue) is null ? null : new FindingOverdue();
        if (fields.Has("yellow"))
            return Values.Whole(fields.Optional("yellow"), problems, least: 2, most: 20) is { } count ? new RepeatedYellow(count) : null;
        return Indicator(fields);
    }

    IndicatorBelow? Indicator(Fields fields)
    {
        var indicator = Values.Slug(fields.Optional("indicator"), problems);
        var known = indicator is { } name && Values.IsKnown(name, measures, "measure", "指标", problems);
        var floor = fields.Required("below");
        if (Values.Text(floor, problems) is not { } text)
            return null;
        var ofTarget = text.EndsWith('%');
        var value = ofTarget ? Values.Percent(floor, problems) : Values.Number(floor, problems);
        return known && value is { } number ? new IndicatorBelow(indicator!.Value.Text, number, ofTarget) : null;
    }

    static bool Fits(WarningTrigger when, WarningClearing clears) => clears switch
    {
        WarningClearing.Closed => when is FindingOverdue,
        WarningClearing.Recovered => when is IndicatorBelow,
        WarningClearing.NextOnTime => when is PhaseSilent or PhaseLate,
        _ => true,
    };
}
