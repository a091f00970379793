namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads an inspection's <c>draw: { share: 10%, at-least: 1, per: area, load: 20 }</c> (all may be left out but the share), or
/// <c>draw: { of: candidates, load: 20 }</c>, and <c>announced</c>.
/// </summary>
internal static class DrawReader
{
    internal static readonly Dictionary<string, Stratum> strata = new() { ["area"] = Stratum.Area, ["parent"] = Stratum.Parent, ["track"] = Stratum.Track };
    internal static readonly Dictionary<string, bool> answers = new() { ["true"] = true, ["false"] = false };

    internal static readonly Dictionary<string, bool> whom = new() { ["everybody"] = false, ["candidates"] = true };

    public static InspectionDraw? Read(Node? node, Problems problems)
    {
        if (node is null || Fields.Of(node, problems, "of", "share", "at-least", "per", "load") is not { } fields)
            return null;
        if (Values.Choice(fields.Optional("of"), problems, whom) == true)
        {
            foreach (var key in (string[])["share", "at-least", "per"])
                fields.Forbid(key, $"every candidate is assessed: '{key}' has no meaning beside 'of: candidates'", $"每个候选对象都要实地考核：“of: candidates”不能再写“{key}”");
            return InspectionDraw.All with { OfCandidates = true, Load = Values.Whole(fields.Optional("load"), problems, least: 1) };
        }
        var shareNode = fields.Required("share");
        var share = Values.Percent(shareNode, problems);
        var least = Values.Whole(fields.Optional("at-least"), problems) ?? 0;
        if (share == 0 && least == 0)
            problems.Add(shareNode!, "nobody would ever be drawn: give a share above 0% or 'at-least'", "不会抽取任何对象：请给出大于 0% 的比例或 at-least");
        var per = Values.Choice(fields.Optional("per"), problems, strata) ?? Stratum.Area;
        var load = Values.Whole(fields.Optional("load"), problems, least: 1);
        return share is { } s ? new InspectionDraw(s, least, per, load) : null;
    }

    /// <summary>Told before the visit unless the author says false.</summary>
    public static bool Announced(Node? node, Problems problems) => Values.Choice(node, problems, answers) ?? true;
}
