namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads the campaign's own indicators (B3, K5, K6), and checks that somebody reports what they count.</summary>
internal sealed class TargetReader(
    Problems problems, IReadOnlyList<Track> tracks, IReadOnlyCollection<Standard> standards, IReadOnlyCollection<string> references)
{
    const int MostTargets = 100;
    const decimal UsualTolerance = 0.1m;
    internal static readonly string[] aims = ["at-least", "about", "exactly", "range", "above-reference"];

    internal static readonly Dictionary<string, Counted> counted = new()
    {
        ["participants"] = Counted.Participants,
        ["attained"] = Counted.Attained,
        ["honoured"] = Counted.Honoured,
        ["listed"] = Counted.Listed,
    };

    public IReadOnlyList<Target> Read(Node? node)
    {
        if (node is null or RefusedNode)
            return [];
        if (node is not ListNode list)
        {
            problems.Add(node, "a list of targets is expected here, each beginning with '-'", "此处应为目标的列表，每一项以“-”开头");
            return [];
        }
        if (list.Items.Count > MostTargets)
            problems.Add(list, $"there are more than {MostTargets} targets", $"目标超过 {MostTargets} 项");
        var targets = new List<Target>();
        foreach (var item in list.Items.Take(MostTargets))
        {
            if (Target(item) is not { } target)
                continue;
            if (targets.Exists(t => t.Id == target.Id))
                problems.Add(item, $"target '{target.Id}' is there already", $"目标“{target.Id}”重复");
            targets.Add(target);
        }
        return targets;
    }

    Target? Target(Node node)
    {
        if (Fields.Of(
            node, problems, [.. aims, "id", "title", "stretch", "within", "reference", "measure", "out-of", "reaching", "sum", "count", "of", "track"])
            is not { } fields)
            return null;
        var id = Values.Slug(fields.Required("id"), problems)?.Text;
        var title = Values.Localized(fields.Required("title"), problems);
        var aim = Aim(fields);
        var track = Values.Slug(fields.Optional("track"), problems);
        if (track is { } named)
            Values.IsKnown(named, [.. tracks.Select(t => t.Id)], "track", "类别", problems);
        var level = Values.Text(fields.Optional("of"), problems);
        if (level is not null)
            Values.IsKnown(new Name(level, fields.Optional("of")!), Vocabulary.Levels, "level", "层级", problems);
        var over = tracks.Where(t => (track is null || t.Id == track?.Text) && (level is null || t.Enters.Levels.Contains(level))).ToList();
        if (over.Count == 0 && (track is null || tracks.Any(t => t.Id == track?.Text)))
            problems.Add(fields.Optional("of") ?? node, "no track counts towards this target", "没有任何类别计入该目标");
        var source = Source(fields, over, aim);
        return id is null || title is null || aim is null || source is null ? null
            : new Target { Id = id, Title = title, Aim = aim, Source = source, Track = track?.Text, Level = level };
    }

    TargetAim? Aim(Fields fields)
    {
        var given = aims.Where(fields.Has).ToList();
        if (given.Count != 1)
        {
            var (en, zh) = (string.Join(", ", aims), string.Join("、", aims));
            problems.Add(
                fields.Node,
                given.Count == 0 ? $"what is to be reached? give one of {en}" : "a target is one of at-least, about, exactly, range, above-reference",
                given.Count == 0 ? $"要达到什么？请给出其中之一：{zh}" : $"目标只能是其中之一：{zh}");
            return null;
        }
        if (given[0] != "at-least")
            fields.Forbid("stretch", "'stretch' belongs to 'at-least'", "“stretch”只用于 at-least");
        if (given[0] != "about")
            fields.Forbid("within", "'within' belongs to 'about'", "“within”只用于 about");
        if (given[0] != "above-reference")
            fields.Forbid("reference", "'reference' belongs to 'above-reference'", "“reference”只用于 above-reference");
        var node = fields.Optional(given[0]);
        switch (given[0])
        {
            case "range":
                return Values.Range(node, problems, least: 0, most: 1_000_000) is { } range
                    ? new TargetAim(TargetKind.Range, range.From, false, range.To)
                    : null;
            case "above-reference":
                var reference = Values.Slug(fields.Required("reference"), problems);
                if (reference is { } name)
                    Values.IsKnown(name, references, "reference value", "参照值", problems);
                return Values.Percent(node, problems) is { } above && reference is not null
                    ? new TargetAim(TargetKind.AboveReference, above, false, Reference: reference.Value.Text) : null;
        }
        if (Amount(node) is not { } amount)
            return null;
        if (given[0] == "about")
            return new TargetAim(TargetKind.About, amount.Value, amount.IsShare, Values.Percent(fields.Optional("within"), problems) ?? UsualTolerance);
        if (given[0] == "exactly")
            return new TargetAim(TargetKind.Exactly, amount.Value, amount.IsShare);
        var stretch = Amount(fields.Optional("stretch"));
        if (stretch is { } more && (more.IsShare != amount.IsShare || more.Value <= amount.Value))
            problems.Add(fields.Optional("stretch")!, "the stretch must be above the floor, in the same terms", "力争值须高于底线，且口径一致");
        return new TargetAim(TargetKind.AtLeast, amount.Value, amount.IsShare, stretch?.Value);
    }

    /// <summary><c>60%</c> or a number.</summary>
    (decimal Value, bool IsShare)? Amount(Node? node)
    {
        if (node is ScalarNode { Text: var text } && text.EndsWith('%'))
            return Values.Percent(node, problems) is { } share ? (share, true) : null;
        return Values.Number(node, problems, most: 1_000_000_000) is { } number ? (number, false) : null;
    }

    TargetSource? Source(Fields fields, List<Track> over, TargetAim? aim)
    {
        if (fields.Has("count") == fields.Has("measure"))
        {
            problems.Add(fields.Node, "what counts? give 'measure' or 'count'", "以什么计？请给出 measure 或 count");
            return null;
        }
        if (fields.Has("count"))
        {
            foreach (var key in (string[])["out-of", "reaching", "sum"])
                fields.Forbid(key, $"'{key}' belongs to a target with 'measure'", $"“{key}”只用于带 measure 的目标");
            return Count(fields.Optional("count"), over);
        }
        var measure = Reported(fields.Optional("measure"), over);
        var yearly = fields.Has("sum") && Values.Choice(fields.Optional("sum"), problems, new Dictionary<string, bool> { ["year"] = true }) is not null;
        if (fields.Has("reaching"))
        {
            fields.Forbid("out-of", "'out-of' and 'reaching' exclude each other", "out-of 与 reaching 不能同时使用");
            return measure is null || Values.Number(fields.Optional("reaching"), problems, most: 1_000_000_000) is not { } from
                ? null : new ReachingSource(measure, from, yearly);
        }
        var whole = Reported(fields.Optional("out-of"), over);
        if (aim is { IsShare: true } && !fields.Has("out-of"))
            problems.Add(fields.Node, "a share of what? give 'out-of' or 'reaching'", "占什么的比例？请给出 out-of 或 reaching");
        return measure is null ? null : new MeasureSource(measure, whole, yearly);
    }

    CountSource? Count(Node? node, List<Track> over)
    {
        if (Values.Text(node, problems) is not { } word)
            return null;
        if (counted.TryGetValue(word, out var what))
            return new CountSource(what);
        var classes = over.SelectMany(t => t.Classes?.Levels ?? []).Select(l => l.Id).Distinct().ToList();
        return Values.IsKnown(new Name(word, node!), [.. counted.Keys, .. classes], "count", "计数对象", problems) ? new CountSource(Counted.Class, word) : null;
    }

    /// <summary>A measure that a clause of one of the standards concerned asks for: nobody could report another.</summary>
    string? Reported(Node? node, List<Track> over)
    {
        if (Values.Slug(node, problems) is not { } name)
            return null;
        var concerned = standards.Where(s => over.Any(t => t.Standard == s.Id)).ToList();
        if (concerned.Count > 0)
            Values.IsKnown(name, [.. concerned.SelectMany(KeptMeasures.Asked).Distinct()], "measure", "指标", problems);
        return name.Text;
    }
}
