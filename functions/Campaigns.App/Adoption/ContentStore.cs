using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Adoption;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Adoption;

/// <summary>What sheets and concluded appraisals say, read for a whole group at once (a page of 1,000 rows a request) or for one participant.</summary>
public sealed class ContentStore(CampaignTables tables, LongTexts texts)
{
    /// <summary>The contents of a group, by track and unit; a participant that handed nothing in is absent.</summary>
    public async Task<IReadOnlyDictionary<(string Track, string Unit), StoredContents>> ReadGroupAsync(
        string cycle, string group, CancellationToken cancellationToken)
    {
        var sheets = await ReadAsync<SheetContent>(cycle, group, ParticipantKeys.SheetRange(), "Submitted", cancellationToken);
        var appraisals = await ReadAsync<AppraisalContent>(cycle, group, ParticipantKeys.AppraisalRange(), "Content", cancellationToken);
        return sheets.Keys.Union(appraisals.Keys).ToDictionary(k => k, k => Of(sheets, appraisals, k));
    }

    /// <summary>The contents that a participant's scores rest on; two requests, and two for each unit whose sheets it carries on (J20).</summary>
    public async Task<StoredContents> ReadAsync(ParticipantKey key, ParticipantState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(state);
        var contents = new Dictionary<string, StoredContents>(StringComparer.Ordinal);
        foreach (var unit in state.SheetUnits)
            contents[unit] = await ReadAsync(key with { Unit = unit }, cancellationToken);
        return StoredContents.Behind(state, contents.GetValueOrDefault);
    }

    private async Task<StoredContents> ReadAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var (track, unit) = (key.Track, key.Unit);
        var sheets = await ReadAsync<SheetContent>(key.Cycle, key.Group, ParticipantKeys.SheetRange(track, unit), "Submitted", cancellationToken);
        var appraisals = await ReadAsync<AppraisalContent>(key.Cycle, key.Group, ParticipantKeys.AppraisalRange(track, unit), "Content", cancellationToken);
        return Of(sheets, appraisals, (track, unit));
    }

    private static StoredContents Of(
        Dictionary<(string Track, string Unit), Dictionary<string, SheetContent>> sheets,
        Dictionary<(string Track, string Unit), Dictionary<string, AppraisalContent>> appraisals,
        (string Track, string Unit) key) =>
        new(sheets.GetValueOrDefault(key) ?? [], appraisals.GetValueOrDefault(key) ?? []);

    private async Task<Dictionary<(string Track, string Unit), Dictionary<string, T>>> ReadAsync<T>(
        string cycle, string group, (string From, string To) range, string property, CancellationToken cancellationToken)
        where T : class
    {
        var contents = new Dictionary<(string Track, string Unit), Dictionary<string, T>>();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), range.From, range.To, cancellationToken))
        {
            // A draft of an appraisal scores nothing; a sheet's draft stands in a property of its own.
            if (row.GetBoolean("Accepted") == false || await texts.ReadAsync(row.GetString(property), cancellationToken) is not { } json)
                continue;
            var parts = row.RowKey.Split('|');
            if (!contents.TryGetValue((parts[1], parts[2]), out var phases))
                contents[(parts[1], parts[2])] = phases = [];
            phases[parts[3]] = StorageJson.Read<T>(json);
        }
        return contents;
    }
}
