using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Plans;

namespace Campaigns.App.Plans;

/// <summary>A plan as its row says: what is worked on, and what was filed last; either may be missing.</summary>
public sealed record StoredPlan(PlanContent? Draft, PlanContent? Filed, string By, DateTimeOffset SavedAt, ETag ETag)
{
    public PlanContent? Working => Draft ?? Filed;
}

/// <summary>Plans in their participant's partition. Where the plan stands is the participant row's to say.</summary>
public sealed class PlanStore(CampaignTables tables, LongTexts texts)
{
    private const string DraftProperty = "Draft";
    private const string FiledProperty = "Filed";
    private const string ByProperty = "By";
    private const string SavedAtProperty = "SavedAt";

    /// <summary>The plan, or null while nothing was saved. One request.</summary>
    public async Task<StoredPlan?> ReadAsync(ParticipantKey key, string phase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Plan(key.Track, key.Unit, phase), cancellationToken: cancellationToken);
        if (!found.HasValue)
            return null;
        var row = found.Value!;
        ParticipantRow.Expect(row, newest: 1);
        return new(
            await ContentAsync(row, DraftProperty, cancellationToken), await ContentAsync(row, FiledProperty, cancellationToken),
            row.GetString(ByProperty) ?? "", row.GetDateTimeOffset(SavedAtProperty) ?? default, row.ETag);
    }

    /// <summary>The write that saves a draft beside what was filed.</summary>
    public async ValueTask<TableTransactionAction> DraftAsync(
        ParticipantKey key, string phase, PlanContent content, WriteMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return mark.Conditional(await RowAsync(key, phase, DraftProperty, content, mark, cancellationToken), TableTransactionActionType.UpdateMerge);
    }

    /// <summary>The write that files the plan; a draft is gone with it.</summary>
    public async ValueTask<TableTransactionAction> FiledAsync(
        ParticipantKey key, string phase, PlanContent content, WriteMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return mark.Conditional(await RowAsync(key, phase, FiledProperty, content, mark, cancellationToken), TableTransactionActionType.UpdateReplace);
    }

    private async ValueTask<TableEntity> RowAsync(
        ParticipantKey key, string phase, string property, PlanContent content, WriteMark mark, CancellationToken cancellationToken) =>
        new(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Plan(key.Track, key.Unit, phase))
        {
            [property] = await texts.WriteAsync(StorageJson.Write(content), cancellationToken),
            [ByProperty] = mark.By,
            [SavedAtProperty] = mark.At,
            [ParticipantRow.SchemaProperty] = 1,
        };

    private async ValueTask<PlanContent?> ContentAsync(TableEntity row, string property, CancellationToken cancellationToken) =>
        await texts.ReadAsync(row.GetString(property), cancellationToken) is { } json ? StorageJson.Read<PlanContent>(json) : null;
}
