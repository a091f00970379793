using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Cycles;

/// <summary>
/// A milestone to be run for some groups. Carries ids and small facts alone; <see cref="RunId"/> tells runs of one milestone apart (all groups the first time,
/// a parked group later).
/// </summary>
public sealed record MilestoneWork(string Cycle, int Epoch, Milestone Milestone, IReadOnlyList<string> Groups, string RunId)
{
    /// <summary>How often the milestone was brought back after it was done (an amendment reopened its phase).</summary>
    public int Round { get; init; }

    /// <summary>Whether this run works off what a parked group had left.</summary>
    public bool WorksOff { get; init; }

    /// <summary>Names this occurrence of the milestone: what its waves key their effects by.</summary>
    public string Occurrence => Round == 0 ? Milestone.Id : FormattableString.Invariant($"{Milestone.Id}@{Round}");

    /// <summary>Something of it needs all groups side by side before any group runs.</summary>
    public bool Prepares { get; init; }

    /// <summary>The milestone's row as its claim left it, so that finishing writes over just that; null where it has to be read first.</summary>
    public ClaimedRow? Claimed { get; init; }
}

/// <summary>What the row of a claimed milestone says beside the work itself.</summary>
public sealed record ClaimedRow(string ETag, int PlanVersion, CalendarEffect? Effect);

/// <summary>A step that was written down; <see cref="Claimed"/> is null where nothing was claimed, or the answer was lost.</summary>
public sealed record Advance(ClaimedRow? Claimed);

public sealed record GroupWork(MilestoneWork Work, string Group);

/// <summary>What became of a portion of a milestone's groups.</summary>
/// <param name="Counts">The sum over the groups that went through; null where one was not run, because the epoch has passed.</param>
/// <param name="Failed">The groups that did not.</param>
public sealed record PortionOutcome(WaveCounts? Counts, IReadOnlyList<string> Failed);

public sealed record ParkedWork(GroupWork Work, string Error);

public sealed record FinishedWork(MilestoneWork Work, WaveCounts Counts);

public enum NextStepKind
{
    End,
    Wait,
    Run,
}

/// <summary>The one thing that a driver does next.</summary>
public sealed record NextStep(NextStepKind Kind, DateTimeOffset? Until = null, MilestoneWork? Work = null);
