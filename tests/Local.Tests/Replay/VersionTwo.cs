using Campaigns.App;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.Local.Commands;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.Local.Tests.Replay;

/// <summary>
/// The app's next version as somebody might write it: two orchestrators with other steps from 2.0 on and the old ones below, and a new activity. It is
/// deployed beside the rest of the app, in the place of the two that it changes.
/// </summary>
internal static class VersionTwo
{
    public const string Version = "2.0";

    static readonly Type[] Own = [typeof(DriverOfVersionTwo), typeof(MilestoneOfVersionTwo), typeof(Greet)];
    static readonly Type[] Replaced = [typeof(CampaignCycleOrchestrator), typeof(MilestoneOrchestrator)];

    public static AppDeployment Deployment { get; } = AppDeployment.Built with
    {
        Assemblies = [typeof(CampaignsApp).Assembly, typeof(VersionTwo).Assembly],
        Hosts = type => type.Assembly == typeof(CampaignsApp).Assembly ? !Replaced.Contains(type) : Own.Contains(type),
        Orchestration = new(Version),
        Versions = AppDeployment.Built.Versions with { Default = Version },
    };

    public static TaskOptions Retry { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1)));
}

/// <summary>From 2.0 on it greets first, sets its timer before it listens, and names its children otherwise.</summary>
public static class DriverOfVersionTwo
{
    [Function(nameof(CampaignCycleOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, DriverInput driver)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.CompareVersionTo(VersionTwo.Version) < 0)
        {
            await CampaignCycleOrchestrator.Run(context, driver);
            return;
        }
        await context.CallActivityAsync(nameof(Greet), driver, VersionTwo.Retry);
        var step = await context.CallActivityAsync<NextStep>(nameof(TakeNextStep), driver, VersionTwo.Retry);
        if (step.Kind == NextStepKind.End)
            return;
        if (step.Kind == NextStepKind.Run)
            await context.CallSubOrchestratorAsync(
                nameof(MilestoneOrchestrator), step.Work,
                new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:two:{step.Work!.RunId}") { Version = context.Version });
        else
            await WaitAsync(context, step.Until);
        context.ContinueAsNew(driver);
    }

    static async Task WaitAsync(TaskOrchestrationContext context, DateTimeOffset? until)
    {
        using var stop = new CancellationTokenSource();
        var due = until is { } instant ? context.CreateTimer(instant.UtcDateTime, stop.Token) : null;
        var changed = context.WaitForExternalEvent<string>(CycleDriver.Changed);
        if (due is null || await Task.WhenAny(changed, due) == changed)
            stop.Cancel();
        if (due is null)
            await changed;
    }
}

/// <summary>From 2.0 on its groups come one after the other, the last one first.</summary>
public static class MilestoneOfVersionTwo
{
    [Function(nameof(MilestoneOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, MilestoneWork work)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(work);
        if (context.CompareVersionTo(VersionTwo.Version) < 0)
        {
            await MilestoneOrchestrator.Run(context, work);
            return;
        }
        if (work.Milestone.Kind is Rules.Calendar.MilestoneKind.Rank or Rules.Calendar.MilestoneKind.Decide)
            await context.CallActivityAsync(nameof(RankTracks), work, VersionTwo.Retry);
        WaveCounts? total = new();
        foreach (var group in work.Groups.Reverse())
        {
            var one = await context.CallSubOrchestratorAsync<WaveCounts?>(
                nameof(GroupsOrchestrator), work with { Groups = [group] },
                new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:{group}") { Version = context.Version });
            total = WaveCounts.Sum([total, one]);
        }
        if (total is not null)
            await context.CallActivityAsync(nameof(FinishMilestone), new FinishedWork(work, total), VersionTwo.Retry);
    }
}

/// <summary>An activity that 1.0 does not have.</summary>
public static class Greet
{
    [Function(nameof(Greet))]
    public static Task<string> Run([ActivityTrigger] DriverInput driver) => Task.FromResult($"{driver?.Cycle} goes on");
}
