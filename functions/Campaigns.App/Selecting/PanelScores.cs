using Azure;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Selecting;

/// <summary>The scores of panel members, each a row in its participant's partition.</summary>
public sealed class PanelScores(CampaignTables tables, CycleStore cycles)
{
    private const string ValueProperty = "Value";

    /// <summary>The score and its ETag, or null. One request.</summary>
    public async Task<Kept<StoredPanelScore>?> ReadAsync(ParticipantKey key, string member, CancellationToken cancellationToken)
    {
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.PanelScore(key.Track, key.Unit, member), cancellationToken: cancellationToken);
        return row.HasValue ? new(Read(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>The write of a score over what <paramref name="before"/> says is there.</summary>
    public static TableTransactionAction Write(ParticipantKey key, StoredPanelScore score, ETag? before)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(score);
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.PanelScore(key.Track, key.Unit, score.Member))
        {
            [ParticipantRow.SchemaProperty] = 1,
            [ValueProperty] = StorageJson.Write(score),
        };
        return before is { } etag ? new(TableTransactionActionType.UpdateReplace, row, etag) : new(TableTransactionActionType.Add, row);
    }

    /// <summary>All scores about one participant.</summary>
    public async Task<IReadOnlyList<StoredPanelScore>> OfAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.PanelScoresOf(key.Track, key.Unit);
        var scores = new List<StoredPanelScore>();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(key.Cycle, key.Group), from, to, cancellationToken))
            scores.Add(Read(row));
        return scores;
    }

    /// <summary>All scores of a cycle's track, a query a group.</summary>
    public async Task<IReadOnlyList<StoredPanelScore>> AllAsync(string cycle, string track, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.PanelScoreRange;
        var scores = new List<StoredPanelScore>();
        var snapshot = await cycles.ReadSnapshotAsync(cycle, cancellationToken);
        foreach (var group in snapshot?.Groups ?? [])
        {
            await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group.Id), from, to, cancellationToken))
            {
                if (Read(row) is var score && score.Track == track)
                    scores.Add(score);
            }
        }
        return scores;
    }

    private static StoredPanelScore Read(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return StorageJson.Read<StoredPanelScore>(row.GetString(ValueProperty));
    }
}
