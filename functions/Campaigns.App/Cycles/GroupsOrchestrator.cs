using Campaigns.App.Cycles.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// Runs one milestone over groups, each tried by itself, all at once: the groups that failed in their portion. A group that keeps failing is parked with its
/// error; the others go on. Null where the epoch has passed: some group was left to whoever raised it.
/// </summary>
public static class GroupsOrchestrator
{
    [Function(nameof(GroupsOrchestrator))]
    public static async Task<WaveCounts?> Run([OrchestrationTrigger] TaskOrchestrationContext context, MilestoneWork work)
    {
        var counts = await Task.WhenAll(work.Groups.Select(group => RunOrParkAsync(context, new GroupWork(work, group))));
        return WaveCounts.Sum(counts);
    }

    private static async Task<WaveCounts?> RunOrParkAsync(TaskOrchestrationContext context, GroupWork work)
    {
        try
        {
            return await context.CallActivityAsync<WaveCounts?>(nameof(RunGroup), work, Retries.Storage);
        }
        catch (TaskFailedException failure)
        {
            await context.CallActivityAsync(nameof(ParkGroup), new ParkedWork(work, failure.FailureDetails.ErrorMessage), Retries.Storage);
            return new WaveCounts();
        }
    }
}
