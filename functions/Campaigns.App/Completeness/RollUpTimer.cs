using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.Rules.Cycles;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Completeness;

/// <summary>Keeps what pages read at most a minute old.</summary>
public sealed class RollUpTimer(CycleStore cycles, RollUp rollUp)
{
    [Function(nameof(RollUpTimer))]
    public async Task Run([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("idle");
        foreach (var (cycle, state) in await cycles.ListAsync(cancellationToken))
        {
            if (state is not (CycleState.Completed or CycleState.Cancelled))
                await rollUp.CountDirtyAsync(cycle, cancellationToken);
        }
    }
}
