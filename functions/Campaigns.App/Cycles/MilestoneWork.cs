using Campaigns.Rules.Calendar;

namespace Campaigns.App.Cycles;

/// <summary>
/// A milestone to be run for some groups. Carries ids and small facts alone; <see cref="RunId"/> tells runs of one milestone apart (all groups the first time,
/// a parked group later).
/// </summary>
public sealed record MilestoneWork(string Cycle, int Epoch, Milestone Milestone, IReadOnlyList<string> Groups, string RunId);

public sealed record GroupWork(MilestoneWork Work, string Group);

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
