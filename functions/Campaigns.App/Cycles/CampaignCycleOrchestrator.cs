using Campaigns.App.Cycles.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// Drives a cycle: takes the earliest milestone that is not done, waits for its instant or for a change, runs it, and begins anew. It holds no rule and no
/// fact: the table remembers what is done, <see cref="TakeNextStep"/> says what comes next. Its history is one milestone long, for ever.
/// </summary>
public static class CampaignCycleOrchestrator
{
    [Function(nameof(CampaignCycleOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, DriverInput driver)
    {
        var step = await context.CallActivityAsync<NextStep>(nameof(TakeNextStep), driver, Retries.Storage);
        switch (step.Kind)
        {
            case NextStepKind.End:
                return;
            case NextStepKind.Wait:
                await WaitAsync(context, step.Until);
                break;
            case NextStepKind.Run:
                context.SetCustomStatus(step.Work!.Milestone.Id);
                await context.CallSubOrchestratorAsync(
                    nameof(MilestoneOrchestrator), step.Work, Retries.Child(context, $"{context.InstanceId}:{step.Work.RunId}"));
                break;
        }
        context.ContinueAsNew(driver);
    }

    private static async Task WaitAsync(TaskOrchestrationContext context, DateTimeOffset? until)
    {
        var changed = context.WaitForExternalEvent<string>(CycleDriver.Changed);
        if (until is not { } instant)
        {
            await changed;
            return;
        }
        using var stop = new CancellationTokenSource();
        var due = context.CreateTimer(instant.UtcDateTime, stop.Token);
        if (await Task.WhenAny(changed, due) == changed)
            stop.Cancel();
    }
}
