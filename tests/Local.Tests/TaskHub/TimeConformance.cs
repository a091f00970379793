using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>Durable timers, external events, and the races between them.</summary>
public abstract class TimeConformance : TaskHubConformance
{
    [Fact]
    public async Task Timers_OfManyDays_FireAtTheirInstants()
    {
        var fired = new ConcurrentQueue<DateTime>();
        Hub.AddActivity<DateTime, int>("Note", at =>
        {
            fired.Enqueue(at);
            return Task.FromResult(0);
        });
        Hub.AddOrchestrator<int, DateTime>("Sleep", async (context, _) =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
            await context.CallActivityAsync("Note", context.CurrentUtcDateTime);
            await context.CreateTimer(start.AddDays(365), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Sleep");
        await Hub.SettleAsync();
        var started = (await StateAsync(id)).CreatedAt.UtcDateTime;

        await Hub.AdvanceAsync(TimeSpan.FromDays(99));
        Assert.Empty(fired);
        await Hub.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal([started.AddDays(100)], fired);
        await Hub.AdvanceAsync(TimeSpan.FromDays(300));

        Assert.Equal(started.AddDays(365), (await CompletionAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timers_SetInAnyOrder_FireInTheOrderOfTheirInstants()
    {
        Hub.AddOrchestrator<int, List<int>>("Order", async (context, _) =>
        {
            var order = new List<int>();
            async Task WaitAsync(int days)
            {
                await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
                order.Add(days);
            }

            await Task.WhenAll(WaitAsync(5), WaitAsync(1), WaitAsync(3));
            return order;
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Order");
        await Hub.AdvanceAsync(TimeSpan.FromDays(6));

        Assert.Equal([1, 3, 5], (await CompletionAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Event_RaisedUnderAnotherCase_EndsTheWait()
    {
        Hub.AddOrchestrator<int, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Changed"));
        await Hub.StartAsync();
        var id = await ScheduleAsync("Wait");
        await Hub.SettleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await StateAsync(id)).RuntimeStatus);

        await Hub.Client.RaiseEventAsync(id, "CHANGED", "now");

        Assert.Equal("now", (await CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_RaisedBeforeAnybodyWaits_AreKeptInOrder()
    {
        Hub.AddOrchestrator<int, List<int>>("Collect", async (context, _) =>
        {
            await context.WaitForExternalEvent<int>("go");
            var got = new List<int>();
            while (got.Count < 3)
            {
                got.Add(await context.WaitForExternalEvent<int>("item"));
            }

            return got;
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Collect");
        await Hub.Client.RaiseEventAsync(id, "item", 1);
        await Hub.Client.RaiseEventAsync(id, "item", 2);
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync(id, "item", 3);
        await Hub.Client.RaiseEventAsync(id, "go", 0);

        Assert.Equal([1, 2, 3], (await CompletionAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Event_WithSeveralWaits_GoesToTheNewest()
    {
        Hub.AddOrchestrator<int, string>("Newest", async (context, _) =>
        {
            var first = context.WaitForExternalEvent<string>("e");
            var second = context.WaitForExternalEvent<string>("e");
            var winner = await Task.WhenAny(first, second) == second ? "second" : "first";
            return $"{winner} {await second}, then {await first}";
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Newest");
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync(id, "e", "a");
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync(id, "e", "b");

        Assert.Equal("second a, then b", (await CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_AfterItsWaitWasCancelled_IsKeptForTheNextWait()
    {
        Hub.AddOrchestrator<int, string>("Patient", async (context, _) =>
        {
            using var stop = new CancellationTokenSource();
            var early = context.WaitForExternalEvent<string>("e", stop.Token);
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            stop.Cancel();
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return $"{early.IsCanceled} {await context.WaitForExternalEvent<string>("e")}";
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Patient");
        await Hub.AdvanceAsync(TimeSpan.FromMinutes(90));
        await Hub.Client.RaiseEventAsync(id, "e", "kept");
        await Hub.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal("True kept", (await CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaitWithTimeout_AgainstAnEvent_TakesWhatComesFirst(bool raised)
    {
        Hub.AddOrchestrator<int, string>("Race", async (context, _) =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("e", TimeSpan.FromDays(2));
            }
            catch (TaskCanceledException)
            {
                return "timed out";
            }
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Race");
        await Hub.AdvanceAsync(TimeSpan.FromDays(1));
        if (raised)
        {
            await Hub.Client.RaiseEventAsync(id, "e", "in time");
        }

        await Hub.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Equal(raised ? "in time" : "timed out", (await CompletionAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SendEvent_ToAnotherInstance_ReachesItOnce()
    {
        Hub.AddOrchestrator<int, int>("Receiver", async (context, _) =>
            await context.WaitForExternalEvent<int>("n") + await context.WaitForExternalEvent<int>("n"));
        Hub.AddOrchestrator<int, int>("Sender", (context, n) =>
        {
            context.SendEvent("receiver", "n", n);
            context.SendEvent("nobody", "n", n);
            return Task.FromResult(n);
        });
        await Hub.StartAsync();
        await ScheduleAsync("Receiver", null, "receiver");
        await RunAsync("Sender", 1);
        await Hub.SettleAsync();
        Assert.False((await StateAsync("receiver")).IsCompleted);
        await RunAsync("Sender", 10);

        Assert.Equal(11, (await CompletionAsync("receiver")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task RaiseEvent_ToAnInstanceThatIsNotThere_HasNoEffect()
    {
        Hub.AddOrchestrator<int, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("e", TimeSpan.FromDays(1)));
        await Hub.StartAsync();
        await Hub.Client.RaiseEventAsync("later", "e", "too early");
        await ScheduleAsync("Wait", null, "later");
        await Hub.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletionAsync("later")).RuntimeStatus);
    }

    [Fact]
    public async Task ContinueAsNew_ForFiveHundredGenerations_KeepsIdAndCount()
    {
        Hub.AddActivity<int, int>("Add", n => Task.FromResult(n + 1));
        Hub.AddOrchestrator<int, int>("Generations", async (context, n) =>
        {
            var next = await context.CallActivityAsync<int>("Add", n);
            if (next < 500)
            {
                context.ContinueAsNew(next);
            }

            return next;
        });
        await Hub.StartAsync();

        var done = await RunAsync("Generations", 0, "year:2026/driver#1");

        Assert.Equal(500, done.ReadOutputAs<int>());
        Assert.Equal("year:2026/driver#1", done.InstanceId);
    }

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 4)]
    public async Task ContinueAsNew_WithUnprocessedEvents_KeepsThemAsAsked(bool preserve, int expected)
    {
        Hub.AddOrchestrator<int, int>("Sum", async (context, sum) =>
        {
            await context.WaitForExternalEvent<int>("go");
            sum += await context.WaitForExternalEvent<int>("n");
            if (sum < 4)
            {
                context.ContinueAsNew(sum, preserve);
            }

            return sum;
        });
        await Hub.StartAsync();
        var id = await ScheduleAsync("Sum", 0);
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync(id, "n", 1);
        await Hub.Client.RaiseEventAsync(id, "n", 5);
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync(id, "go", 0);
        await Hub.SettleAsync();
        await Hub.Client.RaiseEventAsync(id, "go", 0);
        await Hub.SettleAsync();
        if (!preserve)
        {
            await Hub.Client.RaiseEventAsync(id, "n", 3);
        }

        Assert.Equal(expected, (await CompletionAsync(id)).ReadOutputAs<int>());
    }
}
