using Azure.Storage.Blobs;

namespace Campaigns.App.Storage;

/// <summary>The data account's containers.</summary>
public sealed class CampaignBlobs(BlobServiceClient service)
{
    /// <summary>The account's blob service.</summary>
    public BlobServiceClient Service { get; } = service;

    /// <summary>Quarantine: uploads before they are accepted; a lifecycle rule deletes what is older than seven days.</summary>
    public BlobContainerClient Incoming { get; } = service.GetBlobContainerClient("incoming");

    /// <summary>Accepted evidence; written once, never changed.</summary>
    public BlobContainerClient Evidence { get; } = service.GetBlobContainerClient("evidence");

    /// <summary>What the system itself writes: bulletins, definitions and snapshots too large for a row.</summary>
    public BlobContainerClient Documents { get; } = service.GetBlobContainerClient("documents");

    /// <summary>Archives and their parts in the making; a lifecycle rule deletes what is older than thirty days.</summary>
    public BlobContainerClient Archives { get; } = service.GetBlobContainerClient("archives");

    /// <summary>What all of them are called.</summary>
    internal IEnumerable<string> Names => All.Select(c => c.Name);

    private IEnumerable<BlobContainerClient> All => [Incoming, Evidence, Documents, Archives];

    /// <summary>Creates the containers that are missing. Safe to run at every start and by several hosts at once.</summary>
    public async Task CreateAllAsync(CancellationToken cancellationToken)
    {
        foreach (var container in All)
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }
}
