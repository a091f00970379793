using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// Instances in Table Storage. Every change of an instance is one entity-group transaction of its partition under the state row's ETag; messages are
/// rows of their own, so that writing one disturbs nobody.
/// </summary>
internal sealed class InstanceStore(TableClient table, TimeProvider platform)
{
    // A transaction holds 100 rows; what is deleted for tidiness waits for a change with room.
    const int TransactionRows = 100;
    int messageCounter;

    /// <summary>A key that no other message has; keys sort by the time of sending.</summary>
    public string NewMessageKey()
    {
        var (ticks, number, nonce) = (platform.GetUtcNow().UtcTicks, Interlocked.Increment(ref messageCounter), RandomNumberGenerator.GetHexString(8, true));
        return string.Create(CultureInfo.InvariantCulture, $"{HubKeys.InboxPrefix}{ticks:D19}|{number:D8}|{nonce}");
    }

    /// <summary>An instance with everything in its partition; null where there is none.</summary>
    public async Task<InstanceRecord?> LoadAsync(string instanceId, CancellationToken cancellation)
    {
        var partition = HubKeys.Partition(instanceId);
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancellation)
            .ConfigureAwait(false))
        {
            rows.Add(row);
        }

        var state = rows.Find(r => r.RowKey == HubKeys.State);
        return state is null ? null : Read(state.ETag, TableDocument.Join(rows));
    }

    /// <summary>An instance's state alone; null where there is none.</summary>
    public async Task<InstanceState?> ReadStateAsync(string instanceId, CancellationToken cancellation) =>
        await ReadDocumentAsync(instanceId, HubKeys.State, cancellation).ConfigureAwait(false) is { } text ? HistoryJson.Read<InstanceState>(text) : null;

    /// <summary>What the current generation started with.</summary>
    public async Task<ExecutionStarted?> ReadStartAsync(InstanceState state, CancellationToken cancellation) =>
        await ReadDocumentAsync(state.InstanceId, HubKeys.History(state.Execution, 0), cancellation).ConfigureAwait(false) is { } text
            ? HistoryJson.Read<List<HistoryEvent>>(text)[0] as ExecutionStarted
            : null;

    /// <summary>Stores a new instance; in the place of <paramref name="replaced"/>, where that is given.</summary>
    /// <exception cref="InstanceConflictException">There is an instance of this id already, or not the one to replace.</exception>
    public async Task<InstanceRecord> CreateAsync(InstanceState state, ExecutionStarted start, InstanceRecord? replaced, CancellationToken cancellation)
    {
        var placed = state with { Execution = (replaced?.State.Execution ?? 0) + 1, Seen = replaced?.State.Seen ?? [] };
        var before = replaced ?? new() { State = placed with { Execution = 0 }, ETag = default, History = [], HistoryRows = [] };
        return await CommitAsync(
            new() { Before = before, After = placed, History = [start], Consumed = before.Inbox }, isNew: replaced is null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Applies a change and gives back the instance as it is now.</summary>
    /// <exception cref="InstanceConflictException">
    /// The instance is not the one the change was made from; nothing was applied by this call, or its answer was lost.
    /// </exception>
    public Task<InstanceRecord> CommitAsync(InstanceChange change, CancellationToken cancellation) => CommitAsync(change, isNew: false, cancellation);

    async Task<InstanceRecord> CommitAsync(InstanceChange change, bool isNew, CancellationToken cancellation)
    {
        var (before, after) = (change.Before, change.After);
        var partition = HubKeys.Partition(after.InstanceId);
        var document = change.NewGeneration ? 0 : before.State.Documents;
        after = after with { Documents = document + 1 };

        var state = TableDocument.Split(partition, HubKeys.State, HistoryJson.Write(after));
        var history = TableDocument.Split(partition, HubKeys.History(after.Execution, document), HistoryJson.Write(change.History));
        var outboxKey = HubKeys.Outbox(after.Execution, document);
        var outbox = change.Outbox.Count == 0 ? [] : TableDocument.Split(partition, outboxKey, HistoryJson.Write(change.Outbox));

        List<TableTransactionAction> actions =
        [
            isNew
                ? new(TableTransactionActionType.Add, state[0])
                : new(TableTransactionActionType.UpdateReplace, state[0], before.ETag),
            new(TableTransactionActionType.Add, history[0]),
        ];
        if (outbox.Count > 0)
        {
            actions.Add(new(TableTransactionActionType.Add, outbox[0]));
        }

        foreach (var consumed in change.Consumed)
        {
            actions.Add(Delete(partition, consumed.Rows[0]));
        }

        var tidy = (IEnumerable<string>)[
            .. before.StateParts,
            .. change.Consumed.SelectMany(c => c.Rows.Skip(1)),
            .. change.NewGeneration ? before.HistoryRows : [],
            .. before.Leftovers];
        var leftovers = new Queue<string>(tidy);
        while (actions.Count < TransactionRows && leftovers.TryDequeue(out var row))
        {
            actions.Add(Delete(partition, row));
        }

        try
        {
            await WritePartsAsync([.. state.Skip(1), .. history.Skip(1), .. outbox.Skip(1)], cancellation).ConfigureAwait(false);
            var responses = (await table.SubmitTransactionAsync(actions, cancellation).ConfigureAwait(false)).Value;
            var taken = change.Consumed.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
            return new()
            {
                State = after,
                ETag = responses[0].Headers.ETag ?? throw new InvalidOperationException("The table service gave no ETag for a state row."),
                StateParts = [.. state.Skip(1).Select(r => r.RowKey)],
                History = change.NewGeneration ? change.History : [.. before.History, .. change.History],
                HistoryRows = [.. change.NewGeneration ? [] : before.HistoryRows, .. history.Select(r => r.RowKey)],
                Inbox = [.. before.Inbox.Where(m => !taken.Contains(m.Key))],
                Outbox = outbox.Count == 0 ? before.Outbox : [.. before.Outbox, new(outboxKey, change.Outbox, [.. outbox.Select(r => r.RowKey)])],
                Leftovers = [.. leftovers],
            };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            throw new InstanceConflictException(after.InstanceId, e);
        }
    }

    /// <summary>Puts a message into an inbox; putting it there again changes nothing.</summary>
    public async Task<InboxMessage> AddMessageAsync(string instanceId, string key, HistoryEvent fact, CancellationToken cancellation)
    {
        var rows = TableDocument.Split(HubKeys.Partition(instanceId), key, HistoryJson.Write(fact));
        await WritePartsAsync([.. rows.Skip(1)], cancellation).ConfigureAwait(false);
        try
        {
            await table.AddEntityAsync(rows[0], cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // The same message from the same sender: an earlier answer was lost.
        }

        return new(key, fact, [.. rows.Select(r => r.RowKey)]);
    }

    /// <summary>Forgets messages that have reached their instances.</summary>
    public async Task DeleteOutboxAsync(string instanceId, OutboxDocument outbox, CancellationToken cancellation)
    {
        // The first row last: as long as it stands, the messages are delivered again, which their receivers notice.
        foreach (var row in outbox.Rows.Reverse())
        {
            await table.DeleteEntityAsync(HubKeys.Partition(instanceId), row, ETag.All, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Removes every row of an instance, the state last, so that an interrupted purge can be repeated.</summary>
    public async Task PurgeAsync(string instanceId, CancellationToken cancellation)
    {
        var partition = HubKeys.Partition(instanceId);
        var keys = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (var row in table
            .QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellation).ConfigureAwait(false))
        {
            keys.Add(row.RowKey);
        }

        foreach (var batch in keys.Order(StringComparer.Ordinal).OrderBy(k => k == HubKeys.State).Chunk(TransactionRows))
        {
            await table.SubmitTransactionAsync(batch.Select(key => Delete(partition, key)), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A page of states whose ids start with a prefix.</summary>
    public async Task<(IReadOnlyList<InstanceState> States, string? Continuation)> PageAsync(
        string prefix, string? continuation, int size, CancellationToken cancellation)
    {
        var from = HubKeys.Partition(prefix);
        var filter = from.Length == 0
            ? TableClient.CreateQueryFilter($"RowKey eq {HubKeys.State}")
            : TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {from + '\uffff'} and RowKey eq {HubKeys.State}");
        var pages = table.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellation).AsPages(continuation, size);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            var states = new List<InstanceState>();
            foreach (var row in page.Values)
            {
                var text = TableDocument.HasParts(row)
                    ? await ReadDocumentAsync(HubKeys.InstanceId(row.PartitionKey), HubKeys.State, cancellation).ConfigureAwait(false)
                    : TableDocument.Join([row]).Documents[0].Text;
                if (text is not null)
                {
                    states.Add(HistoryJson.Read<InstanceState>(text));
                }
            }

            return (states, page.ContinuationToken);
        }

        return ([], null);
    }

    static InstanceRecord Read(ETag etag, (IReadOnlyList<TableDocument> Documents, IReadOnlyList<string> Leftovers) partition)
    {
        var documents = partition.Documents;
        var stored = documents.First(d => d.Key == HubKeys.State);
        var state = HistoryJson.Read<InstanceState>(stored.Text);
        var current = HubKeys.History(state.Execution, 0)[..^8];
        var generations = documents.Where(d => d.Key.StartsWith(HubKeys.HistoryPrefix, StringComparison.Ordinal)).ToList();
        var history = generations.Where(d => d.Key.StartsWith(current, StringComparison.Ordinal)).ToList();
        var old = generations.Except(history);
        return new()
        {
            State = state,
            ETag = etag,
            StateParts = [.. stored.Rows.Skip(1)],
            History = [.. history.SelectMany(d => HistoryJson.Read<List<HistoryEvent>>(d.Text))],
            HistoryRows = [.. history.SelectMany(d => d.Rows)],
            Inbox = [.. documents.Where(d => d.Key.StartsWith(HubKeys.InboxPrefix, StringComparison.Ordinal))
                .Select(d => new InboxMessage(d.Key, HistoryJson.Read<HistoryEvent>(d.Text), d.Rows))],
            Outbox = [.. documents.Where(d => d.Key.StartsWith(HubKeys.OutboxPrefix, StringComparison.Ordinal))
                .Select(d => new OutboxDocument(d.Key, HistoryJson.Read<List<OutboundMessage>>(d.Text), d.Rows))],
            Leftovers = [.. partition.Leftovers, .. old.SelectMany(d => d.Rows)],
        };
    }

    static TableTransactionAction Delete(string partition, string row) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, row), ETag.All);

    async Task<string?> ReadDocumentAsync(string instanceId, string key, CancellationToken cancellation)
    {
        var partition = HubKeys.Partition(instanceId);
        var first = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation).ConfigureAwait(false);
        if (!first.HasValue || first.Value is not { } row)
        {
            return null;
        }

        if (!TableDocument.HasParts(row))
        {
            return TableDocument.Join([row]).Documents[0].Text;
        }

        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {key} and RowKey lt {key + HubKeys.Part + HubKeys.Part}");
        await foreach (var part in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).ConfigureAwait(false))
        {
            rows.Add(part);
        }

        return TableDocument.Join(rows).Documents.FirstOrDefault(d => d.Key == key)?.Text;
    }

    // One by one: a few rows of this size would overfill a transaction, and until the first row names them they mean nothing.
    async Task WritePartsAsync(IReadOnlyList<TableEntity> parts, CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            await table.UpsertEntityAsync(part, TableUpdateMode.Replace, cancellation).ConfigureAwait(false);
        }
    }
}
