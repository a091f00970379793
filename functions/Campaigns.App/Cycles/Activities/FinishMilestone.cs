using Campaigns.App.Bulletins;
using Campaigns.App.Completeness;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// What remains of a milestone when all groups are through or parked: one notice a recipient is composed, a bulletin is published, the cycle's state moves on;
/// then the milestone is done. Safe to repeat.
/// </summary>
public sealed partial class FinishMilestone(
    CycleStore cycles, CycleContexts contexts, ParticipantStore participants, NoticeComposer composer, BulletinPress press, RollUp rollUp,
    SelectionReminders selection, AnchorStore anchors, CampaignClock clock, ILogger<FinishMilestone> log)
{
    [Function(nameof(FinishMilestone))]
    public async Task Run([ActivityTrigger] FinishedWork finished, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        var (work, counts) = finished;
        Traces.About(work);
        // Also where this run changed nobody: an earlier one may have died before this.
        if (MayHaveChanged(work, counts))
            await participants.HintAsync(work.Cycle, [.. work.Groups], cancellationToken);
        var cycle = await contexts.GetAsync(work.Cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {work.Cycle} is gone.");
        switch (work.Milestone.Kind)
        {
            case MilestoneKind.Enrol:
                await MoveAsync(work, CycleState.Enrolling, CycleState.Running, cancellationToken);
                using (StorageMeter.Work("roll-up"))
                    await rollUp.CountAsync(work.Cycle, work.Groups.ToList(), cancellationToken);
                break;
            case MilestoneKind.Remind or MilestoneKind.Escalate when counts.Items > 0:
                using (StorageMeter.Work("delivery"))
                    await composer.ComposeAsync(cycle, work.Milestone, cancellationToken);
                break;
            case MilestoneKind.Remind or MilestoneKind.Escalate:
                using (StorageMeter.Work("delivery"))
                    counts = counts with { Items = await selection.TellAsync(cycle, work.Milestone, cancellationToken) };
                break;
            case MilestoneKind.Bulletin:
                using (StorageMeter.Work("roll-up"))
                {
                    await rollUp.CountDirtyAsync(work.Cycle, cancellationToken);
                    await press.PublishAsync(cycle, work.Milestone, cancellationToken);
                }
                break;
            case MilestoneKind.Close:
                using (StorageMeter.Work("roll-up"))
                    await rollUp.CountDirtyAsync(work.Cycle, cancellationToken);
                using (StorageMeter.Work("anchors"))
                    await anchors.WriteAsync(work.Cycle, "closed", clock.Now, cancellationToken);
                await MoveAsync(work, CycleState.Running, CycleState.Completed, cancellationToken);
                break;
        }
        var now = clock.Now;
        if (await cycles.FinishAsync(work, counts, now, cancellationToken))
            Tell(work, counts, now);
        if (work.WorksOff)
            await UnparkAsync(work, cancellationToken);
    }

    private void Tell(MilestoneWork work, WaveCounts counts, DateTimeOffset now)
    {
        var late = AppMeter.Late(work.Cycle, work.Milestone, "done", now);
        LogDone(work.Milestone.Id, work.Cycle, (long)late, work.Groups.Count, counts.Items, counts.Cards, counts.Changed);
        if (work.Milestone.Kind is MilestoneKind.Close)
            LogCompleted(work.Cycle);
    }

    /// <summary>Whether the milestone's waves write states of participants, which roll-ups count.</summary>
    private static bool MayHaveChanged(MilestoneWork work, WaveCounts counts) => work.Milestone.Kind switch
    {
        MilestoneKind.Remind or MilestoneKind.Escalate => counts.Cards > 0,
        MilestoneKind.Open => work.Prepares,
        MilestoneKind.Enrol or MilestoneKind.Extend or MilestoneKind.Due or MilestoneKind.GraceEnd or MilestoneKind.Bulletin or MilestoneKind.Close => false,
        _ => true,
    };

    private async Task MoveAsync(MilestoneWork work, CycleState from, CycleState to, CancellationToken cancellationToken)
    {
        var moved = await cycles.ChangeAsync(
            work.Cycle, $"{work.Cycle}|state|{to}", c => c.State == from ? c with { State = to } : null, cancellationToken);
        if (moved is not null)
            await contexts.KeepAsync(moved, cancellationToken);
    }

    /// <summary>A parked group that worked off a milestone goes on with its next, or is parked no longer.</summary>
    private async Task UnparkAsync(MilestoneWork work, CancellationToken cancellationToken)
    {
        foreach (var group in work.Groups)
        {
            var worksOn = await cycles.ChangeGroupAsync(
                work.Cycle,
                group,
                $"{work.Cycle}|{group}|worked-off|{work.Milestone.Id}",
                g => !g.Retry || g.Pending.Count == 0 || g.Pending[0] != work.Milestone.Id ? null
                    : g.Pending.Count > 1 ? g with { Pending = [.. g.Pending.Skip(1)] }
                    : g with { Pending = [], Parked = null, Retry = false },
                cancellationToken);
            if (worksOn is { Parked: null })
                LogUnparked(group, work.Cycle);
        }
    }

    [LoggerMessage(
        EventIds.MilestoneDone, LogLevel.Information,
        "Milestone {Milestone} of cycle {Cycle} is done, {LateSeconds} s after its instant: {Groups} groups, {Items} told, {Cards} cards, {Changed} changed",
        EventName = nameof(EventIds.MilestoneDone))]
    private partial void LogDone(string milestone, string cycle, long lateSeconds, int groups, int items, int cards, int changed);

    [LoggerMessage(
        EventIds.CycleCompleted, LogLevel.Information, "Cycle {Cycle} has run to its end", EventName = nameof(EventIds.CycleCompleted))]
    private partial void LogCompleted(string cycle);

    [LoggerMessage(
        EventIds.GroupUnparked, LogLevel.Information, "Group {Group} of cycle {Cycle} has worked off what it had missed",
        EventName = nameof(EventIds.GroupUnparked))]
    private partial void LogUnparked(string group, string cycle);
}
