using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>Parks a group that kept failing: its error stands on the cycle's page, the milestone waits in its list, the other groups go on.</summary>
public sealed class ParkGroup(CycleStore cycles)
{
    /// <summary>Longest error text that is kept.</summary>
    private const int MaxError = 2000;

    [Function(nameof(ParkGroup))]
    public async Task Run([ActivityTrigger] ParkedWork parked, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        var (work, error) = parked;
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
    }
}
