namespace Campaigns.Rules.Calendar;

/// <summary>
/// A year of a campaign as instants (C3, J2): the window of each phase and every milestone 节点, ordered by <see cref="MilestoneOrder"/>.
/// A function of definition, year and holiday tables; the same input gives the same plan.
/// </summary>
public sealed record CyclePlan(int Year, string Zone, IReadOnlyList<PhaseWindow> Windows, IReadOnlyList<Milestone> Milestones)
{
    public PhaseWindow Window(string phase) => Windows.Single(w => w.Phase == phase);
}

/// <summary>
/// The three named instants of a phase beside its opening, in UTC (J2). A submission at or before <see cref="DueAt"/> is on time, at or before
/// <see cref="GraceUntil"/> in grace, at or before <see cref="LockedAt"/> late, after it refused. Those that need a missing holiday table are null, and
/// <see cref="AwaitingYear"/> names its year; a bulletin has an opening alone.
/// </summary>
public sealed record PhaseWindow(
    string Phase, string PeriodId, DateTimeOffset? OpensAt, DateTimeOffset? DueAt, DateTimeOffset? GraceUntil, DateTimeOffset? LockedAt,
    int? AwaitingYear = null)
{
    /// <summary>Where <paramref name="now"/> stands in the window; derived, never stored (J6).</summary>
    public Timeliness At(DateTimeOffset now) =>
        OpensAt is null || now < OpensAt ? Timeliness.NotOpen
        : DueAt is null || now <= DueAt ? Timeliness.OnTime
        : now <= GraceUntil ? Timeliness.InGrace
        : now <= LockedAt ? Timeliness.Late
        : Timeliness.Locked;
}

public enum Timeliness
{
    NotOpen,
    OnTime,
    InGrace,
    Late,
    Locked,
}

/// <summary>
/// One thing that will happen. <see cref="Id"/> is stable: <c>phase|kind</c> or <c>phase|kind|rung</c>. <see cref="At"/> is null while it awaits the
/// holiday table of <see cref="AwaitingYear"/> (J4): it never fires on a guessed day.
/// </summary>
public sealed record Milestone(string Id, string Phase, MilestoneKind Kind, string? Rung, DateTimeOffset? At, int? AwaitingYear = null);

/// <summary>Kinds of milestone, in the order in which those of one instant run.</summary>
public enum MilestoneKind
{
    /// <summary>Participants are enrolled; once, before anything else.</summary>
    Enrol,
    /// <summary>A phase got time back after an outage; written to every ledger that it concerns.</summary>
    Extend,
    /// <summary>An inspection phase draws its sample, before it opens.</summary>
    Draw,
    /// <summary>The phase opens: its roster is frozen, and whoever acts is told.</summary>
    Open,
    /// <summary>A rung before or at the due date.</summary>
    Remind,
    /// <summary>Derived state only; nothing runs.</summary>
    Due,
    /// <summary>Derived state only; nothing runs.</summary>
    GraceEnd,
    /// <summary>A rung after the due date.</summary>
    Escalate,
    /// <summary>Two minutes after the phase's lock: who is silent is recorded.</summary>
    Lock,
    /// <summary>A bulletin is produced and published.</summary>
    Bulletin,
    /// <summary>Composite scores are computed.</summary>
    Evaluate,
    /// <summary>Ranking and attainment; honours are intended, and decided in a later decision phase.</summary>
    Rank,
    /// <summary>Honours are decided, with ranking and attainment where no earlier milestone ranked.</summary>
    Decide,
    /// <summary>The cycle ends.</summary>
    Close,
    /// <summary>The calendar stands still from now on (J5); written to every group's ledger, as the three below.</summary>
    Pause,
    /// <summary>The calendar goes on; individual deadlines follow.</summary>
    Resume,
    /// <summary>The authority moved dates (J3); what hangs on them follows.</summary>
    Amend,
    /// <summary>The cycle was ended early.</summary>
    Cancel,
    /// <summary>Rules or reference values have changed: what was scored is scored again (J14, K5).</summary>
    Rescore,
}

/// <summary>The one order of milestones: by instant (those awaiting a calendar last), kind, id.</summary>
public sealed class MilestoneOrder : IComparer<Milestone>
{
    public static MilestoneOrder Instance { get; } = new();

    public int Compare(Milestone? x, Milestone? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var byInstant = (x.At ?? DateTimeOffset.MaxValue).CompareTo(y.At ?? DateTimeOffset.MaxValue);
        if (byInstant != 0)
            return byInstant;
        return x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind) : string.CompareOrdinal(x.Id, y.Id);
    }
}
