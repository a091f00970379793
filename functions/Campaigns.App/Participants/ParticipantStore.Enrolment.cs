using Azure.Data.Tables;
using Campaigns.App.Ledger;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>Enrolment: participants enter a group once and stay in it for the cycle.</summary>
public sealed partial class ParticipantStore
{
    // Each brings its row and its first ledger entry; the dirty mark comes on top.
    private const int EnrolledPerBatch = (Batch.MaxRows - 1) / 2;
    private const int IndexWritesAtOnce = 16;

    /// <summary>
    /// Enters <paramref name="participants"/> into a group: index rows, then participant rows with the first entry of each chain, which carries the closing
    /// hash of the same unit and track in <paramref name="previousCycle"/> where there was one. Insert-only: who is there already stays as it is, so that it is
    /// safe to run twice, also at the same time. Returns how many of them the group holds that were not there before this run.
    /// </summary>
    public async Task<int> EnrolAsync(
        string cycle, string group, IReadOnlyList<ParticipantState> participants, DateTimeOffset at, string by, CancellationToken cancellationToken,
        string? previousCycle = null)
    {
        if (previousCycle is not null && (await _index.GroupsAsync(previousCycle, cancellationToken)).Count == 0)
            previousCycle = null;
        var areas = participants.Select(p => p.Area).Distinct().Order(StringComparer.Ordinal).ToList();
        await _index.RecordGroupAsync(cycle, new(group, areas), cancellationToken);
        var enrolled = 0;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            await _backOff.WaitAsync($"{cycle}|{group}|enrol", tries, cancellationToken);
            var there = new HashSet<(string, string)>();
            await foreach (var participant in ReadGroupAsync(cycle, group, cancellationToken, ended: true))
                there.Add((participant.Key.Track, participant.Key.Unit));
            var missing = participants.Where(p => !there.Contains((p.Track, p.Unit))).ToList();
            if (missing.Count == 0)
                return enrolled;

            var parallel = new ParallelOptions { MaxDegreeOfParallelism = IndexWritesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(missing, parallel, async (p, token) => await _index.RecordAsync(new(cycle, group, p.Track, p.Unit), token));
            var complete = true;
            foreach (var batch in missing.Chunk(EnrolledPerBatch))
            {
                var committed = await InsertAsync(cycle, group, batch, at, by, previousCycle, cancellationToken);
                enrolled += committed ? batch.Length : 0;
                complete &= committed;
            }
            if (complete)
            {
                await _hints.LeaveAsync(cycle, group, cancellationToken);
                return enrolled;
            }
        }
        throw new InvalidOperationException($"Group {group} of cycle {cycle} could not be enrolled: others kept entering the same participants.");
    }

    /// <summary>
    /// Enters one participant into a group of a running cycle: the successor of a unit that was split, or one that takes over where it took no part (J20).
    /// Insert-only: one that is there stays as it is.
    /// </summary>
    public async Task JoinAsync(
        string cycle, string group, ParticipantState participant, DateTimeOffset at, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(participant);
        await _index.AddAreaAsync(cycle, group, participant.Area, cancellationToken);
        await _index.RecordAsync(new(cycle, group, participant.Track, participant.Unit), cancellationToken);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            await _backOff.WaitAsync($"{cycle}|{group}|join|{participant.Unit}", tries, cancellationToken);
            if (await ReadAsync(new ParticipantKey(cycle, group, participant.Track, participant.Unit), cancellationToken) is not null
                || await InsertAsync(cycle, group, [participant], at, by, null, cancellationToken))
            {
                await _hints.LeaveAsync(cycle, group, cancellationToken);
                return;
            }
        }
        throw new InvalidOperationException($"{participant.Track}/{participant.Unit} could not join group {group} of cycle {cycle}.");
    }

    private async Task<bool> InsertAsync(
        string cycle, string group, ParticipantState[] participants, DateTimeOffset at, string by, string? previousCycle, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>();
        foreach (var state in participants)
        {
            var key = new ParticipantKey(cycle, group, state.Track, state.Unit);
            var before = previousCycle is null ? null : await ReadAsync(previousCycle, state.Track, state.Unit, cancellationToken);
            var start = LedgerHead.After(before?.Chain.Hash);
            var facts = new Dictionary<string, string> { ["cycle"] = cycle, ["group"] = group, ["parent"] = state.Parent, ["area"] = state.Area };
            if (state.Origins.Count > 0)
                facts["origins"] = string.Join(' ', state.Origins);
            var (entries, chain) = LedgerChain.Append(start, at, [new(Acts.Enrolled, by, $"{state.Track}/{state.Unit}", facts)]);
            actions.Add(new(TableTransactionActionType.Add, LedgerRow.OfParticipant(key, entries[0])));
            actions.Add(new(TableTransactionActionType.Add, ParticipantRow.Write(new(key, state, start, chain))));
        }
        actions.Add(DirtyMark(ParticipantKeys.Partition(cycle, group)));
        var operation = $"{cycle}|{group}|enrol|{ParticipantKeys.Hash(string.Join('\n', participants.Select(p => $"{p.Track}/{p.Unit}")))[..32]}";
        return (await Batch.ExecuteAsync(_tables.Participants, actions, operation, cancellationToken)).IsCommitted;
    }
}
