using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Campaigns.App.Archives;

/// <summary>
/// A file on its way into a ZIP as deflate's stored blocks: what a reader of streams can tell the end of, and no compressor has touched. Hashes what passes.
/// </summary>
internal sealed class ZipFileStream(ZipWriter zip) : Stream
{
    private const int MaxBlock = ushort.MaxValue;
    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(MaxBlock);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 _crc = new();
    private readonly long _from = zip.Position;
    private int _filled;
    private bool _returned;

    public long Size { get; private set; }

    /// <summary>Bytes in the archive; final after <see cref="FinishAsync"/>.</summary>
    public long Stored => zip.Position - _from;

    public uint Crc => _crc.Value;

    /// <summary>64 hex digits; after <see cref="FinishAsync"/>.</summary>
    public string Sha256 { get; private set; } = "";

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => Size;

    public override long Position
    {
        get => Size;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hash.AppendData(buffer.Span);
        _crc.Append(buffer.Span);
        Size += buffer.Length;
        while (buffer.Length > 0)
        {
            // Only what comes after shows that a block was not the last one.
            if (_filled == MaxBlock)
                await WriteBlockAsync(last: false, cancellationToken);
            var taken = Math.Min(buffer.Length, MaxBlock - _filled);
            buffer[..taken].CopyTo(_block.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await WriteBlockAsync(last: true, cancellationToken);
        Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Archives are written asynchronously.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_returned)
        {
            _returned = true;
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_block);
        }
        base.Dispose(disposing);
    }

    private async ValueTask WriteBlockAsync(bool last, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        head[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(1), (ushort)_filled);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(3), (ushort)~_filled);
        await zip.WriteAsync(head, cancellationToken);
        await zip.WriteAsync(_block.AsMemory(0, _filled), cancellationToken);
        _filled = 0;
    }
}
