using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.App.Tests.Selecting;
using Campaigns.Rules.Calendar;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

/// <summary>What a milestone needs of all groups side by side, before any group runs.</summary>
public sealed class PreparationTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Terms = """
        select: { quota: 1, nominated-by: township, by: on-site, weigh: { assessment: 60%, self-check: 40% } }
            attain: {
        """;

    /// <summary>Of the requests that are counted, the one is for the cycle's row, where the new epoch stands.</summary>
    [Fact]
    public async Task Preparation_UnderAnEpochThatHasPassed_HasNoEffect_UnderItsSuccessorsItHas()
    {
        await using var api = await StartAsync();
        await api.Service<CycleStore>().ChangeAsync(api.Cycle, "raise", c => c with { Epoch = 2 }, default);

        var before = api.Storage.Meter.Total;
        await Task.WhenAll(RankAsync(api, 1), DrawAsync(api, 1), NominateAsync(api, 1));
        Assert.Equal(1, api.Storage.Meter.Total - before);

        foreach (var prepare in new[] { RankAsync, DrawAsync, NominateAsync })
        {
            before = api.Storage.Meter.Total;
            await prepare(api, 2);
            Assert.InRange(api.Storage.Meter.Total - before, 3, long.MaxValue);
        }
    }

    /// <summary>A process that read the cycle's row just before its epoch was raised runs groups of the old one until it reads again.</summary>
    [Fact]
    public async Task Preparation_UnderAnEpochThatHasPassed_EndsWhenNoProcessKnowsThatEpochAnyMore()
    {
        await using var api = await StartAsync();
        var elsewhere = new CycleStore(api.Storage.Tables, new(api.Storage.Blobs), TimeProvider.System);
        var known = (await elsewhere.ReadRecentAsync(api.Cycle, default))!;
        await api.Service<CycleStore>().ChangeAsync(api.Cycle, "raise", c => c with { Epoch = known.Epoch + 1 }, default);

        await DrawAsync(api, known.Epoch);

        Assert.Equal(known.Epoch + 1, (await elsewhere.ReadRecentAsync(api.Cycle, default))!.Epoch);
    }

    private async Task<ApiUnderTest> StartAsync()
    {
        var api = await ApiUnderTest.StartAsync(
            fixture,
            text => text.Replace("attain: {", Terms, StringComparison.Ordinal),
            phases:
            [
                "nominate: { kind: nomination, period: Q1, opens: after closing, due: 3wd }",
                "assess: { kind: inspection, period: Q1, opens: after nominate, due: 3wd, draw: { of: candidates } }",
                "decide: { kind: decision, period: Q1, opens: after assess, due: 3wd }",
            ]);
        await api.NominateTwoAsync();
        return api;
    }

    private static Task RankAsync(ApiUnderTest api, int epoch) => Of<RankTracks>(api).Run(Work(api, epoch, "closing", MilestoneKind.Rank), default);

    private static Task DrawAsync(ApiUnderTest api, int epoch) => Of<DrawSample>(api).Run(Work(api, epoch, "assess", MilestoneKind.Draw), default);

    private static Task NominateAsync(ApiUnderTest api, int epoch) =>
        Of<PrepareSelection>(api).Run(Work(api, epoch, "nominate", MilestoneKind.Lock), default);

    private static MilestoneWork Work(ApiUnderTest api, int epoch, string phase, MilestoneKind kind)
    {
        var milestone = api.Plan.Milestones.Single(m => m.Phase == phase && m.Kind == kind);
        return new(api.Cycle, epoch, milestone, ["g-1"], milestone.Id) { Prepares = true };
    }

    private static T Of<T>(ApiUnderTest api) => ActivatorUtilities.CreateInstance<T>(api.Service<IServiceProvider>());
}
