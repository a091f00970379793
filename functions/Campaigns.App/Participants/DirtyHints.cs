using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Participants;

/// <summary>
/// Tells the roll-up which groups to look at: a row <c>cycle|group</c> in one partition for all cycles, so that an idle look is one request. It is a hint; the
/// truth is the dirty mark that every batch leaves in the group's own partition. A process leaves at most one hint a group in <see cref="Interval"/> of
/// campaign time, so whoever takes a hint away counts again once it is older than that.
/// </summary>
public sealed partial class DirtyHints(CampaignTables tables, CampaignClock clock, ILogger<DirtyHints> log)
{
    /// <summary>Partition, in table Cycles, of all hints.</summary>
    public const string Partition = "dirty";

    /// <summary>Property with the instant (campaign time) of the last hint.</summary>
    public const string AtProperty = "At";

    /// <summary>Mark: somebody has subscribed to webhooks. Marks lie among the hints, so that a look for these finds them too; no cycle's id begins so.</summary>
    public const string WebhooksOn = "!webhooks";

    /// <summary>Mark: something waits to be sent to a webhook from its instant on.</summary>
    public const string WebhooksDue = "!webhooks-due";

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Cycle, string Group), DateTimeOffset> _left = new();

    /// <summary>The hints of one cycle, or of all where <paramref name="cycle"/> is null, and every mark. One request a thousand.</summary>
    internal async Task<DirtyLook> ReadAsync(string? cycle, CancellationToken cancellationToken)
    {
        var to = cycle is null ? "~" : cycle + "}";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {to}");
        var (hints, marks) = (new List<DirtyHint>(), new Dictionary<string, HintMark>());
        await foreach (var row in tables.Cycles.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.RowKey[0] == '!')
                marks[row.RowKey] = new(row.GetDateTimeOffset(AtProperty) ?? DateTimeOffset.MinValue, row.ETag);
            else if (cycle is null || row.RowKey.StartsWith(cycle + "|", StringComparison.Ordinal))
                hints.Add(new(row));
        }
        return new(hints, marks);
    }

    /// <summary>Sets a mark.</summary>
    internal Task MarkAsync(string mark, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, mark);
        if (at > DateTimeOffset.UnixEpoch)
            row[AtProperty] = at;
        return WriteAsync([row], cancellationToken);
    }

    /// <summary>A mark as it stands now, or null.</summary>
    internal async Task<HintMark?> ReadMarkAsync(string mark, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(Partition, mark, cancellationToken: cancellationToken);
        return row.HasValue ? new(row.Value!.GetDateTimeOffset(AtProperty) ?? DateTimeOffset.MinValue, row.Value.ETag) : null;
    }

    /// <summary>Moves a mark to another instant, unless it was set again since it was read.</summary>
    internal async Task MoveMarkAsync(string mark, HintMark seen, DateTimeOffset at, CancellationToken cancellationToken) => await Batch.ExecuteAsync(
        tables.Cycles, [new(TableTransactionActionType.UpdateReplace, new TableEntity(Partition, mark) { [AtProperty] = at }, seen.ETag)],
        $"{mark}|{at:O}", cancellationToken);

    /// <summary>Takes a mark away, unless it was set again since it was read.</summary>
    internal async Task UnmarkAsync(string mark, ETag seen, CancellationToken cancellationToken) => await Batch.ExecuteAsync(
        tables.Cycles, [new(TableTransactionActionType.Delete, new TableEntity(Partition, mark), seen)], $"{mark}|done", cancellationToken);

    /// <summary>
    /// Takes hints away whose groups were counted at <paramref name="countedAt"/>. Whoever left a hint leaves no other for a while: a younger one stays,
    /// because it may stand for writes that came after the count; so does one that was written again meanwhile.
    /// </summary>
    internal async Task DropAsync(IEnumerable<DirtyHint> hints, DateTimeOffset countedAt, CancellationToken cancellationToken)
    {
        foreach (var chunk in hints.Where(h => countedAt - h.At > Interval).Chunk(Batch.MaxRows))
        {
            // Where one of them was written again meanwhile, none goes with it; the others go alone.
            if (chunk.Length > 1 && await DropAsync(chunk, cancellationToken))
                continue;
            foreach (var hint in chunk)
                await DropAsync([hint], cancellationToken);
        }
    }

    private async Task<bool> DropAsync(DirtyHint[] hints, CancellationToken cancellationToken)
    {
        var deletes = hints.Select(h => new TableTransactionAction(TableTransactionActionType.Delete, h.Row, h.Row.ETag)).ToList();
        return (await Batch.ExecuteAsync(tables.Cycles, deletes, $"{hints[0].Row.RowKey}|counted", cancellationToken)).IsCommitted;
    }

    /// <summary>Leaves a hint unless this process did so a moment ago. Never throws for storage: the mark is what counts.</summary>
    internal Task LeaveAsync(string cycle, string group, CancellationToken cancellationToken) => LeaveAsync(cycle, [group], cancellationToken);

    /// <summary>Leaves hints for several groups, a hundred to a request, but for those that this process left a moment ago. Never throws for storage.</summary>
    internal async Task LeaveAsync(string cycle, IReadOnlyCollection<string> groups, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        foreach (var chunk in groups.Where(g => !WasLeft(cycle, g, now)).Chunk(Batch.MaxRows))
        {
            foreach (var group in chunk)
                _left[(cycle, group)] = now;
            try
            {
                await WriteAsync([.. chunk.Select(g => new TableEntity(Partition, $"{cycle}|{g}") { [AtProperty] = now })], cancellationToken);
            }
            catch (RequestFailedException failure)
            {
                foreach (var group in chunk)
                {
                    _left.TryRemove((cycle, group), out _);
                    HintLost(log, cycle, group, failure);
                }
            }
        }
    }

    private bool WasLeft(string cycle, string group, DateTimeOffset now) =>
        _left.TryGetValue((cycle, group), out var last) && now - last < Interval && now >= last;

    private Task WriteAsync(IReadOnlyList<TableEntity> hints, CancellationToken cancellationToken) => hints is [var one]
        ? tables.Cycles.UpsertEntityAsync(one, TableUpdateMode.Replace, cancellationToken)
        : tables.Cycles.SubmitTransactionAsync(
            hints.Select(h => new TableTransactionAction(TableTransactionActionType.UpsertReplace, h)), cancellationToken);

    [LoggerMessage(
        EventIds.HintNotLeft, LogLevel.Warning, "No hint could be left for group {Group} of cycle {Cycle}; its mark stays.",
        EventName = nameof(EventIds.HintNotLeft))]
    private static partial void HintLost(ILogger log, string cycle, string group, Exception failure);
}

/// <summary>What a look found.</summary>
internal sealed record DirtyLook(IReadOnlyList<DirtyHint> Hints, IReadOnlyDictionary<string, HintMark> Marks);

/// <summary>A mark, and from when on it counts.</summary>
internal sealed record HintMark(DateTimeOffset At, ETag ETag);

/// <summary>A hint as its row says.</summary>
internal sealed record DirtyHint(TableEntity Row)
{
    public string Cycle => Row.RowKey.Split('|')[0];
    public string Group => Row.RowKey.Split('|')[1];
    public DateTimeOffset At => Row.GetDateTimeOffset(DirtyHints.AtProperty) ?? DateTimeOffset.MinValue;
}
