using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles;

/// <summary>
/// Finds running cycles without a live or timely driver and starts a new one under a raised epoch. Lost timers and stuck instances are a fact of life;
/// nothing here depends on the engine being right.
/// </summary>
public sealed partial class Watchdog(CycleStore cycles, CycleDriver driver, CampaignClock clock, ILogger<Watchdog> log)
{
    /// <summary>How late the earliest milestone may be before its driver counts as stuck. A wave over a large cycle must fit in.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromMinutes(30);

    [Function(nameof(Watchdog))]
    public async Task Run(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("idle");
        foreach (var (id, state) in await cycles.ListAsync(cancellationToken))
        {
            if (state is CycleState.Completed or CycleState.Cancelled)
                continue;
            if (await cycles.ReadAsync(id, cancellationToken) is { } cycle && !await IsDrivenAsync(client, cycle, cancellationToken))
            {
                LogNotTimely(id, cycle.Epoch);
                if (await driver.TakeOverAsync(client, id, cycle.Epoch, cancellationToken))
                    AppMeter.DriverRestarts.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Cycle, id));
            }
        }
    }

    private async Task<bool> IsDrivenAsync(DurableTaskClient client, Cycle cycle, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(cycle.Driver, cancellationToken);
        if (instance is null || instance.IsCompleted)
            return false;
        if (cycle.State != CycleState.Running || clock.Now - instance.LastUpdatedAt < Patience)
            return true;
        var snapshot = await cycles.ReadSnapshotAsync(cycle.Id, cancellationToken);
        return snapshot is null || !snapshot.Milestones.Any(m => m.State == MilestoneState.Pending && m.Milestone.At < clock.Now - Patience);
    }

    [LoggerMessage(
        EventIds.DriverNotTimely, LogLevel.Warning, "Cycle {Cycle} has no timely driver at epoch {Epoch}; raising the epoch",
        EventName = nameof(EventIds.DriverNotTimely))]
    private partial void LogNotTimely(string cycle, int epoch);
}
