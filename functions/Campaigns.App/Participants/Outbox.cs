using Azure;
using Azure.Data.Tables;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Definitions;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Participants;

/// <summary>Tells the notices of a cycle's acts; safe to repeat.</summary>
public delegate Task TellNotices(string cycle, IReadOnlyList<DirectNotice> notices, CancellationToken cancellationToken);

/// <summary>
/// What people are to be told because of an act on a participant (J7). It is written as one row in the act's own transaction, told after it, and then the row
/// goes: whoever acted is never the only one who knows. What a process that died left behind is told by whoever repeats the act, else by the roll-up, which
/// reads the rows along with the group that the act has marked as changed. Telling fails without failing the act; the row stays.
/// </summary>
public sealed partial class Outbox(CampaignTables tables, LongTexts texts, TellNotices tell, ILogger<Outbox> log)
{
    private const string NoticesProperty = "Notices";

    /// <summary>The row, to be inserted with the act; its key follows from the operation.</summary>
    internal async ValueTask<TableTransactionAction> InsertAsync(
        string partition, string operation, IReadOnlyList<DirectNotice> notices, CancellationToken cancellationToken)
    {
        var told = notices.GroupBy(n => new Said(n.Id, n.At, n.Kind, n.Title, n.Text), n => n.Recipient).Select(n => n.Key with { To = [.. n] });
        var row = new TableEntity(partition, ParticipantKeys.Untold(operation))
        {
            [NoticesProperty] = await texts.WriteAsync(StorageJson.Write(told), cancellationToken),
            [ParticipantRow.SchemaProperty] = 1,
        };
        return new(TableTransactionActionType.Add, row);
    }

    /// <summary>Tells what nobody else can lose: that of an act which writes nothing, and is decided again where this fails.</summary>
    internal Task TellAsync(string cycle, IReadOnlyList<DirectNotice> notices, CancellationToken cancellationToken) =>
        notices.Count == 0 ? Task.CompletedTask : tell(cycle, notices, cancellationToken);

    /// <summary>Tells what was just written, and takes the row away.</summary>
    internal Task<bool> TellAsync(string cycle, ITableEntity row, IReadOnlyList<DirectNotice> notices, CancellationToken cancellationToken) =>
        TellAsync(cycle, row, () => ValueTask.FromResult(notices), cancellationToken);

    /// <summary>Tells what an operation left behind, if it did: one request where it did not.</summary>
    internal async Task TellLeftAsync(ParticipantKey key, string operation, CancellationToken cancellationToken)
    {
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Untold(operation), cancellationToken: cancellationToken);
        if (row.HasValue)
            await TellLeftAsync(key.Cycle, row.Value!, cancellationToken);
    }

    /// <summary>Tells what stands in a row that was read; false where it could not be told and the row stays.</summary>
    internal Task<bool> TellLeftAsync(string cycle, TableEntity row, CancellationToken cancellationToken) =>
        TellAsync(cycle, row, () => ReadAsync(row, cancellationToken), cancellationToken);

    private async Task<bool> TellAsync(
        string cycle, ITableEntity row, Func<ValueTask<IReadOnlyList<DirectNotice>>> notices, CancellationToken cancellationToken)
    {
        try
        {
            await tell(cycle, await notices(), cancellationToken);
            await tables.Participants.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            NotTold(log, cycle, row.RowKey, failure);
            return false;
        }
    }

    private async ValueTask<IReadOnlyList<DirectNotice>> ReadAsync(TableEntity row, CancellationToken cancellationToken)
    {
        ParticipantRow.Expect(row, newest: 1);
        var said = StorageJson.Read<List<Said>>((await texts.ReadAsync(row.GetString(NoticesProperty), cancellationToken))!);
        return [.. said.SelectMany(s => s.To.Select(to => new DirectNotice(to, s.Id, s.At, s.Kind, s.Title, s.Text)))];
    }

    /// <summary>One thing said to several people.</summary>
    private sealed record Said(string Id, DateTimeOffset At, string Kind, LocalizedText Title, LocalizedText Text)
    {
        public IReadOnlyList<string> To { get; init; } = [];
    }

    [LoggerMessage(
        EventIds.NoticesUntold, LogLevel.Warning, "Notices of cycle {Cycle} in row {Row} could not be told; they are told with the group's next count.",
        EventName = nameof(EventIds.NoticesUntold))]
    private static partial void NotTold(ILogger log, string cycle, string row, Exception failure);
}
