using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Campaigns.App.Storage;

namespace Campaigns.App.Evidence;

/// <summary>
/// Container <c>evidence</c>: accepted files, each written once under a name that its participant and id give. Writing the same file again is recognised,
/// other bytes under the same name are refused, nothing is ever overwritten (D2).
/// </summary>
internal sealed class EvidenceStore(CampaignBlobs blobs, TimeProvider time)
{
    private const string HashKey = "sha256";
    private static readonly TimeSpan CopyPoll = TimeSpan.FromMilliseconds(200);
    private static readonly BlobRequestConditions MustNotExist = new() { IfNoneMatch = ETag.All };

    /// <summary>Moves a file out of quarantine; false when other bytes stand under <paramref name="blobName"/> already.</summary>
    public async Task<bool> SealAsync(ReceivedFile file, string blobName, CancellationToken cancellationToken)
    {
        var target = blobs.Evidence.GetBlockBlobClient(blobName);
        var metadata = new Dictionary<string, string> { [HashKey] = file.Sha256 };
        try
        {
            if (file.Content is { } content)
            {
                var headers = new BlobHttpHeaders { ContentType = file.Type.MediaType, ContentDisposition = "attachment" };
                var options = new BlobUploadOptions { Conditions = MustNotExist, Metadata = metadata, HttpHeaders = headers };
                await target.UploadAsync(BinaryData.FromBytes(content).ToStream(), options, cancellationToken);
                return true;
            }
            await CopyAsync(file, target, metadata, MustNotExist, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return await IsSealedAsync(file, target, metadata, cancellationToken);
        }
    }

    /// <summary>The bytes of a sealed file, all or a range of them, as a stream; one request.</summary>
    public async Task<Stream> OpenAsync(string blobName, long offset, long length, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions { Range = new HttpRange(offset, length) };
        var download = await blobs.Evidence.GetBlockBlobClient(blobName).DownloadStreamingAsync(options, cancellationToken);
        return download.Value.Content;
    }

    /// <summary>The bytes of a sealed file as they are asked for, a quarter of a mebibyte a request.</summary>
    public Task<Stream> OpenSeekableAsync(string blobName, CancellationToken cancellationToken) =>
        blobs.Evidence.GetBlockBlobClient(blobName).OpenReadAsync(new BlobOpenReadOptions(false) { BufferSize = 256 * 1024 }, cancellationToken);

    private async Task<bool> IsSealedAsync(
        ReceivedFile file, BlockBlobClient target, Dictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var there = (await target.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        while (there.BlobCopyStatus == CopyStatus.Pending)
        {
            await Task.Delay(CopyPoll, time, cancellationToken);
            there = (await target.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        if (there.BlobCopyStatus is CopyStatus.Failed or CopyStatus.Aborted)
        {
            await CopyAsync(file, target, metadata, new BlobRequestConditions { IfMatch = there.ETag }, cancellationToken);
            return true;
        }
        return there.ContentLength == file.Size && there.Metadata.TryGetValue(HashKey, out var hash) && hash == file.Sha256;
    }

    private async Task CopyAsync(
        ReceivedFile file, BlockBlobClient target, Dictionary<string, string> metadata, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        var source = blobs.Incoming.GetBlockBlobClient(file.IncomingBlob);
        var options = new BlobCopyFromUriOptions { DestinationConditions = conditions, Metadata = metadata };
        var copy = await target.StartCopyFromUriAsync(source.Uri, options, cancellationToken);
        await copy.WaitForCompletionAsync(CopyPoll, cancellationToken);
    }
}
