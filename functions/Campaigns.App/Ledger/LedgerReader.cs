using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Ledger;

/// <summary>Reads ledger chains 台账 back, exactly as they were written (E6, J19).</summary>
public sealed class LedgerReader(CampaignTables tables, ParticipantStore participants)
{
    /// <summary>Entries of a participant's chain from number <paramref name="from"/> on, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(ParticipantKey key, int from, int count, CancellationToken cancellationToken)
    {
        var (_, to) = ParticipantKeys.LedgerRange(key.Track, key.Unit);
        var entries = new List<LedgerEntry>();
        var rows = tables.Participants.QueryRangeAsync(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.LedgerEntry(key.Track, key.Unit, from), to, cancellationToken,
            Math.Min(count, 1000));
        await foreach (var row in rows)
        {
            entries.Add(LedgerRow.Read(row));
            if (entries.Count == count)
                break;
        }
        return entries;
    }

    /// <summary>
    /// Walks the participant's chain from its first entry to the head that the participant row remembers; null where there is no such participant.
    /// </summary>
    public async Task<VerifyResult?> VerifyAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        if (await participants.ReadAsync(key, cancellationToken) is not { } participant)
            return null;
        var entries = await EntriesAsync(key, 1, int.MaxValue, cancellationToken);
        // An entry that was written after the row was read is beyond the head that it is held against.
        return LedgerChain.Verify(entries.Take((int)Math.Max(participant.Chain.Seq, 0)).Select(e => e.Text), participant.ChainStart, participant.Chain);
    }

    /// <summary>Walks the chain of a group: what the engine did to all of it at once.</summary>
    public async Task<VerifyResult> VerifyGroupAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var head = await participants.ReadGroupChainAsync(cycle, group, cancellationToken);
        var (from, to) = ParticipantKeys.GroupLedgerRange;
        var entries = new List<string>();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
            entries.Add(LedgerRow.Read(row).Text);
        return LedgerChain.Verify(entries.Take((int)head.Seq), LedgerHead.Empty, head);
    }
}
