using System.Buffers;
using System.Security.Cryptography;
using Campaigns.App.Evidence;

namespace Campaigns.App.Uploads;

/// <summary>How a request's bytes were taken.</summary>
internal enum Taking
{
    Taken,

    /// <summary>Another request went on with the upload meanwhile.</summary>
    Overtaken,

    /// <summary>The bytes do not hash to what the request says; none of them counts.</summary>
    ChecksumMismatch,

    /// <summary>The body holds more than the upload still lacks; what it lacked was taken.</summary>
    TooLong,

    /// <summary>The file begins as none that is taken; nothing of it is kept.</summary>
    Refused,
}

/// <param name="Head">What the file's beginning tells; where that came in this request.</param>
/// <param name="Sha256">Hex; where the whole file came in this request.</param>
/// <param name="Seen">What was seen of a PDF; where the whole file came in this request.</param>
internal sealed record Taken(Taking How, Upload Upload, Recognition? Head = null, string? Sha256 = null, PdfScan? Seen = null);

/// <summary>
/// Takes bytes of an upload into quarantine, block by block: blocks are staged, then the upload's row says so. Where the line breaks, what came until then is
/// kept; where this process dies, all but the last <see cref="KeptAfter"/> bytes (D1). One buffer of a block, whatever the body's length.
/// </summary>
internal sealed class UploadReceiver(UploadStore store, UploadBlocks blocks)
{
    private const long KeptAfter = 4L * UploadBlocks.Length;

    public async Task<Taken> ReceiveAsync(Upload upload, Stream body, string mark, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        using var whole = upload.Offset == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var buffer = ArrayPool<byte>.Shared.Rent(UploadBlocks.Length);
        try
        {
            var (begun, staged, kept) = (upload, 0L, 0L);
            Recognition? head = null;
            PdfScan? seen = null;
            for (var isCut = false; !isCut && begun.Offset + staged < begun.Length;)
            {
                var room = (int)Math.Min(UploadBlocks.Length, begun.Length - begun.Offset - staged);
                (var length, isCut) = await FillAsync(body, buffer.AsMemory(0, room), cancellationToken);
                if (length == 0)
                    break;
                if (begun.Offset + staged == 0 && (length == FileContent.HeadLength || length == begun.Length))
                    head = Recognition.Of(buffer.AsSpan(0, length), begun.Length, begun.Name);
                if (head?.Refusal is not null)
                    return new(Taking.Refused, begun, head);
                if (begun.Offset + staged == 0 && head?.Type == FileType.Pdf)
                    seen = new();
                seen?.Append(buffer.AsSpan(0, length));
                checksum?.Append(buffer.AsSpan(0, length));
                whole?.AppendData(buffer, 0, length);

                // What has come is worth keeping although the caller may be gone: it is what it need not send again.
                await blocks.StageAsync(begun, begun.Offset + staged, mark, buffer, length, CancellationToken.None);
                staged += length;
                if (checksum is null && staged - kept >= KeptAfter && await KeepAsync() is { } overtaken)
                    return overtaken;
                isCut |= length < room;
            }
            if (checksum?.Holds() == false)
                return new(Taking.ChecksumMismatch, begun);
            if (staged > kept && await KeepAsync() is { } late)
                return late;
            var isWhole = upload.Offset == upload.Length;
            var more = isWhole && await HasMoreAsync(body, cancellationToken);
            var sha256 = isWhole && whole is not null ? Convert.ToHexStringLower(whole.GetHashAndReset()) : null;
            return new(more ? Taking.TooLong : Taking.Taken, upload, head, sha256, isWhole ? seen : null);

            async Task<Taken?> KeepAsync()
            {
                if (await store.WriteAsync(upload.With(mark, staged - kept), CancellationToken.None) is not { } written)
                    return new(Taking.Overtaken, upload);
                (upload, kept) = (written, staged);
                return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Fills <paramref name="buffer"/> as far as the body goes; the line may break on the way.</summary>
    private static async Task<(int Length, bool IsCut)> FillAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        try
        {
            while (length < buffer.Length)
            {
                var read = await body.ReadAsync(buffer[length..], cancellationToken);
                if (read == 0)
                    break;
                length += read;
            }
            return (length, false);
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            return (length, true);
        }
    }

    private static async Task<bool> HasMoreAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(new byte[1], cancellationToken) > 0;
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
