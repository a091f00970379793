using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
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

    [Theory]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Busy)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.Delay)]
    internal async Task Fault_OnceInAWhile_IsOutlastedByTheClientsOwnTries(FaultKind kind)
    {
        using var faults = new StorageFaults(new FaultPlan { Mix = new FaultMix { Seed = 1, Every = 3, Kinds = [kind] } });
        var options = new TableClientOptions();
        faults.AddTo(options, FaultPlace.Wave);
        var table = await azurite.NewTableAsync(options);

        for (var n = 0; n < 6; n++)
            await table.AddEntityAsync(new TableEntity("p", $"{n}"));

        Assert.InRange(faults.Record.Tally.Injected[kind], 2, 10);
        Assert.Equal((faults.Record.Tally.All, 0), (faults.Record.Tally.Injected[kind], faults.Record.Tally.SeenByTheApp));
    }

    [Fact]
    public async Task Blob_WhoseAnswerIsLost_IsThereAndTheClientsTryMeetsIt()
    {
        using var faults = new StorageFaults(new FaultPlan { Mix = new FaultMix { Seed = 1, Every = 2, Kinds = [FaultKind.Lost] } });
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_01_03);
        faults.AddTo(options, FaultPlace.Other);
        var container = new BlobServiceClient(azurite.ConnectionString, options).GetBlobContainerClient("faults");
        await container.CreateIfNotExistsAsync();

        for (var n = 0; n < 4; n++)
            await container.GetBlobClient($"{n}").UploadAsync(BinaryData.FromString("x"), overwrite: true);

        Assert.InRange(faults.Record.Lost, 2, 10);
        Assert.Equal(4, await container.GetBlobsAsync().CountAsync());
    }

    [Fact]
    public async Task Burst_OutlastsTheClientsOwnTries_AndIsSeenByWhoeverCalls()
    {
        using var faults = new StorageFaults(new FaultPlan { Mix = new FaultMix { BurstEvery = 40, BurstOf = 10 } });
        var options = new TableClientOptions();
        faults.AddTo(options, FaultPlace.Wave);
        var table = await azurite.NewTableAsync(options);
        // The first calls of an app are spared.
        for (var n = 0; n < 166; n++)
            await table.GetEntityIfExistsAsync<TableEntity>("p", "r");

        var busy = await Assert.ThrowsAsync<RequestFailedException>(async () =>
        {
            for (var n = 0; n < 10; n++)
                await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        });

        Assert.Equal(503, busy.Status);
        Assert.InRange(faults.Record.Tally.Seen[FaultPlace.Wave], 1, 3);
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
