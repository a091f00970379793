using System.Text;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>What is to be done to a row.</summary>
internal enum RowVerb
{
    Insert,
    Replace,
    Merge,
    Delete,
}

/// <summary>A write. <see cref="IfMatch"/> is the ETag that must stand there, <c>*</c> for any, null for an upsert.</summary>
internal sealed record RowWrite(RowVerb Verb, string Partition, string Row, byte[] Properties, string? IfMatch);

/// <summary>What came of a write: the row's ETag, or the refusal.</summary>
internal readonly record struct RowResult(int Status, string? Code, string? ETag);

/// <summary>A row as it is read.</summary>
internal sealed record RowFound(string Partition, string Row, long Version, byte[] Properties)
{
    public string ETag => TableRows.ETagOf(Version);
}

/// <summary>Rows of a page, and the keys at which the next begins; null where there is none.</summary>
internal sealed record RowPage(IReadOnlyList<RowFound> Rows, (string Partition, string Row)? Next);

/// <summary>
/// One table: its rows in order of their keys, versions, conditions and pages as the Table service keeps them. A page holds 1,000 rows or 4 MiB, and ends
/// where a query crosses from one server's partitions to the next one's.
/// </summary>
internal sealed class TableRows(RowLog log)
{
    private const int RowsPerPage = 1000;
    private const long BytesPerPage = 4 << 20;
    private const long BytesPerTransaction = 4 << 20;
    private const int RowsPerTransaction = 100;
    private const int PartitionsPerServer = 64;
    private readonly SortedRows<Stored> _rows = new();
    private readonly Lock _gate = new();
    private long _version;

    /// <summary>Rows, and bytes as the service charges for them.</summary>
    public (long Rows, long Bytes) Size
    {
        get
        {
            lock (_gate)
                return (_rows.Count, _bytes);
        }
    }

    private long _bytes;

    public static string ETagOf(long version) => $"W/\"{version:x}\"";

    public static byte[] Key(string partition, string row) => [.. Encoding.UTF8.GetBytes(partition), 0, .. Encoding.UTF8.GetBytes(row)];

    public RowFound? Read(string partition, string row)
    {
        Stored stored;
        lock (_gate)
        {
            if (!_rows.TryGet(Key(partition, row), out stored))
                return null;
        }
        return new(partition, row, stored.Version, log.Read(stored.Place));
    }

    /// <summary>Does all writes or none: one answer a write, or the one refusal with its number.</summary>
    public (IReadOnlyList<RowResult> Results, int Refused) Write(IReadOnlyList<RowWrite> writes)
    {
        if (writes.Count > RowsPerTransaction || writes.Sum(w => (long)w.Properties.Length) > BytesPerTransaction)
            return ([new(413, "RequestBodyTooLarge", null)], 0);
        if (writes.DistinctBy(w => (w.Partition, w.Row)).Count() != writes.Count || writes.DistinctBy(w => w.Partition).Count() > 1)
            return ([new(400, "InvalidDuplicateRow", null)], 0);
        lock (_gate)
        {
            for (var i = 0; i < writes.Count; i++)
            {
                if (Refusal(writes[i]) is { } refusal)
                    return ([refusal], i);
            }
            return ([.. writes.Select(Apply)], -1);
        }
    }

    public RowPage Query(KeyFilter filter, (string Partition, string Row)? from, int? top)
    {
        var start = from is { } next ? Key(next.Partition, next.Row) : filter.Start;
        var found = new List<(byte[] Key, Stored Row)>();
        (string, string)? continuation = null;
        var bytes = 0L;
        lock (_gate)
        {
            byte[]? before = null;
            foreach (var (key, stored) in _rows.From(start))
            {
                var split = Array.IndexOf(key, (byte)0);
                var (matches, ends) = filter.Look(key.AsSpan(0, split), key.AsSpan(split + 1));
                if (ends)
                    break;
                var full = matches && (found.Count == Math.Min(top ?? RowsPerPage, RowsPerPage) || bytes + stored.Place.Length > BytesPerPage);
                if (full || before is not null && Crosses(before, key, split))
                {
                    continuation = (Text(key.AsSpan(0, split)), Text(key.AsSpan(split + 1)));
                    break;
                }
                before = key;
                if (!matches)
                    continue;
                found.Add((key, stored));
                bytes += stored.Place.Length;
            }
        }
        return new([.. found.Select(Found)], continuation);
    }

    private RowFound Found((byte[] Key, Stored Row) one)
    {
        var split = Array.IndexOf(one.Key, (byte)0);
        return new(Text(one.Key.AsSpan(0, split)), Text(one.Key.AsSpan(split + 1)), one.Row.Version, log.Read(one.Row.Place));
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private RowResult? Refusal(RowWrite write)
    {
        var there = _rows.TryGet(Key(write.Partition, write.Row), out var stored);
        return (write.Verb, there) switch
        {
            (RowVerb.Insert, true) => new(409, "EntityAlreadyExists", null),
            (RowVerb.Insert, false) => null,
            (_, false) => write.IfMatch is null ? null : new(404, "ResourceNotFound", null),
            _ => write.IfMatch is null or "*" || write.IfMatch == ETagOf(stored.Version) ? null : new(412, "UpdateConditionNotSatisfied", null),
        };
    }

    private RowResult Apply(RowWrite write)
    {
        var key = Key(write.Partition, write.Row);
        var there = _rows.TryGet(key, out var before);
        if (there)
            _bytes -= before.Bytes;
        if (write.Verb == RowVerb.Delete)
        {
            _rows.Remove(key);
            return new(204, null, null);
        }
        var properties = write.Verb == RowVerb.Merge && there ? RowText.Merge(log.Read(before.Place), write.Properties) : write.Properties;
        // Also the row's timestamp: it never stands still and never goes back.
        _version = Math.Max(_version + 1, TimeProvider.System.GetUtcNow().UtcTicks);
        var bytes = (int)(RowText.Size(properties) + 2 * (write.Partition.Length + write.Row.Length) + 4);
        _rows.Set(key, new(log.Append(properties), _version, bytes));
        _bytes += bytes;
        return new(204, null, ETagOf(_version));
    }

    private static bool Crosses(byte[] before, byte[] key, int split)
    {
        if (before.AsSpan().StartsWith(key.AsSpan(0, split + 1)))
            return false;
        var hash = 2166136261u;
        foreach (var b in key.AsSpan(0, split))
            hash = (hash ^ b) * 16777619u;
        return hash % PartitionsPerServer == 0;
    }

    private readonly record struct Stored(Place Place, long Version, int Bytes);
}
