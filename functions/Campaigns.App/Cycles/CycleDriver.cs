using Campaigns.App.Telemetry;
using Campaigns.Rules.Cycles;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles;

/// <summary>What a driver carries through its life: which cycle, and the epoch that entitles it.</summary>
public sealed record DriverInput(string Cycle, int Epoch);

/// <summary>
/// Starts drivers. Only a conditional increment of the cycle's epoch entitles anyone to do so, and the instance id is made of the epoch: two that start at
/// once drive once, and a driver of an older epoch ends without effect. Starting anew and moving a running cycle to new code are the same move.
/// </summary>
public sealed partial class CycleDriver(CycleStore cycles, ILogger<CycleDriver> log)
{
    /// <summary>The one event that a driver waits for: something about the plan, a group or the cycle's state has changed; read again.</summary>
    public const string Changed = "Changed";

    public static string InstanceId(string cycle, int epoch) => $"cycle:{cycle}:{epoch}";

    /// <summary>Raises the epoch from <paramref name="seen"/> and starts its driver; false when somebody else has raised it, or the cycle is over.</summary>
    public async Task<bool> TakeOverAsync(DurableTaskClient client, string cycle, int seen, CancellationToken cancellationToken)
    {
        var raised = await cycles.ChangeAsync(
            cycle,
            $"{cycle}|epoch|{seen + 1}",
            c => c.Epoch == seen && c.State is not (CycleState.Completed or CycleState.Cancelled) ? c with { Epoch = seen + 1 } : null,
            cancellationToken);
        if (raised is null)
            return false;
        await StartAsync(client, raised, cancellationToken);
        LogTakenOver(cycle, raised.Epoch);
        return true;
    }

    /// <summary>Starts the driver that the cycle's epoch entitles. One that is there already is left alone.</summary>
    public static async Task StartAsync(DurableTaskClient client, Cycle cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (await client.GetInstanceAsync(cycle.Driver, cancellationToken) is not null)
            return;
        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(CampaignCycleOrchestrator),
            new DriverInput(cycle.Id, cycle.Epoch),
            new StartOrchestrationOptions(cycle.Driver),
            cancellationToken);
    }

    [LoggerMessage(
        EventIds.DriverTakenOver, LogLevel.Warning, "Cycle {Cycle} has a new driver, of epoch {Epoch}", EventName = nameof(EventIds.DriverTakenOver))]
    private partial void LogTakenOver(string cycle, int epoch);
}
