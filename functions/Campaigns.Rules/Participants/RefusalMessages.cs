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
        [RefusalCode.PlanRegistered] = new("方案已备案，不能再修改或退回。", "The plan is registered and can no longer be changed or sent back."),
        [RefusalCode.TooMany] = new("最多{max}项。", "There can be at most {max}."),
        [RefusalCode.PledgePublished] = new("承诺已公开，不能再修改。", "The pledge is public and can no longer be changed."),
        [RefusalCode.PledgeNotPublished] = new("承诺尚未公开。", "The pledge is not public yet."),
        [RefusalCode.PledgeReported] = new("兑现情况已上报，等待上级确认。", "The fulfilment is reported and awaits the tier above."),
        [RefusalCode.PledgeDecided] = new("承诺是否兑现已有结论。", "Whether the pledge was kept is decided."),
        [RefusalCode.PersonMissing] = new("请填写承诺人。", "Say which person."),
        [RefusalCode.DueOutOfRange] = new("期限应晚于{from}，不晚于{to}。", "The due date must lie after {from} and no later than {to}."),
        [RefusalCode.NotYourUnit] = new("您无权办理该单位的事项。", "You have no part in that unit."),
        [RefusalCode.CardUnknown] = new("没有预警“{card}”。", "There is no warning '{card}'."),
        [RefusalCode.CardCleared] = new("该预警已解除。", "The warning has been cleared already."),
        [RefusalCode.VisitRecorded] = new("本次督查已有记录。", "The visit has been recorded already."),
        [RefusalCode.NotYourInspection] = new("本次督查由他人负责。", "This inspection is somebody else's."),
        [RefusalCode.FindingClosed] = new("问题已销号。", "The finding is closed."),
        [RefusalCode.FindingFalsified] = new("已认定弄虚作假，不再整改。", "It has been confirmed as falsified; nothing more can be mended."),
        [RefusalCode.FixAwaitsVerification] = new("整改情况已报告，等待核查。", "A fix is reported and awaits verification."),
        [RefusalCode.FixEvidenceMissing] = new("请附整改佐证材料。", "Name the evidence of the fix."),
        [RefusalCode.EvidenceUnknown] = new("没有佐证材料“{evidence}”。", "There is no evidence '{evidence}'."),
        [RefusalCode.NothingToVerify] = new("尚无整改报告可供核查。", "No fix is reported that could be verified."),
        [RefusalCode.AlreadyExtended] = new("整改期限已延长过一次。", "The deadline has been extended once already."),
        [RefusalCode.ExtensionOutOfRange] = new("延期应晚于{after}，且不晚于{latest}。", "An extension must end after {after} and not after {latest}."),
        [RefusalCode.AlreadyReported] = new("已报告弄虚作假，待认定。", "A falsification has been reported already and awaits a decision."),
        [RefusalCode.NothingReported] = new("没有待认定的弄虚作假报告。", "No falsification has been reported."),
        [RefusalCode.SamePersonConfirms] = new("发现人或报告人不得自行认定。", "Whoever found or reported it cannot decide on it."),
        [RefusalCode.ReportDecided] = new("该举报已处理。", "The report has been decided on already."),
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
