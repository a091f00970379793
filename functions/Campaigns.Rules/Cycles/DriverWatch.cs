using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Cycles;

/// <summary>What the watchdog makes of a driver at first sight, before it has read the cycle's milestones.</summary>
public enum DriverSight
{
    /// <summary>It is left alone.</summary>
    Fine,

    /// <summary>Another takes its place, whatever is under way.</summary>
    Replace,

    /// <summary>The milestones decide: <see cref="DriverWatch.IsStuck"/>, or <see cref="DriverWatch.IsAtRest"/> where its version is an older one.</summary>
    LookCloser,
}

/// <summary>
/// When a running cycle gets another driver (C3, I1). A driver that ended or is stuck is replaced: one that lets a milestone pass, and one that has enrolment,
/// a claimed milestone or a retried group in hand and has been silent for longer than that can take (<see cref="LongestWave"/>). One of an older orchestration
/// version than the app's is moved to the app's between two milestones. One of a newer version, which an app that was rolled back cannot run, is replaced once
/// it has been silent for <see cref="Patience"/>: while a deployment goes on, the app that can run it may still be there.
/// </summary>
public static class DriverWatch
{
    /// <summary>How late the earliest milestone may be before its driver counts as stuck. A wave over a large cycle must fit in.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a driver may be silent over what it has under way before its run counts as lost: a driver says nothing from the start of a wave to its end.
    /// Four activities follow each other at most (a sample or a ranking, the preparation of a selection, the groups side by side, the end), each of 30 minutes
    /// at most; twice that, since each may be tried again after it has run out of time. One that takes longer all the same loses no work: its successor finds
    /// what is done, and has as long. So does an outage that falls into a wave cost one driver and nothing else.
    /// </summary>
    public static TimeSpan LongestWave { get; } = TimeSpan.FromHours(4);

    /// <summary>The first sight of a driver that has not ended.</summary>
    /// <param name="state">The cycle's.</param>
    /// <param name="age">The driver's version next to the app's: below zero where it is older, above where it is newer.</param>
    /// <param name="silence">How long ago the driver last did anything.</param>
    public static DriverSight At(CycleState state, int age, TimeSpan silence) => age switch
    {
        > 0 => silence >= Patience ? DriverSight.Replace : DriverSight.Fine,
        // Enrolling is under way as a milestone is; there is a milestone to look at when it has ended.
        _ when state == CycleState.Enrolling => silence >= LongestWave ? DriverSight.Replace : DriverSight.Fine,
        < 0 => DriverSight.LookCloser,
        _ => state == CycleState.Running && silence >= Patience ? DriverSight.LookCloser : DriverSight.Fine,
    };

    /// <summary>
    /// Whether a driver that has been silent for <paramref name="silence"/> should have begun a milestone by now, or ended one. A claim without an instant
    /// counts from the milestone's own. A group that works off its list is under way as a milestone is.
    /// </summary>
    public static bool IsStuck(CycleProgress cycle, TimeSpan silence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return cycle.State == CycleState.Running && (IsLost(cycle.WorksOffSince) || cycle.Milestones.Any(m => m.State switch
        {
            MilestoneState.Pending => silence >= Patience && m.Milestone.At < now - Patience,
            MilestoneState.Claimed => IsLost(m.ClaimedAt ?? m.Milestone.At),
            _ => false,
        }));

        bool IsLost(DateTimeOffset? begun) => silence >= LongestWave && begun <= now - LongestWave;
    }

    /// <summary>Whether nothing is under way that a change of drivers would run a second time.</summary>
    public static bool IsAtRest(CycleProgress cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return cycle.WorksOffSince is null && cycle.State != CycleState.Enrolling && cycle.Milestones.All(m => m.State != MilestoneState.Claimed);
    }
}
