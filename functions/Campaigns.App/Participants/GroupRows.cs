using Campaigns.App.Http;

namespace Campaigns.App.Participants;

/// <summary>Lists rows that lie beside participants, group by group: a range of each group's partition, however many participants there are.</summary>
public sealed class GroupRows(ParticipationIndex index)
{
    /// <summary>A page in order of group and row key.</summary>
    /// <param name="list">The list's name, which its continuations are bound to.</param>
    /// <param name="rows">A group's rows from a row key (exclusive; null: the first) on.</param>
    /// <param name="keyOf">A row's key.</param>
    /// <param name="show">What the list shows of a row; null where it leaves it out.</param>
    public async Task<Page<TItem>> ReadAsync<TRow, TItem>(
        string cycle, string list, Paging paging, Func<string, string?, IAsyncEnumerable<TRow>> rows, Func<TRow, string> keyOf, Func<TRow, TItem?> show,
        CancellationToken cancellationToken)
        where TItem : class
    {
        ArgumentNullException.ThrowIfNull(paging);
        var items = new List<TItem>();
        var start = paging.Position?.Split(' ', 2);
        foreach (var group in await index.GroupsAsync(cycle, cancellationToken))
        {
            if (start is not null && string.CompareOrdinal(group.Group, start[0]) < 0)
                continue;
            var after = start is [var at, var key] && at == group.Group ? key : null;
            await foreach (var row in rows(group.Group, after))
            {
                if (show(row) is not { } item)
                    continue;
                items.Add(item);
                if (items.Count == paging.Limit)
                    return new(items, Continuations.Write(list, $"{group.Group} {keyOf(row)}"));
            }
        }
        return new(items);
    }
}
