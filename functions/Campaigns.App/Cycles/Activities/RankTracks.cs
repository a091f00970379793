using Campaigns.App.Evaluation;
using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>Ranks every track and decides honours over all groups; a function of what the participants' rows say, so that twice is as good as once.</summary>
public sealed class RankTracks(CycleContexts contexts, TrackRanking ranking)
{
    [Function(nameof(RankTracks))]
    public async Task Run([ActivityTrigger] MilestoneWork work, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        var cycle = await contexts.GetAsync(work.Cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {work.Cycle} is gone.");
        await ranking.DecideAsync(cycle, cancellationToken);
    }
}
