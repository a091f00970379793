namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads <c>rectification: { due: 15wd, verify: 5wd, extends: 5wd, ladder: rectifier, confirm: 5wd, confirm-ladder: office, falsified: [disqualify,
/// next-year] }</c>; every key may be left out.
/// </summary>
internal sealed class RectificationReader(Problems problems, IReadOnlyList<LadderDraft> ladders, IReadOnlyCollection<string> ladderIds)
{
    internal const string Disqualify = "disqualify";
    internal const string NextYear = "next-year";

    public Rectification Read(Node? node)
    {
        var usual = Rectification.Usual;
        if (node is null || Fields.Of(node, problems, "due", "verify", "extends", "ladder", "confirm", "confirm-ladder", "falsified") is not { } fields)
            return usual;
        var falsified = Values.Words(fields.Optional("falsified"), problems, [Disqualify, NextYear]);
        if (falsified.Contains(NextYear) && !falsified.Contains(Disqualify))
            problems.Add(fields.Optional("falsified")!, "'next-year' goes on with what 'disqualify' begins: give both", "“next-year”须与“disqualify”并用");
        var confirm = Length(fields, "confirm") ?? usual.Confirm;
        if (confirm.Days == 0)
        {
            problems.Add(fields.Optional("confirm")!, "a falsification cannot be decided in no time: give a day at least", "认定期限至少为一天");
            confirm = usual.Confirm;
        }
        return new Rectification
        {
            Due = Length(fields, "due") ?? usual.Due,
            Verify = Length(fields, "verify") ?? usual.Verify,
            Extends = Length(fields, "extends") ?? usual.Extends,
            Ladder = Ladder(Values.Slug(fields.Optional("ladder"), problems)),
            Confirm = confirm,
            ConfirmLadder = new AnsweringLadder(problems, ladders, ladderIds).Read(fields.Optional("confirm-ladder"), confirm),
            Disqualifies = !fields.Has("falsified") || falsified.Contains(Disqualify),
            DisqualifiesNextYear = falsified.Contains(NextYear),
        };
    }

    Offset? Length(Fields fields, string key) => TimeExpression.ReadLength(fields.Optional(key), problems);

    string? Ladder(Name? name)
    {
        if (name is not { } named || !Values.IsKnown(named, ladderIds, "ladder", "提醒梯级", problems))
            return name?.Text;
        foreach (var rung in ladders.Where(l => l.Id == named.Text).SelectMany(l => l.Rungs).Where(r => r.Rung.Card is not null))
            problems.Add(rung.At, "cards for findings come from 'warnings', not from the rectification's ladder", "整改的预警由 warnings 规定，不由提醒梯级规定");
        return named.Text;
    }
}
