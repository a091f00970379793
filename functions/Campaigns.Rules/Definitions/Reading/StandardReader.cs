namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads standards: sections whose maxima sum to the scale, clauses whose points sum to their section's maximum, each with one way of
/// scoring.</summary>
internal sealed class StandardReader(Problems problems)
{
    static readonly string[] ways = ["points", "yes-no", "measure", "bonus", "deduct", "veto"];

    public Standard? Read(Pair entry)
    {
        Values.IsSlug(entry.Key, entry.KeyNode, problems);
        if (Fields.Of(entry.Value, problems, "title", "scale", "grades", "sections") is not { } fields)
            return null;
        var title = Values.Localized(fields.Optional("title"), problems);
        var scale = Values.Number(fields.Required("scale"), problems, least: 1, most: 10_000);
        var grades = Grades(fields.Optional("grades"), scale);
        var sections = Sections(fields.Required("sections"));
        if (scale is { } whole && sections is { Count: > 0 } && sections.All(s => s.Max is not null) && sections.Sum(s => s.Max) is { } sum && sum != whole)
            problems.Add(fields.Optional("sections")!, $"the sections' maxima sum to {sum}, the scale is {whole}", $"各项满分之和为 {sum}，而总分为 {whole}");
        return new Standard
        {
            Id = entry.Key,
            Title = title,
            Scale = scale ?? 100,
            Grades = grades,
            Sections = [.. sections.Select(s => new Section(s.Id, s.Title, s.Max ?? 0, s.Clauses))],
        };
    }

    List<Grade> Grades(Node? node, decimal? scale)
    {
        var grades = new List<Grade>();
        if (Fields.Entries(node, problems) is not { } map)
            return grades;
        foreach (var entry in map.Entries)
        {
            Values.IsSlug(entry.Key, entry.KeyNode, problems);
            // A grade whose score is unreadable still exists: a reference to it is no second mistake.
            var from = Values.Number(entry.Value, problems);
            if (from > scale)
                problems.Add(entry.Value, $"grade '{entry.Key}' begins at {from}, above the scale of {scale}", $"等次“{entry.Key}”的起点 {from} 高于总分 {scale}");
            else if (from is not null && grades.Find(g => g.From == from) is { } same)
                problems.Add(entry.Value, $"grades '{same.Id}' and '{entry.Key}' both begin at {from}", $"等次“{same.Id}”与“{entry.Key}”的起点都是 {from}");
            grades.Add(new Grade(entry.Key, from ?? -1 - grades.Count));
        }
        return [.. grades.OrderByDescending(g => g.From)];
    }

    sealed record SectionDraft(string Id, LocalizedText Title, decimal? Max, IReadOnlyList<Clause> Clauses);

    List<SectionDraft> Sections(Node? node)
    {
        var sections = new List<SectionDraft>();
        var sectionIds = new Dictionary<string, Node>();
        var clauseIds = new Dictionary<string, Node>();
        foreach (var item in Items(node, "sections", "项"))
        {
            if (Fields.Of(item, problems, "id", "title", "max", "clauses") is not { } fields)
                continue;
            var id = Unique(Values.Slug(fields.Required("id"), problems), sectionIds, "section", "项");
            var title = Values.Localized(fields.Required("title"), problems);
            var maxNode = fields.Required("max");
            var max = Values.Number(maxNode, problems, most: 10_000);
            var clausesNode = fields.Required("clauses");
            var clauses = Items(clausesNode, "clauses", "条").Select(c => Clause(c, max, clauseIds)).ToList();
            var points = clauses.Sum(c => c?.Points);
            if (max is { } most && clauses.Count > 0 && clauses.All(c => c is not null && c.Points <= most) && points != most)
                problems.Add(maxNode!, $"the points of the section's clauses sum to {points}, its maximum is {most}", $"本项各条分值之和为 {points}，而满分为 {most}");
            sections.Add(new SectionDraft(id ?? "", title ?? new LocalizedText(""), max, [.. clauses.OfType<Clause>()]));
        }
        return sections;
    }

    IReadOnlyList<Node> Items(Node? node, string en, string zh)
    {
        if (node is ListNode { Items.Count: > 0 } list)
            return list.Items;
        if (node is not null and not RefusedNode)
            problems.Add(node, $"a list of {en} is expected here, each beginning with '-'", $"此处应为{zh}的列表，每一{zh}以“-”开头");
        return [];
    }

    string? Unique(Name? name, Dictionary<string, Node> seen, string en, string zh)
    {
        if (name is { } given && !seen.TryAdd(given.Text, given.At))
            problems.Add(given.At, $"{en} '{given.Text}' is already in line {seen[given.Text].Line}", $"{zh}“{given.Text}”在第 {seen[given.Text].Line} 行已有");
        return name?.Text;
    }

    /// <summary>Null where the rule could not be read, so that the section's sum is not judged by it.</summary>
    Clause? Clause(Node node, decimal? max, Dictionary<string, Node> seen)
    {
        if (Fields.Of(node, problems, [.. ways, "id", "text", "target", "steps", "evidence"]) is not { } fields)
            return null;
        var id = Unique(Values.Slug(fields.Required("id"), problems), seen, "clause", "条");
        var text = Values.Localized(fields.Required("text"), problems);
        var evidence = Evidence(fields.Optional("evidence"));
        if (Rule(fields) is not { } rule)
            return null;
        var clause = new Clause { Id = id ?? "", Text = text ?? new LocalizedText(""), Rule = rule, Evidence = evidence };
        if (clause.Points > max)
            problems.Add(fields.Optional("points") ?? fields.Optional("yes-no") ?? fields.Optional("steps") ?? node,
                $"the clause's {clause.Points} points exceed its section's maximum of {max}", $"本条 {clause.Points} 分超过所在项的满分 {max}");
        return clause;
    }

    ClauseRule? Rule(Fields fields)
    {
        var given = ways.Where(fields.Has).Where(w => w != "points" || !fields.Has("measure")).ToList();
        if (given.Count != 1)
        {
            var (en, zh) = (string.Join(", ", ways), string.Join("、", ways));
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
            _ => Veto(node),
        };
    }

    ClauseRule? Measured(Fields fields, string? measure)
    {
        if (!fields.Has("steps"))
        {
            var target = Values.Number(fields.Required("target"), problems, least: 0.01m);
            var points = Values.Number(fields.Required("points"), problems, least: 0.01m);
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
        if (Fields.Of(node, problems, "measure", "each", "cap") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var each = Values.Number(fields.Required("each"), problems, least: 0.01m);
        var cap = Values.Number(fields.Required("cap"), problems, least: 0.01m);
        if (each > cap)
            problems.Add(fields.Optional("each")!, $"{each} points off exceed the cap of {cap}", $"每次扣 {each} 分超过上限 {cap}");
        return measure is null || each is null || cap is null ? null : new DeductionRule(measure, each.Value, cap.Value);
    }

    VetoRule? Veto(Node? node)
    {
        if (Fields.Of(node, problems, "measure", "above") is not { } fields)
            return null;
        var measure = Values.Slug(fields.Required("measure"), problems)?.Text;
        var above = Values.Number(fields.Required("above"), problems);
        return measure is null || above is null ? null : new VetoRule(measure, above.Value);
    }

    EvidenceRequirement? Evidence(Node? node)
    {
        if (node is null || Fields.Of(node, problems, "min", "kinds") is not { } fields)
            return null;
        var min = Values.Whole(fields.Required("min"), problems, least: 1, most: 50);
        var kinds = Values.Words(fields.Optional("kinds"), problems, Vocabulary.EvidenceKinds);
        return new EvidenceRequirement(min ?? 1, kinds);
    }
}
