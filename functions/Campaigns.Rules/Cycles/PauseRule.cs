using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// Pausing, resuming and cancelling a cycle (C4, J5). While it is paused nothing fires and nothing is taken. On resumption what was left at the pause comes
/// later by the paused working days, a begun one counted whole, or keeps its dates; in neither case does anything fire in a burst: under <c>keep</c> the
/// reminders and escalations that fell into the pause are recorded as superseded.
/// </summary>
public static class PauseRule
{
    public static Decision<CalendarChange> Pause(CycleProgress cycle, string by, string why, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        if (Unreasoned(why) is { } unreasoned)
            return unreasoned;
        return cycle.State.Takes(CycleAction.Pause)
            ? Decision.Accept(Of(MilestoneKind.Pause, CycleState.Paused, cycle, by, why, now) with { PausedAt = now })
            : NotNow(cycle.State);
    }

    public static Decision<CalendarChange> Resume(
        CycleProgress cycle, PausePolicy policy, WorkingDayShift shift, string by, string why, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(shift);
        if (Unreasoned(why) is { } unreasoned)
            return unreasoned;
        if (!cycle.State.Takes(CycleAction.Resume) || cycle.PausedAt is not { } pausedAt)
            return NotNow(cycle.State);
        var change = Of(MilestoneKind.Resume, CycleState.Running, cycle, by, why, now);
        if (policy is PausePolicy.Keep)
            return Decision.Accept(change with { Milestones = Overtaken(cycle, now) });

        var (count, awaiting) = shift.Between(pausedAt, now);
        if (awaiting is { } year)
            return AwaitingCalendar<CalendarChange>(year);
        return Decision.Accept(change with
        {
            Windows = [.. cycle.Windows.Select(w => Moved(w, pausedAt, shift, count))],
            Milestones = [.. cycle.Milestones.Where(m => m.State is MilestoneState.Pending && m.Milestone.At > pausedAt && count > 0)
                .Select(m => m with { Milestone = Moved(m.Milestone, shift, count) })],
            Effect = change.Effect with { WorkingDays = count, From = pausedAt },
        });
    }

    /// <summary>Ends the cycle where it stands. A milestone that is under way is finished; no other comes.</summary>
    public static Decision<CalendarChange> Cancel(CycleProgress cycle, string by, string why, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        if (Unreasoned(why) is { } unreasoned)
            return unreasoned;
        return cycle.State.Takes(CycleAction.Cancel)
            ? Decision.Accept(Of(MilestoneKind.Cancel, CycleState.Cancelled, cycle, by, why, now) with
            {
                Milestones = [.. cycle.Milestones.Where(m => m.State is MilestoneState.Pending).Select(m => m with { State = MilestoneState.Superseded })],
            })
            : NotNow(cycle.State);
    }

    internal static Decision<T> AwaitingCalendar<T>(int year) => Decision.Refuse<T>(
        RefusalCode.CalendarMissing, null, new Dictionary<string, string> { ["year"] = year.ToString(CultureInfo.InvariantCulture) });

    internal static Refusal StateRefusal(CycleState state) => new(state switch
    {
        CycleState.Completed or CycleState.Cancelled => RefusalCode.CycleOver,
        CycleState.Paused => RefusalCode.CyclePaused,
        CycleState.Running => RefusalCode.CycleNotPaused,
        _ => RefusalCode.CycleEnrolling,
    });

    private static Decision<CalendarChange> NotNow(CycleState state) => Decision.Refuse<CalendarChange>(StateRefusal(state));

    private static Decision<CalendarChange>? Unreasoned(string why) =>
        string.IsNullOrWhiteSpace(why) ? Decision.Refuse<CalendarChange>(RefusalCode.ReasonMissing, "reason") : null;

    private static CalendarChange Of(MilestoneKind kind, CycleState state, CycleProgress cycle, string by, string why, DateTimeOffset now) => new()
    {
        Kind = kind,
        State = state,
        Windows = cycle.Windows,
        Milestones = [],
        At = now,
        Effect = new() { By = by, Why = why },
    };

    private static IReadOnlyList<MilestoneProgress> Overtaken(CycleProgress cycle, DateTimeOffset now) =>
        [.. cycle.Milestones.Where(m => m.State is MilestoneState.Pending && m.Milestone.At <= now
            && m.Milestone.Kind is MilestoneKind.Remind or MilestoneKind.Escalate).Select(m => m with { State = MilestoneState.Superseded })];

    private static PhaseWindow Moved(PhaseWindow window, DateTimeOffset after, WorkingDayShift shift, int count)
    {
        var awaiting = window.AwaitingYear;
        return window with
        {
            OpensAt = Move(window.OpensAt),
            DueAt = Move(window.DueAt),
            GraceUntil = Move(window.GraceUntil),
            LockedAt = Move(window.LockedAt),
            AwaitingYear = awaiting,
        };

        DateTimeOffset? Move(DateTimeOffset? instant)
        {
            if (instant is not { } at || at <= after)
                return instant;
            var (moved, year) = shift.Move(at, count);
            awaiting ??= year;
            return moved;
        }
    }

    private static Milestone Moved(Milestone milestone, WorkingDayShift shift, int count)
    {
        var (at, awaiting) = shift.Move(milestone.At!.Value, count);
        return milestone with { At = at, AwaitingYear = awaiting };
    }
}
