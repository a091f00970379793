using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Reviews;

/// <summary>Every two minutes whatever is due.</summary>
public sealed class DueTimesTimer(DueTimes dueTimes)
{
    [Function(nameof(SweepDueTimes))]
    public async Task SweepDueTimes([TimerTrigger("0 */2 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var work = StorageMeter.Work("dueTimes");
        await dueTimes.SweepAsync(cancellationToken);
    }
}
