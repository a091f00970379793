namespace Campaigns.Rules.Definitions.Reading;

/// <summary>A rung or ladder with the places that later checks point at.</summary>
internal sealed record RungDraft(Rung Rung, Node At);

internal sealed record LadderDraft(string Id, Node At, IReadOnlyList<RungDraft> Rungs)
{
    public Ladder Ladder => new(Id, [.. Rungs.Select(r => r.Rung)]);
}

/// <summary>Reads ladders: lists of rungs, each with a moment, whom it tells, and the card that it raises, if any.</summary>
internal sealed class LadderReader(Problems problems)
{
    const int MostRungs = 30;

    public LadderDraft? Read(Pair entry)
    {
        Values.IsSlug(entry.Key, entry.KeyNode, problems);
        if (entry.Value is not ListNode { Items.Count: > 0 } list)
        {
            if (entry.Value is not RefusedNode)
                problems.Add(entry.Value, "a list of rungs is expected here, for example - { at: due - 3wd, to: reporter }",
                    "此处应为提醒的列表，例如 - { at: due - 3wd, to: reporter }");
            return null;
        }
        var rungs = new List<RungDraft>();
        var ids = new HashSet<string>();
        if (list.Items.Count > MostRungs)
            problems.Add(list, $"a ladder has at most {MostRungs} rungs", $"提醒梯级最多 {MostRungs} 级");
        for (var i = 0; i < Math.Min(list.Items.Count, MostRungs); i++)
        {
            if (Rung(list.Items[i], i + 1) is not { } rung)
                continue;
            if (!ids.Add(rung.Rung.Id))
                problems.Add(rung.At, $"rung '{rung.Rung.Id}' is already in this ladder", $"本梯级中已有“{rung.Rung.Id}”");
            rungs.Add(rung);
        }
        return new LadderDraft(entry.Key, entry.KeyNode, rungs);
    }

    RungDraft? Rung(Node node, int place)
    {
        if (Fields.Of(node, problems, "id", "at", "to", "card") is not { } fields)
            return null;
        var id = Values.Slug(fields.Optional("id"), problems);
        var atNode = fields.Required("at");
        var at = TimeExpression.Read(atNode, TimeExpression.ForRung, problems);
        if (at is { Anchor: Anchor.Open, Offset.Days: < 0 })
        {
            problems.Add(atNode!, "the rung could never fire: nothing is sent before the phase opens", "该提醒永远不会发出：阶段开启前不发送");
            at = null;
        }
        var to = new List<Audience>();
        foreach (var name in Values.Names(fields.Required("to"), problems))
        {
            if (Values.IsKnown(name, [.. Vocabulary.Audiences.Keys], "audience", "对象", problems))
                to.Add(Vocabulary.Audiences[name.Text]);
        }
        var card = Values.Choice(fields.Optional("card"), problems, Vocabulary.Cards);
        return at is null ? null : new RungDraft(new Rung(id?.Text ?? $"{place}", at, to, card), atNode!);
    }
}
