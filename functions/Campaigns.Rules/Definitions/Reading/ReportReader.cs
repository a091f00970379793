namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads <c>reports: { by: authority, answer: 15wd, ladder: hearing }</c> (K17): who answers reports from the public and within which time must be said; the
/// ladder may be left out for the usual one.
/// </summary>
internal sealed class ReportReader(Problems problems, IReadOnlyList<LadderDraft> ladders, IReadOnlyCollection<string> ladderIds)
{
    const int MostDays = 366;
    internal static readonly Dictionary<string, ReportOwner> owners = new() { ["authority"] = ReportOwner.Authority, ["inspector"] = ReportOwner.Inspector };

    public ReportTerms? Read(Node? node)
    {
        if (node is null || Fields.Of(node, problems, "by", "answer", "ladder") is not { } fields)
            return null;
        var by = Values.Choice(fields.Required("by"), problems, owners);
        var time = fields.Required("answer");
        var answer = TimeExpression.ReadLength(time, problems);
        if (answer is { Days: 0 })
        {
            problems.Add(time!, "a report cannot be answered in no time: give a day at least", "答复期限至少为一天");
            answer = null;
        }
        // With a slip elsewhere the ladder is read all the same, so that it is not reported as one without use.
        var length = answer ?? new Offset(MostDays, Working: true);
        return new ReportTerms(by ?? ReportOwner.Authority, length, new AnsweringLadder(problems, ladders, ladderIds).Read(fields.Optional("ladder"), length));
    }
}
