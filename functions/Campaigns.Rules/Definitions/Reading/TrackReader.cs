namespace Campaigns.Rules.Definitions.Reading;

/// <summary>A track with the places that later checks point at.</summary>
internal sealed record TrackDraft(Track Track, Node At, Node? Weights, Name? Standard, Node? Select = null);

/// <summary>Reads tracks, and checks what they refer to in the standards.</summary>
internal sealed class TrackReader(
    Problems problems, IReadOnlyCollection<string> standardIds, IReadOnlyDictionary<string, Standard> standards, string? authority = null)
{
    /// <summary>The kinds of phase that give a score; only these can carry weight.</summary>
    static readonly IReadOnlyDictionary<string, PhaseKind> scored =
        Vocabulary.PhaseKinds.Where(k => k.Value.IsScored()).ToDictionary();

    readonly SelectingReader selecting = new(problems);

    public TrackDraft? Read(Pair entry)
    {
        Values.IsSlug(entry.Key, entry.KeyNode, problems);
        if (Fields.Of(entry.Value, problems, "title", "enters", "standard", "weights", "select", "attain",
            "panel", "honour", "consequences", "compare-by", "classes", "dynamic", "own-projects", "record-card") is not { } fields)
            return null;
        var title = Values.Localized(fields.Required("title"), problems);
        var enters = Enters(fields.Required("enters"));
        var standard = Values.Slug(fields.Required("standard"), problems);
        var grades = standard is { } name && Values.IsKnown(name, standardIds, "standard", "标准", problems)
            ? standards.GetValueOrDefault(name.Text)?.Grades.Select(g => g.Id).ToList()
            : null;
        var weights = Weights(fields.Required("weights"));
        var select = Selection(fields.Optional("select"), grades);
        var attain = Attainment(fields.Optional("attain"), grades);
        if (!fields.Has("select") && !fields.Has("attain"))
            problems.Add(fields.Node, "a track selects, lets attain, or both: give 'select' or 'attain'", "类别须评选或达标：请给出 select 或 attain");
        var clauses = standard is { } used && standards.TryGetValue(used.Text, out var read) ? read.Clauses.Select(c => c.Id).ToList() : null;
        var track = new Track
        {
            Id = entry.Key,
            Title = title ?? new LocalizedText(""),
            Enters = enters,
            Standard = standard?.Text ?? "",
            Weights = weights,
            Select = select,
            Attain = attain,
            Panel = selecting.Panel(fields.Optional("panel")),
            Honour = selecting.Honour(fields.Optional("honour")),
            Consequences = selecting.Consequences(fields.Optional("consequences")),
            CompareBy = Values.Choice(fields.Optional("compare-by"), problems, Vocabulary.Comparabilities),
            Classes = new ClassReader(problems).Classes(fields.Optional("classes"), standards.GetValueOrDefault(standard?.Text ?? "")?.Scale),
            Dynamic = new ClassReader(problems).Dynamic(fields.Optional("dynamic"), standards.GetValueOrDefault(standard?.Text ?? "")?.Scale),
            OwnProjects = OwnWorkReader.Projects(fields.Optional("own-projects"), clauses, problems),
            RecordCard = OwnWorkReader.RecordCard(fields.Optional("record-card"), problems),
        };
        return new TrackDraft(track, entry.KeyNode, fields.Optional("weights"), standard, fields.Optional("select"));
    }

    Entry Enters(Node? node)
    {
        var none = new Entry([], [], null);
        if (Fields.Of(node, problems, "level", "sector", "individual", "cluster") is not { } fields)
            return none;
        var levels = Words(fields.Optional("level"), Vocabulary.Levels, "level", "层级");
        var sectors = Words(fields.Optional("sector"), Vocabulary.Sectors, "sector", "领域");
        var individual = Values.Slug(fields.Optional("individual"), problems);
        if (fields.Has("individual") && (fields.Has("level") || fields.Has("sector")))
            problems.Add(fields.Node, "people enter by 'individual', units by 'level' and 'sector': not both", "个人以 individual 参评，单位以 level 和 sector 参评，不能并用");
        else if (fields.Has("cluster") && (fields.Has("individual") || fields.Has("level") || fields.Has("sector")))
            problems.Add(fields.Node, "clusters enter by 'cluster' alone: the level that they are of", "示范群仅以 cluster（群的层级）参评，不能并用其他条件");
        else if (!fields.Has("individual") && !fields.Has("level") && !fields.Has("cluster"))
            problems.Add(fields.Node, "who enters? give 'level', 'individual' or 'cluster'", "谁参评？请给出 level、individual 或 cluster");
        var cluster = Values.Text(fields.Optional("cluster"), problems);
        if (cluster is not null)
            Values.IsKnown(new Name(cluster, fields.Optional("cluster")!), Vocabulary.Levels, "level", "层级", problems);
        return new Entry(levels, sectors, individual?.Text) { Cluster = cluster };
    }

    List<string> Words(Node? node, IReadOnlyList<string> known, string en, string zh)
    {
        var names = Values.Names(node, problems);
        foreach (var name in names)
            Values.IsKnown(name, known, en, zh, problems);
        return [.. names.Select(n => n.Text)];
    }

    Dictionary<PhaseKind, decimal> Weights(Node? node)
    {
        var weights = new Dictionary<PhaseKind, decimal>();
        if (Fields.Entries(node, problems) is not { } map)
            return weights;
        var complete = true;
        foreach (var entry in map.Entries)
        {
            var kind = Values.Choice(entry.KeyNode, problems, scored);
            var share = Values.Percent(entry.Value, problems);
            complete &= kind is not null && share is not null;
            if (kind is { } k && share is { } s)
                weights[k] = s;
        }
        if (complete && weights.Values.Sum() is var sum && sum != 1)
            problems.Add(map, $"the weights sum to {sum * 100:0.##}%, not to 100%", $"权重之和为 {sum * 100:0.##}%，应为 100%");
        return weights;
    }

    Selection? Selection(Node? node, List<string>? grades)
    {
        if (node is null || Fields.Of(node, problems, "quota", "reserve", "nominated-by", "allotted", "by", "reach", "weigh", "vetted-by") is not { } fields)
            return null;
        var quota = Quota(fields.Required("quota"));
        var reserve = fields.Optional("reserve") is { } reserves ? Values.Whole(reserves, problems, most: 10_000) : 0;
        var nominator = Values.Text(fields.Optional("nominated-by"), problems);
        if (nominator is not null)
            Values.IsKnown(new Name(nominator, fields.Optional("nominated-by")!), Vocabulary.Levels, "level", "层级", problems);
        var allotted = Values.Range(fields.Optional("allotted"), problems, least: 0, most: 10_000);
        if (!fields.Has("nominated-by"))
            fields.Forbid("allotted", "who nominates? 'allotted' needs 'nominated-by'", "由谁申报？有 allotted 就须有 nominated-by");
        var by = Values.Choice(fields.Required("by"), problems, Vocabulary.SelectionMethods);
        var reach = Grade(fields.Optional("reach"), grades);
        var ways = new SelectionWayReader(problems, scored, authority);
        return new Selection(quota?.To ?? 1, nominator, allotted, by ?? SelectionMethod.Score, reach)
        {
            Least = quota?.From ?? 1,
            Reserve = reserve ?? 0,
            Weigh = ways.Weigh(by, fields),
            VettedBy = ways.VettedBy(by, fields),
        };
    }

    /// <summary>A number, or a range: at most the upper, at least the lower (K4).</summary>
    IntRange? Quota(Node? node)
    {
        if (node is ScalarNode { Text: var text } && text.Contains("..", StringComparison.Ordinal))
            return Values.Range(node, problems, least: 1, most: 1_000_000);
        return Values.Whole(node, problems, least: 1) is { } exact ? new IntRange(exact, exact) : null;
    }

    Attainment? Attainment(Node? node, List<string>? grades)
    {
        if (node is null || Fields.Of(node, problems, "reach", "share") is not { } fields)
            return null;
        var reach = Grade(fields.Required("reach"), grades);
        var share = Values.Percent(fields.Optional("share"), problems);
        return new Attainment(reach ?? "", share);
    }

    string? Grade(Node? node, List<string>? grades)
    {
        if (Values.Slug(node, problems) is not { } name)
            return null;
        if (grades is not null)
            Values.IsKnown(name, grades, "grade", "等次", problems);
        return name.Text;
    }
}
