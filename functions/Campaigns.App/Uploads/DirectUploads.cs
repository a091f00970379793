using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Campaigns.App.Storage;

namespace Campaigns.App.Uploads;

/// <summary>
/// Addresses to which a client itself puts a file, past the app: for one blob in quarantine, to create and nothing else, for a quarter of an hour. Signed by a
/// key of the app's own identity (user delegation); by the account's key where the account is local.
/// </summary>
public sealed class DirectUploads(CampaignBlobs blobs, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // Clocks of client, app and storage differ by a little.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(6);
    private (UserDelegationKey Key, DateTimeOffset Until)? _key;

    /// <summary>The address for the upload's blob, and until when it is good.</summary>
    public async Task<(Uri Address, DateTimeOffset Until)> AddressAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var blob = blobs.Incoming.GetBlobClient(upload.Blob);
        var until = time.GetUtcNow() + Lifetime;
        var sas = new BlobSasBuilder(BlobSasPermissions.Create, until)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = time.GetUtcNow() - Skew,
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (blob.CanGenerateSasUri)
            return (blob.GenerateSasUri(sas), until);
        var signed = sas.ToSasQueryParameters(await KeyAsync(until, cancellationToken), blob.AccountName);
        return (new BlobUriBuilder(blob.Uri) { Sas = signed }.ToUri(), until);
    }

    private async Task<UserDelegationKey> KeyAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (_key is { } known && known.Until > until + Skew)
            return known.Key;
        var now = time.GetUtcNow();
        var key = await blobs.Service.GetUserDelegationKeyAsync(now - Skew, now + KeyLifetime, cancellationToken);
        _key = (key.Value, now + KeyLifetime);
        return key.Value;
    }
}
