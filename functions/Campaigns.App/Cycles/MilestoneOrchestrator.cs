using Campaigns.App.Cycles.Activities;
using Campaigns.Rules.Calendar;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// Runs one milestone over all groups, <see cref="GroupsAtOnce"/> to a child, and finishes it. Deciding needs everybody's scores side by side first.
/// </summary>
public static class MilestoneOrchestrator
{
    public const int GroupsAtOnce = 50;

    [Function(nameof(MilestoneOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, MilestoneWork work)
    {
        if (work.Milestone.Kind is MilestoneKind.Rank or MilestoneKind.Decide)
            await context.CallActivityAsync(nameof(RankTracks), work, Retries.Storage);
        if (work.Milestone.Kind is MilestoneKind.Draw)
            await context.CallActivityAsync(nameof(DrawSample), work, Retries.Storage);

        if (work.Prepares)
            await context.CallActivityAsync(nameof(PrepareSelection), work, Retries.Storage);

        var children = work.Groups
            .Chunk(GroupsAtOnce)
            .Select((groups, i) => context.CallSubOrchestratorAsync<WaveCounts>(
                nameof(GroupsOrchestrator), work with { Groups = groups }, new SubOrchestrationOptions(Retries.None, $"{context.InstanceId}:{i}")))
            .ToList();
        var counts = await Task.WhenAll(children);

        var total = counts.Aggregate(new WaveCounts(), (sum, one) => sum + one);
        await context.CallActivityAsync(nameof(FinishMilestone), new FinishedWork(work, total), Retries.Storage);
    }
}
