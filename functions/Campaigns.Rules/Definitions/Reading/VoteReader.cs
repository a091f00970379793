namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads what a vote asks (K12): <c>turnout: 30%, options: { satisfied: 100, basically: 70, not: 0 }</c>. Left out, half of the codes must be used, and the
/// options are these.
/// </summary>
internal static class VoteReader
{
    const decimal Most = 100;

    const decimal UsualTurnout = 0.5m;
    static readonly VoteOption[] usual = [new("satisfied", 100), new("basically", 70), new("not", 0)];

    public static readonly string[] Keys = ["turnout", "options"];

    public static VoteTerms? Read(PhaseKind? kind, Fields fields, Problems problems)
    {
        if (kind is not PhaseKind.Vote)
        {
            foreach (var key in kind is null ? [] : Keys)
                fields.Forbid(key, $"only a vote has '{key}'", $"只有测评可以有“{key}”");
            return null;
        }
        var turnout = Values.Percent(fields.Optional("turnout"), problems);
        var options = new List<VoteOption>();
        if (Fields.Entries(fields.Optional("options"), problems) is { } map)
        {
            foreach (var entry in map.Entries)
            {
                if (Values.IsSlug(entry.Key, entry.KeyNode, problems) && Values.Number(entry.Value, problems, most: Most) is { } worth)
                    options.Add(new VoteOption(entry.Key, worth));
            }
            if (map.Entries.Count < 2)
                problems.Add(map, "a vote has two options at least", "测评至少须有两个选项");
            else if (options.Count == map.Entries.Count && options.Max(o => o.Worth) < Most)
                problems.Add(map, $"the best option must be worth {Most}", $"最好的选项应为 {Most}");
        }
        return new VoteTerms(turnout ?? UsualTurnout, fields.Has("options") ? options : usual);
    }
}
