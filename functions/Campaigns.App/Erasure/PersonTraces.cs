using Azure;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Feeds;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Uploads;
using Campaigns.Rules.People;

namespace Campaigns.App.Erasure;

/// <summary>
/// Where a person's name, address and messages are kept outside the directory's row, and how they go. Each step may run again and finds what is left.
/// </summary>
public sealed class PersonTraces(
    CampaignTables tables, CampaignBlobs blobs, NoticePartitions partitions, ParticipationIndex participation, FeedStore feeds, UploadStore uploads,
    LongTexts texts)
{
    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    /// <summary>
    /// Takes away what there is; <paramref name="person"/> is null where the directory's row has gone already, and no name is looked for any more.
    /// </summary>
    public async Task<ErasedCounts> RemoveAsync(string id, Person? person, CancellationToken cancellationToken)
    {
        var feed = await feeds.EndAsync(id, cancellationToken);
        var dropped = await uploads.DropOfAsync(id, cancellationToken);
        var partition = partitions.Of(id);
        var (from, to) = NoticeKeys.NoticesOf(id);
        // Before the notices: a delivery whose notice has gone cannot be recorded.
        var deliveries = await DeleteAsync(partition, "q|", "q}", row => row.Split('|') is [_, _, var recipient, ..] && recipient == id, cancellationToken);
        var notices = await DeleteAsync(partition, from, to, _ => true, cancellationToken);
        var mentions = person is null ? 0 : await RedactAsync(person, cancellationToken);
        var imports = person is null ? 0 : await ForgetImportsAsync(person, cancellationToken);
        return new(notices, deliveries, mentions, dropped, imports, feed);
    }

    private async Task<int> DeleteAsync(string partition, string from, string to, Func<string, bool> isOwn, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var row in tables.Notices.QueryAsync<TableEntity>(filter, 1000, Keys, cancellationToken))
        {
            // One by one: whoever delivers takes rows of the same partition away at the same time.
            if (isOwn(row.RowKey) && (await tables.Notices.DeleteEntityAsync(partition, row.RowKey, ETag.All, cancellationToken)).Status != 404)
                deleted++;
        }
        return deleted;
    }

    /// <summary>
    /// Somebody who takes part as an individual is named to those who review: their notices of these cycles get the id in the name's place. Others of the same
    /// name may lose it there too; every page still shows it.
    /// </summary>
    private async Task<int> RedactAsync(Person person, CancellationToken cancellationToken)
    {
        var cycles = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var key in participation.OfUnitAsync(person.Id, cancellationToken))
            cycles.Add(key.Cycle);
        if (cycles.Count == 0)
            return 0;
        var redacted = 0;
        await foreach (var row in tables.Notices.QueryAsync<TableEntity>("PartitionKey ge 's' and PartitionKey lt 't'", cancellationToken: cancellationToken))
        {
            if (row.RowKey.Split('|') is not [_, _, _, var cycle, ..] || !cycles.Contains(cycle) || row.GetString("Text") is not { } text)
                continue;
            var (title, without) = (Erasing.WithoutName(row.GetString("Title"), person.Name, person.Id), Erasing.WithoutName(text, person.Name, person.Id));
            if (title == row.GetString("Title") && without == text)
                continue;
            try
            {
                var change = new TableEntity(row.PartitionKey, row.RowKey) { ["Title"] = title, ["Text"] = without };
                await tables.Notices.UpdateEntityAsync(change, ETag.All, TableUpdateMode.Merge, cancellationToken);
                redacted++;
            }
            catch (RequestFailedException gone) when (gone.Status == 404)
            {
                // Delivered meanwhile.
            }
        }
        return redacted;
    }

    /// <summary>Answers of imports say what was wrong with a cell, in its words; a repeat of such an import is judged anew.</summary>
    private async Task<int> ForgetImportsAsync(Person person, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {DirectoryKeys.RecordsPartition}");
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(filter, 1000, cancellationToken: cancellationToken))
        {
            var kept = row.GetString("Answer");
            var answer = await texts.ReadAsync(kept, cancellationToken) ?? "";
            if (!answer.Contains(person.Name, StringComparison.Ordinal) && (person.Email is null || !answer.Contains(person.Email, StringComparison.Ordinal)))
                continue;
            await tables.Directory.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            if (LongTexts.BlobOf(kept) is { } blob)
                await blobs.Documents.GetBlobClient(blob).DeleteIfExistsAsync(cancellationToken: cancellationToken);
            forgotten++;
        }
        return forgotten;
    }
}
