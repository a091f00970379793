using Campaigns.App.Evaluation;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// Ranks tracks and decides honours over all groups; a function of what the rows say, so that twice is as good as once. Under an epoch that has passed it has
/// no effect.
/// </summary>
public sealed class RankTracks(CycleContexts contexts, TrackRanking ranking, Decisions decisions, CampaignClock clock)
{
    [Function(nameof(RankTracks))]
    public async Task Run([ActivityTrigger] MilestoneWork work, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        Traces.About(work);
        if (await contexts.ForAsync(work, cancellationToken) is not { } cycle)
            return;
        await ranking.DecideAsync(cycle, work.Milestone, await DecidedAsync(cycle, work.Milestone, cancellationToken), cancellationToken);
    }

    /// <summary>What stands of the tracks of a decision phase at its lock.</summary>
    private async Task<Dictionary<string, FinalDecision>> DecidedAsync(CycleContext cycle, Milestone milestone, CancellationToken cancellationToken)
    {
        var decided = new Dictionary<string, FinalDecision>(StringComparer.Ordinal);
        var phase = cycle.Definition.Phase(milestone.Phase);
        if (phase.Kind != PhaseKind.Decision)
            return decided;
        foreach (var track in cycle.Definition.Tracks.Where(t => t.Select is not null && SelectionPath.Of(cycle.Definition, t).Decision?.Id == phase.Id))
        {
            if (await decisions.AtLockAsync(cycle, track, phase, milestone.At ?? clock.Now, cancellationToken) is { } final)
                decided[track.Id] = final;
        }
        return decided;
    }
}
