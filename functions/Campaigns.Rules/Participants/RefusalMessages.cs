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
        [RefusalCode.UnitLeft] = new("该单位已撤并，不再受理其事项。", "The unit has been merged, split or retired; nothing more is taken for it."),
        [RefusalCode.PlanRegistered] = new("方案已备案，不能再修改或退回。", "The plan is registered and can no longer be changed or sent back."),
        [RefusalCode.TooMany] = new("最多{max}项。", "There can be at most {max}."),
        [RefusalCode.PledgePublished] = new("承诺已公开，不能再修改。", "The pledge is public and can no longer be changed."),
        [RefusalCode.PledgeNotPublished] = new("承诺尚未公开。", "The pledge is not public yet."),
        [RefusalCode.PledgeReported] = new("兑现情况已上报，等待上级确认。", "The fulfilment is reported and awaits the tier above."),
        [RefusalCode.PledgeDecided] = new("承诺是否兑现已有结论。", "Whether the pledge was kept is decided."),
        [RefusalCode.PersonMissing] = new("请填写承诺人。", "Say which person."),
        [RefusalCode.DueOutOfRange] = new("期限应晚于{from}，不晚于{to}。", "The due date must lie after {from} and no later than {to}."),
        [RefusalCode.TooManyNominees] = new("申报数量超过分配名额（最多{most}个）。", "More are nominated than the allotted number ({most} at most)."),
        [RefusalCode.NomineeTwice] = new("重复列出。", "It is listed twice."),
        [RefusalCode.NomineeNotYours] = new("不是本单位可申报的对象。", "It is not one of this nominator's participants."),
        [RefusalCode.NomineeBarred] = new("该对象已被否决或取消资格，不得申报。", "The participant is vetoed or disqualified."),
        [RefusalCode.NomineeNotChecked] = new("该对象本年度未报送自查，不得申报。", "The participant has not checked itself this year."),
        [RefusalCode.NomineeBehindEligible] = new("尚有达到条件的对象未申报，不得先申报未达标的对象。", "It does not reach the grade, and eligible participants are left out."),
        [RefusalCode.NotOfThePanel] = new("您不是本评审组的评委。", "You are not a member of this panel."),
        [RefusalCode.PanelConflict] = new("您与该对象有回避关系，不得评分。", "You have a conflict with this participant and cannot score it."),
        [RefusalCode.NotAssignedToYou] = new("该对象未分配给您评审。", "This participant was not assigned to you."),
        [RefusalCode.PanelBelowQuorum] = new("评审未达到法定人数，请先由主办部门处理。", "The panel is below its quorum and waits for the authority."),
        [RefusalCode.PanelMemberHasScored] = new("该评委已评分，不能直接移除，请办理回避或请假。", "The member has scored and can only be excused, with a reason."),
        [RefusalCode.NotOnTheList] = new("该对象不在公示名单中。", "The participant is not on the published list."),
        [RefusalCode.TooManyChallenges] = new("对该对象的异议已较多，正在办理中。", "Many objections against this participant are being dealt with already."),
        [RefusalCode.AlreadyAnswered] = new("该异议或申诉已经答复。", "It has been answered already."),
        [RefusalCode.AnsweredByScorer] = new("评分人员或当事人不得答复该异议或申诉。", "Whoever scored the participant, or is it, cannot answer."),
        [RefusalCode.NotACandidate] = new("该对象不符合参评条件。", "It is not a candidate of this track."),
        [RefusalCode.ObjectionOpen] = new("对该对象的异议或申诉尚未答复。", "An objection or appeal about it has not been answered."),
        [RefusalCode.VettingMissing] = new("以下部门尚未反馈联审意见：{departments}。", "Departments that have not been heard yet: {departments}."),
        [RefusalCode.VettingAgainst] = new("联审部门“{department}”不同意或建议暂缓。", "The department '{department}' does not agree, or asks to hold back."),
        [RefusalCode.QuotaExceeded] = new("名单超过名额（{quota}个）。", "The list exceeds the quota of {quota}."),
        [RefusalCode.DepartureUnexplained] = new("与拟命名名单不一致，请说明“{unit}”的理由。", "The list departs from the intended one: give a reason for '{unit}'."),
        [RefusalCode.AlreadyDecided] = new("最终名单已经审定，不能再修改。", "The final list has been decided already."),
        [RefusalCode.NotHonoured] = new("该对象未获命名。", "The participant has not been honoured."),
        [RefusalCode.AlreadyWithdrawn] = new("该荣誉已被撤销。", "The honour has been withdrawn already."),
        [RefusalCode.AlreadyRechecked] = new("该年度已复核。", "The honour has been re-checked for that year already."),
        [RefusalCode.HonourExpired] = new("该荣誉已过有效期。", "The honour is no longer valid then."),
        [RefusalCode.YearDecided] = new("本年度已作出评定，不能再更改。", "The year has been decided; this can no longer change."),
        [RefusalCode.UnknownOption] = new("没有选项“{option}”。", "There is no option '{option}'."),
        [RefusalCode.BeyondRules] = new("新版本不只改变计分规则，还改变了“{part}”，不能用于进行中的年度。",
            "The version changes more than the rules of scoring, namely '{part}': a running cycle cannot adopt it."),
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
        [RefusalCode.CycleEnrolling] = new("年度正在建立，请稍候。", "The cycle is still being set up."),
        [RefusalCode.CyclePaused] = new("年度已暂停，恢复前不受理。", "The cycle is paused; nothing is taken until it is resumed."),
        [RefusalCode.CycleNotPaused] = new("年度未暂停。", "The cycle is not paused."),
        [RefusalCode.CycleOver] = new("年度已结束或已取消。", "The cycle has ended or was cancelled."),
        [RefusalCode.CalendarMissing] = new("{year}年的节假日安排尚未公布，无法确定日期。", "The working days of {year} are not known yet, so no day can be named."),
        [RefusalCode.UnknownPhase] = new("没有阶段“{phase}”。", "There is no phase '{phase}'."),
        [RefusalCode.NothingMoves] = new("日程没有任何变化。", "Nothing of the calendar would move."),
        [RefusalCode.WindowInverted] = new("阶段“{phase}”的时间先后颠倒。", "The dates of the phase '{phase}' would be in the wrong order."),
        [RefusalCode.PhaseDecided] = new("阶段“{phase}”已作出结果，不能再调整时间。", "The phase '{phase}' has had its result; its dates can no longer move."),
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
