using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Rehearsal;

/// <summary>How a unit takes a deadline.</summary>
internal enum Habit
{
    Early,
    OnTime,
    LastHour,
    InGrace,
    Late,
    Silent,
}

/// <summary>When simulated people act in a phase: each instant a function of seed, unit, phase and act.</summary>
internal sealed class Timing(int seed, BehaviourProfile profile, WorkSlots slots)
{
    /// <summary>How the unit takes this phase's deadline.</summary>
    public Habit HabitOf(string unit, string phase)
    {
        var share = Choice.Share(seed, "habit", unit, phase);
        foreach (var (habit, of) in new[]
        {
            (Habit.Early, profile.Early), (Habit.OnTime, profile.OnTime), (Habit.LastHour, profile.LastHour), (Habit.InGrace, profile.InGrace),
            (Habit.Late, profile.Late),
        })
        {
            share -= of;
            if (share < 0)
                return habit;
        }
        return Habit.Silent;
    }

    /// <summary>When the unit hands in its sheet; null when it keeps silent or the window has no instants yet.</summary>
    public DateTimeOffset? Submission(string unit, PhaseWindow window)
    {
        if (window is not { OpensAt: { } opens, DueAt: { } due, GraceUntil: { } grace, LockedAt: { } locked })
            return null;
        var share = Choice.Share(seed, "submits", unit, window.Phase);
        var half = opens + (due - opens) / 2;
        return HabitOf(unit, window.Phase) switch
        {
            Habit.Early => slots.Pick(opens, half, share),
            Habit.OnTime => slots.Pick(half, due.AddHours(-1), share),
            Habit.LastHour => due.AddMinutes(share < 0.5 ? -40 : -10),
            Habit.InGrace when grace > due => slots.Pick(due, grace, share),
            Habit.InGrace or Habit.Late when locked > grace => slots.Pick(grace, locked, share),
            Habit.InGrace or Habit.Late => slots.After(locked),
            _ => null,
        };
    }

    /// <summary>
    /// When the reviewer turns to a participant; null when that never happens. Those to be returned come first, so that there is time for the rework.
    /// </summary>
    public DateTimeOffset? Review(string unit, PhaseWindow window, bool returns)
    {
        if (window is not { OpensAt: { } opens, DueAt: { } due, GraceUntil: { } grace, LockedAt: { } locked })
            return null;
        var share = Choice.Share(seed, "reviews", unit, window.Phase);
        if (returns)
            return slots.Pick(opens, opens + (due - opens) * 0.4, share);
        var how = Choice.Share(seed, "reviewer", unit, window.Phase);
        if (how < profile.ReviewMissed)
            return null;
        return how < profile.ReviewMissed + profile.ReviewLate && locked > due
            ? slots.Pick(due, grace > due ? grace : locked, share)
            : slots.Pick(opens, due, share);
    }

    /// <summary>Whether the reviewer sends this sheet back.</summary>
    public bool Returns(string unit, string appraisal, string sheet) => Choice.Share(seed, "returns", unit, appraisal, sheet) < profile.Returned;

    /// <summary>When a returned sheet is handed in again; null when it is not.</summary>
    public DateTimeOffset? Rework(string unit, string sheet, DateTimeOffset returned, DateTimeOffset until) =>
        Choice.Share(seed, "rework missed", unit, sheet) < profile.ReworkMissed ? null
            : slots.Pick(returned, returned + (until - returned) * 0.9, Choice.Share(seed, "rework", unit, sheet));

    /// <summary>A moment of work between two instants, by a share in [0, 1).</summary>
    public DateTimeOffset Between(DateTimeOffset from, DateTimeOffset to, double share) => slots.Pick(from, to, share);

    /// <summary>The first moment of work after <paramref name="instant"/>.</summary>
    public DateTimeOffset After(DateTimeOffset instant) => slots.After(instant);
}
