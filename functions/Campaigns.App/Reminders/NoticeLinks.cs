using Campaigns.Rules.Calendar;

namespace Campaigns.App.Reminders;

/// <summary>Where in the portal a notice leads: the page of the phase that it is about, else the cycle's, else the inbox.</summary>
internal static class NoticeLinks
{
    private static readonly HashSet<string> Milestones = [.. Enum.GetNames<MilestoneKind>().Select(k => k.ToLowerInvariant())];

    /// <summary>The path, from a notice's id within the inbox (<c>cycle|milestone</c> or <c>cycle|what|…</c>).</summary>
    public static string PathOf(string notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return notice.Split('|') switch
        {
            ["webhooks", ..] => "/inbox",
            [var cycle, var phase, var kind, ..] when Milestones.Contains(kind) => PhaseOf(cycle, phase),
            [var cycle, "planReturned" or "planLapsed" or "planUnanswered", var phase, ..] => PhaseOf(cycle, phase),
            [var cycle, "returned" or "rework-due" or "rework-lapsed" or "extended", _, _, var phase, ..] => PhaseOf(cycle, phase),
            [var cycle, ..] => $"/cycles/{cycle}",
            _ => "/inbox",
        };
    }

    private static string PhaseOf(string cycle, string phase) => $"/cycles/{cycle}/phases/{phase}";
}
