using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Ledger;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>What a wave over a group did, in participants.</summary>
/// <param name="Seen">Participants of the group.</param>
/// <param name="Changed">Those whose row this run changed; a repeat changes none.</param>
/// <param name="Alone">Those among them that had moved under the wave and were handled by themselves.</param>
/// <param name="Holding">Those of whom the wave's effect holds, by this run or an earlier one: what a milestone reports, however often it was begun.</param>
/// <param name="AlsoHolding">The same for what the wave did beside, see <see cref="WaveFact"/>.</param>
public readonly record struct GroupWave(int Seen, int Changed, int Alone, int Holding = 0, int AlsoHolding = 0);

/// <summary>
/// A second thing that a wave does to some of those whom it changes, in the same transaction: what the ledger remembers of it, of whom (by the states before
/// and after), and whether a state shows it.
/// </summary>
public sealed record WaveFact(LedgerFact Fact, Func<ParticipantState, ParticipantState, bool> Of, Func<ParticipantState, bool> Holds);

/// <summary>
/// Writes of the engine on a whole group: a page is read, what changes is written in batches, each with one entry of the group's chain that names its
/// members.
/// </summary>
public sealed partial class ParticipantStore
{
    /// <summary>Property of a group's ledger entry that names its members, <c>track/unit</c> each, separated by blanks.</summary>
    public const string MembersFact = "members";

    // Two ledger entries, head of the chain and dirty mark stand beside the participants in a batch.
    private const int MembersPerBatch = Batch.MaxRows - 4;
    private const int MembersPerEntry = 200;
    private const int MaxTakenOut = 5;

    private readonly ConcurrentDictionary<string, GroupHead> _heads = new(StringComparer.Ordinal);

    /// <summary>Tells the roll-up to count groups anew; one request for a hundred of them.</summary>
    public Task HintAsync(string cycle, IReadOnlyCollection<string> groups, CancellationToken cancellationToken) =>
        _hints.LeaveAsync(cycle, groups, cancellationToken);

    /// <summary>
    /// Applies <paramref name="change"/> (null: leave as it is) to every participant of a group. A participant that moves meanwhile is taken out of its batch
    /// and decided on anew, alone. Safe to run twice, also at the same time, if <paramref name="change"/> answers null for a state that it has made itself.
    /// Whoever is through with all groups leaves the hint that they want counting (<see cref="HintAsync"/>).
    /// </summary>
    /// <param name="waveId">The wave's own id, for example cycle and milestone.</param>
    /// <param name="fact">What the group's chain remembers of each batch; its members are added to it.</param>
    /// <param name="holds">Whether a state shows the wave's effect; null where nobody counts.</param>
    /// <param name="also">What <paramref name="change"/> does to some beside; null where it does one thing.</param>
    public async Task<GroupWave> TransactGroupAsync(
        string cycle, string group, string waveId, DateTimeOffset at, LedgerFact fact, Func<ParticipantState, ParticipantState?> change,
        CancellationToken cancellationToken, Func<ParticipantState, bool>? holds = null, WaveFact? also = null)
    {
        var wave = new Wave(cycle, group, waveId, at, fact, change, also);
        var (changed, alone) = (0, 0);
        for (var round = 0; round < MaxTries; round++)
        {
            var (seen, holding, alsoHolding) = (0, 0, 0);
            async IAsyncEnumerable<Member> ChangingAsync()
            {
                await foreach (var participant in ReadGroupAsync(cycle, group, cancellationToken))
                {
                    seen++;
                    var next = change(participant.State);
                    if (also?.Holds(next ?? participant.State) is true)
                        alsoHolding++;
                    if (next is not null)
                        yield return new(participant, next);
                    else if (holds?.Invoke(participant.State) is true)
                        holding++;
                }
            }

            // Written while the page is gone through, so that a group in work is what is left of its page and one batch.
            var complete = true;
            var moved = new List<ParticipantKey>();
            await foreach (var batch in Batch.CutAsync(ChangingAsync(), m => m.Row, MembersPerBatch))
            {
                var done = await CommitBatchAsync(wave, [.. batch], moved, cancellationToken);
                complete &= done is not null;
                changed += done ?? 0;
                holding += done ?? 0;
            }
            foreach (var key in moved)
            {
                var written = await CommitAloneAsync(wave, key, cancellationToken);
                changed += written;
                alone += written;
                holding += written;
            }
            // What a member that moved has become of beside is known when it is read again.
            if (!complete || (also is not null && moved.Count > 0))
                continue;
            return new(seen, changed, alone, holding, alsoHolding);
        }
        throw new InvalidOperationException($"Wave {waveId} found group {group} of cycle {cycle} changing under it {MaxTries} times.");
    }

    /// <summary>
    /// Writes <paramref name="fact"/> into the group's chain, once for <paramref name="operationId"/> however often it is called; in several entries where
    /// there are many <paramref name="members"/> (<see cref="NameOf"/>).
    /// </summary>
    public async Task RecordGroupAsync(
        string cycle, string group, string operationId, DateTimeOffset at, LedgerFact fact, IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        var partition = ParticipantKeys.Partition(cycle, group);
        IEnumerable<LedgerFact> facts = members.Count == 0 ? [fact] : members.Chunk(MembersPerEntry).Select(m => Naming(fact, m));
        for (var tries = 0; tries < MaxTries; tries++)
        {
            await _backOff.WaitAsync(operationId, tries, cancellationToken);
            var head = await HeadAsync(partition, again: tries > 0, cancellationToken);
            var (entries, chain) = LedgerChain.Append(head.Chain, at, facts);
            var actions = new List<TableTransactionAction>
            {
                new(TableTransactionActionType.Add, new TableEntity(partition, ParticipantKeys.Operation(operationId))),
            };
            actions.AddRange(entries.Select(e => new TableTransactionAction(TableTransactionActionType.Add, LedgerRow.OfGroup(cycle, group, e))));
            actions.Add(HeadWrite(partition, head, chain));
            var outcome = await Batch.ExecuteAsync(_tables.Participants, actions, operationId, cancellationToken);
            KeepHead(partition, outcome.ETags is { } etags ? new(chain, etags[^1]) : null);
            if (outcome.IsCommitted || outcome.FailedIndex == 0)
                return;
        }
        throw new InvalidOperationException($"Operation {operationId} found the chain of group {group} of cycle {cycle} moving {MaxTries} times.");
    }

    /// <summary>Where the group's chain ends.</summary>
    public async Task<LedgerHead> ReadGroupChainAsync(string cycle, string group, CancellationToken cancellationToken) =>
        (await ReadHeadAsync(ParticipantKeys.Partition(cycle, group), cancellationToken)).Chain;

    /// <summary>
    /// One batch of a wave: the number of rows written, or null when the group has to be read again. Members that have moved are taken out, into
    /// <paramref name="moved"/>.
    /// </summary>
    private async Task<int?> CommitBatchAsync(Wave wave, List<Member> members, List<ParticipantKey> moved, CancellationToken cancellationToken)
    {
        var partition = ParticipantKeys.Partition(wave.Cycle, wave.Group);
        var (takenOut, headMoves) = (0, 0);
        while (members.Count > 0)
        {
            var head = await HeadAsync(partition, again: headMoves > 0, cancellationToken);
            var (entries, chain) = LedgerChain.Append(head.Chain, wave.At, wave.FactsOf(members));
            List<TableTransactionAction> actions =
            [
                .. entries.Select(e => new TableTransactionAction(TableTransactionActionType.Add, LedgerRow.OfGroup(wave.Cycle, wave.Group, e))),
                HeadWrite(partition, head, chain),
            ];
            var first = actions.Count;
            actions.AddRange(members.Select(m => new TableTransactionAction(
                TableTransactionActionType.UpdateReplace, m.Row, m.Current.ETag)));
            actions.Add(DirtyMark(partition));

            var outcome = await Batch.ExecuteAsync(_tables.Participants, actions, OperationOf(wave, members), cancellationToken);
            KeepHead(partition, outcome.ETags is { } etags ? new(chain, etags[first - 1]) : null);
            if (outcome.IsCommitted)
                return members.Count;
            if (outcome.FailedIndex is not int failed || failed > first + members.Count)
                return null;
            if (failed < first)
            {
                if (++headMoves == MaxTries)
                    return null;
                await _backOff.WaitAsync(wave.Id + members[0].Current.Key.Unit, headMoves, cancellationToken);
                continue;
            }
            moved.Add(members[failed - first].Current.Key);
            members.RemoveAt(failed - first);
            if (++takenOut > MaxTakenOut)
                return null;
        }
        return 0;
    }

    private async Task<int> CommitAloneAsync(Wave wave, ParticipantKey key, CancellationToken cancellationToken)
    {
        using var turn = await _locks.TakeAsync(key, cancellationToken);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            await _backOff.WaitAsync(wave.Id + key.Unit, tries, cancellationToken);
            if (await ReadAsync(key, cancellationToken) is not { State.Left: null } current || wave.Change(current.State) is not { } next)
                return 0;
            if (await CommitBatchAsync(wave, [new(current, next)], [], cancellationToken) is 1)
                return 1;
        }
        throw new InvalidOperationException($"Wave {wave.Id} found participant {key.Track}/{key.Unit} of cycle {wave.Cycle} moving {MaxTries} times.");
    }

    /// <summary>
    /// The batch's id: the wave's, with what it is applied to. Two runs of a wave that meet write the same rows under the same id, so that each may take the
    /// other's batch for its own; a batch cut differently has another id.
    /// </summary>
    private static string OperationOf(Wave wave, List<Member> members) =>
        $"{wave.Id}|{ParticipantKeys.Hash(string.Join('\n', members.Select(m => $"{m.Current.Key.Track}/{m.Current.Key.Unit} {m.Current.ETag}")))[..32]}";

    /// <summary>How a group's ledger names one of its participants: <c>track/unit</c>.</summary>
    public static string NameOf(ParticipantState member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return $"{member.Track}/{member.Unit}";
    }

    private static LedgerFact Naming(LedgerFact fact, IEnumerable<string> members) => fact with
    {
        Facts = new Dictionary<string, string>(fact.Facts) { [MembersFact] = string.Join(' ', members) },
    };

    /// <summary>
    /// The chain's head as this process left it, else as it is read. Where it has moved since, the batch is refused, and the head is read
    /// <paramref name="again"/>.
    /// </summary>
    private async ValueTask<GroupHead> HeadAsync(string partition, bool again, CancellationToken cancellationToken) =>
        !again && _heads.TryGetValue(partition, out var known) ? known : await ReadHeadAsync(partition, cancellationToken);

    private void KeepHead(string partition, GroupHead? head)
    {
        if (head is not null)
            _heads[partition] = head;
        else
            _heads.TryRemove(partition, out _);
    }

    private async Task<GroupHead> ReadHeadAsync(string partition, CancellationToken cancellationToken)
    {
        var row = await _tables.Participants.GetEntityIfExistsAsync<TableEntity>(partition, ParticipantKeys.GroupHead, cancellationToken: cancellationToken);
        return row.HasValue ? new(ParticipantRow.ReadChain(row.Value!), row.Value!.ETag) : new(LedgerHead.Empty, null);
    }

    private static TableTransactionAction HeadWrite(string partition, GroupHead head, LedgerHead chain)
    {
        var row = new TableEntity(partition, ParticipantKeys.GroupHead);
        ParticipantRow.WriteChain(row, chain);
        return Batch.Over(head.ETag, row);
    }

    private sealed record Wave(
        string Cycle, string Group, string Id, DateTimeOffset At, LedgerFact Fact, Func<ParticipantState, ParticipantState?> Change, WaveFact? Also)
    {
        public IEnumerable<LedgerFact> FactsOf(List<Member> members)
        {
            yield return Naming(Fact, members.Select(m => NameOf(m.Next)));
            if (Also is null)
                yield break;
            var beside = members.Where(m => Also.Of(m.Current.State, m.Next)).Select(m => NameOf(m.Next)).ToList();
            if (beside.Count > 0)
                yield return Naming(Also.Fact, beside);
        }
    }

    private sealed record Member(StoredParticipant Current, ParticipantState Next)
    {
        public TableEntity Row { get; } = ParticipantRow.Write(Current with { State = Next });
    }

    private sealed record GroupHead(LedgerHead Chain, ETag? ETag);
}
