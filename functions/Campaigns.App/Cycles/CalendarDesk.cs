using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Cycles;

/// <summary>What came of a change of the calendar: the cycle as it is then and the effect of the change, or the rules' refusal.</summary>
public sealed record CalendarOutcome(Cycle? Cycle, CalendarEffect? Effect, Refusal? Refusal);

/// <summary>
/// Changes the calendar of a running cycle (C4, J3, J5): decides by the rules on what is there, writes it, and wakes the driver, which reads again. Asked for
/// twice under one operation id, it is done once.
/// </summary>
public sealed class CalendarDesk(CycleStore cycles, CycleContexts contexts, HolidayTables holidays, CampaignClock clock)
{
    public Task<CalendarOutcome> PauseAsync(
        DurableTaskClient client, string cycle, string by, string why, string operation, CancellationToken cancellationToken) =>
        ChangeAsync(client, cycle, operation, (progress, _) => PauseRule.Pause(progress, by, why, clock.Now), cancellationToken);

    public Task<CalendarOutcome> ResumeAsync(
        DurableTaskClient client, string cycle, PausePolicy? policy, string by, string why, string operation, CancellationToken cancellationToken) =>
        ChangeAsync(
            client, cycle, operation,
            (progress, definition) => PauseRule.Resume(progress, policy ?? definition.Pause, ShiftOf(definition.Authority), by, why, clock.Now),
            cancellationToken);

    public Task<CalendarOutcome> CancelAsync(
        DurableTaskClient client, string cycle, string by, string why, string operation, CancellationToken cancellationToken) =>
        ChangeAsync(client, cycle, operation, (progress, _) => PauseRule.Cancel(progress, by, why, clock.Now), cancellationToken);

    public Task<CalendarOutcome> AmendAsync(
        DurableTaskClient client, string cycle, IReadOnlyDictionary<string, PhaseAmendment> phases, string by, string why, string operation,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            client, cycle, operation,
            (progress, definition) => CalendarAmender.Amend(definition, progress, phases, holidays, by, why, clock.Now) switch
            {
                Accepted<PlannedChange> planned => Decision.Accept(planned.State.Change),
                var refused => Decision.Refuse<CalendarChange>(refused.Refusal!),
            },
            cancellationToken);

    /// <summary>What an amendment would move, without moving it.</summary>
    public Decision<PlannedChange> Preview(
        CycleSnapshot snapshot, CampaignDefinition definition, IReadOnlyDictionary<string, PhaseAmendment> phases, string by, string why)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return CalendarAmender.Amend(definition, snapshot.Progress, phases, holidays, by, why, clock.Now);
    }

    /// <summary>Tells the cycle's driver to read again. One that is gone is the watchdog's affair.</summary>
    public static async Task WakeAsync(DurableTaskClient client, Cycle cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(cycle);
        if (await client.GetInstanceAsync(cycle.Driver, cancellationToken) is { IsCompleted: false })
            await client.RaiseEventAsync(cycle.Driver, CycleDriver.Changed, cycle.Id, cancellationToken);
    }

    private WorkingDayShift ShiftOf(Authority authority) =>
        new(new(authority.Workdays, holidays), TimeZoneInfo.FindSystemTimeZoneById(authority.Zone));

    private async Task<CalendarOutcome> ChangeAsync(
        DurableTaskClient client, string cycle, string operation, Func<CycleProgress, CampaignDefinition, Decision<CalendarChange>> decide,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var snapshot = await cycles.ReadSnapshotAsync(cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {cycle} is gone.");
            var context = await contexts.KeepAsync(snapshot.Cycle, cancellationToken);
            if (snapshot.Milestones.FirstOrDefault(m => m.Effect?.Operation == operation) is { Effect: { } done })
            {
                await WakeAsync(client, snapshot.Cycle, cancellationToken);
                return new(snapshot.Cycle, done, null);
            }
            var decision = decide(snapshot.Progress, context.Definition);
            if (decision is not Accepted<CalendarChange> { State: var decided })
                return new(null, null, decision.Refusal);
            var change = decided with { Effect = decided.Effect with { Operation = operation } };
            if (await cycles.AdoptAsync(snapshot, change, cancellationToken) is not { } changed)
                continue;
            await contexts.KeepAsync(changed, cancellationToken);
            await WakeAsync(client, changed, cancellationToken);
            return new(changed, change.Effect, null);
        }
    }
}
