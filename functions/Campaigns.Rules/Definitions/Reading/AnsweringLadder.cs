namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads the name of a ladder for somebody who has to answer something about a participant: a report from the public (K17), a reported falsification (E5).
/// Its rungs count from the day that it came in and from its due date, speak to those above the participant alone, and raise no card: nothing is held against
/// anybody while it is not answered. A rung that could never fire is reported (J6).
/// </summary>
internal sealed class AnsweringLadder(Problems problems, IReadOnlyList<LadderDraft> ladders, IReadOnlyCollection<string> ladderIds)
{
    static readonly Audience[] Above = [Audience.Authority, Audience.ParentReviewer, Audience.ParentLeader];

    /// <summary>The ladder's name; <paramref name="time"/> is what there is for the answer, a day at least.</summary>
    public string? Read(Node? node, Offset time)
    {
        if (Values.Slug(node, problems) is not { } named || !Values.IsKnown(named, ladderIds, "ladder", "提醒梯级", problems))
            return null;
        foreach (var rung in ladders.Where(l => l.Id == named.Text).SelectMany(l => l.Rungs))
            Check(rung, named.Text, time);
        return named.Text;
    }

    void Check(RungDraft draft, string ladder, Offset time)
    {
        var (rung, at) = (draft.Rung, draft.Rung.At);
        if (rung.Card is not null)
            problems.Add(draft.At, $"a ladder for answers, '{ladder}', raises no card: nothing is decided yet", $"答复用的提醒梯级“{ladder}”不得发出预警：尚无结论");
        if (rung.To.Any(a => !Above.Contains(a)))
            problems.Add(draft.At, $"a ladder for answers, '{ladder}', tells nobody of the participant: use authority, parent.reviewer, parent.leader",
                $"答复用的提醒梯级“{ladder}”不得告知当事单位；对象只能是 authority、parent.reviewer、parent.leader");
        if (at.Anchor == Anchor.Locked)
            problems.Add(draft.At, $"nothing is locked where '{ladder}' counts: count from 'open' or 'due'", $"“{ladder}”所计事项没有锁定时间；请从 open 或 due 起算");
        else if (at.Offset.Working == time.Working && -at.Offset.Days >= time.Days)
            problems.Add(draft.At, $"rung '{rung.Id}' of ladder '{ladder}' could never fire in time: the whole time for the answer is {time.Days} days",
                $"提醒梯级“{ladder}”中的“{rung.Id}”永远不能及时发出：答复期限总共只有 {time.Days} 天");
    }
}
