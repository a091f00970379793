namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Titles of phases that have none of their own or repeat: the period before the kind, 第1季度自查, Q1 self-check.</summary>
internal static class PhaseTitles
{
    static readonly string[] months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static LocalizedText Of(PhaseText text, Period period)
    {
        if (text.Title is { } own && text.Each is null)
            return own;
        var title = text.Title ?? Kind(text.Kind);
        var prefix = Prefix(period);
        return new LocalizedText(prefix.Zh + title.Zh, title.En is null ? null : $"{prefix.En} {Lower(title.En)}");
    }

    static LocalizedText Kind(PhaseKind? kind) => kind switch
    {
        PhaseKind.SelfCheck => new("自查", "self-check"),
        PhaseKind.Summary => new("小结", "summary"),
        PhaseKind.Appraisal => new("考评", "appraisal"),
        PhaseKind.Bulletin => new("通报", "bulletin"),
        PhaseKind.Plan => new("创建方案", "plan"),
        PhaseKind.Pledging => new("公开承诺", "pledging"),
        PhaseKind.Inspection => new("督查", "inspection"),
        PhaseKind.DutyReport => new("述职", "duty report"),
        PhaseKind.Vote => new("测评", "vote"),
        PhaseKind.Nomination => new("申报", "nomination"),
        PhaseKind.Panel => new("评审", "panel review"),
        PhaseKind.PublicNotice => new("公示", "public notice"),
        PhaseKind.Decision => new("审定命名", "decision"),
        _ => new("总评", "evaluation"),
    };

    static LocalizedText Prefix(Period period) => period.Kind switch
    {
        PeriodKind.Year => new("年度", "Annual"),
        PeriodKind.Half => period.Number == 1 ? new("上半年", "First-half") : new("下半年", "Second-half"),
        PeriodKind.Quarter => new($"第{period.Number}季度", $"Q{period.Number}"),
        _ => new($"{period.Number}月", months[period.Number - 1]),
    };

    /// <summary>"Self-check" within a title becomes "self-check"; abbreviations stay.</summary>
    static string Lower(string en) => en.Length > 1 && char.IsUpper(en[0]) && !char.IsUpper(en[1]) ? char.ToLowerInvariant(en[0]) + en[1..] : en;
}
