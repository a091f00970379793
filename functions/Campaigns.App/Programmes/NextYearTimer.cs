using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Rollover;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Programmes;

/// <summary>Starts the next year of a programme by itself (C5). Every hour; a year that is there already is left alone, so that it is started once.</summary>
public sealed class NextYearTimer(
    CycleStore cycles, CycleContexts contexts, CampaignStore campaigns, CycleStarter starter, HolidayTables holidays, CampaignClock clock)
{
    [Function(nameof(StartNextYears))]
    public async Task StartNextYears(
        [TimerTrigger("0 20 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var work = StorageMeter.Work("idle");
        var listed = await cycles.ListAsync(cancellationToken);
        var there = listed.Select(c => c.Cycle).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, state) in listed.Where(c => c.State is not (CycleState.Cancelled or CycleState.Enrolling)))
        {
            if (NextOf(id) is { } next && !there.Contains(next))
                await StartAsync(client, id, state, cancellationToken);
        }
    }

    private async Task StartAsync(DurableTaskClient client, string id, CycleState state, CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(id, cancellationToken) is not { } cycle
            || await campaigns.LatestAsync(cycle.Definition.Id, cancellationToken) is not { Definition: var latest })
        {
            return;
        }
        var opens = cycle.Year < latest.Programme.LastYear
            ? CyclePlanner.Plan(latest.ForYear(cycle.Year + 1), cycle.Year + 1, holidays).Windows.Min(w => w.OpensAt)
            : null;
        if (NextYearRule.Due(latest.Programme, cycle.Year, state, opens, clock.Now) is not { } year)
            return;
        if (await starter.StartAsync(latest.Id, year, Acts.Engine, cancellationToken) is StartResult.Started { Cycle: var started })
            await CycleDriver.StartAsync(client, started, cancellationToken);
    }

    /// <summary>The id of the year after; null for an id that does not end in a year.</summary>
    private static string? NextOf(string cycle)
    {
        var dash = cycle.LastIndexOf('-');
        return dash > 0 && int.TryParse(cycle[(dash + 1)..], out var year) ? CycleStarter.CycleId(cycle[..dash], year + 1) : null;
    }
}
