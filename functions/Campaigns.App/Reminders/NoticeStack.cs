using Campaigns.App.Storage;

namespace Campaigns.App.Reminders;

/// <summary>
/// Gathers notices until a batch of their partition is full, and writes it: what is held does not grow with the number of notices. What is written has no end
/// until <see cref="FinishAsync"/> has written the rest and announced the partitions in which something waits to be delivered.
/// </summary>
internal sealed class NoticeStack(
    NoticePartitions partitions, Func<string, List<Notice>, CancellationToken, Task> write, Func<IReadOnlyCollection<string>, CancellationToken, Task> announce)
{
    private readonly Dictionary<string, (List<Notice> Notices, int Rows)> _open = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _waiting = new(StringComparer.Ordinal);

    public async Task AddAsync(Notice notice, CancellationToken cancellationToken)
    {
        var partition = partitions.Of(notice.Recipient);
        var (notices, rows) = _open.TryGetValue(partition, out var open) ? open : ([], 0);
        if (rows + RowsOf(notice) > Batch.MaxRows)
        {
            await write(partition, notices, cancellationToken);
            (notices, rows) = ([], 0);
        }
        notices.Add(notice);
        _open[partition] = (notices, rows + RowsOf(notice));
        if (partitions.Only is null && notice.Email == DeliveryState.Pending)
            _waiting.Add(partition);
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var (partition, (notices, _)) in _open.OrderBy(o => o.Key, StringComparer.Ordinal))
            await write(partition, notices, cancellationToken);
        _open.Clear();
        if (_waiting.Count > 0)
            await announce(_waiting, cancellationToken);
    }

    /// <summary>As many notices as fill a batch, again and again.</summary>
    public static IEnumerable<IReadOnlyList<Notice>> Batches(IEnumerable<Notice> notices)
    {
        var (batch, rows) = (new List<Notice>(), 0);
        foreach (var notice in notices)
        {
            if (rows + RowsOf(notice) > Batch.MaxRows)
            {
                yield return batch;
                (batch, rows) = ([], 0);
            }
            batch.Add(notice);
            rows += RowsOf(notice);
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>The notice, and the delivery that it waits for.</summary>
    private static int RowsOf(Notice notice) => notice.Email == DeliveryState.Pending ? 2 : 1;
}
