using Azure;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Objections;

namespace Campaigns.App.Selecting;

/// <summary>Objections and appeals, each a row in its participant's partition.</summary>
public sealed class Challenges(CampaignTables tables, CycleStore cycles)
{
    private const string ValueProperty = "Value";

    /// <summary>The challenge and its ETag, or null. One request.</summary>
    public async Task<Kept<Challenge>?> ReadAsync(ParticipantKey key, string id, CancellationToken cancellationToken)
    {
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Challenge(key.Track, key.Unit, id), cancellationToken: cancellationToken);
        return row.HasValue ? new(Read(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>The write of a challenge: new, or over the row of <paramref name="before"/>.</summary>
    public static TableTransactionAction Write(ParticipantKey key, Challenge challenge, ETag? before)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(challenge);
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Challenge(key.Track, key.Unit, challenge.Id))
        {
            [ParticipantRow.SchemaProperty] = 1,
            [ValueProperty] = StorageJson.Write(challenge),
        };
        return before is { } etag ? new(TableTransactionActionType.UpdateReplace, row, etag) : new(TableTransactionActionType.Add, row);
    }

    /// <summary>Those about one participant, by id.</summary>
    public async Task<IReadOnlyList<Challenge>> OfAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.ChallengesOf(key.Track, key.Unit);
        return await ReadAsync(ParticipantKeys.Partition(key.Cycle, key.Group), from, to, cancellationToken);
    }

    /// <summary>Those of a whole cycle, a query a group.</summary>
    public async Task<IReadOnlyList<Challenge>> AllAsync(string cycle, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.ChallengeRange;
        var all = new List<Challenge>();
        var snapshot = await cycles.ReadSnapshotAsync(cycle, cancellationToken);
        foreach (var group in snapshot?.Groups ?? [])
            all.AddRange(await ReadAsync(ParticipantKeys.Partition(cycle, group.Id), from, to, cancellationToken));
        return all;
    }

    private async Task<List<Challenge>> ReadAsync(string partition, string from, string to, CancellationToken cancellationToken)
    {
        var listed = new List<Challenge>();
        await foreach (var row in tables.Participants.QueryRangeAsync(partition, from, to, cancellationToken))
            listed.Add(Read(row));
        return listed;
    }

    private static Challenge Read(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return StorageJson.Read<Challenge>(row.GetString(ValueProperty));
    }
}
