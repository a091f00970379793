using System.Text;
using Azure.Storage.Blobs.Specialized;

namespace Campaigns.App.Archives;

/// <summary>
/// Writes to a blob block by block without committing: one buffer of 4 MiB, whatever the length (D3). The blocks' ids begin with the caller's own mark, so that
/// two who write the same part at the same time never mix their blocks.
/// </summary>
internal sealed class BlockStream(BlockBlobClient blob, string mark) : Stream
{
    /// <summary>A blob has 50,000 blocks at most, so a file about 195 GiB.</summary>
    public const int BlockLength = 4 * 1024 * 1024;

    private readonly byte[] _block = new byte[BlockLength];
    private readonly List<string> _ids = [];
    private int _filled;
    private long _written;

    /// <summary>The blocks in their order; complete after <see cref="FlushAsync"/>.</summary>
    public IReadOnlyList<string> Blocks => _ids;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var taken = Math.Min(buffer.Length, BlockLength - _filled);
            buffer[..taken].CopyTo(_block.AsMemory(_filled));
            _filled += taken;
            _written += taken;
            buffer = buffer[taken..];
            if (_filled == BlockLength)
                await FlushAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Stages what has not been staged.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_filled == 0)
            return;
        // Ids of one blob all have the same length.
        _ids.Add(Convert.ToBase64String(Encoding.ASCII.GetBytes($"{mark}{_ids.Count:D6}")));
        await blob.StageBlockAsync(_ids[^1], new MemoryStream(_block, 0, _filled, writable: false), cancellationToken: cancellationToken);
        _filled = 0;
    }

    public override void Flush() => throw new NotSupportedException("Archives are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Archives are written asynchronously.");
}
