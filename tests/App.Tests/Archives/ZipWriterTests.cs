using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Campaigns.App.Archives;
using Xunit;

namespace Campaigns.App.Tests.Archives;

public sealed class ZipWriterTests
{
    private static readonly DateTime Time = new(2026, 4, 10, 18, 30, 20);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public async Task Archive_OfAnyLength_IsReadByOthers(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        using var stream = new MemoryStream();
        var zip = new ZipWriter(stream);
        await zip.AddAsync("甲/读我.txt", Time, "你好"u8.ToArray(), default);
        var entry = await zip.AddAsync("甲/b.bin", Time, large: true, async (file, token) =>
        {
            // In uneven pieces, as a line brings them.
            for (var at = 0; at < length; at += 40_001)
                await file.WriteAsync(content.AsMemory(at, Math.Min(40_001, length - at)), token);
        }, default);
        await zip.FinishAsync(default);

        using var read = new ZipArchive(stream, ZipArchiveMode.Read);
        Assert.Equal(["甲/读我.txt", "甲/b.bin"], read.Entries.Select(e => e.FullName));
        Assert.All(read.Entries, e => Assert.Equal(Time, e.LastWriteTime.DateTime));
        Assert.Equal("你好", new StreamReader(read.Entries[0].Open(), Encoding.UTF8).ReadToEnd());
        using var copy = new MemoryStream();
        await read.Entries[1].Open().CopyToAsync(copy);
        Assert.Equal(content, copy.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), entry.Sha256);
        Assert.Equal((long)length, entry.Size);
    }

    [Fact]
    public async Task Archive_OfMoreFilesThanZipOnceHad_IsReadByOthers()
    {
        using var stream = new MemoryStream();
        var zip = new ZipWriter(stream);
        for (var i = 0; i < 66_000; i++)
            await zip.AddAsync($"{i:D6}", Time, new byte[] { (byte)i }, default);
        await zip.FinishAsync(default);

        using var read = new ZipArchive(stream, ZipArchiveMode.Read);
        Assert.Equal(66_000, read.Entries.Count);
        Assert.Equal(65_999 & 0xFF, read.Entries[^1].Open().ReadByte());
    }

    [Fact]
    public async Task Archive_WithAFileBeyondFourGigabytes_IsReadByOthers_AndHoldsOneBlock()
    {
        const long size = uint.MaxValue + 70_000L;
        var sparse = new SparseStream();
        var zip = new ZipWriter(sparse);
        var zeros = new byte[1024 * 1024];
        // Nothing here waits, so that all of it happens on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        await zip.AddAsync("large.mp4", Time, large: true, async (file, token) =>
        {
            for (var left = size; left > 0; left -= zeros.Length)
                await file.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)), token);
        }, default);
        await zip.AddAsync("after.txt", Time, "end"u8.ToArray(), default);
        await zip.FinishAsync(default);

        Assert.InRange(sparse.KeptBytes, 0, 2 * 1024 * 1024);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (size / 65_535), 0, 1024);
        using var read = new ZipArchive(sparse, ZipArchiveMode.Read);
        Assert.Equal(size, read.Entries[0].Length);
        Assert.Equal("end", new StreamReader(read.Entries[1].Open()).ReadToEnd());
        Assert.Equal(0, read.Entries[0].Open().ReadByte());
    }

    [Fact]
    public void Crc_IsThatOfZip() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    /// <summary>Keeps what is no row of zeros, and where it was written.</summary>
    private sealed class SparseStream : Stream
    {
        private readonly SortedList<long, byte[]> _kept = [];
        private long _length;

        public long KeptBytes => _kept.Values.Sum(k => (long)k.Length);
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => _length;
        public override long Position { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.ContainsAnyExcept((byte)0))
                _kept[Position] = buffer.ToArray();
            Position += buffer.Length;
            _length = Math.Max(_length, Position);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, _length - Position);
            buffer[..count].Clear();
            foreach (var (at, bytes) in _kept)
            {
                var (from, to) = (Math.Max(at, Position), Math.Min(at + bytes.Length, Position + count));
                if (from < to)
                    bytes.AsSpan((int)(from - at), (int)(to - from)).CopyTo(buffer[(int)(from - Position)..]);
            }
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => _length + offset };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
