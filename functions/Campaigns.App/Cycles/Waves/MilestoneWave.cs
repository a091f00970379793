using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Cycles.Waves;

/// <summary>
/// Runs one milestone over one group. Under an epoch that has passed it has no effect and answers null. Safe to run twice, also at the same time: every wave
/// is keyed by its milestone and changes only what is not yet so.
/// </summary>
public sealed class MilestoneWave(
    CycleStore cycles, CycleContexts contexts, ReminderWave reminders, StateWaves waves, CalendarWave calendar, RescoreWave rescoring,
    SelectionSteps selection, GroupSlots slots, CampaignClock clock)
{
    public async Task<WaveCounts?> RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var milestone = work.Work.Milestone;
        using var _ = StorageMeter.Work(milestone.Kind == MilestoneKind.Enrol ? "enrolment" : "engine");
        Traces.About(work.Work, work.Group);
        using var slot = await slots.TakeAsync(cancellationToken);
        var row = await cycles.ReadRecentAsync(work.Work.Cycle, cancellationToken);
        if (row is null || row.Epoch != work.Work.Epoch)
            return null;
        var cycle = await contexts.KeepAsync(row, cancellationToken);
        var now = clock.Now;
        if (SelectionSteps.Takes(cycle.Definition, milestone))
            return await selection.RunAsync(cycle, work, now, cancellationToken);
        return milestone.Kind switch
        {
            MilestoneKind.Enrol => await waves.EnrolAsync(work, row, cancellationToken),
            MilestoneKind.Draw => await waves.DrawAsync(cycle, work, now, cancellationToken),
            MilestoneKind.Open => await waves.RecordAsync(Acts.PhaseOpened, cycle, work, now, cancellationToken),
            MilestoneKind.Extend => await waves.RecordAsync(Acts.PhaseExtended, cycle, work, now, cancellationToken),
            // Whom a step of the selection reminds is known when all groups are through; none of them has to be read for it.
            MilestoneKind.Remind or MilestoneKind.Escalate when cycle.Definition.Phase(milestone.Phase).Kind.IsSelecting() => new(),
            MilestoneKind.Remind or MilestoneKind.Escalate => await reminders.RunAsync(cycle, work, now, cancellationToken),
            MilestoneKind.Pause or MilestoneKind.Resume or MilestoneKind.Amend or MilestoneKind.Cancel =>
                await calendar.RunAsync(row, cycle, work, now, cancellationToken),
            MilestoneKind.Rescore => await rescoring.RunAsync(row, cycle, work, now, cancellationToken),
            MilestoneKind.Lock => await waves.LockAsync(cycle, work, now, cancellationToken),
            MilestoneKind.Evaluate => await waves.EvaluateAsync(cycle, work, now, cancellationToken),
            MilestoneKind.Rank or MilestoneKind.Decide => await waves.DecideAsync(cycle, work, now, cancellationToken),
            _ => new(),
        };
    }
}
