using System.Runtime.CompilerServices;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Ledger;

/// <summary>Reads ledger chains 台账 back, exactly as they were written (E6, J19).</summary>
public sealed class LedgerReader(CampaignTables tables, ParticipantStore participants, AnchorStore anchors)
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
    /// Walks the participant's chain from its first entry to the head that the participant row remembers, and holds it against the anchors outside its
    /// partition; null where there is no such participant.
    /// </summary>
    public async Task<AnchoredResult?> VerifyAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        // Before the row: an anchor that is written meanwhile may be ahead of it.
        var anchored = (await anchors.OfGroupAsync(key.Cycle, key.Group, cancellationToken))
            .Select(a => a.Participants.GetValueOrDefault($"{key.Track}/{key.Unit}")).OfType<LedgerHead>().ToList();
        if (await participants.ReadAsync(key, cancellationToken) is not { } participant)
            return null;
        var entries = await EntriesAsync(key, 1, int.MaxValue, cancellationToken);
        // An entry that was written after the row was read is beyond the head that it is held against.
        return AnchoredChain.Verify(
            [.. entries.Take((int)Math.Max(participant.Chain.Seq, 0)).Select(e => e.Text)], participant.ChainStart, participant.Chain, anchored);
    }

    /// <summary>Entries of a group's chain, oldest first, a page at a time.</summary>
    public async IAsyncEnumerable<LedgerEntry> GroupEntriesAsync(
        string cycle, string group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.GroupLedgerRange;
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken, 200))
            yield return LedgerRow.Read(row);
    }

    /// <summary>Walks the chain of a group: what the engine did to all of it at once.</summary>
    public async Task<AnchoredResult> VerifyGroupAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var anchored = (await anchors.OfGroupAsync(cycle, group, cancellationToken)).Select(a => a.Group).ToList();
        var head = await participants.ReadGroupChainAsync(cycle, group, cancellationToken);
        var (from, to) = ParticipantKeys.GroupLedgerRange;
        var entries = new List<string>();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
            entries.Add(LedgerRow.Read(row).Text);
        return AnchoredChain.Verify([.. entries.Take((int)head.Seq)], LedgerHead.Empty, head, anchored);
    }
}
