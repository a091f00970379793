using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>An instance's life as clients see and steer it: status, duplicates, suspension, the end from outside, restarts of the engine.</summary>
public abstract class LifeConformance : TaskHubConformance
{
    [Fact]
    public async Task Terminate_OfARunningInstance_EndsItWithItsOutput()
    {
        AddWaiting();
        await Hub.StartAsync();
        var id = await ScheduleAsync("Wait");
        await Hub.SettleAsync();
        await Hub.Client.TerminateInstanceAsync(id, (object)"called off");

        var done = await CompletionAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Equal("called off", done.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Completed)]
    public async Task Terminate_OfAParent_ReachesItsChildrenOnlyWhenAskedTo(bool recursive, OrchestrationRuntimeStatus child)
    {
        AddWaiting();
        Hub.AddOrchestrator<int, string>("Parent", (context, _) =>
            context.CallSubOrchestratorAsync<string>("Wait", null, new SubOrchestrationOptions(instanceId: "the-child")));
        await Hub.StartAsync();
        var id = await ScheduleAsync("Parent");
        await Hub.SettleAsync();
        await Hub.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(null, recursive));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await CompletionAsync(id)).RuntimeStatus);
        await Hub.RestartAsync();
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync("the-child", "e", "go on");

        Assert.Equal(child, (await CompletionAsync("the-child")).RuntimeStatus);
    }

    [Fact]
    public async Task Suspend_WhileEventsAndTimersCome_HoldsThemUntilResume()
    {
        Hub.AddOrchestrator<int, string>("Two", async (context, _) =>
        {
            var timer = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            var got = await context.WaitForExternalEvent<string>("e");
            await timer;
            return got;
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Two");
        await Hub.SettleAsync();
        await Hub.Client.SuspendInstanceAsync(id, "outage");
        await Hub.Client.RaiseEventAsync(id, "e", "held");
        await Hub.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await StateAsync(id)).RuntimeStatus);
        await Hub.RestartAsync();
        await Hub.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await StateAsync(id)).RuntimeStatus);
        await Hub.Client.ResumeInstanceAsync(id);

        Assert.Equal("held", (await CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task CustomStatus_WhileRunning_IsWhatTheCodeSetLast()
    {
        Hub.AddOrchestrator<int, int>("Report", async (context, _) =>
        {
            context.SetCustomStatus(new { step = 1 });
            await context.WaitForExternalEvent<int>("e");
            context.SetCustomStatus("second");
            await context.WaitForExternalEvent<int>("e");
            return 0;
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Report");
        await Hub.SettleAsync();
        Assert.Equal("""{"step":1}""", (await StateAsync(id)).SerializedCustomStatus);
        await Hub.Client.RaiseEventAsync(id, "e", 1);
        await Hub.SettleAsync();

        Assert.Equal("second", (await StateAsync(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Start_WithTheIdOfARunningInstance_IsRefused()
    {
        AddWaiting();
        await Hub.StartAsync();
        await ScheduleAsync("Wait", null, "one");
        await Hub.SettleAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => ScheduleAsync("Wait", null, "one"));

        await Hub.Client.RaiseEventAsync("one", "e", "still the first");
        Assert.Equal("still the first", (await CompletionAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_WithTheIdOfAnEndedInstance_ReplacesIt()
    {
        Hub.AddOrchestrator<int, int>("Echo", (_, n) => Task.FromResult(n));
        await Hub.StartAsync();
        await RunAsync("Echo", 1, "again");
        await RunAsync("Echo", 2, "again");

        Assert.Equal(2, (await StateAsync("again")).ReadOutputAs<int>());
        var once = new StartOrchestrationOptions("again").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await Assert.ThrowsAnyAsync<Exception>(() => Hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", 3, once));
        Assert.Equal(2, (await StateAsync("again")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Start_AtALaterInstant_WaitsForIt()
    {
        Hub.AddOrchestrator<int, DateTime>("When", (context, _) => Task.FromResult(context.CurrentUtcDateTime));
        AddWaiting();
        await Hub.StartAsync();
        await ScheduleAsync("Wait", null, "clock");
        await Hub.SettleAsync();
        var at = (await StateAsync("clock")).CreatedAt.AddDays(10);
        var id = await Hub.Client.ScheduleNewOrchestrationInstanceAsync("When", new StartOrchestrationOptions(null, at));
        await Hub.AdvanceAsync(TimeSpan.FromDays(9));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await StateAsync(id)).RuntimeStatus);
        await Hub.RestartAsync();
        await Hub.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(at.UtcDateTime, (await CompletionAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Version_OfAStart_IsSeenByTheCodeAndKeptOverGenerations()
    {
        Hub.AddOrchestrator<int, string>("Version", (context, n) =>
        {
            if (n < 2)
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = n + 1, NewVersion = n == 1 ? "2.0" : null });
            }

            return Task.FromResult($"{context.Version} {context.CompareVersionTo("1.9")}");
        });
        await Hub.StartAsync();
        var id = await Hub.Client.ScheduleNewOrchestrationInstanceAsync("Version", 0, new StartOrchestrationOptions { Version = "1.10" });
        Assert.Equal("2.0 1", (await CompletionAsync(id)).ReadOutputAs<string>());
        id = await Hub.Client.ScheduleNewOrchestrationInstanceAsync("Version", 2, new StartOrchestrationOptions { Version = "1.10" });

        Assert.Equal("1.10 1", (await CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Query_ByStatusAndPrefix_FindsExactlyThose()
    {
        AddWaiting();
        Hub.AddOrchestrator<int, int>("Echo", (_, n) => Task.FromResult(n));
        await Hub.StartAsync();
        await RunAsync("Echo", 1, "cycle:a:1");
        await ScheduleAsync("Wait", null, "cycle:a:2");
        await ScheduleAsync("Wait", null, "cycle:b:1");
        await Hub.SettleAsync();

        async Task<List<string>> FindAsync(OrchestrationQuery query)
        {
            var found = new List<string>();
            await foreach (var instance in Hub.Client.GetAllInstancesAsync(query))
            {
                found.Add(instance.InstanceId);
            }

            found.Sort(StringComparer.Ordinal);
            return found;
        }

        Assert.Equal(["cycle:a:1", "cycle:a:2"], await FindAsync(new(InstanceIdPrefix: "cycle:a")));
        Assert.Equal(["cycle:a:2", "cycle:b:1"], await FindAsync(new(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["cycle:a:1", "cycle:a:2", "cycle:b:1"], await FindAsync(new(PageSize: 1)));
    }

    [Fact]
    public async Task Purge_OfAnEndedInstance_LeavesNothingAndSparesRunningOnes()
    {
        AddWaiting();
        Hub.AddActivity<int, int>("Step", Task.FromResult);
        Hub.AddOrchestrator<int, int>("Steps", async (context, n) =>
        {
            for (var i = 0; i < n; i++)
            {
                await context.CallActivityAsync("Step", i);
            }

            return n;
        });
        await Hub.StartAsync();
        await RunAsync("Steps", 120, "ended");
        await ScheduleAsync("Wait", null, "running");
        await Hub.SettleAsync();

        Assert.Equal(1, (await Hub.Client.PurgeInstanceAsync("ended", Deadline)).PurgedInstanceCount);
        Assert.Equal(0, (await Hub.Client.PurgeInstanceAsync("running", Deadline)).PurgedInstanceCount);
        Assert.Null(await Hub.Client.GetInstanceAsync("ended", Deadline));
        Assert.NotNull(await Hub.Client.GetInstanceAsync("running", Deadline));
        Assert.Equal(3, (await RunAsync("Steps", 3, "ended")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Restart_InTheMiddle_GoesOnWhereItWas()
    {
        var runs = 0;
        Hub.AddActivity<int, int>("Step", n =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(n + 1);
        });
        Hub.AddOrchestrator<int, int>("Child", async (context, n) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return await context.CallActivityAsync<int>("Step", n);
        });
        Hub.AddOrchestrator<int, int>("Parent", async (context, n) =>
        {
            n = await context.CallActivityAsync<int>("Step", n);
            n = await context.CallSubOrchestratorAsync<int>("Child", n);
            await context.WaitForExternalEvent<int>("e");
            return await context.CallActivityAsync<int>("Step", n);
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Parent", 0);
        await Hub.SettleAsync();
        await Hub.RestartAsync();
        await Hub.AdvanceAsync(TimeSpan.FromDays(2));
        await Hub.RestartAsync();
        await Hub.Client.RaiseEventAsync(id, "e", 1);

        Assert.Equal(3, (await CompletionAsync(id)).ReadOutputAs<int>());
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task Code_ThatNoLongerFollowsItsHistory_EndsFailed()
    {
        Hub.AddActivity<int, int>("First", Task.FromResult);
        Hub.AddActivity<int, int>("Second", Task.FromResult);
        AddChanging("First");
        await Hub.StartAsync();
        var id = await ScheduleAsync("Changing");
        await Hub.SettleAsync();
        AddChanging("Second");
        await Hub.RestartAsync();
        await Hub.Client.RaiseEventAsync(id, "e", 1);

        var done = await CompletionAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("NonDeterministic", done.FailureDetails!.ErrorType, StringComparison.Ordinal);
        Assert.Contains("Non-Deterministic", done.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_ThatAwaitsWhatIsNotDurable_EndsFailed()
    {
        var never = new TaskCompletionSource();
        Hub.AddOrchestrator<int, int>("Stray", async (_, n) =>
        {
            await never.Task;
            return n;
        });
        await Hub.StartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await RunAsync("Stray")).RuntimeStatus);
    }

    void AddWaiting() => Hub.AddOrchestrator<int, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("e"));

    void AddChanging(string activity) => Hub.AddOrchestrator<int, int>("Changing", async (context, _) =>
    {
        await context.CallActivityAsync(activity, 1);
        return await context.WaitForExternalEvent<int>("e");
    });
}
