using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.App.Storage;
using Campaigns.Local.Clocks;
using Campaigns.Local.Rehearsal;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

public sealed class DueIndexNightsTests
{
    [Fact]
    public async Task Nights_OfAWeek_CheckEachGroupOnce_AndOnceANight()
    {
        await using var app = await RunningApp.StartAsync(2026);
        var plan = RunningApp.Plan("single-quarter.yaml", townships: 2);
        await new RehearsalDriver(app.Api, plan with { HoldAt = app.StartAt }, new Unwatched(), TimeProvider.System).RunAsync(default);
        var groups = await app.Services.GetRequiredService<ParticipationIndex>().GroupsAsync(plan.Cycle, default);
        var night = new VirtualTime(new DateTimeOffset(2026, 4, 1, 18, 30, 0, TimeSpan.Zero));
        var check = ActivatorUtilities.CreateInstance<DueIndexCheck>(app.Services, new CampaignClock(night), (TimeProvider)night);

        var read = new List<long>();
        for (var i = 0; i < 7; i++)
        {
            read.Add(await CostAsync("Participants"));
            night.MoveTo(night.GetUtcNow().AddHours(1));
            // Asked again it asks nobody, as in time that skips, where every step fires it.
            Assert.Equal(0, await CostAsync(null));
            night.MoveTo(night.GetUtcNow().AddHours(23));
        }

        Assert.NotEmpty(groups);
        Assert.Equal(groups.Count, read.Sum());

        async Task<long> CostAsync(string? table)
        {
            using var work = StorageMeter.Work($"night {night.GetUtcNow():O}");
            Assert.Equal(0, await check.RunAsync(default));
            return app.Services.GetRequiredService<StorageMeter>().Snapshot()
                .Where(k => k.Key.Work == StorageMeter.WorkNow && (table is null || k.Key.Resource == table)).Sum(k => k.Value);
        }
    }
}
