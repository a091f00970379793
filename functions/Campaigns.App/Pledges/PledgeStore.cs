using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Pledges;

namespace Campaigns.App.Pledges;

/// <summary>A pledge as its row says, with the phase it belongs to.</summary>
public sealed record StoredPledge(string Id, string Phase, Pledge Pledge, ETag ETag);

/// <summary>Pledges in their participant's partition, a row each.</summary>
public sealed class PledgeStore(CampaignTables tables, LongTexts texts)
{
    private const string ContentProperty = "Pledge";
    private const string PhaseProperty = "Phase";

    /// <summary>The pledge, or null. One request.</summary>
    public async Task<StoredPledge?> ReadAsync(ParticipantKey key, string pledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Pledge(key.Track, key.Unit, pledge), cancellationToken: cancellationToken);
        return found.HasValue ? await OfAsync(found.Value!, cancellationToken) : null;
    }

    /// <summary>A page of a participant's pledges, in order of their ids, from after <paramref name="after"/> on.</summary>
    public async Task<IReadOnlyList<StoredPledge>> ListAsync(ParticipantKey key, string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (from, to) = ParticipantKeys.PledgeRange(key.Track, key.Unit);
        if (after is not null)
            from = ParticipantKeys.After(ParticipantKeys.Pledge(key.Track, key.Unit, after));
        var pledges = new List<StoredPledge>();
        await foreach (var row in tables.Participants.QueryRangeAsync(
            ParticipantKeys.Partition(key.Cycle, key.Group), from, to, cancellationToken, limit))
        {
            pledges.Add(await OfAsync(row, cancellationToken));
            if (pledges.Count == limit)
                break;
        }
        return pledges;
    }

    /// <summary>Every pledge of a group in order of track, unit and id, read a page at a time.</summary>
    public async IAsyncEnumerable<(string Track, string Unit, StoredPledge Pledge)> ReadGroupAsync(
        string cycle, string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.AllPledges;
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            var key = row.RowKey.Split('|');
            yield return (key[1], key[2], await OfAsync(row, cancellationToken));
        }
    }

    /// <summary>The write of a pledge under the ETag that it was read with, or an insert.</summary>
    public async ValueTask<TableTransactionAction> WriteAsync(
        ParticipantKey key, string id, string phase, Pledge pledge, ETag? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Pledge(key.Track, key.Unit, id))
        {
            [ContentProperty] = await texts.WriteAsync(StorageJson.Write(pledge), cancellationToken),
            [PhaseProperty] = phase,
            [ParticipantRow.SchemaProperty] = 1,
        };
        return Batch.Over(known, row);
    }

    /// <summary>Writes a pledge under another participant that carries it on; one that is there stays as it is.</summary>
    public async Task CopyAsync(ParticipantKey key, string id, StoredPledge pledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pledge);
        var write = await WriteAsync(key, id, pledge.Phase, pledge.Pledge, null, cancellationToken);
        await Batch.ExecuteAsync(tables.Participants, [write], $"{key}|{id}|carried", cancellationToken);
    }

    private async ValueTask<StoredPledge> OfAsync(TableEntity row, CancellationToken cancellationToken)
    {
        ParticipantRow.Expect(row, newest: 1);
        var json = await texts.ReadAsync(row.GetString(ContentProperty), cancellationToken) ?? "null";
        return new(row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..], row.GetString(PhaseProperty), StorageJson.Read<Pledge>(json), row.ETag);
    }
}
