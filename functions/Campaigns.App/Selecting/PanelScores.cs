using Azure;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Selecting;

/// <summary>The scores of panel members, each a row in its participant's partition.</summary>
public sealed class PanelScores(CampaignTables tables, CycleStore cycles)
{
    private readonly ParticipantRecords<StoredPanelScore> _records = new(tables, cycles);

    /// <summary>The score and its ETag, or null. One request.</summary>
    public Task<Kept<StoredPanelScore>?> ReadAsync(ParticipantKey key, string member, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _records.ReadAsync(key, ParticipantKeys.PanelScore(key.Track, key.Unit, member), cancellationToken);
    }

    /// <summary>The write of a score over what <paramref name="before"/> says is there.</summary>
    public static TableTransactionAction Write(ParticipantKey key, StoredPanelScore score, ETag? before)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(score);
        return ParticipantRecords<StoredPanelScore>.Write(key, ParticipantKeys.PanelScore(key.Track, key.Unit, score.Member), score, before);
    }

    /// <summary>All scores about one participant.</summary>
    public async Task<IReadOnlyList<StoredPanelScore>> OfAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await _records.ListAsync(key.Cycle, key.Group, ParticipantKeys.PanelScoresOf(key.Track, key.Unit), cancellationToken)
            .ToListAsync(cancellationToken);
    }

    /// <summary>All scores about the participants of a group. One query.</summary>
    public async Task<IReadOnlyList<StoredPanelScore>> OfGroupAsync(string cycle, string group, CancellationToken cancellationToken) =>
        await _records.ListAsync(cycle, group, ParticipantKeys.PanelScoreRange, cancellationToken).ToListAsync(cancellationToken);

    /// <summary>All scores of a cycle's track, a query a group.</summary>
    public async Task<IReadOnlyList<StoredPanelScore>> AllAsync(string cycle, string track, CancellationToken cancellationToken) =>
        await _records.AllAsync(cycle, ParticipantKeys.PanelScoreRange, cancellationToken).Where(s => s.Track == track).ToListAsync(cancellationToken);
}
