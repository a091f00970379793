using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure.Storage.Blobs.Specialized;
using Campaigns.App.Storage;

namespace Campaigns.App.Evidence;

/// <summary>
/// Takes a file's bytes into quarantine (container <c>incoming</c>), hashing them on the way (D1, D2). Memory stays at one buffer of 4 MiB an upload,
/// whatever the file's size; a file that fits it is one Put Blob, a larger one is staged block by block with ids from the offset. A file that fits it and that
/// no scanner looks for there is not written at all: it waits in memory, and its only Put Blob is that of the seal.
/// </summary>
internal sealed class EvidenceIntake(CampaignBlobs blobs, bool quarantines)
{
    private const int BlockLength = FileContent.HeadLength;
    private const int FirstRent = 64 * 1024;

    /// <summary>
    /// Reads <paramref name="body"/> to its end, or to the point where it is known not to be taken: nothing is stored of a file whose beginning is refused.
    /// </summary>
    /// <param name="incomingBlob">A name of this request's own, so that two uploads never mix their blocks.</param>
    public async Task<Intake> ReceiveAsync(Stream body, string name, string incomingBlob, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstRent);
        try
        {
            int length;
            (buffer, length) = await FillAsync(body, buffer, cancellationToken);
            if (length == 0)
                return new(null, FileRefusal.Empty);

            var next = new byte[1];
            var whole = length < BlockLength || await body.ReadAsync(next, cancellationToken) == 0;
            var head = Recognition.Of(buffer.AsSpan(0, length), whole, name);
            if (head is not { Refusal: null, Type: { } type })
                return new(null, head.Refusal, head.Type);

            var blob = blobs.Incoming.GetBlockBlobClient(incomingBlob);
            if (whole)
            {
                if (quarantines)
                    await blob.UploadAsync(new MemoryStream(buffer, 0, length, writable: false), cancellationToken: cancellationToken);
                var file = new ReceivedFile(name, type, length, Hex(SHA256.HashData(buffer.AsSpan(0, length))), incomingBlob, buffer);
                buffer = null;
                return new(file, null);
            }
            return await ReceiveBlocksAsync(body, name, type, blob, (buffer, length, next[0]), cancellationToken);
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<Intake> ReceiveBlocksAsync(
        Stream body, string name, FileType type, BlockBlobClient blob, (byte[] Buffer, int Length, byte Next) first, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var seen = type == FileType.Pdf ? new PdfScan() : null;
        var ids = new List<string>();
        var (buffer, length, next) = first;
        long offset = 0;
        while (length > 0)
        {
            if (offset + length > type.MaxSize)
                return new(null, FileRefusal.TooLarge, type);
            hash.AppendData(buffer, 0, length);
            seen?.Append(buffer.AsSpan(0, length));
            ids.Add(BlockId(offset));
            await blob.StageBlockAsync(ids[^1], new MemoryStream(buffer, 0, length, writable: false), cancellationToken: cancellationToken);

            // The byte that was read to see whether the file goes on begins its second block.
            var carried = offset == 0 ? 1 : 0;
            offset += length;
            buffer[0] = next;
            length = carried + await body.ReadAtLeastAsync(buffer.AsMemory(carried, BlockLength - carried), BlockLength - carried, false, cancellationToken);
        }
        await blob.CommitBlockListAsync(ids, cancellationToken: cancellationToken);
        return new(new ReceivedFile(name, type, offset, Hex(hash.GetHashAndReset()), blob.Name, pooled: null) { Seen = seen }, null);
    }

    /// <summary>Reads up to one block; small files, which are most, never rent a large buffer.</summary>
    private static async Task<(byte[] Buffer, int Length)> FillAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var room = Math.Min(buffer.Length, BlockLength);
            var read = await body.ReadAtLeastAsync(buffer.AsMemory(length, room - length), room - length, false, cancellationToken);
            length += read;
            if (length < room || room == BlockLength)
                return (buffer, length);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Min(room * 8, BlockLength));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private static string BlockId(long offset)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, offset);
        return Convert.ToBase64String(bytes);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
