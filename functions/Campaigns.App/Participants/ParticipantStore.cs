using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Ledger;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>
/// The participants of a cycle, a partition a group. An act on a participant is one entity-group transaction: its own rows, the participant row under its
/// ETag, the ledger entries, the dirty mark, the answer, and what people are to be told. When only the participant row or the chain has moved, the act is
/// decided again on what is there now, up to <see cref="MaxTries"/> times: nobody meets a 412 that another's photo or a reminder caused.
/// </summary>
public sealed partial class ParticipantStore
{
    /// <summary>The first try and five more.</summary>
    public const int MaxTries = 6;

    private readonly CampaignTables _tables;
    private readonly ParticipationIndex _index;
    private readonly DirtyHints _hints;
    private readonly Outbox _outbox;
    private readonly AnswerRecords _answers;
    private readonly BackOff _backOff;
    private readonly KeyedLocks _locks = new();

    public ParticipantStore(CampaignTables tables, ParticipationIndex index, DirtyHints hints, LongTexts texts, Outbox outbox, TimeProvider time)
    {
        (_tables, _index, _hints, _outbox) = (tables, index, hints, outbox);
        _answers = new(tables, texts);
        _backOff = new(time);
    }

    /// <summary>The participant, or null where the unit takes no part in the cycle's track. One request for a participant seen before, else two.</summary>
    public async Task<StoredParticipant?> ReadAsync(string cycle, string track, string unit, CancellationToken cancellationToken) =>
        await _index.GroupOfAsync(cycle, track, unit, cancellationToken) is { } group
            ? await ReadAsync(new ParticipantKey(cycle, group, track, unit), cancellationToken)
            : null;

    /// <summary>The participant, or null. One request.</summary>
    public async Task<StoredParticipant?> ReadAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var row = await _tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Participant(key.Track, key.Unit), cancellationToken: cancellationToken);
        return row.HasValue ? ParticipantRow.Read(key.Cycle, key.Group, row.Value!) : null;
    }

    /// <summary>
    /// The group's participants in order of track and unit, from <paramref name="after"/> (exclusive) on; a page of up to 1,000 is one request.
    /// Those that have ended within the cycle (J20) only where they are asked for.
    /// </summary>
    /// <param name="ended">Also those that have ended.</param>
    public async IAsyncEnumerable<StoredParticipant> ReadGroupAsync(
        string cycle, string group, [EnumeratorCancellation] CancellationToken cancellationToken, ParticipantKey? after = null, bool ended = false)
    {
        var (from, to) = ParticipantKeys.ParticipantRange;
        if (after is not null)
            from = ParticipantKeys.After(ParticipantKeys.Participant(after.Track, after.Unit));
        await foreach (var row in _tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            var participant = ParticipantRow.Read(cycle, group, row);
            if (ended || participant.State.Left is null)
                yield return participant;
        }
    }

    /// <summary>
    /// All of a group, also who has ended, for whoever counts it, and in the same pages what an act on one of them left untold: that is told on the way.
    /// </summary>
    /// <returns>The participants; and false where something could not be told and still stands there.</returns>
    public async Task<(IReadOnlyList<StoredParticipant> All, bool Told)> ReadForCountAsync(
        string cycle, string group, CancellationToken cancellationToken)
    {
        var (all, untold) = (new List<StoredParticipant>(), new List<TableEntity>());
        var (from, to) = ParticipantKeys.CountRange;
        await foreach (var row in _tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(cycle, group), from, to, cancellationToken))
        {
            if (ParticipantKeys.IsUntold(row.RowKey))
                untold.Add(row);
            else
                all.Add(ParticipantRow.Read(cycle, group, row));
        }
        var told = true;
        foreach (var row in untold)
            told &= await _outbox.TellLeftAsync(cycle, row, cancellationToken);
        return (all, told);
    }

    /// <summary>
    /// The group's participants from one row key to another, both inclusive, those that have ended too.
    /// </summary>
    internal async IAsyncEnumerable<StoredParticipant> ReadRangeAsync(
        string cycle, string group, string first, string last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = ParticipantKeys.Partition(cycle, group);
        await foreach (var row in _tables.Participants.QueryRangeAsync(partition, first, ParticipantKeys.After(last), cancellationToken))
            yield return ParticipantRow.Read(cycle, group, row);
    }

    /// <summary>
    /// Does <paramref name="operation"/> as <paramref name="decide"/> says. Two requests when nobody interferes: the participant row and the batch.
    /// A batch whose answer was lost is recognised by the operation's id.
    /// </summary>
    /// <param name="known">The participant as it was read a moment ago, which spares the first read.</param>
    public async Task<ParticipantOutcome> TransactAsync(
        ParticipantKey key, ParticipantOperation operation, DecideOnParticipant decide, CancellationToken cancellationToken, StoredParticipant? known = null)
    {
        using var turn = await _locks.TakeAsync(key, cancellationToken);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            await _backOff.WaitAsync(operation.Id, tries, cancellationToken);
            var current = tries == 0 && known is not null ? known : await ReadAsync(key, cancellationToken);
            if (current is null)
                return new ParticipantOutcome.NotFound();
            if (current.State.Left is not null && !operation.OfChange)
                return await RepeatedAsync(key, operation, cancellationToken) is { } done ? done : new ParticipantOutcome.Refused(new(RefusalCode.UnitLeft));
            var write = await decide(current, cancellationToken);
            if (write.Decision is not Accepted<ParticipantState> accepted)
            {
                // The refusal may be the consequence of this very operation, done before: that one has an answer.
                return await RepeatedAsync(key, operation, cancellationToken) is { } before ? before : new ParticipantOutcome.Refused(write.Decision.Refusal!);
            }
            if (await CommitAsync(current, operation, accepted, write, cancellationToken) is { } outcome)
                return outcome;
        }
        return new ParticipantOutcome.Busy();
    }

    /// <summary>Runs the batch of one try; null when it is to be tried again on what is there then.</summary>
    private async Task<ParticipantOutcome?> CommitAsync(
        StoredParticipant current, ParticipantOperation operation, Accepted<ParticipantState> accepted, ParticipantWrite write,
        CancellationToken cancellationToken)
    {
        var key = current.Key;
        var partition = ParticipantKeys.Partition(key.Cycle, key.Group);
        var (entries, chain) = LedgerChain.Append(current.Chain, operation.At, accepted.Facts);
        var after = current with { State = accepted.State, Chain = chain };
        var changes = entries.Count > 0 || !ReferenceEquals(accepted.State, current.State);

        // The rows that are inserted once and never change come first: when a batch was applied and its answer lost, the repeat fails at one of them, and
        // whoever wrote that row is beyond doubt. The participant row may have moved on since.
        var actions = new List<TableTransactionAction>();
        var tells = write.Notices.Count > 0;
        if (operation.Answer is { } answerKey && write.Answer is { } answer)
            actions.Add(await _answers.InsertAsync(partition, answerKey, answer, tells, cancellationToken));
        actions.AddRange(entries.Select(e => new TableTransactionAction(TableTransactionActionType.Add, LedgerRow.OfParticipant(key, e))));
        var own = actions.Count;
        actions.AddRange(write.Rows);
        var end = actions.Count;
        if (changes)
            actions.Add(new(TableTransactionActionType.UpdateReplace, ParticipantRow.Write(after), current.ETag));
        if (actions.Count == 0)
        {
            await _outbox.TellAsync(key.Cycle, write.Notices, cancellationToken);
            return new ParticipantOutcome.Committed(current, new Dictionary<string, ETag>());
        }
        var untold = tells ? actions.Count : -1;
        if (tells)
            actions.Add(await _outbox.InsertAsync(partition, operation.Id, write.Notices, cancellationToken));
        if (changes || tells)
        {
            actions.Add(DirtyMark(partition));
            // Before: whoever counts and tells must come by also when this process does not see the batch's end. A hint younger than half a minute stays.
            await _hints.LeaveAsync(key.Cycle, key.Group, cancellationToken);
        }

        var outcome = await Batch.ExecuteAsync(_tables.Participants, actions, operation.Id, cancellationToken);
        if (outcome.IsCommitted)
        {
            if (outcome.ETags is null && await RepeatedAsync(key, operation, cancellationToken) is { } done)
                return done;
            if (changes || tells)
                await _hints.LeaveAsync(key.Cycle, key.Group, cancellationToken);
            // Where the answer was lost, what stands there may be another process's, with words and an instant of its own.
            if (tells && outcome.ETags is null)
                await _outbox.TellLeftAsync(key, operation.Id, cancellationToken);
            else if (tells)
                await _outbox.TellAsync(key.Cycle, actions[untold].Entity, write.Notices, cancellationToken);
            return new ParticipantOutcome.Committed(after, ETagsOf(actions, own, end, outcome.ETags));
        }
        if (outcome.FailedIndex == 0 && await RepeatedAsync(key, operation, cancellationToken) is { } earlier)
            return earlier;
        // The operation was done before, under the same id, and nobody has been told yet: that comes first.
        if (tells && outcome.FailedIndex == untold)
            await _outbox.TellLeftAsync(key, operation.Id, cancellationToken);
        return outcome.FailedIndex is int failed && failed >= own && failed < end
            ? new ParticipantOutcome.RowConflict(((TableEntity)actions[failed].Entity).RowKey)
            : null;
    }

    /// <summary>The answer that the operation got before, or null. Of what its first run did not come to tell, people are told now.</summary>
    private async Task<ParticipantOutcome.Repeated?> RepeatedAsync(ParticipantKey key, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Answer is not { } answer
            || await _answers.ReadAsync(ParticipantKeys.Partition(key.Cycle, key.Group), answer, cancellationToken) is not { } record)
            return null;
        if (record.Tells)
            await _outbox.TellLeftAsync(key, operation.Id, cancellationToken);
        return new(record);
    }

    private static Dictionary<string, ETag> ETagsOf(List<TableTransactionAction> actions, int from, int to, IReadOnlyList<ETag>? etags)
    {
        var own = new Dictionary<string, ETag>();
        for (var i = from; etags is not null && i < to; i++)
            own[actions[i].Entity.RowKey] = etags[i];
        return own;
    }

    internal static TableTransactionAction DirtyMark(string partition) =>
        new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, ParticipantKeys.DirtyMark));
}
