namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads how a clause is scored (B2, J13): exactly one of <see cref="Ways"/>.</summary>
internal sealed class ClauseRuleReader(Problems problems, IReadOnlyCollection<string> references)
{
    const int MostPlaces = 1000;

    /// <summary>The ways of scoring, as the author writes them.</summary>
    public static readonly string[] Ways = ["points", "yes-no", "measure", "ratio", "by-rank", "bonus", "discretion", "deduct", "zeroes", "veto"];

    readonly List<Name> zeroed = [];

    /// <summary>Reports sections that are to be zeroed and are not in the standard; then forgets them, for the next standard.</summary>
    public void CheckZeroed(IReadOnlyCollection<string> sections)
    {
        foreach (var name in zeroed)
            Values.IsKnown(name, sections, "section", "项", problems);
        zeroed.Clear();
    }

    /// <summary>The rule of a clause; null, reported, where it cannot be read.</summary>
    public ClauseRule? Read(Fields fields)
    {
        var given = Ways.Where(fields.Has).Where(w => w != "points" || !fields.Has("measure")).ToList();
        if (given.Count != 1)
        {
            var (en, zh) = (string.Join(", ", Ways), string.Join("、", Ways));
            problems.Add(fields.Node,
                given.Count == 0 ? $"how is the clause scored? give one of {en}" : $"a clause is scored in one way, not by {string.Join(" and ", given)}",
                given.Count == 0 ? $"本条如何计分？请给出其中之一：{zh}" : $"一条只能有一种计分方式，不能同时用 {string.Join(" 和 ", given)}");
            return null;
        }
        if (given[0] != "measure")
        {
            foreach (var key in (string[])["target", "steps"])
                fields.Forbid(key, $"'{key}' belongs to a clause with 'measure'", $"“{key}”只用于带 measure 的条");
        }
        var node = fields.Optional(given[0]);
        return given[0] switch
        {
            "points" => Values.Number(node, problems, least: 0.01m) is { } most ? new PointsRule(most) : null,
            "yes-no" => Values.Number(node, problems, least: 0.01m) is { } points ? new YesNoRule(points) : null,
            "measure" => Measured(fields, Values.Slug(node, problems)?.Text),
            "bonus" => Bonus(node),
            "deduct" => Deduction(node),
            "ratio" => Ratio(node),
            "zeroes" => Zeroes(node),
            "discretion" => Discretion(node),
            "by-rank" => ByRank(node),
            _ => Veto(node),
        };
    }

    ClauseRule? Measured(Fields fields, string? measure)
    {
        if (!fields.Has("steps"))
        {
            var points = Values.Number(fields.Required("points"), problems, least: 0.01m);
            if (fields.Optional("target") is MapNode relative)
                return Relative(relative) is { } above && measure is not null && points is not null
                    ? new MeasureRule(measure, 0, points.Value) { Relative = above }
                    : null;
            var target = Values.Number(fields.Required("target"), problems, least: 0.01m);
            return measure is null || target is null || points is null ? null : new MeasureRule(measure, target.Value, points.Value);
        }
        foreach (var key in (string[])["target", "points"])
            fields.Forbid(key, $"'{key}' and 'steps' exclude each other", $"“{key}”与 steps 不能同时使用");
        if (Fields.Entries(fields.Optional("steps"), problems) is not { } map)
            return null;
        var steps = new List<Step>();
        foreach (var entry in map.Entries)
        {
            if (Values.Number(entry.KeyNode, problems) is { } from && Values.Number(entry.Value, problems) is { } points)
                steps.Add(new Step(from, points));
        }
        if (map.Entries.Count == 0)
            problems.Add(map, "steps are missing; write for example { 1: 5, 2: 10 }", "缺少分档；请写成 { 1: 5, 2: 10 } 的形式");
        var ordered = steps.OrderBy(s => s.From).ToList();
        if (!ordered.Select(s => s.Points).SequenceEqual(ordered.Select(s => s.Points).Distinct().Order()))
            problems.Add(map, "a higher step must give more points than a lower one", "较高的档次得分应高于较低的档次");
        return measure is null || steps.Count < map.Entries.Count || steps.Count == 0 ? null : new StepsRule(measure, ordered);
    }

    BonusRule? Bonus(Node? node)
    {
        if (Fields.Of(node, problems, [.. Vocabulary.Recognitions, "cap"]) is not { } fields)
            return null;
        var cap = Values.Number(fields.Required("cap"), problems, least: 0.01m);
        var levels = new Dictionary<string, decimal>();
        foreach (var level in Vocabulary.Recognitions.Where(fields.Has))
        {
            if (Values.Number(fields.Optional(level), problems, least: 0.01m) is not { } points)
                continue;
            levels.Add(level, points);
            if (points > cap)
                problems.Add(fields.Optional(level)!, $"{points} points for '{level}' exceed the cap of {cap}", $"“{level}”加 {points} 分超过上限 {cap}");
        }
        if (!Vocabulary.Recognitions.Any(fields.Has))
            problems.Add(fields.Node, $"name a level of recognition: {string.Join(", ", Vocabulary.Recognitions)}",
                $"请给出表彰级别：{string.Join("、", Vocabulary.Recognitions)}");
        return cap is null ? null : new BonusRule(levels, cap.Value);
    }

    DeductionRule? Deduction(Node? node)
    {
        if (Fields.Of(node, problems, "measure", "each", "cap", "waived-by") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var each = Values.Number(fields.Required("each"), problems, least: 0.01m);
        var cap = Values.Number(fields.Required("cap"), problems, least: 0.01m);
        if (each > cap)
            problems.Add(fields.Optional("each")!, $"{each} points off exceed the cap of {cap}", $"每次扣 {each} 分超过上限 {cap}");
        var waivedBy = Values.Slug(fields.Optional("waived-by"), problems)?.Text;
        return measure is null || each is null || cap is null ? null : new DeductionRule(measure, each.Value, cap.Value) { WaivedBy = waivedBy };
    }

    VetoRule? Veto(Node? node)
    {
        if (Fields.Of(node, problems, "measure", "above") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var above = Values.Number(fields.Required("above"), problems);
        return measure is null || above is null ? null : new VetoRule(measure, above.Value);
    }

    /// <summary><c>{ above-reference: 20%, reference: county-income }</c> (K5).</summary>
    RelativeTarget? Relative(MapNode node)
    {
        var fields = Fields.Of(node, problems, "above-reference", "reference")!;
        var above = Values.Percent(fields.Required("above-reference"), problems);
        var reference = Values.Slug(fields.Required("reference"), problems);
        if (reference is { } name)
            Values.IsKnown(name, references, "reference value", "参照值", problems);
        return above is null || reference is null ? null : new RelativeTarget(reference.Value.Text, above.Value);
    }

    RatioRule? Ratio(Node? node)
    {
        if (Fields.Of(node, problems, "measure", "of", "points") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var of = Values.Slug(fields.Required("of"), problems)?.Text;
        var points = Values.Number(fields.Required("points"), problems, least: 0.01m);
        if (measure is not null && measure == of)
            problems.Add(fields.Optional("of")!, $"'{of}' is compared with itself", $"“{of}”与自身相比");
        return measure is null || of is null || points is null ? null : new RatioRule(measure, of, points.Value);
    }

    ZeroRule? Zeroes(Node? node)
    {
        if (Fields.Of(node, problems, "measure", "above", "section") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var above = Values.Number(fields.Required("above"), problems);
        var section = Values.Slug(fields.Required("section"), problems);
        if (section is { } name)
            zeroed.Add(name);
        return measure is null || above is null || section is null ? null : new ZeroRule(measure, above.Value, section.Value.Text);
    }

    DiscretionRule? Discretion(Node? node)
    {
        if (Fields.Of(node, problems, "up-to") is not { } fields)
            return null;
        return Values.Number(fields.Required("up-to"), problems, least: 0.01m) is { } most ? new DiscretionRule(most) : null;
    }

    ByRankRule? ByRank(Node? node)
    {
        if (Fields.Of(node, problems, "measure", "points") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var given = fields.Required("points");
        if (given is not ListNode { Items.Count: > 0 and <= MostPlaces } list)
        {
            if (given is not (null or RefusedNode))
                problems.Add(given, $"a list of points by place is expected here, for example [10, 8, 6], with at most {MostPlaces} places",
                    $"此处应为按名次的分值列表，例如 [10, 8, 6]，最多 {MostPlaces} 名");
            return null;
        }
        var points = list.Items.Select(i => Values.Number(i, problems, least: 0.01m)).ToList();
        if (points.Contains(null))
            return null;
        if (points.Zip(points.Skip(1)).Any(p => p.Second > p.First))
            problems.Add(list, "a later place must not give more points than an earlier one", "名次靠后的得分不应高于名次靠前的得分");
        return measure is null ? null : new ByRankRule(measure, [.. points.Select(p => p!.Value)]);
    }
}
