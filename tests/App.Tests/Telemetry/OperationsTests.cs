using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.App.Telemetry;
using Campaigns.App.Tests.Cycles;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Telemetry;

/// <summary>What goes wrong shows: on cycles that nobody drives, since the hub of this app only takes orders.</summary>
[Collection(AppDefinition.Name)]
public sealed class OperationsTests(AppUnderTest app)
{
    private static readonly Milestone Later = new("q1|open", "q1", MilestoneKind.Open, null, new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task CycleWithoutADriver_IsCountedAsARestart()
    {
        var cycle = await CycleAsync();
        using var heard = new HeardMeasurements();

        await Of<Watchdog>().Run(new TimerInfo(), app.Host.Services.GetRequiredService<DurableTaskClient>(), default);

        Assert.Equal(1, Assert.Single(heard.Of("campaigns.driver.restarts", cycle)).Value);
        Assert.Equal(2, (await Cycles.ReadAsync(cycle, default))!.Epoch);
        await EndAsync(cycle);
    }

    [Fact]
    public async Task GroupThatIsParked_IsCounted_UntilItHasWorkedOff()
    {
        var cycle = await CycleAsync();
        using var heard = new HeardMeasurements();
        var work = new MilestoneWork(cycle, 1, Later, [OneGroupCycle.Group], Later.Id) { WorksOff = true };

        await Of<ParkGroup>().Run(new(new(work, OneGroupCycle.Group), "storage said no"), default);
        await Of<TakeNextStep>().Run(new(cycle, 1), default);
        Assert.Equal(1, Assert.Single(heard.Of("campaigns.groups.parked", cycle)).Value);
        Assert.Equal(3, Assert.Single(heard.Of("campaigns.cycle.participants", cycle)).Value);

        await Cycles.ChangeGroupAsync(cycle, OneGroupCycle.Group, "retry", g => g with { Parked = null, Pending = [] }, default);
        await Of<TakeNextStep>().Run(new(cycle, 1), default);
        Assert.Equal(0, heard.Of("campaigns.groups.parked", cycle)[^1].Value);
        await EndAsync(cycle);
    }

    [Fact]
    public async Task Refusals_AreCountedByTheirCode()
    {
        using var heard = new HeardMeasurements();

        await app.SendAsync(HttpMethod.Get, "api/v1/cycles", "no token at all");
        await app.AdminAsync(HttpMethod.Put, "api/v1/units/county", "{}");

        var codes = heard.Of("campaigns.requests.refused");
        Assert.Contains(codes, m => m.Has(TelemetryTags.Reason, "tokenRejected") && m.Has(TelemetryTags.Status, 401));
        Assert.Contains(codes, m => m.Has(TelemetryTags.Reason, "badRequest") && m.Has(TelemetryTags.Status, 400));
    }

    private CycleStore Cycles => app.Host.Services.GetRequiredService<CycleStore>();

    private T Of<T>() => ActivatorUtilities.CreateInstance<T>(app.Host.Services);

    private async Task<string> CycleAsync()
    {
        var id = AppUnderTest.NewId("watched");
        await OneGroupCycle.CreateAsync(Cycles, id, Later);
        return id;
    }

    /// <summary>Nobody else is to find it.</summary>
    private async Task EndAsync(string cycle) => await Cycles.ChangeAsync(cycle, "end", c => c with { State = CycleState.Cancelled }, default);
}
