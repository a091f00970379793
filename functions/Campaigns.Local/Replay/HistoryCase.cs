using Campaigns.App.Archives;
using Campaigns.App.Archives.Activities;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.Local.TaskHub;

namespace Campaigns.Local.Replay;

/// <summary>A way that an orchestrator can go, of which one history is kept for every released version.</summary>
/// <param name="Orchestrator">The orchestrator's name.</param>
/// <param name="Name">The way's name, which is its file's.</param>
/// <param name="Went">Whether a whole generation went this way.</param>
internal sealed record HistoryCase(string Orchestrator, string Name, Func<RecordedHistory, bool> Went)
{
    /// <summary>Every way that matters. A new branch of an orchestrator, or a new orchestrator, gets a line.</summary>
    public static IReadOnlyList<HistoryCase> All { get; } =
    [
        Driver("runs-a-milestone", h => Calls(h, nameof(MilestoneOrchestrator)) == 1 && Continues(h)),
        Driver("waits-for-an-instant", h => h.Events.OfType<TimerFired>().Any() && Raised(h) == 0 && Failures(h) == 0),
        Driver("wakes-by-a-change", h => Timers(h) == 1 && Raised(h) == 1 && !h.Events.OfType<TimerFired>().Any()),
        Driver("waits-for-a-change-alone", h => Timers(h) == 0 && Raised(h) == 1 && Calls(h, nameof(MilestoneOrchestrator)) == 0 && Continues(h)),
        Driver("tries-its-step-again", h => Failures(h) == 1 && Continues(h)),
        Driver("ends", h => Completes(h)),
        Milestone("runs-its-groups", h => Calls(h) == 2 && Calls(h, nameof(RunGroups)) == 1 && Calls(h, nameof(FinishMilestone)) == 1),
        Milestone("ranks-first", h => Calls(h, nameof(RankTracks)) == 1),
        Milestone("draws-first", h => Calls(h, nameof(DrawSample)) == 1),
        Milestone("prepares-a-selection-first", h => Calls(h, nameof(PrepareSelection)) == 1),
        Milestone("has-several-portions", h => Calls(h, nameof(RunGroups)) > 1 && Calls(h, nameof(GroupsOrchestrator)) == 0),
        Milestone("tries-a-group-by-itself", h => Calls(h, nameof(GroupsOrchestrator)) == 1 && Failures(h) == 0 && Calls(h, nameof(FinishMilestone)) == 1),
        Milestone("tries-each-group-of-a-portion-that-broke", h => Calls(h, nameof(GroupsOrchestrator)) == 1 && Failures(h) == 1),
        Milestone("has-no-group-left", h => Calls(h) == 1 && Calls(h, nameof(FinishMilestone)) == 1),
        Milestone("tries-to-finish-again", h => Calls(h, nameof(FinishMilestone)) == 2),
        Milestone("is-overtaken", h => Calls(h) == 1 && Calls(h, nameof(RunGroups)) == 1),
        Milestone("is-overtaken-at-a-second-try", h => Calls(h, nameof(GroupsOrchestrator)) == 1 && Calls(h, nameof(FinishMilestone)) == 0),
        Groups("runs-one-group", h => Calls(h) == 1),
        Groups("runs-several-groups", h => Calls(h, nameof(RunGroup)) is > 1 and < 10 && Failures(h) == 0),
        Groups("tries-a-group-again", h => Failures(h) == 1),
        Groups("parks-one-of-several-groups", h => Calls(h, nameof(ParkGroup)) == 1 && Calls(h, nameof(RunGroup)) > 5),
        Groups("is-overtaken", h => h.Events.OfType<TaskCompleted>().Any() && h.End?.Output is null),
        Archive("of-a-participant", h => Calls(h, nameof(WriteArchivePart)) == 1 && Calls(h) == 3 && Completes(h)),
        Archive("of-a-cycle", h => Calls(h, nameof(PlanArchive)) == 1 && Calls(h, nameof(WriteArchivePart)) > 1 && Calls(h, nameof(FinishArchive)) == 1),
        Archive("begins-anew", h => Continues(h)),
        Archive("goes-on", h => Calls(h, nameof(PlanArchive)) == 0 && Calls(h, nameof(FinishArchive)) == 1),
        Archive("fails", h => Calls(h, nameof(FailArchive)) == 1),
    ];

    static HistoryCase Driver(string name, Func<RecordedHistory, bool> went) => new(nameof(CampaignCycleOrchestrator), name, went);

    static HistoryCase Milestone(string name, Func<RecordedHistory, bool> went) => new(nameof(MilestoneOrchestrator), name, h => Completes(h) && went(h));

    static HistoryCase Groups(string name, Func<RecordedHistory, bool> went) => new(nameof(GroupsOrchestrator), name, h => Completes(h) && went(h));

    static HistoryCase Archive(string name, Func<RecordedHistory, bool> went) => new(nameof(ArchiveOrchestrator), name, went);

    static bool Continues(RecordedHistory history) => history.End is { Status: GenerationEnd.Continued };

    static bool Completes(RecordedHistory history) => history.End is { Status: "Completed" };

    static int Calls(RecordedHistory history) => history.Events.Count(e => e is TaskScheduled or ChildScheduled);

    static int Calls(RecordedHistory history, string name) => history.Events.Count(e =>
        e is TaskScheduled task && task.Name == name || e is ChildScheduled child && child.Name == name);

    static int Timers(RecordedHistory history) => history.Events.Count(e => e is TimerCreated);

    static int Raised(RecordedHistory history) => history.Events.SkipWhile(e => e is not EpisodeStarted).Count(e => e is EventRaised);

    static int Failures(RecordedHistory history) => history.Events.Count(e => e is TaskFailed);
}
