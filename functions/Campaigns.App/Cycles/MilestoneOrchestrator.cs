using Campaigns.App.Cycles.Activities;
using Campaigns.Rules.Calendar;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// Runs one milestone over all groups, portion by portion side by side, and finishes it. Deciding needs everybody's scores side by side first. Groups that
/// fail in their portion are tried one by one by a child. Under an epoch that has passed it does not finish: the groups that it left alone are run by the next
/// epoch's, which finishes it.
/// </summary>
public static class MilestoneOrchestrator
{
    /// <summary>Groups of one activity: as many as are through in seconds. It and its like below are steps: another number is another version.</summary>
    public const int GroupsOfAPortion = 16;

    /// <summary>Most portions of one milestone, which grow where there are more groups: its history stays within 250 events whatever the cycle's size.</summary>
    public const int PortionsAtOnce = 50;

    /// <summary>Groups of one child in version 1.0, which had no portions.</summary>
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

        var groups = context.CompareVersionTo("1.1") >= 0
            ? work.Groups.Chunk(PortionOf(work.Groups.Count))
                .Select((portion, i) => RunPortionAsync(context, work with { Groups = portion }, i))
            : work.Groups.Chunk(GroupsAtOnce).Select((some, i) => RunOneByOneAsync(context, work with { Groups = some }, i));
        if (WaveCounts.Sum(await Task.WhenAll(groups)) is not { } total)
            return;
        await context.CallActivityAsync(nameof(FinishMilestone), new FinishedWork(work, total), Retries.Storage);
    }

    /// <summary>How many portions a milestone over so many groups has.</summary>
    public static int Portions(int groups) => (groups + PortionOf(groups) - 1) / PortionOf(groups);

    private static int PortionOf(int groups) => Math.Max(GroupsOfAPortion, (groups + PortionsAtOnce - 1) / PortionsAtOnce);

    private static async Task<WaveCounts?> RunPortionAsync(TaskOrchestrationContext context, MilestoneWork portion, int i)
    {
        var outcome = await TryAsync(context, portion);
        if (outcome is { Counts: null } or { Failed.Count: 0 })
            return outcome.Counts;
        return WaveCounts.Sum([outcome.Counts, await RunOneByOneAsync(context, portion with { Groups = outcome.Failed }, i)]);
    }

    private static async Task<PortionOutcome> TryAsync(TaskOrchestrationContext context, MilestoneWork portion)
    {
        try
        {
            return await context.CallActivityAsync<PortionOutcome>(nameof(RunGroups), portion);
        }
        catch (TaskFailedException)
        {
            return new(new(), portion.Groups);
        }
    }

    private static Task<WaveCounts?> RunOneByOneAsync(TaskOrchestrationContext context, MilestoneWork groups, int i) =>
        context.CallSubOrchestratorAsync<WaveCounts?>(nameof(GroupsOrchestrator), groups, Retries.Child(context, $"{context.InstanceId}:{i}"));
}
