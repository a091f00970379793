using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Sheets;

/// <summary>
/// A sheet 自查表 as its row says. <see cref="Draft"/> is what has been saved since the last handing in, <see cref="Submitted"/> what was handed in last; either
/// may be missing. The ETag is the one that clients see.
/// </summary>
public sealed record StoredSheet(SheetContent? Draft, SheetContent? Submitted, string By, DateTimeOffset SavedAt, ETag ETag)
{
    /// <summary>What its writer works on.</summary>
    public SheetContent Working => Draft ?? Submitted ?? SheetContent.Empty;
}

/// <summary>Sheets in their participant's partition. Where the sheet stands is the participant row's to say; this row holds what was filled in.</summary>
public sealed class SheetStore(CampaignTables tables, LongTexts texts)
{
    private const string DraftProperty = "Draft";
    private const string SubmittedProperty = "Submitted";
    private const string ByProperty = "By";
    private const string SavedAtProperty = "SavedAt";

    /// <summary>The sheet, or null while nothing was saved. One request.</summary>
    public async Task<StoredSheet?> ReadAsync(ParticipantKey key, string phase, CancellationToken cancellationToken)
    {
        var found = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Sheet(key.Track, key.Unit, phase), cancellationToken: cancellationToken);
        return found.HasValue ? await OfAsync(found.Value!, cancellationToken) : null;
    }

    /// <summary>Every sheet of a group in order of track, unit and phase, read a page at a time.</summary>
    public async IAsyncEnumerable<(string Track, string Unit, string Phase, StoredSheet Sheet)> ReadGroupAsync(
        string cycle, string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.SheetRange();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            var key = row.RowKey.Split('|');
            yield return (key[1], key[2], key[3], await OfAsync(row, cancellationToken));
        }
    }

    private async ValueTask<StoredSheet> OfAsync(TableEntity row, CancellationToken cancellationToken)
    {
        ParticipantRow.Expect(row, newest: 1);
        return new(
            await ContentAsync(row, DraftProperty, cancellationToken),
            await ContentAsync(row, SubmittedProperty, cancellationToken),
            row.GetString(ByProperty) ?? "",
            row.GetDateTimeOffset(SavedAtProperty) ?? default,
            row.ETag);
    }

    /// <summary>
    /// The sheet that the participant's score rests on: its own or, where a split or merger carried it over, what the unit handed in under whose name it stands
    /// (J20), with the participant's own draft and ETag. One request, or two.
    /// </summary>
    public async Task<StoredSheet?> ReadAsync(ParticipantKey key, string phase, PhaseState state, CancellationToken cancellationToken) =>
        await BehindAsync(key, phase, state, await ReadAsync(key, phase, cancellationToken), cancellationToken);

    /// <summary>The same where the participant's <paramref name="own"/> has been read: no request, or one.</summary>
    public async Task<StoredSheet?> BehindAsync(ParticipantKey key, string phase, PhaseState state, StoredSheet? own, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(state);
        return state.SheetOf is { } unit && await ReadAsync(key with { Unit = unit }, phase, cancellationToken) is { } carried
            ? carried with { Draft = own?.Draft, ETag = own?.ETag ?? default }
            : own;
    }

    /// <summary>The write that saves a draft beside what was handed in.</summary>
    public async ValueTask<TableTransactionAction> DraftAsync(
        ParticipantKey key, string phase, SheetContent content, WriteMark mark, CancellationToken cancellationToken)
    {
        var row = await RowAsync(key, phase, DraftProperty, content, mark, cancellationToken);
        return mark.Conditional(row, TableTransactionActionType.UpdateMerge);
    }

    /// <summary>The write that hands the sheet in; a draft is gone with it.</summary>
    public async ValueTask<TableTransactionAction> SubmittedAsync(
        ParticipantKey key, string phase, SheetContent content, WriteMark mark, CancellationToken cancellationToken)
    {
        var row = await RowAsync(key, phase, SubmittedProperty, content, mark, cancellationToken);
        return mark.Conditional(row, TableTransactionActionType.UpdateReplace);
    }

    private async ValueTask<TableEntity> RowAsync(
        ParticipantKey key, string phase, string property, SheetContent content, WriteMark mark, CancellationToken cancellationToken) =>
        new(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Sheet(key.Track, key.Unit, phase))
        {
            [property] = await texts.WriteAsync(StorageJson.Write(content), cancellationToken),
            [ByProperty] = mark.By,
            [SavedAtProperty] = mark.At,
            [ParticipantRow.SchemaProperty] = 1,
        };

    private async ValueTask<SheetContent?> ContentAsync(TableEntity row, string property, CancellationToken cancellationToken) =>
        await texts.ReadAsync(row.GetString(property), cancellationToken) is { } json ? StorageJson.Read<SheetContent>(json) : null;
}
