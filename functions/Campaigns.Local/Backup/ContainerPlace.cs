using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;

namespace Campaigns.Local.Backup;

/// <summary>Backups in a blob container, which should be of another account, in another region.</summary>
internal sealed class ContainerPlace(BlobContainerClient container) : IBackupPlace
{
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await container.GetBlobClient(name).OpenReadAsync(cancellationToken: cancellation);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task PutAsync(string name, string file, CancellationToken cancellation) =>
        await container.GetBlobClient(name).UploadAsync(file, overwrite: true, cancellation);

    public async Task<bool> HasAsync(string name, CancellationToken cancellation) => await container.GetBlobClient(name).ExistsAsync(cancellation);

    public async Task DeleteAsync(string name, CancellationToken cancellation) =>
        await container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellation);

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation))
            yield return blob.Name;
    }
}
