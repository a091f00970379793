using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// The part of a nomination's, panel's, notice's or decision's milestone that needs all groups side by side; twice is as good as once. Under an epoch that has
/// passed it has no effect.
/// </summary>
public sealed class PrepareSelection(CycleContexts contexts, SelectionSteps steps, CampaignClock clock)
{
    [Function(nameof(PrepareSelection))]
    public async Task Run([ActivityTrigger] MilestoneWork work, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        Traces.About(work);
        if (await contexts.ForAsync(work, cancellationToken) is not { } cycle)
            return;
        await steps.PrepareAsync(cycle, work.Milestone, clock.Now, cancellationToken);
    }
}
