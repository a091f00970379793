namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads standards: sections whose maxima sum to the scale, clauses whose points sum to their section's maximum, each with one way of
/// scoring.</summary>
internal sealed class StandardReader(Problems problems, IReadOnlyCollection<string> references)
{
    readonly ClauseRuleReader rules = new(problems, references);

    public Standard? Read(Pair entry)
    {
        Values.IsSlug(entry.Key, entry.KeyNode, problems);
        if (Fields.Of(entry.Value, problems, "title", "scale", "grades", "head-count", "sections") is not { } fields)
            return null;
        var title = Values.Localized(fields.Optional("title"), problems);
        var scale = Values.Number(fields.Required("scale"), problems, least: 1, most: 10_000);
        var grades = Grades(fields.Optional("grades"), scale);
        var headCount = HeadCount(fields.Optional("head-count"), grades);
        var sections = Sections(fields.Required("sections"));
        if (scale is { } whole && sections is { Count: > 0 } && sections.All(s => s.Max is not null) && sections.Sum(s => s.Max) is { } sum && sum != whole)
            problems.Add(fields.Optional("sections")!, $"the sections' maxima sum to {sum}, the scale is {whole}", $"各项满分之和为 {sum}，而总分为 {whole}");
        return new Standard
        {
            Id = entry.Key,
            Title = title,
            Scale = scale ?? 100,
            Grades = grades,
            HeadCount = headCount,
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

    /// <summary>At most 100 % together: a head-count beyond that could never be filled.</summary>
    Dictionary<string, decimal> HeadCount(Node? node, List<Grade> grades)
    {
        var shares = new Dictionary<string, decimal>();
        if (Fields.Entries(node, problems) is not { } map)
            return shares;
        foreach (var entry in map.Entries)
        {
            var known = Values.IsKnown(new Name(entry.Key, entry.KeyNode), [.. grades.Select(g => g.Id)], "grade", "等次", problems);
            if (Values.Percent(entry.Value, problems) is { } share && known)
                shares[entry.Key] = share;
        }
        if (shares.Values.Sum() is var sum && sum > 1)
            problems.Add(map, $"the head-counts sum to {sum * 100:0.##}%, more than 100%", $"各等次人数比例之和为 {sum * 100:0.##}%，超过 100%");
        return shares;
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
        if (sectionIds.Count == sections.Count)
            rules.CheckZeroed(sectionIds.Keys);
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
        if (Fields.Of(node, problems, [.. ClauseRuleReader.Ways, "id", "text", "target", "steps", "evidence"]) is not { } fields)
            return null;
        var id = Unique(Values.Slug(fields.Required("id"), problems), seen, "clause", "条");
        var text = Values.Localized(fields.Required("text"), problems);
        var evidence = Evidence(fields.Optional("evidence"));
        if (rules.Read(fields) is not { } rule)
            return null;
        var clause = new Clause { Id = id ?? "", Text = text ?? new LocalizedText(""), Rule = rule, Evidence = evidence };
        if (clause.Points > max)
            problems.Add(
                fields.Optional("points") ?? fields.Optional("yes-no") ?? fields.Optional("steps") ?? fields.Optional("ratio") ?? fields.Optional("by-rank")
                    ?? node,
                $"the clause's {clause.Points} points exceed its section's maximum of {max}", $"本条 {clause.Points} 分超过所在项的满分 {max}");
        return clause;
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
