using Azure;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Cycles;

/// <summary>
/// A year 年度 of a campaign as it runs. It froze the definition's version, the roster and the windows when it started; <see cref="Epoch"/> says which driver
/// may drive it, <see cref="PlanVersion"/> counts the changes of its calendar.
/// </summary>
public sealed record Cycle
{
    /// <summary><c>{campaign}-{year}</c>, unless the starter named it.</summary>
    public required string Id { get; init; }
    public required string Campaign { get; init; }
    public required int Version { get; init; }
    public required int Year { get; init; }
    public required CycleState State { get; init; }
    public required int Epoch { get; init; }
    /// <summary>The orchestration version under which the driver of this epoch was started.</summary>
    public string Orchestration { get; init; } = OrchestrationVersion.Released[0];
    public required int PlanVersion { get; init; }
    public required int Participants { get; init; }
    public required IReadOnlyList<PhaseWindow> Windows { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required string StartedBy { get; init; }
    /// <summary>When the pause began that is on; null while the calendar runs.</summary>
    public DateTimeOffset? PausedAt { get; init; }
    /// <summary>When the calendar was last changed; null where it never was.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
    /// <summary>A change of the calendar that is recorded and not yet carried to all milestones; null but for a moment.</summary>
    public string? Change { get; init; }
    /// <summary>Reference values that the authority has entered, by id (K5).</summary>
    public IReadOnlyDictionary<string, decimal> References { get; init; } = new Dictionary<string, decimal>();
    /// <summary>The last change of the rules, which every group's ledger tells of; null where there was none (J14).</summary>
    public AdoptedRules? Adopted { get; init; }
    public ETag ETag { get; init; }

    /// <summary>Instance id of the driver that the current epoch entitles.</summary>
    public string Driver => CycleDriver.InstanceId(Id, Epoch);
}

/// <summary>
/// A group of whole townships: a partition of participants. A group that keeps failing is parked with its error, keeps its own list of pending milestones
/// and works them off in order on <see cref="Retry"/>; the others go on.
/// </summary>
public sealed record CycleGroup(string Id, int Participants, string? Parked, IReadOnlyList<string> Pending, bool Retry, ETag ETag = default)
{
    /// <summary>When it was last told to work off its list, in campaign time; null where it never was, or the row was written before it said so.</summary>
    public DateTimeOffset? RetriedAt { get; init; }

    /// <summary>Whether it is working off its list, or is the next to.</summary>
    public bool WorksOff => Retry && Pending.Count > 0;
}

/// <summary>A milestone 节点 with what has become of it.</summary>
public sealed record CycleMilestone(
    Milestone Milestone, MilestoneState State, int PlanVersion, DateTimeOffset? DoneAt, WaveCounts? Counts, ETag ETag = default)
{
    /// <summary>How often an amendment has brought it back after it was done.</summary>
    public int Round { get; init; }
    /// <summary>What a change of the calendar does to participants, on the milestone that tells of it.</summary>
    public CalendarEffect? Effect { get; init; }
    /// <summary>Who has it under way since when; null where nobody has, or the row was written before claims said so.</summary>
    public MilestoneClaim? Claim { get; init; }
}

/// <summary>The epoch whose driver has claimed a milestone, and when, in campaign time. The next epoch's claims it anew.</summary>
public sealed record MilestoneClaim(int Epoch, DateTimeOffset At);

/// <summary>Everything that a driver needs to know about a cycle, from one read.</summary>
public sealed record CycleSnapshot(Cycle Cycle, IReadOnlyList<CycleGroup> Groups, IReadOnlyList<CycleMilestone> Milestones)
{
    public CycleProgress Progress => new(
        Cycle.State, Cycle.Windows, [.. Milestones.Select(m => new MilestoneProgress(m.Milestone, m.State) { ClaimedAt = m.Claim?.At })])
    {
        PausedAt = Cycle.PausedAt,
        ChangedAt = Cycle.ChangedAt,
        WorksOffSince = Groups.Where(g => g.WorksOff).Min(g => (DateTimeOffset?)(g.RetriedAt ?? Cycle.StartedAt)),
    };
}

/// <summary>What a wave did, in participants: told something, given a card, otherwise changed. Sums over groups.</summary>
public sealed record WaveCounts(int Items = 0, int Cards = 0, int Changed = 0)
{
    public static WaveCounts operator +(WaveCounts a, WaveCounts b) => new(a.Items + b.Items, a.Cards + b.Cards, a.Changed + b.Changed);

    /// <summary>The sum over groups; null where one of them was not run, because the epoch has passed.</summary>
    public static WaveCounts? Sum(IEnumerable<WaveCounts?> groups) =>
        groups.Aggregate<WaveCounts?, WaveCounts?>(new(), (sum, one) => sum is null || one is null ? null : sum + one);
}

/// <summary>A change of the rules while the cycle runs: the campaign's version from then on, who adopted it, when and why. Counted from 1.</summary>
public sealed record AdoptedRules(int Number, int Version, string By, DateTimeOffset At, string Why);
