using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles.Activities;

/// <summary>Parks a group that kept failing: its error stands on the cycle's page, the milestone waits in its list, the other groups go on.</summary>
public sealed partial class ParkGroup(CycleStore cycles, ILogger<ParkGroup> log)
{
    /// <summary>Longest error text that is kept.</summary>
    private const int MaxError = 2000;

    [Function(nameof(ParkGroup))]
    public async Task Run([ActivityTrigger] ParkedWork parked, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        var (work, error) = parked;
        Traces.About(work.Work, work.Group);
        var milestone = work.Work.Milestone.Id;
        await cycles.ChangeGroupAsync(
            work.Work.Cycle,
            work.Group,
            $"{work.Work.Cycle}|{work.Group}|park|{milestone}",
            g => g with
            {
                Parked = error.Length > MaxError ? error[..MaxError] : error,
                Pending = g.Pending.Contains(milestone) ? g.Pending : [.. g.Pending, milestone],
                Retry = false,
            },
            cancellationToken);
        LogParked(work.Group, work.Work.Cycle, milestone);
    }

    // The error is on the cycle's page; a message may name what somebody typed.
    [LoggerMessage(
        EventIds.GroupParked, LogLevel.Error, "Group {Group} of cycle {Cycle} is parked at {Milestone}; the others go on",
        EventName = nameof(EventIds.GroupParked))]
    private partial void LogParked(string group, string cycle, string milestone);
}
