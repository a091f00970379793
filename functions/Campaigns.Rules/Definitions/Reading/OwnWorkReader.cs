namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads what participants keep beside their sheets: projects of their own (K7), record cards (K13), the leading group (K9).</summary>
internal static class OwnWorkReader
{
    const int MostProjects = 10;

    internal static readonly Dictionary<string, RecordCardRhythm> rhythms = new()
    {
        ["yearly"] = RecordCardRhythm.Yearly,
        ["half-yearly"] = RecordCardRhythm.HalfYearly,
        ["quarterly"] = RecordCardRhythm.Quarterly,
        ["monthly"] = RecordCardRhythm.Monthly,
    };

    internal static readonly Dictionary<string, Audience> heads = new() { ["leader"] = Audience.Leader, ["leader-in-charge"] = Audience.LeaderInCharge };

    /// <summary>Null where the track asks for none. <paramref name="clauses"/> are those of its standard, null where that could not be read.</summary>
    public static OwnProjects? Projects(Node? node, IReadOnlyCollection<string>? clauses, Problems problems)
    {
        if (node is null || Fields.Of(node, problems, "count", "clause") is not { } fields)
            return null;
        var count = Values.Range(fields.Required("count"), problems, least: 1, most: MostProjects);
        var clause = Values.Slug(fields.Optional("clause"), problems);
        if (clause is { } name && clauses is not null)
            Values.IsKnown(name, clauses, "clause", "条款", problems);
        return count is null ? null : new OwnProjects(count, clause?.Text);
    }

    /// <summary>Null where the track keeps no cards.</summary>
    public static RecordCardRhythm? RecordCard(Node? node, Problems problems) => Values.Choice(node, problems, rhythms);

    /// <summary>Null where the definition asks for none.</summary>
    public static LeadingGroupRules? LeadingGroup(Node? node, Problems problems)
    {
        if (node is null || Fields.Of(node, problems, "head", "members", "office", "set-up") is not { } fields)
            return null;
        var head = Values.Choice(fields.Required("head"), problems, heads);
        var members = Values.Names(fields.Optional("members"), problems);
        foreach (var member in members)
            Values.IsKnown(member, Vocabulary.Levels, "level", "层级", problems);
        var office = Values.Choice(fields.Optional("office"), problems, Vocabulary.Actors);
        var setUp = TimeExpression.ReadLength(fields.Required("set-up"), problems);
        return head is { } h && setUp is { } by ? new LeadingGroupRules(h, [.. members.Select(m => m.Text)], office ?? Actor.Self, by) : null;
    }
}
