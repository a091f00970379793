using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Campaigns.App.Participants;

/// <summary>Reads a range of row keys of one partition, the only kind of query over rows that there is.</summary>
internal static class TableRanges
{
    /// <summary>
    /// Rows of <paramref name="partition"/> from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive), in order of their keys. A row that
    /// was handed out is held no longer, nor the answer that it came in: a page of a thousand late in the year is some ten megabytes.
    /// </summary>
    public static async IAsyncEnumerable<TableEntity> QueryRangeAsync(
        this TableClient table, string partition, string from, string to, [EnumeratorCancellation] CancellationToken cancellationToken, int? perPage = null)
    {
        var range = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"), perPage,
            cancellationToken: cancellationToken);
        var rows = new Queue<TableEntity>();
        string? next = null;
        do
        {
            next = await FetchAsync(range, next, rows);
            while (rows.TryDequeue(out var row))
                yield return row;
        }
        while (next is { Length: > 0 });
    }

    /// <summary>
    /// Puts the rows of the page at <paramref name="token"/> into <paramref name="rows"/> and returns the next one's token. Whoever enumerates pages, or the
    /// rows of many, keeps each page whole until it asks for the next.
    /// </summary>
    private static async Task<string?> FetchAsync(AsyncPageable<TableEntity> range, string? token, Queue<TableEntity> rows)
    {
        await foreach (var page in range.AsPages(token))
        {
            foreach (var row in page.Values)
                rows.Enqueue(row);
            return page.ContinuationToken;
        }
        return null;
    }
}
