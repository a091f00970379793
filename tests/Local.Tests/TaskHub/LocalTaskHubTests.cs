using Azure.Data.Tables;
using Campaigns.Local.TaskHub;
using Campaigns.Local.Tests.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>What the local hub promises beyond the conformance suite: storage, clocks, owners, counters.</summary>
public sealed class LocalTaskHubTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    readonly CancellationToken _deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    readonly string _prefix = AzuriteFixture.NewPrefix();
    LocalTaskHubHarness? _harness;

    LocalTaskHubHarness Harness => _harness ??= NewHarness();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_harness is not null)
        {
            await _harness.DisposeAsync();
        }
    }

    [Fact]
    public async Task ContinueAsNew_ForManyGenerations_LeavesAFewRows()
    {
        Harness.AddActivity<int, int>("Add", n => Task.FromResult(n + 1));
        Harness.AddOrchestrator<int, int>("Generations", async (context, n) =>
        {
            var next = await context.CallActivityAsync<int>("Add", n);
            context.ContinueAsNew(next);
            await context.CreateTimer(TimeSpan.FromDays(next == 100 ? 1 : 0), CancellationToken.None);
            return next;
        });
        await Harness.StartAsync();
        await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Generations", 0, new StartOrchestrationOptions("g"), _deadline);
        await Harness.SettleAsync();

        var rows = (await RowsAsync()).Where(r => r.PartitionKey == "g").ToList();

        Assert.InRange(rows.Count, 2, 8);
        Assert.True(Harness.Hub.Counters.HistoryEvents > 500);
    }

    [Fact]
    public async Task EndedInstances_LeaveNoRowsThatAskForAttention()
    {
        Harness.AddOrchestrator<int, int>("Kid", (_, n) => Task.FromResult(n));
        Harness.AddOrchestrator<int, int>("Echo", (context, n) => context.CallSubOrchestratorAsync<int>("Kid", n));
        await Harness.StartAsync();
        var id = await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, _deadline);
        await Harness.Client.WaitForInstanceCompletionAsync(id, _deadline);
        await Harness.SettleAsync();

        Assert.DoesNotContain(await RowsAsync(), r => r.PartitionKey == "!live" || r.RowKey.StartsWith("m|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_ChangedByAnotherProcess_IsReadAgain()
    {
        Harness.AddOrchestrator<int, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("e"));
        await Harness.StartAsync();
        var id = await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Wait", _deadline);
        await Harness.SettleAsync();
        var row = (await RowsAsync()).Single(r => r.PartitionKey == id && r.RowKey == "state");
        await Table().UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        await Harness.Client.RaiseEventAsync(id, "e", "seen", _deadline);

        Assert.Equal("seen", (await Harness.Client.WaitForInstanceCompletionAsync(id, true, _deadline)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SecondHub_OnTheSameTables_IsAClientUntilTheFirstIsGone()
    {
        Harness.PollInterval = TimeSpan.FromMilliseconds(100);
        Harness.AddOrchestrator<int, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("e"));
        await Harness.StartAsync();
        await using var second = Harness.Build();
        await second.StartAsync(_deadline);
        Assert.False(second.IsOwner);

        var first = await second.Client.ScheduleNewOrchestrationInstanceAsync("Wait", _deadline);
        await second.Client.WaitForInstanceStartAsync(first, _deadline);
        await second.Client.RaiseEventAsync(first, "e", "by the first", _deadline);
        Assert.Equal("by the first", (await second.Client.WaitForInstanceCompletionAsync(first, true, _deadline)).ReadOutputAs<string>());
        Assert.Equal(0, second.Counters.Activities);

        var next = await second.Client.ScheduleNewOrchestrationInstanceAsync("Wait", _deadline);
        await second.Client.WaitForInstanceStartAsync(next, _deadline);
        Harness.Abandon();
        await second.Client.RaiseEventAsync(next, "e", "by the second", _deadline);
        Assert.Equal("by the second", (await second.Client.WaitForInstanceCompletionAsync(next, true, _deadline)).ReadOutputAs<string>());
        Assert.True(second.IsOwner);
    }

    [Fact]
    public async Task WaitUntilIdle_WhileAnActivityRuns_Waits()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        Harness.AddActivity<int, int>("Block", async n =>
        {
            entered.SetResult();
            await leave.Task;
            return n;
        });
        Harness.AddOrchestrator<int, int>("Blocked", async (context, n) =>
        {
            await context.CallActivityAsync("Block", n);
            await context.CreateTimer(TimeSpan.FromDays(3), CancellationToken.None);
            return n;
        });
        await Harness.StartAsync();
        await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Blocked", 1, _deadline);
        await entered.Task.WaitAsync(_deadline);
        var idle = Harness.Hub.WaitUntilIdleAsync(_deadline);
        Assert.False(idle.IsCompleted);
        Assert.Null(Harness.Hub.NextTimer);
        leave.SetResult();
        await idle;

        Assert.Equal(LocalTaskHubHarness.Start.AddDays(3), Harness.Hub.NextTimer);
    }

    [Fact]
    public async Task Timer_ThatWasCancelled_IsNotWaitedFor()
    {
        Harness.AddOrchestrator<int, int>("Cancel", async (context, n) =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(3), stop.Token);
            await context.WaitForExternalEvent<int>("e");
            stop.Cancel();
            return await context.WaitForExternalEvent<int>("e");
        });
        await Harness.StartAsync();
        var id = await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Cancel", 1, _deadline);
        await Harness.SettleAsync();
        Assert.NotNull(Harness.Hub.NextTimer);
        await Harness.Client.RaiseEventAsync(id, "e", 1, _deadline);
        await Harness.SettleAsync();
        Assert.Null(Harness.Hub.NextTimer);
        await Harness.RestartAsync();
        await Harness.SettleAsync();

        Assert.Null(Harness.Hub.NextTimer);
    }

    [Fact]
    public async Task Timers_OnARealClock_FireByThemselves()
    {
        var builder = new TaskHubBuilder(new TaskHubOptions { Connect = options => new(azurite.ConnectionString, options), TablePrefix = _prefix });
        builder.RegisterOrchestrator("Nap", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            return "awake";
        });
        await using var hub = builder.Build();
        await hub.StartAsync(_deadline);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Nap", _deadline);

        Assert.Equal("awake", (await hub.Client.WaitForInstanceCompletionAsync(id, true, _deadline)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activities_AtOnce_AreNoMoreThanTheLimit()
    {
        var (running, most) = (0, 0);
        Harness.AddActivity<int, int>("Busy", async n =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return n;
        });
        Harness.AddOrchestrator<int, int>("Many", async (context, n) =>
            (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync<int>("Busy", i)))).Length);
        await Harness.StartAsync();
        var id = await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Many", 60, _deadline);
        await Harness.Client.WaitForInstanceCompletionAsync(id, _deadline);

        Assert.InRange(most, 1, 8);
        Assert.Equal(60, Harness.Hub.Counters.Activities);
        Assert.Equal(1, Harness.Hub.Counters.Orchestrations);
        Assert.InRange(Harness.Hub.Counters.StorageRequests, 5, 90);
    }

    [Fact]
    public async Task RecordedHistory_AgainstChangedCode_SaysWhereItLeaves()
    {
        Harness.AddActivity<int, int>("Step", Task.FromResult);
        Harness.AddOrchestrator<int, int>("Steps", async (context, n) =>
            await context.CallActivityAsync<int>("Step", n) + await context.WaitForExternalEvent<int>("e"));
        await Harness.StartAsync();
        await Harness.Client.ScheduleNewOrchestrationInstanceAsync("Steps", 1, new StartOrchestrationOptions("s"), _deadline);
        await Harness.SettleAsync();

        var kept = RecordedHistory.Parse((await Harness.Hub.RecordAsync("s", _deadline))!.ToString());

        Assert.Null(kept.Replay(async context => await context.CallActivityAsync<int>("Step", 1) + await context.WaitForExternalEvent<int>("e")));
        Assert.Contains("'Step'", kept.Replay(async context => await context.CallActivityAsync<int>("Other", 1)), StringComparison.Ordinal);
        Assert.Contains("'More'", kept.Replay(async context =>
        {
            await context.CallActivityAsync<int>("Step", 1);
            return await context.CallActivityAsync<int>("More", 1);
        }), StringComparison.Ordinal);
    }

    static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    LocalTaskHubHarness NewHarness() => new(azurite.ConnectionString, _prefix);

    TableClient Table() => new TableServiceClient(azurite.ConnectionString).GetTableClient(_prefix + "Instances");

    async Task<IReadOnlyList<TableEntity>> RowsAsync()
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Table().QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }
}
