using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// Says what a driver does next, and claims it. Safe to repeat: a milestone that is claimed stays claimed until it is finished, and a driver whose epoch has
/// passed is told to end.
/// </summary>
public sealed class TakeNextStep(CycleStore cycles, CycleContexts contexts, HolidayTables tables, CampaignClock clock)
{
    [Function(nameof(TakeNextStep))]
    public async Task<NextStep> Run([ActivityTrigger] DriverInput driver, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        Traces.About(driver.Cycle, driver.Epoch);
        while (true)
        {
            var snapshot = await cycles.ReadSnapshotAsync(driver.Cycle, cancellationToken);
            if (snapshot is null || snapshot.Cycle.Epoch != driver.Epoch)
                return new(NextStepKind.End);
            AppMeter.Standing(snapshot);
            if (snapshot.Cycle.Change is not null)
            {
                await contexts.KeepAsync(await cycles.CompleteAsync(driver.Cycle, cancellationToken), cancellationToken);
                continue;
            }
            if (snapshot.Groups.FirstOrDefault(g => g.WorksOff) is { } retried)
                return await RunAsync(
                    snapshot, snapshot.Milestones.First(m => m.Milestone.Id == retried.Pending[0]).Milestone, [retried], cancellationToken, retried: true);
            if (await TakeAsync(snapshot, cancellationToken) is { } step)
                return step;
        }
    }

    /// <summary>Null when the cycle has changed meanwhile: read again.</summary>
    private async Task<NextStep?> TakeAsync(CycleSnapshot snapshot, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var step = CycleInterpreter.Next(snapshot.Progress, now);
        if (step is CycleStep.Enrol)
            return await RunAsync(
                snapshot, new(Enrolment.MilestoneId, "", MilestoneKind.Enrol, null, snapshot.Cycle.StartedAt), snapshot.Groups, cancellationToken);

        var claim = (step as CycleStep.Run)?.Milestone;
        if (await cycles.AdvanceAsync(snapshot, step.Recorded, claim?.Id, now, cancellationToken) is not { } advance)
            return null;
        switch (step)
        {
            case CycleStep.Extend extend:
                await ExtendAsync(snapshot, extend.Extension, now, cancellationToken);
                return null;
            case CycleStep.Wait wait:
                return new(NextStepKind.Wait, wait.Until);
            case CycleStep.Run:
                AppMeter.Late(snapshot.Cycle.Id, claim!, "started", now);
                var parked = snapshot.Groups.Where(g => g.Parked is not null).ToList();
                foreach (var group in parked)
                    await PutOffAsync(snapshot.Cycle.Id, group.Id, claim!.Id, cancellationToken);
                return await RunAsync(snapshot, claim!, snapshot.Groups.Except(parked), cancellationToken, advance.Claimed);
            default:
                return new(NextStepKind.End);
        }
    }

    /// <summary>The extension itself is a milestone, so that every group's ledger tells of it.</summary>
    private async Task ExtendAsync(CycleSnapshot snapshot, OutageExtension extension, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(snapshot.Cycle.Id, cancellationToken) is { } context)
            extension = OutageFollowers.With(context.Definition, snapshot.Progress, extension, tables);
        var milestone = new Milestone($"{extension.Phases[0]}|extend|{extension.From:yyyyMMddHHmm}", extension.Phases[0], MilestoneKind.Extend, null, now);
        var record = new CycleMilestone(milestone, MilestoneState.Claimed, snapshot.Cycle.PlanVersion + 1, null, null)
        {
            Claim = new(snapshot.Cycle.Epoch, now),
        };
        if (await cycles.ReplanAsync(snapshot, extension, record, cancellationToken)
            && await cycles.ReadAsync(snapshot.Cycle.Id, cancellationToken) is { } cycle)
            await contexts.KeepAsync(cycle, cancellationToken);
    }

    private async Task PutOffAsync(string cycle, string group, string milestone, CancellationToken cancellationToken) =>
        await cycles.ChangeGroupAsync(
            cycle,
            group,
            $"{cycle}|{group}|put-off|{milestone}",
            g => g.Parked is null || g.Pending.Contains(milestone) ? null : g with { Pending = [.. g.Pending, milestone] },
            cancellationToken);

    private async Task<NextStep> RunAsync(
        CycleSnapshot snapshot, Milestone milestone, IEnumerable<CycleGroup> groups, CancellationToken cancellationToken, ClaimedRow? claimed = null,
        bool retried = false)
    {
        var ids = groups.Select(g => g.Id).ToList();
        var cycle = milestone.Kind is MilestoneKind.Open or MilestoneKind.Lock or MilestoneKind.Remind or MilestoneKind.Escalate
            ? await contexts.GetAsync(snapshot.Cycle.Id, cancellationToken) : null;
        // Of a cycle of one group, the one that is retried is all of them.
        var worksOff = retried || ids.Count != snapshot.Groups.Count;
        // A run over all groups that has nothing to do in any of them starts none; one that works off a parked group's list ends that list.
        var work = new MilestoneWork(snapshot.Cycle.Id, snapshot.Cycle.Epoch, milestone, worksOff || IsForGroups(milestone, cycle) ? ids : [], "")
        {
            Round = snapshot.Milestones.FirstOrDefault(m => m.Milestone.Id == milestone.Id)?.Round ?? 0,
            WorksOff = worksOff,
            Claimed = claimed,
            Prepares = cycle is not null && SelectionSteps.Takes(cycle.Definition, milestone),
        };
        Traces.About(work);
        return new(NextStepKind.Run, Work: work with
        {
            RunId = worksOff ? $"{work.Occurrence}:{ids.FirstOrDefault()}:{snapshot.Cycle.PlanVersion}" : work.Occurrence,
        });
    }

    /// <summary>Whether a milestone is anything to groups: bulletins and the close look at sums, a step of the selection is reminded of when all is over.</summary>
    private static bool IsForGroups(Milestone milestone, CycleContext? cycle) => milestone.Kind switch
    {
        MilestoneKind.Bulletin or MilestoneKind.Close => false,
        MilestoneKind.Remind or MilestoneKind.Escalate => cycle?.Definition.Phase(milestone.Phase).Kind.IsSelecting() != true,
        _ => true,
    };
}
