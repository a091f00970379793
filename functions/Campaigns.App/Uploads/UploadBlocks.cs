using System.Buffers.Binary;
using System.Text;
using Azure.Storage.Blobs.Specialized;
using Campaigns.App.Storage;

namespace Campaigns.App.Uploads;

/// <summary>The blocks of an upload in quarantine. A block's id is its offset and its request's mark: staging a block again changes nothing.</summary>
internal sealed class UploadBlocks(CampaignBlobs blobs)
{
    /// <summary>Bytes of a block, but for the last of each request.</summary>
    public const int Length = 4 * 1024 * 1024;

    /// <summary>Stages the first <paramref name="length"/> bytes of <paramref name="buffer"/>.</summary>
    public async Task StageAsync(Upload upload, long offset, string mark, byte[] buffer, int length, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(buffer, 0, length, writable: false);
        await blobs.Incoming.GetBlockBlobClient(upload.Blob).StageBlockAsync(Id(offset, mark), stream, cancellationToken: cancellationToken);
    }

    /// <summary>Makes the blob of what was staged, in order. Safe to repeat.</summary>
    public async Task CommitAsync(Upload upload, CancellationToken cancellationToken)
    {
        var ids = upload.Parts.SelectMany(part => Offsets(part).Select(offset => Id(offset, part.Mark)));
        await blobs.Incoming.GetBlockBlobClient(upload.Blob).CommitBlockListAsync(ids, cancellationToken: cancellationToken);
    }

    private static IEnumerable<long> Offsets(UploadPart part)
    {
        for (var offset = part.Offset; offset < part.End; offset += Length)
            yield return offset;
    }

    // All ids of a blob have one length.
    private static string Id(long offset, string mark)
    {
        var bytes = new byte[8 + UploadMarks.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, offset);
        Encoding.ASCII.GetBytes(mark, bytes.AsSpan(8));
        return Convert.ToBase64String(bytes);
    }
}
