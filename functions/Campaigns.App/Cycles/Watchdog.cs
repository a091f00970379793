using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles;

/// <summary>
/// Finds running cycles without a live or timely driver and starts a new one under a raised epoch. Lost timers and stuck instances are a fact of life;
/// nothing here depends on the engine being right. By the same move a cycle follows the app to a new orchestration version between two milestones, and back
/// when the app was rolled back (<see cref="DriverWatch"/>).
/// </summary>
public sealed partial class Watchdog(
    CycleStore cycles, CycleDriver driver, OrchestrationVersion orchestration, CampaignClock clock, ILogger<Watchdog> log)
{
    [Function(nameof(Watchdog))]
    public async Task Run(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("idle");
        foreach (var (id, state) in await cycles.ListAsync(cancellationToken))
        {
            if (state is not (CycleState.Completed or CycleState.Cancelled) && await cycles.ReadAsync(id, cancellationToken) is { } cycle)
                await WatchAsync(client, cycle, cancellationToken);
        }
    }

    private async Task WatchAsync(DurableTaskClient client, Cycle cycle, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(cycle.Driver, cancellationToken);
        var age = TaskOrchestrationVersioningUtils.CompareVersions(cycle.Orchestration, orchestration.Current);
        var silence = instance is null ? TimeSpan.MaxValue : clock.Now - instance.LastUpdatedAt;
        var sight = instance is null or { IsCompleted: true } ? DriverSight.Replace : DriverWatch.At(cycle.State, age, silence);
        var snapshot = sight == DriverSight.LookCloser ? await cycles.ReadSnapshotAsync(cycle.Id, cancellationToken) : null;
        if (sight == DriverSight.Replace || snapshot is not null && DriverWatch.IsStuck(snapshot.Progress, silence, clock.Now))
        {
            LogNotTimely(cycle.Id, cycle.Epoch);
            if (await driver.TakeOverAsync(client, cycle, cancellationToken))
                AppMeter.DriverRestarts.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cycle, cycle.Id));
        }
        else if (snapshot is not null && age < 0 && DriverWatch.IsAtRest(snapshot.Progress))
        {
            await driver.MoveAsync(client, snapshot.Cycle, cancellationToken);
        }
    }

    [LoggerMessage(
        EventIds.DriverNotTimely, LogLevel.Warning, "Cycle {Cycle} has no timely driver at epoch {Epoch}; raising the epoch",
        EventName = nameof(EventIds.DriverNotTimely))]
    private partial void LogNotTimely(string cycle, int epoch);
}
