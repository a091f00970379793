namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>Values by key in the keys' byte order: blocks of sorted arrays, some 130 bytes a row with a key of seventy. Not safe for several threads.</summary>
internal sealed class SortedRows<T>
{
    private const int Full = 256;
    private readonly List<Block> _blocks = [new()];

    public long Count { get; private set; }

    public bool TryGet(ReadOnlySpan<byte> key, out T value)
    {
        var block = _blocks[BlockOf(key)];
        var at = block.Find(key);
        value = at >= 0 ? block.Values[at] : default!;
        return at >= 0;
    }

    /// <summary>Puts a value; true where the key was not there.</summary>
    public bool Set(byte[] key, T value)
    {
        var number = BlockOf(key);
        var block = _blocks[number];
        var at = block.Find(key);
        if (at >= 0)
        {
            block.Values[at] = value;
            return false;
        }
        if (block.Count == Full)
        {
            // Keys that only grow leave full blocks behind them, others halves.
            var upper = block.Split(~at == Full ? Full : Full / 2);
            _blocks.Insert(number + 1, upper);
            if (~at >= block.Count)
                (block, at) = (upper, ~(~at - block.Count));
        }
        block.Insert(~at, key, value);
        Count++;
        return true;
    }

    public bool Remove(ReadOnlySpan<byte> key)
    {
        var number = BlockOf(key);
        var at = _blocks[number].Find(key);
        if (at < 0)
            return false;
        _blocks[number].RemoveAt(at);
        if (_blocks[number].Count == 0 && _blocks.Count > 1)
            _blocks.RemoveAt(number);
        Count--;
        return true;
    }

    /// <summary>The rows from a key (inclusive) on, in order; nothing may be changed meanwhile.</summary>
    public IEnumerable<KeyValuePair<byte[], T>> From(byte[] key)
    {
        var number = BlockOf(key);
        var at = _blocks[number].Find(key);
        for (at = at < 0 ? ~at : at; number < _blocks.Count; number++, at = 0)
        {
            var block = _blocks[number];
            for (; at < block.Count; at++)
                yield return KeyValuePair.Create(block.Keys[at], block.Values[at]);
        }
    }

    private int BlockOf(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, _blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (key.SequenceCompareTo(_blocks[middle].Keys[0]) >= 0)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private sealed class Block
    {
        public byte[][] Keys { get; private set; } = new byte[4][];

        public T[] Values { get; private set; } = new T[4];

        public int Count { get; private set; }

        public int Find(ReadOnlySpan<byte> key)
        {
            var (low, high) = (0, Count - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var order = key.SequenceCompareTo(Keys[middle]);
                if (order == 0)
                    return middle;
                if (order > 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }
            return ~low;
        }

        public void Insert(int at, byte[] key, T value)
        {
            if (Count == Keys.Length)
                Resize(Math.Min(Full, Count * 2));
            Array.Copy(Keys, at, Keys, at + 1, Count - at);
            Array.Copy(Values, at, Values, at + 1, Count - at);
            (Keys[at], Values[at]) = (key, value);
            Count++;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Keys, at + 1, Keys, at, Count - at);
            Array.Copy(Values, at + 1, Values, at, Count - at);
            Keys[Count] = null!;
        }

        public Block Split(int at)
        {
            var upper = new Block();
            upper.Resize(Full);
            upper.Count = Count - at;
            Array.Copy(Keys, at, upper.Keys, 0, upper.Count);
            Array.Copy(Values, at, upper.Values, 0, upper.Count);
            Array.Clear(Keys, at, upper.Count);
            Count = at;
            return upper;
        }

        private void Resize(int size)
        {
            var (keys, values) = (Keys, Values);
            Array.Resize(ref keys, size);
            Array.Resize(ref values, size);
            (Keys, Values) = (keys, values);
        }
    }
}
