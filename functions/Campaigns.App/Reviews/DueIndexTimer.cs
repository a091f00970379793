using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Reviews;

/// <summary>
/// Holds the due index against the truth, every night a seventh of the groups. All of them every night would be more requests than the engine's own work: at
/// 100,000 participants 112 groups of a page or a few, some 80,000 a year, where a deadline that lost its hint may as well be found within the week.
/// </summary>
public sealed class DueIndexTimer(DueIndexCheck check)
{
    [Function(nameof(CheckDueIndex))]
    public async Task CheckDueIndex([TimerTrigger("0 30 18 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var work = StorageMeter.Work("dueTimes");
        await check.RunAsync(cancellationToken);
    }
}
