namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads an inspection's <c>draw: { share: 10%, at-least: 1, per: area, load: 20 }</c> (all may be left out but the share) and <c>announced</c>.
/// </summary>
internal static class DrawReader
{
    static readonly Dictionary<string, Stratum> strata = new() { ["area"] = Stratum.Area, ["parent"] = Stratum.Parent, ["track"] = Stratum.Track };
    static readonly Dictionary<string, bool> answers = new() { ["true"] = true, ["false"] = false };

    public static InspectionDraw? Read(Node? node, Problems problems)
    {
        if (node is null || Fields.Of(node, problems, "share", "at-least", "per", "load") is not { } fields)
            return null;
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
