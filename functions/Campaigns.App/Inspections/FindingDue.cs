using System.Runtime.CompilerServices;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Inspections;

/// <summary>
/// A finding's next moment in the due index (E3, E5): a rung of its ladder, its deadline, the end of the time for verification or for deciding upon a
/// falsification. Acting tells whoever is to be told, records what the ledger remembers, and enters the moment after it. What a unit leaves behind with its
/// part in the cycle (J20) is dropped.
/// </summary>
public sealed class FindingDue(
    DueIndex index, ParticipantStore participants, InspectionStore inspections, CycleContexts cycles, FindingNotices notices,
    HolidayTables holidays) : IDueAction
{
    public const string DueKind = "finding";

    public string Kind => DueKind;

    public static DueTime TimeOf(ParticipantKey key, Finding finding, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(finding);
        return new(at, key.Cycle, key.Track, key.Unit, DueKind, finding.Id);
    }

    public async IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        // Also of one that is closed it may still be open whether it was falsified.
        if (!truth.Any(s => s.Inspected is { } found && found.Open + found.Closed + found.Falsified > 0))
            yield break;
        await foreach (var stored in inspections.FindingsAsync(truth.Cycle.Cycle, truth.Group, null, cancellationToken))
        {
            if (truth.Of(stored.Track, stored.Unit) is { } participant
                && FindingSchedule.NextLook(truth.Cycle.Definition, stored.Finding, holidays) is { } next)
            {
                yield return TimeOf(participant.Key, stored.Finding, next);
            }
        }
    }

    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { State.Left: null } participant
            || await inspections.FindingAsync(participant.Key, due.Subject, cancellationToken) is not { } stored)
        {
            return;
        }

        var rungs = FindingSchedule.Rungs(cycle.Definition, stored.Finding, holidays);
        var deciding = FindingSchedule.Deciding(cycle.Definition, stored.Finding, holidays);
        var pass = new LetTimePass(rungs) { Deciding = deciding };
        FindingCase? after = null;
        var operation = new ParticipantOperation(ParticipantKeys.Hash($"finding\n{participant.Key}\n{due.Subject}\n{stored.ETag}")[..32], now);
        var outcome = await participants.TransactAsync(
            participant.Key, operation,
            async (current, token) =>
            {
                var decision = FindingDecider.Decide(new(current.State, stored.Finding), pass, now, cycle.Definition);
                after = (decision as Accepted<FindingCase>)?.State;
                var write = decision is Accepted<FindingCase> { Facts.Count: > 0 } accepted
                    ? new ParticipantWrite(
                        new Accepted<ParticipantState>(accepted.State.Participant, accepted.Facts),
                        [InspectionStore.Update(participant.Key, accepted.State.Finding, stored.ETag)])
                    : ParticipantWrite.Of(Decision.Accept(current.State));
                return after is null ? write : write with { Notices = await notices.PassedAsync(cycle, participant.Key, after, now, token) };
            },
            cancellationToken, participant);
        if (outcome is not ParticipantOutcome.Committed || after is null)
            throw new InvalidOperationException("The finding kept changing.");
        if (FindingSchedule.NextLook(after.Finding, rungs, deciding) is { } next)
            await index.AddAsync(TimeOf(participant.Key, after.Finding, next > now ? next : now.AddMinutes(1)), cancellationToken);
    }
}
