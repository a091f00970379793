using Microsoft.Extensions.Hosting;

namespace Campaigns.App.Storage;

/// <summary>Creates the tables and containers that are missing before the first function runs; several hosts may do so at once.</summary>
public sealed class StorageStart(CampaignTables tables, CampaignBlobs blobs) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("start");
        await tables.CreateAllAsync(cancellationToken);
        await blobs.CreateAllAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
