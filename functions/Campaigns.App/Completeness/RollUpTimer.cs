using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Completeness;

/// <summary>Keeps what pages read at most a minute old. An idle tick is one request, however many cycles there are.</summary>
public sealed class RollUpTimer(RollUp rollUp)
{
    [Function(nameof(RollUpTimer))]
    public async Task Run([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("idle");
        await rollUp.CountDirtyAsync(null, cancellationToken);
    }
}
