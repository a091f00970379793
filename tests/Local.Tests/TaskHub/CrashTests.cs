using Campaigns.Local.Tests.Emulator;
using Microsoft.DurableTask.Client;
using Xunit;
using Xunit.Abstractions;

namespace Campaigns.Local.Tests.TaskHub;

public sealed class CrashTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    static readonly string[] AllEffects =
        ["kid 1 x", "kid 1 y", "kid 11 x", "kid 11 y", "kid 12 x", "kid 12 y", "kid 2 x", "kid 2 y", "root 0", "root 1"];

    [Theory]
    [InlineData(Fall.BeforeTheRequest)]
    [InlineData(Fall.AfterTheRequest)]
    public async Task Crash_AtAnyStorageRequest_ChangesNothingInTheEnd(Fall fall)
    {
        var requests = await CountAsync();
        await Parallel.ForEachAsync(Enumerable.Range(1, requests), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (ordinal, _) =>
        {
            await using var scenario = new CrashScenario(azurite);

            var done = await scenario.RunAsync(new FallingStorage(ordinal, fall, forGood: true), restart: true);

            AssertWhole(scenario, done, ordinal);
        });
    }

    [Theory]
    [InlineData(Fall.BeforeTheRequest)]
    [InlineData(Fall.AfterTheRequest)]
    public async Task Storage_ThatFailsAgainAndAgain_OnlyDelays(Fall fall)
    {
        await Parallel.ForEachAsync([4, 5, 7, 11, 17, 23], new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (every, _) =>
        {
            await using var scenario = new CrashScenario(azurite);

            var done = await scenario.RunAsync(new FallingStorage(every, fall, forGood: false), restart: false);

            AssertWhole(scenario, done, every);
        });
    }

    async Task<int> CountAsync()
    {
        await using var scenario = new CrashScenario(azurite);
        var counter = new FallingStorage(int.MaxValue, Fall.BeforeTheRequest, forGood: true);
        AssertWhole(scenario, await scenario.RunAsync(counter, restart: true), 0);
        output.WriteLine($"{counter.Requests} storage requests, {scenario.HistoryEvents} history events without a crash");
        return counter.Requests;
    }

    static void AssertWhole(CrashScenario scenario, OrchestrationMetadata done, int ordinal)
    {
        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{ordinal}: {done.RuntimeStatus} {done.FailureDetails}");
        Assert.Equal(CrashScenario.Expected, done.ReadOutputAs<string>());
        Assert.Equal(AllEffects, scenario.Effects);
    }
}
