using Azure;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Exchange;

/// <summary>
/// Answers of imports by operation. An import writes many partitions, so its record cannot stand in one batch with its rows; it is written after them, and
/// until then a repeat imports again, which changes nothing.
/// </summary>
public sealed class ImportRecords(CampaignTables tables, LongTexts texts)
{
    /// <summary>The recorded answer, the problem where the key came with another body, or null where the operation is new.</summary>
    public async Task<IResult?> FindAsync(string operation, string bodyHash, CancellationToken cancellation)
    {
        var found = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(DirectoryKeys.RecordsPartition, operation, cancellationToken: cancellation);
        if (!found.HasValue) return null;
        var record = found.Value!;
        return record.GetString("Body") == bodyHash
            ? Answers.Recorded(StatusCodes.Status200OK, await texts.ReadAsync(record.GetString("Answer"), cancellation) ?? "")
            : Problems.IdempotencyKeyReused();
    }

    /// <summary>Keeps <paramref name="answer"/>; the first one stays.</summary>
    public async Task KeepAsync(string operation, string bodyHash, string answer, CancellationToken cancellation)
    {
        var kept = await texts.WriteAsync(answer, cancellation);
        var row = new TableEntity(DirectoryKeys.RecordsPartition, operation) { ["Schema"] = 1, ["Body"] = bodyHash, ["Answer"] = kept };
        try
        {
            await tables.Directory.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            // A repeat that ran beside us wrote the same.
        }
    }
}
