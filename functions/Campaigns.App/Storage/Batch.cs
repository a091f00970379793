using Azure;
using Azure.Data.Tables;

namespace Campaigns.App.Storage;

/// <summary>How an entity-group transaction ended.</summary>
public enum BatchResult
{
    /// <summary>All rows were written, now or by an earlier try whose answer was lost.</summary>
    Committed,

    /// <summary>Nothing was written: a row is there already (409), has changed (412) or is gone (404).</summary>
    Conflict,
}

/// <param name="FailedIndex">Place of the action that failed, where the service tells it.</param>
/// <param name="Status">409, 412 or 404 for a conflict.</param>
/// <param name="ETags">The rows' new ETags in the order of the actions; null for a conflict and where the answer was lost.</param>
public readonly record struct BatchOutcome(
    BatchResult Result, int? FailedIndex = null, int Status = 0, IReadOnlyList<ETag>? ETags = null)
{
    public bool IsCommitted => Result == BatchResult.Committed;
}

/// <summary>
/// Entity-group transactions that survive a lost answer. Every batch carries an operation id in the <see cref="Property"/> of each row that it writes;
/// a refusal is believed only after a re-read shows that our operation is not there.
/// </summary>
public static class Batch
{
    /// <summary>The most rows of one transaction.</summary>
    public const int MaxRows = 100;

    // The service takes 4 MiB; what is left of it is for the lines around a hundred rows.
    private const int MaxBytes = 3_000_000;

    /// <summary>Property that holds the id of the operation that wrote a row last.</summary>
    public const string Property = "Op";

    /// <summary>The write of <paramref name="row"/> over the row that was read with ETag <paramref name="before"/>; an insert where none was there.</summary>
    public static TableTransactionAction Over(ETag? before, TableEntity row) =>
        before is { } etag ? new(TableTransactionActionType.UpdateReplace, row, etag) : new(TableTransactionActionType.Add, row);

    /// <summary>
    /// Cuts what is to be written, in its order, at <paramref name="maxRows"/> rows or at 3 MB as the client sends them: whoever writes rows with long texts
    /// cuts by this and not by their number alone.
    /// </summary>
    public static IEnumerable<IReadOnlyList<T>> Cut<T>(IEnumerable<T> items, Func<T, TableEntity> rowOf, int maxRows = MaxRows)
    {
        ArgumentNullException.ThrowIfNull(items);
        var piece = new Piece<T>(rowOf, maxRows);
        foreach (var item in items)
        {
            if (piece.Add(item) is { } full)
                yield return full;
        }
        if (piece.Rest is { Count: > 0 } rest)
            yield return rest;
    }

    /// <summary>
    /// The same of what is still being made: a piece is handed out as soon as the next item has no room in it, and the one after is made when the piece is done.
    /// </summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> CutAsync<T>(IAsyncEnumerable<T> items, Func<T, TableEntity> rowOf, int maxRows = MaxRows)
    {
        ArgumentNullException.ThrowIfNull(items);
        var piece = new Piece<T>(rowOf, maxRows);
        await foreach (var item in items)
        {
            if (piece.Add(item) is { } full)
                yield return full;
        }
        if (piece.Rest is { Count: > 0 } rest)
            yield return rest;
    }

    /// <summary>
    /// Runs <paramref name="actions"/> (1 to 100 rows of one partition) as one transaction. Conflicts are a value; everything else that fails throws.
    /// </summary>
    public static async Task<BatchOutcome> ExecuteAsync(
        TableClient table, IReadOnlyList<TableTransactionAction> actions, string operationId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var action in actions)
        {
            if (action.ActionType != TableTransactionActionType.Delete && action.Entity is TableEntity entity)
                entity[Property] = operationId;
        }

        using var _ = StorageMeter.Table(table.Name);
        try
        {
            var answers = await table.SubmitTransactionAsync(actions, cancellationToken);
            return new(BatchResult.Committed, ETags: [.. answers.Value.Select(a => a.Headers.ETag ?? default)]);
        }
        catch (TableTransactionFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            var ours = await IsOursAsync(table, actions, failure.FailedTransactionActionIndex, operationId, cancellationToken);
            return ours ? new(BatchResult.Committed) : new(BatchResult.Conflict, failure.FailedTransactionActionIndex, failure.Status);
        }
    }

    private static async Task<bool> IsOursAsync(
        TableClient table, IReadOnlyList<TableTransactionAction> actions, int? failed, string operationId, CancellationToken cancellationToken)
    {
        // A row that we only delete cannot carry our mark, so the witness is the failed row if we write it, else any row that we write.
        var witness = failed is int i && i < actions.Count && actions[i].ActionType != TableTransactionActionType.Delete
            ? actions[i]
            : actions.FirstOrDefault(a => a.ActionType != TableTransactionActionType.Delete);
        if (witness is null)
            return false;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            witness.Entity.PartitionKey, witness.Entity.RowKey, [Property], cancellationToken);
        return row.HasValue && row.Value!.GetString(Property) == operationId;
    }

    /// <summary>What goes into the next transaction.</summary>
    private sealed class Piece<T>(Func<T, TableEntity> rowOf, int maxRows)
    {
        private int _bytes;

        public List<T> Rest { get; private set; } = [];

        /// <summary>Takes <paramref name="item"/>; where it has no room, what was taken before is full and is returned.</summary>
        public List<T>? Add(T item)
        {
            var (own, full) = (RowBytes.Of(rowOf(item)), (List<T>?)null);
            if (Rest.Count == maxRows || (Rest.Count > 0 && _bytes + own > MaxBytes))
                (full, Rest, _bytes) = (Rest, [], 0);
            Rest.Add(item);
            _bytes += own;
            return full;
        }
    }
}
