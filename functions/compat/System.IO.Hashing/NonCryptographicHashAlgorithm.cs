namespace System.IO.Hashing;

/// <summary>A checksum that data is appended to.</summary>
public abstract class NonCryptographicHashAlgorithm
{
    /// <summary>A checksum of <paramref name="hashLengthInBytes"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    protected NonCryptographicHashAlgorithm(int hashLengthInBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashLengthInBytes, 1);
        HashLengthInBytes = hashLengthInBytes;
    }

    /// <summary>The checksum's length.</summary>
    public int HashLengthInBytes { get; }

    /// <summary>Takes <paramref name="source"/> into the checksum.</summary>
    public abstract void Append(ReadOnlySpan<byte> source);

    /// <summary>Begins anew.</summary>
    public abstract void Reset();

    /// <summary>Takes <paramref name="source"/> into the checksum.</summary>
    public void Append(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Append(new ReadOnlySpan<byte>(source));
    }

    /// <summary>Takes the rest of <paramref name="stream"/> into the checksum.</summary>
    public void Append(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.CopyTo(new Sink(this));
    }

    /// <summary>Takes the rest of <paramref name="stream"/> into the checksum.</summary>
    public Task AppendAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CopyToAsync(new Sink(this), cancellationToken);
    }

    /// <summary>The checksum of what was appended so far; more may follow.</summary>
    public byte[] GetCurrentHash()
    {
        var hash = new byte[HashLengthInBytes];
        GetCurrentHashCore(hash);
        return hash;
    }

    /// <summary>Writes the checksum of what was appended so far; more may follow.</summary>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public int GetCurrentHash(Span<byte> destination)
    {
        if (destination.Length < HashLengthInBytes)
        {
            throw new ArgumentException("Destination is too short.", nameof(destination));
        }

        GetCurrentHashCore(destination[..HashLengthInBytes]);
        return HashLengthInBytes;
    }

    /// <summary>Writes the checksum into exactly as many bytes as it has.</summary>
    protected abstract void GetCurrentHashCore(Span<byte> destination);

    private sealed class Sink(NonCryptographicHashAlgorithm hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => hash.Append(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => hash.Append(buffer);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            hash.Append(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.Append(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
            // Nothing is held back.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
