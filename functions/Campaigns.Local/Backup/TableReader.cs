using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace Campaigns.Local.Backup;

/// <summary>
/// Reads a table's partitions in the order of their keys, pages of 1,000 rows, in windows of whole partitions. Where asked to, each window is steadied: its
/// keys and versions are looked at again, what differs is read again, until a look finds everything as it was read. At the instant when that look began all
/// of the window was so: versions never come back. (A row that went while the look passed counts as gone.)
/// </summary>
internal sealed class TableReader(TableClient table, bool steady, TimeProvider time)
{
    /// <summary>Rows after which a window ends with the partition that it is in.</summary>
    public int WindowRows { get; init; } = 5_000;

    const int MaxLooks = 200;
    const int LooksWithoutRest = 10;
    const int LooksAtOnce = 16;
    const int PageRows = 1000;
    static readonly string[] Keys = [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey), nameof(ITableEntity.Timestamp)];
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>Rows that were read again.</summary>
    public long Reread { get; private set; }

    /// <summary>
    /// The windows of <paramref name="range"/> behind partition <paramref name="after"/>: one object, filled anew, to be copied before the next is asked for.
    /// </summary>
    public async IAsyncEnumerable<RowWindow> ReadAsync(PartitionRange range, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var window = new RowWindow();
        await foreach (var row in table.QueryAsync<TableEntity>(Filter(range, after), PageRows, cancellationToken: cancellation))
        {
            if (window.Count >= WindowRows && row.PartitionKey != window.Last)
            {
                await SteadyAsync(window, cancellation);
                yield return window;
                window.Clear();
            }
            await window.AddAsync(row, cancellation);
        }
        if (window.Count == 0)
            yield break;
        await SteadyAsync(window, cancellation);
        yield return window;
    }

    async Task SteadyAsync(RowWindow window, CancellationToken cancellation)
    {
        if (!steady)
            return;
        for (var looks = 1; ; looks++)
        {
            var (changed, gone) = window.Differences(await LookAsync(window, cancellation));
            if (changed.Count + gone.Count == 0)
                return;
            if (looks == MaxLooks)
            {
                throw new BackupException(
                    $"Table {table.Name} changes faster from {window.First} to {window.Last} than it can be read; run the backup again.");
            }
            foreach (var key in gone)
                window.Remove(key);
            foreach (var (partition, row) in changed)
            {
                var now = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellation);
                if (now.HasValue)
                    await window.AddAsync(now.Value!, cancellation);
                else
                    window.Remove((partition, row));
            }
            Reread += changed.Count;
            // No rest between reading again and the look at what was read, or a partition that is written every second would never be steady.
            if (looks % LooksWithoutRest == 0)
                await Task.Delay(Rest, time, cancellation);
        }
    }

    async Task<IReadOnlyDictionary<(string Partition, string Row), long>> LookAsync(RowWindow window, CancellationToken cancellation)
    {
        // All pages at once: the shorter a look, the less is written while it passes.
        var seen = new ConcurrentDictionary<(string, string), long>();
        await Parallel.ForEachAsync(
            window.Ranges(PageRows), new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellation }, async (range, stop) =>
            {
                await foreach (var row in table.QueryAsync<TableEntity>(range, PageRows, Keys, stop))
                    seen[(row.PartitionKey, row.RowKey)] = RowWindow.VersionOf(row);
            });
        return seen;
    }

    static string? Filter(PartitionRange range, string? after)
    {
        var from = after is not null && string.CompareOrdinal(after, range.From) >= 0 ? TableClient.CreateQueryFilter($"PartitionKey gt {after}")
            : range.From is { } bound ? TableClient.CreateQueryFilter($"PartitionKey ge {bound}") : null;
        var to = range.To is { } end ? TableClient.CreateQueryFilter($"PartitionKey lt {end}") : null;
        return (from, to) switch
        {
            (null, null) => null,
            (null, _) => to,
            (_, null) => from,
            _ => $"({from}) and ({to})",
        };
    }
}
