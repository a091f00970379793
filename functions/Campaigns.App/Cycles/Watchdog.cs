using Campaigns.App.Storage;
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
                LogRestart(id, cycle.Epoch);
                await driver.TakeOverAsync(client, id, cycle.Epoch, cancellationToken);
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

    [LoggerMessage(1001, LogLevel.Warning, "Cycle {Cycle} has no timely driver at epoch {Epoch}; raising the epoch")]
    private partial void LogRestart(string cycle, int epoch);
}
