using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Uploads;

/// <summary>
/// Makes evidence of an upload whose bytes are all there (D1, D2). It may run twice: the evidence has the upload's id for its key. What is refused for its
/// content is dropped; what is refused because the phase does not take it now stays until it expires.
/// </summary>
internal sealed class UploadFinish(UploadStore store, UploadBlocks blocks, CampaignBlobs blobs, EvidenceFiling filing)
{
    /// <summary>The upload as it is then, or why it did not become evidence.</summary>
    /// <param name="taken">What is known of the bytes from their way in; else they are read back.</param>
    public async Task<Parsed<Upload>> FinishAsync(ParticipantScene scene, Upload upload, Taken? taken, CancellationToken cancellationToken)
    {
        if (upload.Evidence is not null)
            return new(upload);
        if (!upload.Direct)
            await blocks.CommitAsync(upload, cancellationToken);
        var (head, sha256) = taken is { Head: { } known, Sha256: { } hash } ? (known, hash) : await ReadBackAsync(upload, cancellationToken);
        if (head.Refusal is not null)
            return await RefuseAsync(scene.Key.Cycle, upload, head, cancellationToken);
        using var received = new ReceivedFile(upload.Name, head.Type!, upload.Length, sha256, upload.Blob, pooled: null) { Seen = taken?.Seen };
        var seen = await filing.CheckAsync(received, cancellationToken);
        if (seen.Refusal is FileRefusal.NotScanned)
            return new(FileRefusals.Answer(FileRefusal.NotScanned, head.Type));
        if (seen.Refusal is { } found)
            return await RefuseAsync(scene.Key.Cycle, upload, new(head.Type, found), cancellationToken);
        var purpose = new EvidenceUpload(upload.Purpose.Phase, upload.Purpose.Clause, $"upload {upload.Id}", upload.Blob) { Terms = upload.Purpose.Terms };
        var filed = await filing.FileAsync(scene, purpose, received, seen, cancellationToken);
        if (!filed.TryGet(out var file, out var problem))
            return new(problem);

        var done = upload with { Evidence = $"{scene.Path}/evidence/{file.Id}/content" };
        var written = await store.WriteAsync(done, cancellationToken);
        await blobs.Incoming.GetBlobClient(upload.Blob).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return new(written ?? done);
    }

    /// <summary>Drops an upload whose content is not taken, and says why.</summary>
    public async Task<Parsed<Upload>> RefuseAsync(string cycle, Upload upload, Recognition head, CancellationToken cancellationToken)
    {
        await store.DropAsync(upload.Id, cancellationToken);
        return new(filing.Refused(cycle, head.Refusal!.Value, head.Type));
    }

    private async Task<(Recognition Head, string Sha256)> ReadBackAsync(Upload upload, CancellationToken cancellationToken)
    {
        var download = await blobs.Incoming.GetBlobClient(upload.Blob).DownloadStreamingAsync(cancellationToken: cancellationToken);
        await using var content = download.Value.Content;
        var buffer = ArrayPool<byte>.Shared.Rent(FileContent.HeadLength);
        try
        {
            var length = await content.ReadAtLeastAsync(buffer.AsMemory(0, FileContent.HeadLength), FileContent.HeadLength, false, cancellationToken);
            var head = Recognition.Of(buffer.AsSpan(0, length), upload.Length, upload.Name);
            return (head, head.Refusal is null ? await HashAsync(buffer, length, content, cancellationToken) : "");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string> HashAsync(byte[] buffer, int length, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (; length > 0; length = await content.ReadAsync(buffer, cancellationToken))
            hash.AppendData(buffer, 0, length);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
