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
    private readonly ParticipantRecords<Challenge> _records = new(tables, cycles);

    /// <summary>The challenge and its ETag, or null. One request.</summary>
    public Task<Kept<Challenge>?> ReadAsync(ParticipantKey key, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _records.ReadAsync(key, ParticipantKeys.Challenge(key.Track, key.Unit, id), cancellationToken);
    }

    /// <summary>The write of a challenge: new, or over the row of <paramref name="before"/>.</summary>
    public static TableTransactionAction Write(ParticipantKey key, Challenge challenge, ETag? before)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(challenge);
        return ParticipantRecords<Challenge>.Write(key, ParticipantKeys.Challenge(key.Track, key.Unit, challenge.Id), challenge, before);
    }

    /// <summary>Those about one participant, by id.</summary>
    public async Task<IReadOnlyList<Challenge>> OfAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return await _records.ListAsync(key.Cycle, key.Group, ParticipantKeys.ChallengesOf(key.Track, key.Unit), cancellationToken)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Those of a group, by track, unit and id. One query.</summary>
    public async Task<IReadOnlyList<Challenge>> OfGroupAsync(string cycle, string group, CancellationToken cancellationToken) =>
        await _records.ListAsync(cycle, group, ParticipantKeys.ChallengeRange, cancellationToken).ToListAsync(cancellationToken);

    /// <summary>Those of a whole cycle, a query a group.</summary>
    public async Task<IReadOnlyList<Challenge>> AllAsync(string cycle, CancellationToken cancellationToken) =>
        await _records.AllAsync(cycle, ParticipantKeys.ChallengeRange, cancellationToken).ToListAsync(cancellationToken);
}
