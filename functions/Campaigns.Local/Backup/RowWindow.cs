using Azure.Data.Tables;

namespace Campaigns.Local.Backup;

/// <summary>
/// Whole partitions on their way into a part: the rows' lines in a file, their keys and versions in memory. A partition of a group of 900 participants with a
/// year's work, the largest there is by design, takes some 20 MB.
/// </summary>
internal sealed class RowWindow : IDisposable
{
    readonly FileStream _lines = new(
        Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    readonly SortedDictionary<(string Partition, string Row), Mark> _marks = new(Comparer<(string Partition, string Row)>.Create(Compare));

    public int Count => _marks.Count;

    public string First { get; private set; } = "";

    public string Last { get; private set; } = "";

    /// <summary>Takes a row up, over the version that is there.</summary>
    public async Task AddAsync(TableEntity row, CancellationToken cancellation)
    {
        var line = RowText.Write(row);
        _lines.Position = _lines.Length;
        _marks[(row.PartitionKey, row.RowKey)] = new(VersionOf(row), _lines.Position, line.Length);
        await _lines.WriteAsync(line, cancellation);
        if (First.Length == 0 || string.CompareOrdinal(row.PartitionKey, First) < 0)
            First = row.PartitionKey;
        if (string.CompareOrdinal(row.PartitionKey, Last) > 0)
            Last = row.PartitionKey;
    }

    public void Remove((string Partition, string Row) key) => _marks.Remove(key);

    /// <summary>What to read again, and what has gone, for the rows to be those of <paramref name="seen"/>.</summary>
    public (IReadOnlyList<(string Partition, string Row)> Changed, IReadOnlyList<(string Partition, string Row)> Gone) Differences(
        IReadOnlyDictionary<(string Partition, string Row), long> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var changed = seen.Where(s => !_marks.TryGetValue(s.Key, out var mark) || mark.Version != s.Value).Select(s => s.Key).ToList();
        return (changed, [.. _marks.Keys.Where(k => !seen.ContainsKey(k))]);
    }

    /// <summary>
    /// Filters that together cover every partition from the first to the last, also those that are not there yet, each for about <paramref name="rows"/> rows:
    /// several whole partitions, or a range of one.
    /// </summary>
    public IReadOnlyList<string> Ranges(int rows)
    {
        var ranges = new List<string>();
        var (from, count) = (TableClient.CreateQueryFilter($"PartitionKey ge {First}"), 0);
        foreach (var partition in _marks.Keys.GroupBy(k => k.Partition))
        {
            var keys = partition.Select(k => k.Row).Chunk(rows).Select(c => c[0]).ToList();
            if (count > 0 && (keys.Count > 1 || count >= rows))
            {
                ranges.Add(TableClient.CreateQueryFilter($"PartitionKey lt {partition.Key}") + " and " + from);
                (from, count) = (TableClient.CreateQueryFilter($"PartitionKey ge {partition.Key}"), 0);
            }
            if (keys.Count == 1)
            {
                count += partition.Count();
                continue;
            }
            for (var i = 0; i < keys.Count; i++)
            {
                ranges.Add(TableClient.CreateQueryFilter($"PartitionKey eq {partition.Key}")
                    + (i > 0 ? TableClient.CreateQueryFilter($" and RowKey ge {keys[i]}") : "")
                    + (i + 1 < keys.Count ? TableClient.CreateQueryFilter($" and RowKey lt {keys[i + 1]}") : ""));
            }
            (from, count) = (TableClient.CreateQueryFilter($"PartitionKey gt {partition.Key}"), 0);
        }
        ranges.Add(TableClient.CreateQueryFilter($"PartitionKey le {Last}") + " and " + from);
        return ranges;
    }

    /// <summary>Writes the lines in the order of the rows' keys.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        var buffer = Array.Empty<byte>();
        foreach (var mark in _marks.Values)
        {
            if (buffer.Length <= mark.Length)
                buffer = new byte[Math.Max(mark.Length + 1, 64 * 1024)];
            _lines.Position = mark.Offset;
            await _lines.ReadExactlyAsync(buffer.AsMemory(0, mark.Length), cancellation);
            buffer[mark.Length] = (byte)'\n';
            await target.WriteAsync(buffer.AsMemory(0, mark.Length + 1), cancellation);
        }
    }

    public void Clear()
    {
        _marks.Clear();
        _lines.SetLength(0);
        (First, Last) = ("", "");
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>A row's version: the service counts its <c>Timestamp</c> up with every write, and makes the ETag of it.</summary>
    public static long VersionOf(TableEntity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Timestamp?.UtcTicks ?? throw new BackupException("The service sent a row without its timestamp.");
    }

    static int Compare((string Partition, string Row) a, (string Partition, string Row) b) =>
        string.CompareOrdinal(a.Partition, b.Partition) is not 0 and var order ? order : string.CompareOrdinal(a.Row, b.Row);

    readonly record struct Mark(long Version, long Offset, int Length);
}
