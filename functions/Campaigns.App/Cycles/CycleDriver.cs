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
public sealed partial class CycleDriver(CycleStore cycles, OrchestrationVersion orchestration, ILogger<CycleDriver> log)
{
    /// <summary>The one event that a driver waits for: something about the plan, a group or the cycle's state has changed; read again.</summary>
    public const string Changed = "Changed";

    public static string InstanceId(string cycle, int epoch) => $"cycle:{cycle}:{epoch}";

    /// <summary>
    /// Raises the epoch that <paramref name="seen"/> has and starts its driver under the app's own version; false when somebody else has raised it, or the
    /// cycle is over.
    /// </summary>
    public async Task<bool> TakeOverAsync(DurableTaskClient client, Cycle seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (!await RaiseAsync(client, seen, IsUnderWay, cancellationToken))
            return false;
        LogTakenOver(seen.Id, seen.Epoch + 1);
        return true;
    }

    /// <summary>
    /// The same for a cycle that was seen at rest; false also when its row has changed since: claiming a milestone writes the row, so that nothing that is
    /// under way is run a second time.
    /// </summary>
    public async Task<bool> MoveAsync(DurableTaskClient client, Cycle seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (!await RaiseAsync(client, seen, c => IsUnderWay(c) && c.ETag == seen.ETag, cancellationToken))
            return false;
        LogMoved(seen.Id, seen.Epoch + 1, seen.Orchestration, orchestration.Current);
        return true;
    }

    /// <summary>
    /// Starts a driver for a cycle that has completed, so that a group which it left behind works off its list; one that is at it is left alone. False when
    /// somebody else has started one.
    /// </summary>
    public async Task<bool> ComeBackAsync(DurableTaskClient client, Cycle seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(seen);
        return await client.GetInstanceAsync(seen.Driver, cancellationToken) is not { IsCompleted: false }
            && await RaiseAsync(client, seen, c => c.State == CycleState.Completed, cancellationToken);
    }

    private async Task<bool> RaiseAsync(DurableTaskClient client, Cycle seen, Func<Cycle, bool> still, CancellationToken cancellationToken)
    {
        var raised = await cycles.ChangeAsync(
            seen.Id,
            $"{seen.Id}|epoch|{seen.Epoch + 1}",
            c => c.Epoch == seen.Epoch && still(c) ? c with { Epoch = seen.Epoch + 1, Orchestration = orchestration.Current } : null,
            cancellationToken);
        if (raised is null)
            return false;
        await StartAsync(client, raised, cancellationToken);
        return true;
    }

    private static bool IsUnderWay(Cycle cycle) => cycle.State is not (CycleState.Completed or CycleState.Cancelled);

    /// <summary>
    /// Starts the driver that the cycle's epoch entitles, under the version that it was raised with. One that is there already is left alone.
    /// </summary>
    public static async Task StartAsync(DurableTaskClient client, Cycle cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (await client.GetInstanceAsync(cycle.Driver, cancellationToken) is not null)
            return;
        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(CampaignCycleOrchestrator),
            new DriverInput(cycle.Id, cycle.Epoch),
            new StartOrchestrationOptions(cycle.Driver) { Version = cycle.Orchestration },
            cancellationToken);
    }

    [LoggerMessage(
        EventIds.DriverTakenOver, LogLevel.Warning, "Cycle {Cycle} has a new driver, of epoch {Epoch}", EventName = nameof(EventIds.DriverTakenOver))]
    private partial void LogTakenOver(string cycle, int epoch);

    [LoggerMessage(
        EventIds.DriverMoved, LogLevel.Information, "Cycle {Cycle} has a new driver, of epoch {Epoch}: it moves from orchestration version {Before} to {After}",
        EventName = nameof(EventIds.DriverMoved))]
    private partial void LogMoved(string cycle, int epoch, string before, string after);
}
