using Campaigns.App.Cycles.Activities;
using Campaigns.Rules.Calendar;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// Runs one milestone over all groups, <see cref="GroupsAtOnce"/> to a child, and finishes it. Deciding needs everybody's scores side by side first. Under
/// an epoch that has passed it does not finish: the groups that it left alone are run by the next epoch's, which finishes it.
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
            .Select((groups, i) => context.CallSubOrchestratorAsync<WaveCounts?>(
                nameof(GroupsOrchestrator), work with { Groups = groups }, Retries.Child(context, $"{context.InstanceId}:{i}")))
            .ToList();
        if (WaveCounts.Sum(await Task.WhenAll(children)) is not { } total)
            return;
        await context.CallActivityAsync(nameof(FinishMilestone), new FinishedWork(work, total), Retries.Storage);
    }
}
