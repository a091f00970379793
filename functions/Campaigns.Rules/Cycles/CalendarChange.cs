using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// What a pause, resumption, amendment or cancellation makes of a cycle's calendar (C4, J3, J5): values, not steps, so that writing it twice changes
/// nothing. <see cref="Windows"/> are all windows as they are to be; <see cref="Milestones"/> those whose instant or state changes; a milestone that a
/// driver has claimed is never among them.
/// </summary>
public sealed record CalendarChange
{
    /// <summary>One of Pause, Resume, Amend, Cancel: the milestone by which every group's ledger is told.</summary>
    public required MilestoneKind Kind { get; init; }
    public required CycleState State { get; init; }
    public required IReadOnlyList<PhaseWindow> Windows { get; init; }
    public required IReadOnlyList<MilestoneProgress> Milestones { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>When the pause began that is on from now; null while the calendar runs.</summary>
    public DateTimeOffset? PausedAt { get; init; }
    /// <summary>What concerns the participants, carried to them by the milestone's wave.</summary>
    public CalendarEffect Effect { get; init; } = new();

    /// <summary>Id of that milestone; an instant has at most one change.</summary>
    public string MilestoneId => FormattableString.Invariant(
        $"{CyclePlanner.Cycle}|{char.ToLowerInvariant(Kind.ToString()[0])}{Kind.ToString()[1..]}|{At.UtcDateTime:yyyyMMddHHmmss}");
}

/// <summary>
/// The effect of a calendar change on participants. Individual deadlines after <see cref="From"/> move by <see cref="WorkingDays"/>; in the phases that
/// <see cref="Moved"/> what was handed in is timed anew, and in those that <see cref="Reopened"/> whoever was silent may act again.
/// </summary>
public sealed record CalendarEffect
{
    public int WorkingDays { get; init; }
    public DateTimeOffset? From { get; init; }
    public IReadOnlyList<string> Moved { get; init; } = [];
    public IReadOnlyList<string> Reopened { get; init; } = [];
    public string By { get; init; } = Ledger.Acts.Engine;
    public string Why { get; init; } = "";
    /// <summary>The request that asked for it, so that a repeat is recognised.</summary>
    public string? Operation { get; init; }
}

/// <summary>One instant that a change moves; <see cref="What"/> is <c>q3.dueAt</c> for a window, the id for a milestone.</summary>
public sealed record MovedInstant(string What, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>The change with the list of what it moves (J3): windows in the definition's order, then milestones in theirs.</summary>
public sealed record PlannedChange(CalendarChange Change, IReadOnlyList<MovedInstant> Moves);
