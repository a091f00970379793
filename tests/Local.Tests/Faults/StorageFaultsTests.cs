using Azure;
using Azure.Data.Tables;
using Campaigns.Local.Faults;
using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Faults;

public sealed class StorageFaultsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task LostAnswer_OfAnInsert_IsAppliedAndTheClientsRetryMeetsItsOwnRow()
    {
        using var faults = new StorageFaults(new FaultPlan { LoseEvery = 2 });
        var options = new TableClientOptions();
        faults.AddTo(options, FaultPlace.Wave);
        var table = await azurite.NewTableAsync(options);

        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, conflict.Status);
        Assert.Equal((1, 3), (faults.Record.Lost, faults.Record.All));
        Assert.Equal(3, faults.Record.Calls[FaultPlace.Wave]);
    }

    [Fact]
    public async Task Calls_WithoutAPlan_AreCountedAndUnharmed()
    {
        using var faults = new StorageFaults(new FaultPlan());
        var options = new TableClientOptions();
        faults.AddTo(options);
        var table = await azurite.NewTableAsync(options);

        await table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal((0, 2), (faults.Record.Lost, faults.Record.Calls[FaultPlace.Other]));
    }
}
