using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Reviews;

/// <summary>
/// The rework of a returned sheet as a deadline in the due index: when its time has passed, the sheet stands as it was handed in before (C6).
/// </summary>
public sealed class Rework(DueIndex index, ParticipantStore participants, CycleContexts cycles, ReworkNotices notices) : IDueAction
{
    public const string DueKind = "rework";
    private static readonly TimeSpan WhileUndated = TimeSpan.FromDays(1);

    public string Kind => DueKind;

    /// <summary>When the rework's end is acted on: as with a phase's lock a little later, so that what came in at the last moment is through.</summary>
    public static DueTime DueTimeOf(ParticipantKey key, string sheet, DateTimeOffset end)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(end + CyclePlanner.LockDelay, key.Cycle, key.Track, key.Unit, DueKind, sheet);
    }

    internal static IEnumerable<DueTime> Implied(CycleContext cycle, ParticipantKey key, ParticipantState state) =>
        from phase in cycle.Definition.PhasesOf(state.Track)
        let end = ReworkEnd.Of(state, phase, cycle.Plan.Window(phase.Id))
        where end is not null
        select DueTimeOf(key, phase.Id, end.Value);

    public IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return truth.OfEach((key, state) => Implied(truth.Cycle, key, state));
    }

    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { } participant)
        {
            return;
        }

        var (phase, window) = (cycle.Definition.Phase(due.Subject), cycle.Plan.Window(due.Subject));
        var standard = cycle.Definition.Standard(cycle.Definition.Track(due.Track).Standard);
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"rework\n{participant.Key}\n{due.Subject}\n{participant.State.Phase(due.Subject).Returns}")[..32], now);
        var outcome = await participants.TransactAsync(
            participant.Key, operation,
            async (current, token) =>
            {
                var decision = SheetDecider.Decide(current.State, phase, window, new LockRework(), now, standard);
                var lapses = decision is Accepted<ParticipantState> && current.State.Phase(phase.Id) is { Status: SheetStatus.Returned, ReworkUntil: not null };
                return ParticipantWrite.Of(decision) with
                {
                    Notices = lapses ? await notices.LapsedAsync(cycle, current.State, phase, token) : [],
                };
            },
            cancellationToken);
        switch (outcome)
        {
            // The rework has been extended by another return, or the phase itself is still open to this participant: there is a later moment to look again.
            // While the lock awaits its calendar there is none yet; the next day there may be.
            case ParticipantOutcome.Refused { Reason.Code: RefusalCode.NotLockedYet }:
                var later = ReworkEnd.Of(participant.State, phase, window) is { } end && end >= now
                    ? DueTimeOf(participant.Key, due.Subject, end)
                    : due with { At = now + WhileUndated };
                await index.AddAsync(later, cancellationToken);
                break;
            case ParticipantOutcome.Busy:
                throw new InvalidOperationException("The participant kept changing.");
        }
    }
}
