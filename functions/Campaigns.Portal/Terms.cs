using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;

namespace Campaigns.Portal;

/// <summary>The field's words for what the rules name, in both languages.</summary>
public static class Terms
{
    public static LocalizedText Of(CycleState state) => state switch
    {
        CycleState.Enrolling => new("正在登记参评对象", "Enrolling"),
        CycleState.Running => new("进行中", "Running"),
        CycleState.Paused => new("已暂停", "Paused"),
        CycleState.Completed => new("已结束", "Completed"),
        _ => new("已取消", "Cancelled"),
    };

    public static LocalizedText Of(MilestoneKind kind) => kind switch
    {
        MilestoneKind.Enrol => new("登记参评对象", "Enrolment"),
        MilestoneKind.Extend => new("停机顺延", "Extension after an outage"),
        MilestoneKind.Draw => new("抽取", "Draw"),
        MilestoneKind.Open => new("开始", "Opens"),
        MilestoneKind.Remind => new("提醒", "Reminder"),
        MilestoneKind.Due => new("截止", "Due"),
        MilestoneKind.GraceEnd => new("宽限期满", "Grace ends"),
        MilestoneKind.Escalate => new("督办", "Escalation"),
        MilestoneKind.Lock => new("锁定", "Locks"),
        MilestoneKind.Bulletin => new("发布通报", "Bulletin"),
        MilestoneKind.Evaluate => new("计算总评得分", "Evaluation"),
        MilestoneKind.Rescore => new("按新规则重新计分", "Scored again by changed rules"),
        MilestoneKind.Rank => new("排名并公布拟命名名单", "Ranking and intended honours"),
        MilestoneKind.Decide => new("排名并确定荣誉", "Ranking and honours"),
        _ => new("年度结束", "Close of the year"),
    };

    /// <summary>Where a phase stands at a moment.</summary>
    public static LocalizedText Of(Timeliness moment) => moment switch
    {
        Timeliness.NotOpen => new("未开始", "Not open yet"),
        Timeliness.OnTime => new("进行中", "Open"),
        Timeliness.InGrace => new("宽限期", "In grace"),
        Timeliness.Late => new("已逾期，仍可补报", "Overdue, still taken as late"),
        _ => new("已锁定", "Locked"),
    };

    public static LocalizedText Of(Audience audience) => audience switch
    {
        Audience.Reporter => new("填报人", "reporter"),
        Audience.Leader => new("第一责任人", "leader"),
        Audience.Liaison => new("联络指导员", "liaison"),
        Audience.ParentReviewer => new("上级考评人", "reviewer above"),
        Audience.ParentLeader => new("上级责任人", "leader above"),
        Audience.LeaderInCharge => new("分管领导", "leader in charge"),
        Audience.OrganisationMember => new("组织委员", "organisation member"),
        Audience.Designated => new("专人", "designated person"),
        Audience.Contact => new("联系点领导", "contact-point leader"),
        Audience.Instructor => new("党建工作指导员", "instructor"),
        Audience.Department => new("配合单位", "cooperating department"),
        _ => new("主办部门", "authority"),
    };

    public static LocalizedText Of(Card card) => card == Card.Red ? new("红牌", "red card") : new("黄牌", "yellow card");

    /// <summary>What a notice of the inbox is about.</summary>
    public static LocalizedText OfNotice(string kind) => kind switch
    {
        "open" => new("开始", "Open"),
        "due" => new("将截止", "Due soon"),
        "overdue" => new("逾期", "Overdue"),
        "locked" => new("锁定", "Locked"),
        _ => new("通知", "Notice"),
    };

    /// <summary>A grade by its id in the standard.</summary>
    public static LocalizedText OfGrade(string grade) => grade switch
    {
        "met" => new("达标", "met"),
        "good" => new("良好", "good"),
        "excellent" => new("优秀", "excellent"),
        _ => new(grade, grade),
    };
}
