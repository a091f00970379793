using System.Buffers;
using System.Text;

namespace Azure.Data.Tables.Rest;

/// <summary>
/// A request's body in rented arrays: batches of a hundred rows would else each leave a large array behind. Many of a moderate size and not one that is
/// rented anew whenever it is full, since the pool keeps one of every size for each thread.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int LargestUsual = 64 * 1024;
    private readonly List<(byte[] Array, int Length)> _full = [];
    private byte[] _array;
    private int _used;

    public PooledBuffer(int capacity) => _array = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlySequence<byte> Written
    {
        get
        {
            Part? first = null, last = null;
            foreach (var (array, length) in _full)
            {
                last = new Part(array.AsMemory(0, length), last);
                first ??= last;
            }

            last = new Part(_array.AsMemory(0, _used), last);
            return new(first ?? last, 0, last, _used);
        }
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsSpan(_used);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _used += bytes.Length;
    }

    public void Append(string text)
    {
        var room = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += Encoding.UTF8.GetBytes(text, room);
    }

    /// <summary>Gives the arrays back; only when the request is known to have been sent whole: one that was given up may still be read from.</summary>
    public void Return()
    {
        foreach (var (array, _) in _full)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        ArrayPool<byte>.Shared.Return(_array);
        _full.Clear();
        (_array, _used) = ([], 0);
    }

    private void Ensure(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (needed <= _array.Length - _used)
        {
            return;
        }

        _full.Add((_array, _used));
        (_array, _used) = (ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(LargestUsual, _array.Length * 2))), 0);
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> bytes, Part? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }
}
