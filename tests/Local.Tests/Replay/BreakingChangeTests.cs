using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Microsoft.DurableTask;
using Xunit;

namespace Campaigns.Local.Tests.Replay;

/// <summary>
/// Each change that would strand a running instance is caught by the recorded histories, at its place, with a message that says what to do. The orchestrators
/// here are copies of those of <see cref="Version"/>, each with one change.
/// </summary>
public sealed class BreakingChangeTests(ReleasedHistories histories) : IClassFixture<ReleasedHistories>
{
    const string Version = "1.0";
    static readonly TaskOptions Retry = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(2), 2.5));

    /// <summary>What a driver's copy does at each of its steps.</summary>
    sealed record DriverSteps
    {
        public string Take { get; init; } = nameof(TakeNextStep);

        public TaskOptions TakeOptions { get; init; } = Retry;

        public Func<DriverInput, object> Input { get; init; } = d => d;

        public Func<TaskOrchestrationContext, NextStep, string> Child { get; init; } = (context, step) => $"{context.InstanceId}:{step.Work!.RunId}";

        public Func<TaskOrchestrationContext, TaskVersion?> Version { get; init; } = context => context.Version;

        public string Event { get; init; } = CycleDriver.Changed;

        public bool WithoutTimer { get; init; }

        public TimeSpan Later { get; init; }

        public Func<TaskOrchestrationContext, Task> Before { get; init; } = _ => Task.CompletedTask;

        public Func<TaskOrchestrationContext, Task> After { get; init; } = _ => Task.CompletedTask;

        public Func<DriverInput, object> Next { get; init; } = d => d;
    }

    [Theory]
    [InlineData("runs-a-milestone")]
    [InlineData("waits-for-an-instant")]
    [InlineData("wakes-by-a-change")]
    [InlineData("waits-for-a-change-alone")]
    [InlineData("tries-its-step-again")]
    [InlineData("ends")]
    public void Driver_CopiedAsItIs_FollowsTheHistory(string name) => Assert.Null(Driver(name, new()));

    [Fact]
    public void Activity_Renamed_IsCaught() =>
        Caught(Driver("ends", new() { Take = "TakeStep" }), "event 2: expected a call of activity 'TakeNextStep', got a call of activity 'TakeStep'");

    [Fact]
    public void Step_Inserted_IsCaught() =>
        Caught(Driver("ends", new() { Before = c => c.CallActivityAsync("Log") }), "event 2: expected a call of activity 'TakeNextStep', got a call of activity 'Log'");

    [Fact]
    public void Step_AddedBehindTheLast_IsCaught() =>
        Caught(Driver("runs-a-milestone", new() { After = c => c.CallActivityAsync("Log") }), "expected the end, got a call of activity 'Log'");

    [Fact]
    public void Timer_Removed_IsCaught() => Caught(Driver("waits-for-an-instant", new() { WithoutTimer = true }), "expected a timer, got nothing");

    [Fact]
    public void Timer_Moved_IsCaught() => Caught(Driver("waits-for-an-instant", new() { Later = TimeSpan.FromMinutes(1) }), "expected a timer until '");

    [Fact]
    public void Event_Renamed_IsCaught() =>
        Caught(Driver("wakes-by-a-change", new() { Event = "Altered" }), "expected a new generation of version '1.0', got the orchestration to wait");

    [Fact]
    public void RetryDelay_Changed_IsCaught()
    {
        var patient = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(3), 2.5));

        Caught(Driver("tries-its-step-again", new() { TakeOptions = patient }), "expected a timer until '");
    }

    [Fact]
    public void Retries_Removed_AreCaught() =>
        Caught(Driver("tries-its-step-again", new() { TakeOptions = new() }), "expected a timer, got nothing");

    [Fact]
    public void ChildInstanceId_Changed_IsCaught() => Caught(
        Driver("runs-a-milestone", new() { Child = (context, step) => $"{context.InstanceId}/{step.Work!.RunId}" }),
        "expected a call of sub-orchestration 'MilestoneOrchestrator' as instance 'cycle:");

    [Fact]
    public void ChildVersion_LeftToTheHost_IsCaught() =>
        Caught(Driver("runs-a-milestone", new() { Version = _ => "2.0" }), "of version '1.0', got a call of sub-orchestration 'MilestoneOrchestrator' of version '2.0'");

    [Fact]
    public void InputProperty_Renamed_IsCaught() =>
        Caught(Driver("ends", new() { Input = d => new { d.Cycle, Generation = d.Epoch } }), "with input.Epoch = ", "without input.Epoch");

    [Fact]
    public void InputProperty_AddedThatSaysNothing_IsNoBreakingChange() =>
        Assert.Null(Driver("ends", new() { Input = d => new { d.Cycle, d.Epoch, Hint = (string?)null, Tries = 0 } }));

    [Fact]
    public void InputProperty_AddedThatSaysSomething_IsCaught() =>
        Caught(Driver("ends", new() { Input = d => new { d.Cycle, d.Epoch, Tries = 1 } }), "with input.Tries = 1");

    [Fact]
    public void NextGenerationsInput_Changed_IsCaught() =>
        Caught(Driver("waits-for-an-instant", new() { Next = d => d with { Epoch = d.Epoch + 1 } }), "with output.Epoch = ");

    [Fact]
    public void Property_RenamedInWhatAnActivityAnswered_IsCaught() => Caught(
        Replay<MilestoneWork>("GroupsOrchestrator", "tries-a-group-again", async (context, work) =>
        {
            var counts = await Task.WhenAll(work.Groups.Select(g => context.CallActivityAsync<Tally>(nameof(RunGroup), new GroupWork(work, g), Retry)));
            return counts.Aggregate((sum, one) => new(sum.Told + one.Told, sum.Cards + one.Cards, sum.Changed + one.Changed));
        }),
        "with output.Items = ", "without output.Items");

    [Fact]
    public void Order_Swapped_IsCaught() => Caught(
        Replay<MilestoneWork>("MilestoneOrchestrator", "draws-first", async (context, work) =>
        {
            await GroupsAsync(context, work);
            await context.CallActivityAsync(nameof(DrawSample), work, Retry);
            return null;
        }),
        "expected a call of activity 'DrawSample', got a call of sub-orchestration 'GroupsOrchestrator'");

    [Fact]
    public void Step_Removed_IsCaught() => Caught(
        Replay<MilestoneWork>("MilestoneOrchestrator", "runs-its-groups", async (context, work) =>
        {
            await GroupsAsync(context, work);
            return null;
        }),
        "expected a call of activity 'FinishMilestone', got nothing");

    [Fact]
    public void Children_CutOtherwise_AreCaught() => Caught(
        Replay<MilestoneWork>("MilestoneOrchestrator", "has-more-than-fifty-groups", async (context, work) =>
        {
            await GroupsAsync(context, work);
            return null;
        }),
        "input.Groups = ");

    [Fact]
    public void Calls_OneAfterTheOther_InsteadOfAllAtOnce_AreCaught() => Caught(
        Replay<MilestoneWork>("GroupsOrchestrator", "runs-several-groups", async (context, work) =>
        {
            foreach (var group in work.Groups)
                await context.CallActivityAsync<WaveCounts?>(nameof(RunGroup), new GroupWork(work, group), Retry);
            return null;
        }),
        "expected a call of activity 'RunGroup', got nothing");

    [Fact]
    public void Message_SaysWhichHistoryAndWhatToDo()
    {
        var message = Driver("ends", new() { Take = "TakeStep" });

        Assert.StartsWith("The history 1.0/CampaignCycleOrchestrator/ends is left at event 2: ", message, StringComparison.Ordinal);
        Assert.EndsWith(ReleasedHistories.Advice, message, StringComparison.Ordinal);
    }

    /// <summary>What a group's wave did, with another name for what it told.</summary>
    sealed record Tally(int Told, int Cards, int Changed);

    static void Caught(string? message, params string[] said) => Assert.All(said, s => Assert.Contains(s, message, StringComparison.Ordinal));

    static Task<WaveCounts?> GroupsAsync(TaskOrchestrationContext context, MilestoneWork work) => context.CallSubOrchestratorAsync<WaveCounts?>(
        nameof(GroupsOrchestrator), work, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:0") { Version = context.Version });

    string? Driver(string name, DriverSteps steps) => Replay<DriverInput>(nameof(CampaignCycleOrchestrator), name, async (context, driver) =>
    {
        await steps.Before(context);
        var step = await context.CallActivityAsync<NextStep>(steps.Take, steps.Input(driver), steps.TakeOptions);
        if (step.Kind == NextStepKind.End)
            return null;
        if (step.Kind == NextStepKind.Run)
            await context.CallSubOrchestratorAsync(
                nameof(MilestoneOrchestrator), step.Work, new SubOrchestrationOptions(instanceId: steps.Child(context, step)) { Version = steps.Version(context) });
        else
            await WaitAsync(context, step.Until + steps.Later, steps);
        await steps.After(context);
        context.ContinueAsNew(steps.Next(driver));
        return null;
    });

    static async Task WaitAsync(TaskOrchestrationContext context, DateTimeOffset? until, DriverSteps steps)
    {
        var changed = context.WaitForExternalEvent<string>(steps.Event);
        if (until is not { } instant || steps.WithoutTimer)
        {
            await changed;
            return;
        }
        using var stop = new CancellationTokenSource();
        if (await Task.WhenAny(changed, context.CreateTimer(instant.UtcDateTime, stop.Token)) == changed)
            stop.Cancel();
    }

    string? Replay<T>(string orchestrator, string name, Func<TaskOrchestrationContext, T, Task<object?>> code) =>
        histories.Replay(histories.Of(orchestrator, name, Version), name, context => code(context, context.GetInput<T>()!));
}
