using System.Text;
using Campaigns.App.Cycles;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reminders;

/// <summary>What a notice says, in the recipient's language: what it is about, the three instants in the authority's time, and which participants.</summary>
internal static class NoticeText
{
    /// <summary>Participants that are named; the rest are counted.</summary>
    private const int MaxNamed = 60;

    public static (string Kind, string Title, string Text) Of(
        CycleContext cycle, Milestone milestone, IReadOnlyList<string> participants, bool own, string language)
    {
        var en = language.StartsWith("en", StringComparison.OrdinalIgnoreCase);
        var phase = cycle.Definition.Phase(milestone.Phase);
        var window = cycle.Plan.Window(phase.Id);
        var kind = KindOf(milestone, window);
        var campaign = cycle.Definition.Title.In(language);
        var title = phase.Title.In(language);
        var headline = (kind, own, en) switch
        {
            ("open", true, true) => $"{campaign}: {title} is open",
            ("open", false, true) => $"{campaign}: {title} is open for {participants.Count}",
            ("open", true, false) => $"【{campaign}】{title}已开始",
            ("open", false, false) => $"【{campaign}】{title}已开始，涉及{participants.Count}个对象",
            ("due", true, true) => $"{campaign}: {title} is due soon",
            ("due", false, true) => $"{campaign}: {title} is due soon, {participants.Count} outstanding",
            ("due", true, false) => $"【{campaign}】{title}即将截止",
            ("due", false, false) => $"【{campaign}】{title}即将截止，{participants.Count}个对象未完成",
            ("overdue", true, true) => $"{campaign}: {title} is overdue",
            ("overdue", false, true) => $"{campaign}: {title} is overdue, {participants.Count} outstanding",
            ("overdue", true, false) => $"【{campaign}】{title}已逾期",
            ("overdue", false, false) => $"【{campaign}】{title}已逾期，{participants.Count}个对象未完成",
            (_, true, true) => $"{campaign}: {title} has locked without your report",
            (_, false, true) => $"{campaign}: {title} has locked, {participants.Count} silent",
            (_, true, false) => $"【{campaign}】{title}已锁定，未收到报送",
            _ => $"【{campaign}】{title}已锁定，{participants.Count}个对象未报送",
        };

        var text = new StringBuilder(headline).Append("\n\n");
        Line(text, en ? "Due" : "截止时间", window.DueAt, cycle);
        Line(text, en ? "Grace until" : "宽限至", window.GraceUntil, cycle);
        Line(text, en ? "Locks" : "锁定时间", window.LockedAt, cycle);
        Name(text.Append('\n'), participants, en);
        return (kind, headline, text.ToString());
    }

    /// <summary>To an office, about filed plans that wait for its answer (B8, J7).</summary>
    public static (string Kind, string Title, string Text) OfUnanswered(
        CycleContext cycle, Milestone milestone, IReadOnlyList<string> participants, string language)
    {
        var en = language.StartsWith("en", StringComparison.OrdinalIgnoreCase);
        var phase = cycle.Definition.Phase(milestone.Phase);
        var (campaign, title) = (cycle.Definition.Title.In(language), phase.Title.In(language));
        var headline = en
            ? $"{campaign}: {title}, {participants.Count} filed and waiting for your answer"
            : $"【{campaign}】{title}：{participants.Count}份已报备，待登记或退回";
        var text = new StringBuilder(headline).Append("\n\n");
        Line(text, en ? "Answer by" : "答复期限", cycle.Plan.Window(phase.Id).LockedAt, cycle);
        Name(text, participants, en);
        return ("unanswered", headline, text.ToString());
    }

    private static void Name(StringBuilder text, IReadOnlyList<string> participants, bool en)
    {
        text.Append(en ? "Participants: " : "对象：").AppendJoin(en ? ", " : "、", participants.Take(MaxNamed));
        if (participants.Count > MaxNamed)
            text.Append(en ? $" and {participants.Count - MaxNamed} more" : $" 等{participants.Count}个");
        text.Append('\n');
    }

    private static string KindOf(Milestone milestone, PhaseWindow window) =>
        milestone.Kind == MilestoneKind.Remind ? milestone.At <= window.OpensAt ? "open" : "due"
        : milestone.At > window.LockedAt ? "locked" : "overdue";

    private static void Line(StringBuilder text, string label, DateTimeOffset? instant, CycleContext cycle)
    {
        if (instant is { } at)
            text.Append(label).Append(": ").Append(cycle.LocalTime(at)).Append(" (").Append(cycle.Definition.Authority.Zone).Append(")\n");
    }
}
