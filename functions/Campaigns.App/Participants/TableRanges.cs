using Azure;
using Azure.Data.Tables;

namespace Campaigns.App.Participants;

/// <summary>Reads a range of row keys of one partition, the only kind of query over rows that there is.</summary>
internal static class TableRanges
{
    /// <summary>
    /// Rows of <paramref name="partition"/> from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive), in order of their keys.
    /// </summary>
    public static AsyncPageable<TableEntity> QueryRangeAsync(
        this TableClient table, string partition, string from, string to, CancellationToken cancellationToken, int? perPage = null) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"), perPage,
            cancellationToken: cancellationToken);
}
