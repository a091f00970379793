using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>What orchestrations do on any engine behind Microsoft.DurableTask: calls, results, failures, retries.</summary>
public abstract class CallConformance : TaskHubConformance
{
    [Fact]
    public async Task Activities_Chained_PassResultsOn()
    {
        Hub.AddActivity<string, string>("Greet", name => Task.FromResult("Hello, " + name));
        Hub.AddActivity<string, string>("Shout", text => Task.FromResult(text!.ToUpperInvariant()));
        Hub.AddOrchestrator<string, string>("Chain", async (context, name) =>
            await context.CallActivityAsync<string>("Shout", await context.CallActivityAsync<string>("Greet", name)));
        await Hub.StartAsync();

        var done = await RunAsync("Chain", "党支部");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal("HELLO, 党支部", done.ReadOutputAs<string>());
        Assert.Equal("党支部", done.ReadInputAs<string>());
    }

    [Fact]
    public async Task Activities_FannedOutToAHundred_AllCountOnce()
    {
        var runs = new ConcurrentDictionary<int, int>();
        Hub.AddActivity<int, int>("Square", n =>
        {
            runs.AddOrUpdate(n, 1, (_, before) => before + 1);
            return Task.FromResult(n * n);
        });
        Hub.AddOrchestrator<int, int>("Sum", async (context, n) =>
            (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync<int>("Square", i)))).Sum());
        await Hub.StartAsync();

        var done = await RunAsync("Sum", 100);

        Assert.Equal(328_350, done.ReadOutputAs<int>());
        Assert.Equal(100, runs.Count);
        Assert.All(runs.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Activity_ThatFails_GivesTheCallerItsDetails()
    {
        Hub.AddActivity<int, int>("Fail", _ => throw new InvalidDataException("broken record"));
        Hub.AddOrchestrator<int, string>("Catch", async (context, _) =>
        {
            try
            {
                await context.CallActivityAsync("Fail", 1);
                return "nothing";
            }
            catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<InvalidDataException>())
            {
                return e.TaskName + ": " + e.FailureDetails.ErrorMessage;
            }
        });
        await Hub.StartAsync();

        Assert.Equal("Fail: broken record", (await RunAsync("Catch")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activity_ThatNobodyRegistered_FailsWithoutRetries()
    {
        Hub.AddOrchestrator<int, int>("Lost", (context, _) =>
            context.CallActivityAsync<int>("Nowhere", 1, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromHours(1)))));
        await Hub.StartAsync();

        var done = await RunAsync("Lost");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("Nowhere", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orchestrator_ThatThrows_EndsFailed()
    {
        Hub.AddOrchestrator<int, int>("Throw", (_, _) => throw new InvalidOperationException("no way"));
        await Hub.StartAsync();

        var done = await RunAsync("Throw");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal(typeof(InvalidOperationException).FullName, done.FailureDetails!.ErrorType);
        Assert.Equal("no way", done.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task Orchestrator_ThatNobodyRegistered_EndsFailed()
    {
        await Hub.StartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await RunAsync("Unknown")).RuntimeStatus);
    }

    [Theory]
    [InlineData(2, 3, true, 3)]
    [InlineData(5, 3, false, 3)]
    [InlineData(0, 3, true, 1)]
    public async Task RetryPolicy_WithFailuresBeforeSuccess_TriesAtMostItsAttempts(int failures, int attempts, bool succeeds, int expectedRuns)
    {
        var runs = 0;
        Hub.AddActivity<int, int>("Flaky", _ => Interlocked.Increment(ref runs) <= failures ? throw new TimeoutException("later") : Task.FromResult(7));
        Hub.AddOrchestrator<int, int>("Retry", (context, _) => context.CallActivityAsync<int>(
            "Flaky", 0, TaskOptions.FromRetryPolicy(new RetryPolicy(attempts, TimeSpan.FromMilliseconds(1), 2))));
        await Hub.StartAsync();

        var done = await RunAsync("Retry");

        Assert.Equal(succeeds ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal(expectedRuns, runs);
    }

    [Fact]
    public async Task RetryHandler_ThatGivesUp_EndsTheAttempts()
    {
        var runs = 0;
        Hub.AddActivity<int, int>("Flaky", _ =>
        {
            Interlocked.Increment(ref runs);
            throw new TimeoutException("later");
        });
        Hub.AddOrchestrator<int, int>("Handled", (context, _) => context.CallActivityAsync<int>(
            "Flaky", 0, TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 4 && retry.LastFailure.IsCausedBy<TimeoutException>())));
        await Hub.StartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await RunAsync("Handled")).RuntimeStatus);
        Assert.Equal(4, runs);
    }

    [Fact]
    public async Task SubOrchestration_WithAnIdOfItsOwn_GivesItsResultAndKnowsItsParent()
    {
        Hub.AddOrchestrator<int, string>("Child", (context, n) => Task.FromResult($"{context.InstanceId} {context.Parent!.InstanceId} {n}"));
        Hub.AddOrchestrator<int, string>("Parent", (context, n) =>
            context.CallSubOrchestratorAsync<string>("Child", n + 1, new SubOrchestrationOptions(instanceId: context.InstanceId + ":child")));
        await Hub.StartAsync();

        Assert.Equal("p:child p 42", (await RunAsync("Parent", 41, "p")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await StateAsync("p:child")).RuntimeStatus);
    }

    [Fact]
    public async Task SubOrchestration_ThatFails_FailsTheCallWithItsDetails()
    {
        Hub.AddOrchestrator<int, int>("Child", (_, n) => n == 3 ? throw new InvalidDataException("three") : Task.FromResult(n));
        Hub.AddOrchestrator<int, string>("Parent", async (context, _) =>
        {
            var calls = Enumerable.Range(0, 5).Select(i => context.CallSubOrchestratorAsync<int>("Child", i)).ToList();
            try
            {
                await Task.WhenAll(calls);
                return "all well";
            }
            catch (TaskFailedException e)
            {
                return $"{calls.Count(c => c.IsCompletedSuccessfully)} well, {e.FailureDetails.ErrorMessage}";
            }
        });
        await Hub.StartAsync();

        Assert.Equal("4 well, three", (await RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SubOrchestration_RetriedUnderOneId_StartsAnewEachTime()
    {
        var runs = 0;
        Hub.AddActivity<int, int>("Count", _ => Task.FromResult(Interlocked.Increment(ref runs)));
        Hub.AddOrchestrator<int, int>("Child", async (context, _) =>
            await context.CallActivityAsync<int>("Count") is var n && n < 3 ? throw new TimeoutException("later") : n);
        Hub.AddOrchestrator<int, int>("Parent", (context, _) => context.CallSubOrchestratorAsync<int>(
            "Child", null, new SubOrchestrationOptions(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)), "one-child")));
        await Hub.StartAsync();

        var done = await RunAsync("Parent");

        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, done.FailureDetails?.ToString());
        Assert.Equal(3, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Payloads_OfMegabytes_ComeThroughWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i}年度𠮷\"村\\"));
        Hub.AddActivity<string, string>("Echo", value => Task.FromResult(value!));
        Hub.AddOrchestrator<string, string>("Large", async (context, value) =>
        {
            var echoes = await Task.WhenAll(context.CallActivityAsync<string>("Echo", value), context.CallActivityAsync<string>("Echo", value));
            return echoes[0] == echoes[1] ? echoes[1] : "different";
        });
        await Hub.StartAsync();

        var done = await RunAsync("Large", text);

        Assert.Equal(text, done.ReadOutputAs<string>());
        Assert.Equal(text, done.ReadInputAs<string>());
    }

    [Fact]
    public async Task NewGuid_AcrossReplays_StaysTheSameAndDiffers()
    {
        Hub.AddActivity<int, int>("Step", Task.FromResult);
        Hub.AddOrchestrator<int, List<Guid>>("Guids", async (context, _) =>
        {
            var ids = new List<Guid> { context.NewGuid(), context.NewGuid() };
            await context.CallActivityAsync("Step", 1);
            ids.Add(context.NewGuid());
            context.SetCustomStatus(ids[0]);
            await context.CallActivityAsync("Step", 2);
            return ids;
        });
        await Hub.StartAsync();

        var done = await RunAsync("Guids");
        var ids = done.ReadOutputAs<List<Guid>>()!;

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids[0], done.ReadCustomStatusAs<Guid>());
    }

    [Fact]
    public async Task IsReplaying_OverASequence_IsFalseOnceForEachStep()
    {
        var live = new ConcurrentQueue<int>();
        Hub.AddActivity<int, int>("Step", Task.FromResult);
        Hub.AddOrchestrator<int, int>("Steps", async (context, _) =>
        {
            for (var i = 0; i < 4; i++)
            {
                if (!context.IsReplaying)
                {
                    live.Enqueue(i);
                }

                await context.CallActivityAsync("Step", i);
            }

            return 0;
        });
        await Hub.StartAsync();
        await RunAsync("Steps");

        Assert.Equal([0, 1, 2, 3], live);
    }
}
