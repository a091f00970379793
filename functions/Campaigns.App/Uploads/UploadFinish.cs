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
    /// <param name="sha256">Hex, where the bytes were hashed on their way in; else they are read back.</param>
    public async Task<Parsed<Upload>> FinishAsync(ParticipantScene scene, Upload upload, string? sha256, CancellationToken cancellationToken)
    {
        if (upload.Evidence is not null)
            return new(upload);
        if (!upload.Direct)
            await blocks.CommitAsync(upload, cancellationToken);
        var intake = await RecognisedAsync(upload, sha256, cancellationToken);
        if (intake.Refusal is { } refusal)
        {
            await store.DropAsync(upload.Id, cancellationToken);
            return new(FileRefusals.Answer(refusal, intake.Type));
        }
        using var received = intake.File!;
        var purpose = new EvidenceUpload(upload.Purpose.Phase, upload.Purpose.Clause, $"upload {upload.Id}", upload.Blob);
        var filed = await filing.FileAsync(scene, purpose, received, cancellationToken);
        if (!filed.TryGet(out var file, out var problem))
            return new(problem);

        var done = upload with { Evidence = $"{scene.Path}/evidence/{file.Id}/content" };
        var written = await store.WriteAsync(done, cancellationToken);
        await blobs.Incoming.GetBlobClient(upload.Blob).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return new(written ?? done);
    }

    private async Task<Intake> RecognisedAsync(Upload upload, string? sha256, CancellationToken cancellationToken)
    {
        // What was hashed on its way in is looked at only as far as its type needs.
        var options = new BlobDownloadOptions { Range = sha256 is null ? default : new HttpRange(0, FileContent.HeadLength) };
        var download = await blobs.Incoming.GetBlobClient(upload.Blob).DownloadStreamingAsync(options, cancellationToken);
        await using var content = download.Value.Content;
        var buffer = ArrayPool<byte>.Shared.Rent(FileContent.HeadLength);
        try
        {
            var length = await content.ReadAtLeastAsync(buffer.AsMemory(0, FileContent.HeadLength), FileContent.HeadLength, false, cancellationToken);
            var whole = length == upload.Length;
            if (FileContent.Detect(buffer.AsSpan(0, length), whole, upload.Name) is not { } type)
                return new(null, FileRefusal.TypeNotAccepted);
            if (!type.Fits(upload.Name))
                return new(null, FileRefusal.TypeMismatch, type);
            if (upload.Length > type.MaxSize)
                return new(null, FileRefusal.TooLarge, type);
            sha256 ??= await HashAsync(buffer, length, content, cancellationToken);
            return new(new ReceivedFile(upload.Name, type, upload.Length, sha256, upload.Blob, pooled: null), null);
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
