namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads what a track and a phase say of choosing whom to honour: panel, honour, consequences, and the terms of notice and decision.</summary>
internal sealed class SelectingReader(Problems problems)
{
    /// <summary>The keys that phases on the way to the honours have beside those of all.</summary>
    public static readonly string[] Keys = ["answer", "appeals", "unattended", "vetting"];

    const int MostMembers = 99;
    const int MostConsequences = 20;
    const int LongestYears = 50;

    internal static readonly Dictionary<string, PanelNormalisation> normalisations =
        new() { ["none"] = PanelNormalisation.None, ["z-score"] = PanelNormalisation.ZScore };

    internal static readonly Dictionary<string, ConsequenceKind> kinds = new()
    {
        ["reward"] = ConsequenceKind.Reward,
        ["incentive"] = ConsequenceKind.Incentive,
        ["subsidy"] = ConsequenceKind.Subsidy,
        ["candidate"] = ConsequenceKind.Candidate,
        ["reference"] = ConsequenceKind.Reference,
        ["criticism"] = ConsequenceKind.Criticism,
        ["ineligible"] = ConsequenceKind.Ineligible,
    };

    internal static readonly Dictionary<string, ConsequenceTarget> targets = new()
    {
        ["unit"] = ConsequenceTarget.Unit,
        ["leader"] = ConsequenceTarget.Leader,
        ["reporter"] = ConsequenceTarget.Reporter,
        ["liaison"] = ConsequenceTarget.Liaison,
        ["leader-in-charge"] = ConsequenceTarget.LeaderInCharge,
        ["organisation-member"] = ConsequenceTarget.OrganisationMember,
        ["contact-point"] = ConsequenceTarget.ContactPoint,
        ["instructor"] = ConsequenceTarget.Instructor,
    };

    internal static readonly Dictionary<string, Unattended> unattended = new() { ["hold"] = Unattended.Hold, ["adopt"] = Unattended.Adopt };

    public PanelTerms? Panel(Node? node)
    {
        if (node is null || Fields.Of(node, problems, "members", "quorum", "trim", "load", "normalise", "minimum") is not { } fields)
            return null;
        var members = Values.Whole(fields.Required("members"), problems, least: 1, most: MostMembers);
        var quorum = Values.Whole(fields.Optional("quorum"), problems, least: 1, most: MostMembers) ?? (members + 1) / 2 ?? 1;
        var trim = Values.Whole(fields.Optional("trim"), problems, least: 0, most: MostMembers) ?? 0;
        var load = Values.Whole(fields.Optional("load"), problems, least: 1, most: 10_000) ?? 10_000;
        var normalise = Values.Choice(fields.Optional("normalise"), problems, normalisations) ?? PanelNormalisation.None;
        var minimum = Values.Whole(fields.Optional("minimum"), problems, least: 2, most: 10_000) ?? 5;
        if (quorum > members)
            problems.Add(fields.Optional("quorum")!, $"a quorum of {quorum} can never be reached by {members} members", $"{members} 名评委达不到法定人数 {quorum}");
        else if (2 * trim >= quorum)
            problems.Add(fields.Optional("trim")!, $"trimming {trim} at either end leaves nothing of {quorum} scores", $"去掉最高、最低各 {trim} 个后，{quorum} 个评分无剩余");
        return new PanelTerms(members ?? 1, quorum, trim, load, normalise, minimum);
    }

    public HonourTerms? Honour(Node? node)
    {
        if (node is null || Fields.Of(node, problems, "title", "valid", "recheck") is not { } fields)
            return null;
        var title = Values.Localized(fields.Required("title"), problems);
        var recheck = Values.Choice(fields.Optional("recheck"), problems, new Dictionary<string, bool> { ["yearly"] = true, ["none"] = false }) ?? false;
        return new HonourTerms(title ?? new LocalizedText(""), Years(fields.Optional("valid")), recheck);
    }

    public ConsequenceTerms Consequences(Node? node)
    {
        if (node is null || Fields.Of(node, problems, "honoured", "failed") is not { } fields)
            return ConsequenceTerms.None;
        return new ConsequenceTerms(List(fields.Optional("honoured")), List(fields.Optional("failed")));
    }

    /// <summary>The keys that only some kinds of phase have, each with what it says; keys on other kinds are reported.</summary>
    public SelectingTerms Terms(PhaseKind? kind, Fields fields)
    {
        if (kind is not (null or PhaseKind.PublicNotice) && !(kind?.IsScored() ?? false))
            fields.Forbid("answer", "only a public notice, or a phase with appeals, is answered: 'answer' belongs there", "只有公示或可申诉的阶段才有“answer”");
        if (kind is { } known && !known.IsScored())
            fields.Forbid("appeals", "only scores are appealed against: 'appeals' belongs to a phase that gives them", "只有评分的阶段才可申诉：“appeals”用于评分阶段");
        if (kind is not (null or PhaseKind.Decision))
        {
            fields.Forbid("unattended", "'unattended' belongs to a decision phase", "“unattended”用于审定阶段");
            fields.Forbid("vetting", "'vetting' belongs to a decision phase", "“vetting”用于审定阶段");
        }
        return new SelectingTerms
        {
            Answer = TimeExpression.ReadLength(fields.Optional("answer"), problems),
            Appeals = TimeExpression.ReadLength(fields.Optional("appeals"), problems),
            Unattended = Values.Choice(fields.Optional("unattended"), problems, unattended) ?? Unattended.Hold,
            Vetting = Departments(fields.Optional("vetting")),
        };
    }

    List<string> Departments(Node? node) =>
        [.. Values.Names(node, problems).Where(n => Values.IsSlug(n.Text, n.At, problems)).Select(n => n.Text)];

    List<ConsequenceTerm> List(Node? node)
    {
        var terms = new List<ConsequenceTerm>();
        if (node is null or RefusedNode)
            return terms;
        if (node is not ListNode { Items.Count: > 0 and <= MostConsequences } list)
        {
            problems.Add(node, $"a list of 1 to {MostConsequences} consequences is expected here, for example - {{ kind: reward, to: unit }}",
                $"此处应为 1 至 {MostConsequences} 项的列表，例如 - {{ kind: reward, to: unit }}");
            return terms;
        }
        foreach (var item in list.Items)
        {
            if (Fields.Of(item, problems, "kind", "to", "for", "text") is not { } fields)
                continue;
            var kind = Values.Choice(fields.Required("kind"), problems, kinds);
            var to = Values.Choice(fields.Required("to"), problems, targets);
            var matter = Values.Localized(fields.Optional("for"), problems);
            var text = Values.Localized(fields.Optional("text"), problems);
            if (kind is ConsequenceKind.Candidate or ConsequenceKind.Ineligible && !fields.Has("for"))
                problems.Add(fields.Node, "for which award? give 'for'", "针对什么荣誉？请给出 for");
            if (kind is { } k && to is { } t)
                terms.Add(new ConsequenceTerm(k, t, matter, text));
        }
        return terms;
    }

    /// <summary><c>3 years</c>, <c>1 year</c>.</summary>
    int? Years(Node? node)
    {
        if (Values.Text(node, problems) is not { } text)
            return null;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is [var number, "year" or "years"] && int.TryParse(number, out var years) && years is >= 1 and <= LongestYears)
            return years;
        problems.Add(node!, $"'{Values.Short(text)}' is not a number of years; write for example 3 years", $"“{Values.Short(text)}”不是年数；请写成 3 years 的形式");
        return null;
    }
}
