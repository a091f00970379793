using System.Collections.Frozen;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Participants;

/// <summary>The one table from a <see cref="RefusalCode"/> to what people read; <c>{name}</c> takes the refusal's fact of that name.</summary>
public static class RefusalMessages
{
    private static readonly FrozenDictionary<RefusalCode, LocalizedText> Table = new Dictionary<RefusalCode, LocalizedText>
    {
        [RefusalCode.NotOpenYet] = new("本阶段尚未开始（开始时间：{opensAt}）。", "The phase is not open yet (it opens at {opensAt})."),
        [RefusalCode.DeadlinePassed] = new("本阶段已锁定（锁定时间：{lockedAt}），不再受理。", "The phase locked at {lockedAt}; nothing more is taken."),
        [RefusalCode.ReworkTimePassed] = new("退回修改的期限已过（{reworkUntil}），以前次报送为准。", "The time for rework ended at {reworkUntil}; the earlier sheet stands."),
        [RefusalCode.NotLockedYet] = new("本阶段尚未到锁定时间（{lockedAt}）。", "The phase does not lock before {lockedAt}."),
        [RefusalCode.PhaseNotOfTrack] = new("该参评对象的争创类别不参加本阶段。", "The participant's track does not go through this phase."),
        [RefusalCode.WrongKindOfPhase] = new("本阶段不接受此项操作。", "This kind of phase does not take that action."),
        [RefusalCode.SheetFrozen] = new("自查表已审定，不能再修改。", "The sheet has been accepted and can no longer be changed."),
        [RefusalCode.AlreadyReturned] = new("该表已退回修改，尚未重新报送。", "The sheet has been returned already and has not been handed in again."),
        [RefusalCode.AlreadyAccepted] = new("考评已完成。", "The appraisal is done already."),
        [RefusalCode.NothingToReview] = new("没有可审核的报送内容。", "Nothing has been handed in that could be reviewed."),
        [RefusalCode.SheetNotCovered] = new("本次考评不包括阶段“{sheet}”。", "This appraisal does not cover the phase '{sheet}'."),
        [RefusalCode.ReviewerIsParticipant] = new("参评对象本单位人员不得考评本单位。", "A participant's own people cannot review it."),
        [RefusalCode.ReasonMissing] = new("请填写理由。", "Give the reason."),
        [RefusalCode.ReworkTimeMissing] = new("修改期限必须晚于退回时间。", "The time for rework must end after the return."),
        [RefusalCode.TextMissing] = new("请填写正文。", "Write the text."),
        [RefusalCode.TextTooLong] = new("文字超过{max}字。", "The text is longer than {max} characters."),
        [RefusalCode.AnswerMissing] = new("本条必须填写。", "This clause must be answered."),
        [RefusalCode.AnswerNotAsked] = new("本条不需要填写此项。", "This clause does not ask for that."),
        [RefusalCode.AnswerOutOfRange] = new("数值应在{min}至{max}之间。", "The value must lie between {min} and {max}."),
        [RefusalCode.UnknownClause] = new("标准中没有条款“{clause}”。", "The standard has no clause '{clause}'."),
        [RefusalCode.UnknownRecognition] = new("本条没有表彰级别“{level}”。", "This clause knows no level of recognition '{level}'."),
        [RefusalCode.EvidenceOfWrongKind] = new("佐证材料类型应为：{kinds}。", "Evidence for this clause must be one of: {kinds}."),
        [RefusalCode.NotYourUnit] = new("您无权办理该单位的事项。", "You have no part in that unit."),
    }.ToFrozenDictionary();

    /// <summary>The message of <paramref name="refusal"/> in every language, its facts filled in.</summary>
    public static LocalizedText Of(Refusal refusal)
    {
        var text = Table[refusal.Code];
        return new(Fill(text.Zh, refusal.Facts), text.En is null ? null : Fill(text.En, refusal.Facts));
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string>? facts) =>
        facts is null ? text : facts.Aggregate(text, (t, fact) => t.Replace("{" + fact.Key + "}", fact.Value, StringComparison.Ordinal));
}
