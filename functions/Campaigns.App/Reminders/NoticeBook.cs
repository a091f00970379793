using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;

namespace Campaigns.App.Reminders;

/// <summary>
/// Writes notices down. A notice is inserted once, together with its delivery: writing it again adds nothing. Where there are several
/// partitions, deliveries are announced after they were written, so that whoever takes an announcement away has seen what it speaks of.
/// </summary>
public sealed class NoticeBook(CampaignTables tables, NoticePartitions partitions)
{
    private const int MaxTries = 5;

    /// <summary>Inserts what is not there yet, to be delivered from <paramref name="notBefore"/> (campaign time) on.</summary>
    public async Task InsertAsync(IReadOnlyList<Notice> notices, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notices);
        var stack = Begin(notBefore);
        foreach (var notice in notices.DistinctBy(n => (n.Recipient, n.Id)))
            await stack.AddAsync(notice, cancellationToken);
        await stack.FinishAsync(cancellationToken);
    }

    /// <summary>Begins to write notices that come one by one, each recipient's once.</summary>
    internal NoticeStack Begin(DateTimeOffset notBefore) => new(
        partitions, (partition, notices, cancellationToken) => InsertAsync(partition, notices, notBefore, cancellationToken),
        (announced, cancellationToken) => AnnounceAsync(announced, notBefore, cancellationToken));

    /// <summary>Also when nothing was new: an earlier run may have ended between the two.</summary>
    private async Task AnnounceAsync(IReadOnlyCollection<string> announced, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var actions = announced.Select(partition => new TableTransactionAction(
            TableTransactionActionType.UpsertReplace, new TableEntity(NoticeKeys.Waiting, NoticeKeys.WaitingRow(notBefore, partition)))).ToList();
        await Batch.ExecuteAsync(tables.Notices, actions, "waiting", cancellationToken);
    }

    private async Task InsertAsync(string partition, List<Notice> notices, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        for (var tries = 0; notices.Count > 0; tries++)
        {
            if (tries == MaxTries)
                throw new InvalidOperationException($"Notices of {partition} kept colliding.");
            var complete = true;
            foreach (var chunk in NoticeStack.Batches(notices))
            {
                var actions = chunk.SelectMany(n => Insert(partition, n, notBefore)).ToList();
                var written = (await Batch.ExecuteAsync(tables.Notices, actions, OperationOf(chunk), cancellationToken)).IsCommitted;
                complete &= written;
                if (written)
                    AppMeter.Deliveries.Add(chunk.Count, new(TelemetryTags.Channel, "inbox"), new(TelemetryTags.Outcome, "sent"));
            }
            if (complete)
                break;
            notices = await MissingAsync(partition, notices, cancellationToken);
        }
    }

    /// <summary>Names a batch by all that is in it: that one of its notices is there says nothing of the others, unless they were written together.</summary>
    private static string OperationOf(IEnumerable<Notice> chunk) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', chunk.Select(n => $"{n.Recipient}|{n.Id}")))))[..32];

    private async Task<List<Notice>> MissingAsync(string partition, List<Notice> notices, CancellationToken cancellationToken)
    {
        var missing = new List<Notice>();
        foreach (var notice in notices)
        {
            var row = NoticeRows.Of(partition, notice);
            if (!(await tables.Notices.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, ["Kind"], cancellationToken)).HasValue)
                missing.Add(notice);
        }
        return missing;
    }

    private static IEnumerable<TableTransactionAction> Insert(string partition, Notice notice, DateTimeOffset notBefore)
    {
        var row = NoticeRows.Of(partition, notice);
        yield return new(TableTransactionActionType.Add, row);
        if (notice.Email != DeliveryState.Pending)
            yield break;
        yield return new(
            TableTransactionActionType.Add,
            new TableEntity(partition, NoticeKeys.Delivery(notBefore, notice.Recipient, notice.Cycle, notice.Milestone))
            {
                ["V"] = 1,
                ["Notice"] = row.RowKey,
                ["Title"] = notice.Title,
                ["Text"] = notice.Text,
                ["Tries"] = 0,
            });
    }
}
