using Campaigns.Local.TaskHub;
using Campaigns.Local.Tests.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>The hub keeps to <c>defaultVersion</c>, <c>versionMatchStrategy</c> and <c>versionFailureStrategy</c> as the Functions host does.</summary>
public sealed class VersionTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    readonly CancellationToken _deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    LocalTaskHubHarness _harness = null!;
    int _ran;

    public async Task InitializeAsync()
    {
        _harness = (LocalTaskHubHarness)await LocalTaskHubHarness.NewAsync(azurite);
        _harness.AddActivity<int, int>("Step", n => Task.FromResult(n + Interlocked.Increment(ref _ran)));
        _harness.AddOrchestrator<int, string>("Wait", async (context, n) =>
            $"{context.Version} {await context.WaitForExternalEvent<string>("e")} {await context.CallActivityAsync<int>("Step", n)}");
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Instance_OfANewerVersion_WaitsAsItIsForAHubThatTakesIt()
    {
        await StartAsync("2.0");
        var id = await ScheduleAsync();
        await _harness.SettleAsync();
        await StartAsync("1.0");
        await _harness.Client.RaiseEventAsync(id, "e", "late", _deadline);
        await _harness.SettleAsync();

        var rejected = await _harness.Client.GetInstanceAsync(id, true, _deadline);
        Assert.Equal((OrchestrationRuntimeStatus.Running, 0), (rejected!.RuntimeStatus, _ran));
        Assert.Null(_harness.Hub.NextTimer);

        await StartAsync("2.0");
        Assert.Equal("2.0 late 1", (await _harness.Client.WaitForInstanceCompletionAsync(id, true, _deadline)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instance_OfAnOlderVersion_IsRunAsWhatItIs()
    {
        await StartAsync("1.9");
        var id = await ScheduleAsync();
        await _harness.SettleAsync();
        await StartAsync("1.10");
        await _harness.Client.RaiseEventAsync(id, "e", "on", _deadline);

        Assert.Equal("1.9 on 1", (await _harness.Client.WaitForInstanceCompletionAsync(id, true, _deadline)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instance_OfAnotherVersion_EndsAsFailed_WhereTheHubIsToldSo()
    {
        await StartAsync("1.0");
        var id = await ScheduleAsync();
        await _harness.SettleAsync();
        await StartAsync("2.0", VersionMatchStrategy.Strict, VersionFailureStrategy.Fail);
        await _harness.Client.RaiseEventAsync(id, "e", "in vain", _deadline);

        var failed = await _harness.Client.WaitForInstanceCompletionAsync(id, true, _deadline);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, "VersionMismatch"), (failed.RuntimeStatus, failed.FailureDetails!.ErrorType));
    }

    Task<string> ScheduleAsync() => _harness.Client.ScheduleNewOrchestrationInstanceAsync("Wait", 0, _deadline);

    Task StartAsync(
        string version, VersionMatchStrategy match = VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy failure = VersionFailureStrategy.Reject)
    {
        _harness.Setup = options => options with { DefaultVersion = version, VersionMatch = match, VersionFailure = failure };
        return _harness.StartAsync();
    }
}
