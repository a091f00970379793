using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// Lets a participant follow a change of the cycle's calendar (J3, J5): individual deadlines move with a pause; under an amendment whoever was silent in a
/// phase that opens again may act, and what was handed in is timed by the new dates.
/// </summary>
public static class CalendarEffectRule
{
    /// <summary>
    /// The participant after the change, or null where nothing of it changes, also because it has followed already. <paramref name="version"/> is the plan's
    /// version after the change, <paramref name="windows"/> the new ones.
    /// </summary>
    public static ParticipantState? Follow(
        ParticipantState state, CalendarEffect effect, int version, IReadOnlyList<PhaseWindow> windows, WorkingDayShift shift)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(effect);
        var next = effect is { WorkingDays: > 0, From: { } from } && state.Dates.PlanVersion < version
            ? Shifted(state, effect.WorkingDays, from, version, shift)
            : state;
        foreach (var phase in effect.Moved)
        {
            var window = next.Dates.Window(windows.Single(w => w.Phase == phase));
            var (before, after) = (next.Phase(phase), next.Phase(phase));
            if (after.Status is SheetStatus.Silent && effect.Reopened.Contains(phase))
                after = after with { Status = SheetStatus.Open };
            if (after is { SubmittedAt: { } at, Timeliness: not null })
                after = after with { Timeliness = window.At(at) is var timed and not Timeliness.NotOpen ? timed : Timeliness.OnTime };
            // Who is not late any more gets back what being late had cost.
            if (after is { LateDeduction: not null, Timeliness: not Timeliness.Late })
                after = after with { LateDeduction = null };
            if (after != before)
                next = next.With(phase, after);
        }
        return next == state ? null : next;
    }

    private static ParticipantState Shifted(ParticipantState state, int days, DateTimeOffset from, int version, WorkingDayShift shift)
    {
        var reworks = state.Phases.Where(p => p.Value.ReworkUntil > from || p.Value.AnswerUntil > from).ToList();
        var extended = state.Dates.Extensions.Any(e => e.LockedAt > from);
        if (reworks.Count == 0 && !extended)
            return state;
        foreach (var (phase, at) in reworks)
        {
            state = state.With(phase, at with
            {
                ReworkUntil = at.ReworkUntil is { } rework ? Moved(rework) : null,
                AnswerUntil = at.AnswerUntil is { } answer ? Moved(answer) : null,
            });
        }
        return state with
        {
            Dates = state.Dates with
            {
                PlanVersion = version,
                Extensions =
                    [.. state.Dates.Extensions.Select(e => e with { DueAt = Moved(e.DueAt), GraceUntil = Moved(e.GraceUntil), LockedAt = Moved(e.LockedAt) })],
            },
        };

        // Where the working days are not known the deadline stays: a participant's own date is never lost.
        DateTimeOffset Moved(DateTimeOffset at) => at > from ? shift.Move(at, days).At ?? at : at;
    }
}
