using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Cycles;

public enum CycleState
{
    /// <summary>Participants are being enrolled; no milestone runs yet.</summary>
    Enrolling,
    Running,
    Paused,
    Completed,
    Cancelled,
}

public enum MilestoneState
{
    Pending,
    /// <summary>A driver has taken it and will see it through; no plan changes it any more.</summary>
    Claimed,
    Done,
    /// <summary>Its moment had passed when the engine came to it; recorded instead of acted upon (J6).</summary>
    Superseded,
}

public sealed record MilestoneProgress(Milestone Milestone, MilestoneState State)
{
    /// <summary>When the driver that has it took it; null where none has, or none wrote it down.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }
}

/// <summary>What is true of a cycle when its driver asks what to do next.</summary>
public sealed record CycleProgress(CycleState State, IReadOnlyList<PhaseWindow> Windows, IReadOnlyList<MilestoneProgress> Milestones)
{
    /// <summary>When the pause began that is on; null while the calendar runs.</summary>
    public DateTimeOffset? PausedAt { get; init; }
    /// <summary>When the calendar was last changed; a milestone of before is not late through an outage. Null where it never was.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
    /// <summary>Since when a parked group is to work off what it has missed; null where none is.</summary>
    public DateTimeOffset? WorksOffSince { get; init; }
}

/// <summary>
/// What a driver does next. <see cref="Recorded"/> names milestones to be written down first, in order: those that only change derived state as done,
/// those whose moment has passed as superseded.
/// </summary>
public abstract record CycleStep(IReadOnlyList<MilestoneProgress> Recorded)
{
    /// <summary>All participants are to be enrolled.</summary>
    public sealed record Enrol() : CycleStep([]);

    /// <summary>Claim and run the milestone (or go on with the one that is claimed already).</summary>
    public sealed record Run(Milestone Milestone, IReadOnlyList<MilestoneProgress> Recorded) : CycleStep(Recorded);

    /// <summary>The engine was down over a deadline: adopt the extension, then ask again.</summary>
    public sealed record Extend(OutageExtension Extension, IReadOnlyList<MilestoneProgress> Recorded) : CycleStep(Recorded);

    /// <summary>Nothing to do until the instant, or until the plan changes when there is none.</summary>
    public sealed record Wait(DateTimeOffset? Until, IReadOnlyList<MilestoneProgress> Recorded) : CycleStep(Recorded);

    /// <summary>The cycle is over.</summary>
    public sealed record End(IReadOnlyList<MilestoneProgress> Recorded) : CycleStep(Recorded);
}
