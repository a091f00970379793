namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads the classes of a track with their targets (B7), and its dynamic management (G6).</summary>
internal sealed class ClassReader(Problems problems)
{
    internal static readonly Dictionary<string, Card> cards = new() { ["yellow-card"] = Card.Yellow, ["red-card"] = Card.Red };

    public ClassTerms? Classes(Node? node, decimal? scale)
    {
        if (Fields.Entries(node, problems) is not { } map)
            return null;
        var levels = new List<ClassLevel>();
        foreach (var entry in map.Entries.Where(e => e.Key != "targets"))
        {
            if (Level(entry, scale) is not { } level)
                continue;
            if (levels.Find(l => l.From == level.From) is { } same)
                problems.Add(
                    entry.KeyNode, $"classes '{same.Id}' and '{level.Id}' both begin at {level.From}", $"类别“{same.Id}”与“{level.Id}”的起点都是 {level.From}");
            levels.Add(level);
        }
        if (map.Entries.Count(e => e.Key != "targets") < 2)
            problems.Add(map, "a track has two classes at least", "至少须有两个类别");
        var targets = Targets(map.Entries.FirstOrDefault(e => e.Key == "targets")?.Value, levels);
        return new ClassTerms([.. levels.OrderByDescending(l => l.From)], targets);
    }

    public DynamicTerms? Dynamic(Node? node, decimal? scale)
    {
        if (node is null || Fields.Of(node, problems, "out", "in") is not { } fields)
            return null;
        var leaving = Fields.Of(fields.Optional("out"), problems, "below", "or");
        var coming = Fields.Of(fields.Optional("in"), problems, "above", "at-most");
        var below = Values.Number(leaving?.Optional("below"), problems, most: scale ?? 10_000);
        var card = Values.Choice(leaving?.Optional("or"), problems, cards);
        var above = Values.Number(coming?.Required("above"), problems, most: scale ?? 10_000);
        var most = Values.Whole(coming?.Optional("at-most"), problems, least: 1);
        if (leaving is not null && !leaving.Has("below") && !leaving.Has("or"))
            problems.Add(leaving.Node, "who goes out? give 'below', 'or', or both", "谁移出？请给出 below 或 or");
        if (!fields.Has("out") && !fields.Has("in"))
            problems.Add(fields.Node, "who moves? give 'out', 'in', or both", "谁进谁出？请给出 out 或 in");
        if (below > above)
            problems.Add(
                coming!.Optional("above")!, $"who comes in above {above} would be moved out below {below} at once", $"高于 {above} 即移入者会因低于 {below} 而被移出");
        return new DynamicTerms(below, card, above, most);
    }

    ClassLevel? Level(Pair entry, decimal? scale)
    {
        Values.IsSlug(entry.Key, entry.KeyNode, problems);
        if (Fields.Of(entry.Value, problems, "title", "from") is not { } fields)
            return null;
        var title = Values.Localized(fields.Required("title"), problems);
        var from = Values.Number(fields.Required("from"), problems, most: scale ?? 10_000);
        return title is null || from is null ? null : new ClassLevel(entry.Key, title, from.Value);
    }

    List<ClassTarget> Targets(Node? node, List<ClassLevel> levels)
    {
        var targets = new List<ClassTarget>();
        if (Fields.Entries(node, problems) is not { } map)
            return targets;
        var (best, lowest) = (levels.MaxBy(l => l.From)?.Id, levels.MinBy(l => l.From)?.Id);
        foreach (var entry in map.Entries)
        {
            if (!Values.IsKnown(new Name(entry.Key, entry.KeyNode), [.. levels.Select(l => l.Id)], "class", "类别", problems)
                || Fields.Of(entry.Value, problems, [.. Vocabulary.ClassRates.Keys]) is not { } fields)
                continue;
            foreach (var (word, kind) in Vocabulary.ClassRates.Where(r => fields.Has(r.Key)))
            {
                if (kind is ClassRate.Upgrade && entry.Key == best)
                    fields.Forbid(word, $"'{best}' is the best class: nobody can be upgraded from it", $"“{best}”是最高类别，无从升级");
                else if (kind is ClassRate.Convert && entry.Key != lowest)
                    fields.Forbid(word, $"only the lowest class, '{lowest}', is converted; write 'upgrade'", $"只有最低类别“{lowest}”才谈转化；请写 upgrade");
                else if (Values.Percent(fields.Optional(word), problems) is { } share)
                    targets.Add(new ClassTarget(entry.Key, kind, share));
            }
        }
        return targets;
    }
}
