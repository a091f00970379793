using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// The engine was not there from <see cref="From"/> to <see cref="To"/>: the windows and milestones as they are to be, and the phases that moved.
/// </summary>
public sealed record OutageExtension(
    DateTimeOffset From, DateTimeOffset To, TimeSpan By, IReadOnlyList<string> Phases, IReadOnlyList<PhaseWindow> Windows, IReadOnlyList<Milestone> Milestones);

/// <summary>
/// Nobody is punished for the system's own outage (J6): a phase whose due date, grace or lock fell into it gets the time back, in whole days, before any
/// escalation or card. The authority may still enforce the old dates afterwards by amending the calendar.
/// </summary>
public static class OutageRule
{
    /// <summary>A lock's milestone comes two minutes after the lock itself: an outage that missed the one may have begun just before the other.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The extension for an outage that ran until <paramref name="now"/> and began no later than <paramref name="from"/>, the instant of the first milestone
    /// that was missed; null when no open phase lost a deadline to it. Instants before the outage stay; reminders before the due date keep their days.
    /// </summary>
    public static OutageExtension? Extend(CycleProgress cycle, DateTimeOffset from, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var locked = cycle.Milestones.Where(m => m.Milestone.Kind == MilestoneKind.Lock && m.State != MilestoneState.Pending).Select(m => m.Milestone.Phase);
        var affected = cycle.Windows
            .Where(w => w.DueAt is not null && (Within(w.DueAt) || Within(w.GraceUntil) || Within(w.LockedAt)))
            .Select(w => w.Phase)
            .Except(locked)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (affected.Count == 0)
            return null;

        var by = TimeSpan.FromDays(Math.Ceiling((now - from).TotalDays));
        DateTimeOffset? Moved(DateTimeOffset? instant) => instant >= from - Margin ? instant + by : instant;
        var windows = cycle.Windows
            .Select(w => affected.Contains(w.Phase) ? w with { DueAt = Moved(w.DueAt), GraceUntil = Moved(w.GraceUntil), LockedAt = Moved(w.LockedAt) } : w)
            .ToList();
        var milestones = cycle.Milestones
            .Where(m => m.State == MilestoneState.Pending && affected.Contains(m.Milestone.Phase)
                && m.Milestone.Kind is MilestoneKind.Due or MilestoneKind.GraceEnd or MilestoneKind.Escalate or MilestoneKind.Lock
                    or MilestoneKind.Rank or MilestoneKind.Decide)
            .Select(m => m.Milestone with { At = Moved(m.Milestone.At) })
            .ToList();
        return new(from, now, by, affected, windows, milestones);

        bool Within(DateTimeOffset? instant) => instant >= from - Margin && instant < now;
    }
}
