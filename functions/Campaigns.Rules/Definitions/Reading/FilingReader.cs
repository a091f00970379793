namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads what only plans and pledges have: where a plan is filed (B8), what is asked of pledges (F1, K13).</summary>
internal static class FilingReader
{
    /// <summary>The keys of a phase that this reader knows.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["file-with", "publish", "kept", "confirm", "directions"];

    internal static readonly Dictionary<string, Actor> offices = new() { ["authority"] = Actor.Authority, ["parent"] = Actor.Parent };
    internal static readonly Dictionary<string, PledgeDirection> directions = new() { ["up"] = PledgeDirection.Up, ["down"] = PledgeDirection.Down };

    /// <summary>The office that a plan is filed with, the tier above where the author does not say; null for other kinds of phase.</summary>
    public static Actor? FileWith(PhaseKind? kind, Fields fields, Problems problems)
    {
        if (kind is not (null or PhaseKind.Plan))
            fields.Forbid("file-with", "only a plan is filed: 'file-with' belongs there", "只有创建方案需要备案：“file-with”用于创建方案");
        var office = Values.Choice(fields.Optional("file-with"), problems, offices);
        return kind is PhaseKind.Plan ? office ?? Actor.Parent : null;
    }

    /// <summary>The rules of a pledging phase; null for other kinds of phase.</summary>
    public static PledgeRules? Pledges(PhaseKind? kind, Fields fields, Problems problems)
    {
        if (kind is not (null or PhaseKind.Pledging))
        {
            foreach (var key in Keys.Skip(1))
                fields.Forbid(key, $"only a pledging phase has '{key}'", $"只有公开承诺阶段有“{key}”");
        }
        if (kind is not PhaseKind.Pledging)
            return null;
        var publish = Values.Percent(fields.Optional("publish"), problems);
        var kept = Fields.Of(fields.Optional("kept"), problems, "organisation", "member");
        var chosen = Values.Names(fields.Optional("directions"), problems)
            .Where(name => Values.IsKnown(name, directions.Keys, "direction", "方向", problems)).Select(name => directions[name.Text]).ToList();
        return new PledgeRules(
            publish,
            Values.Percent(kept?.Optional("organisation"), problems),
            Values.Percent(kept?.Optional("member"), problems),
            TimeExpression.ReadLength(fields.Optional("confirm"), problems) ?? PledgeRules.UsualConfirm,
            chosen.Count > 0 ? chosen : PledgeRules.Usual.Directions);
    }
}
