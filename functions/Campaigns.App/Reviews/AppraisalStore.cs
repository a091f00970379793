using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Reviews;

/// <summary>An appraisal 考评 as its row says: what the reviewer has put down so far, or concluded.</summary>
public sealed record StoredAppraisal(AppraisalContent Content, bool Accepted, string By, DateTimeOffset SavedAt, ETag ETag);

/// <summary>Appraisals in their participant's partition.</summary>
public sealed class AppraisalStore(CampaignTables tables, LongTexts texts)
{
    private const string ContentProperty = "Content";
    private const string AcceptedProperty = "Accepted";
    private const string ByProperty = "By";
    private const string SavedAtProperty = "SavedAt";

    /// <summary>The appraisal, or null while nothing was saved. One request.</summary>
    public async Task<StoredAppraisal?> ReadAsync(ParticipantKey key, string phase, CancellationToken cancellationToken)
    {
        var found = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Appraisal(key.Track, key.Unit, phase), cancellationToken: cancellationToken);
        return found.HasValue ? await OfAsync(found.Value!, cancellationToken) : null;
    }

    /// <summary>Every appraisal of a group in order of track, unit and phase, read a page at a time.</summary>
    public async IAsyncEnumerable<(string Track, string Unit, string Phase, StoredAppraisal Appraisal)> ReadGroupAsync(
        string cycle, string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.AppraisalRange();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            var key = row.RowKey.Split('|');
            yield return (key[1], key[2], key[3], await OfAsync(row, cancellationToken));
        }
    }

    private async ValueTask<StoredAppraisal> OfAsync(TableEntity row, CancellationToken cancellationToken)
    {
        ParticipantRow.Expect(row, newest: 1);
        return new(
            StorageJson.Read<AppraisalContent>(await texts.ReadAsync(row.GetString(ContentProperty), cancellationToken) ?? "null"),
            row.GetBoolean(AcceptedProperty) ?? false,
            row.GetString(ByProperty) ?? "",
            row.GetDateTimeOffset(SavedAtProperty) ?? default,
            row.ETag);
    }

    /// <summary>The write of an appraisal under the demanded ETag.</summary>
    public async ValueTask<TableTransactionAction> WriteAsync(
        ParticipantKey key, string phase, AppraisalContent content, bool accepted, WriteMark mark, CancellationToken cancellationToken)
    {
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Appraisal(key.Track, key.Unit, phase))
        {
            [ContentProperty] = await texts.WriteAsync(StorageJson.Write(content), cancellationToken),
            [AcceptedProperty] = accepted,
            [ByProperty] = mark.By,
            [SavedAtProperty] = mark.At,
            [ParticipantRow.SchemaProperty] = 1,
        };
        return mark.Conditional(row, TableTransactionActionType.UpdateReplace);
    }
}
