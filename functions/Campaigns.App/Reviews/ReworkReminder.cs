using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Reviews;

/// <summary>Reminds the reporter the day before the rework of a returned sheet ends (C6, J7).</summary>
public sealed class ReworkReminder(
    DueIndex index, ParticipantStore participants, CycleContexts cycles, ReworkNotices rework, DirectNotices notices) : IDueAction
{
    public const string DueKind = "rework-due";

    public string Kind => DueKind;

    public static DueTime DueTimeOf(ParticipantKey key, string sheet, DateTimeOffset end)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(end.AddDays(-1), key.Cycle, key.Track, key.Unit, DueKind, sheet);
    }

    /// <summary>Only what is still to come: that somebody was reminded stands nowhere but in the notice.</summary>
    internal static IEnumerable<DueTime> Implied(CycleContext cycle, ParticipantKey key, ParticipantState state, DateTimeOffset now) =>
        from phase in cycle.Definition.PhasesOf(state.Track)
        where phase.Kind.IsSheet()
        let at = state.Phase(phase.Id)
        where at is { Status: SheetStatus.Returned, ReworkUntil: not null }
        let due = DueTimeOf(key, phase.Id, at.ReworkUntil!.Value)
        where due.At > now
        select due;

    public IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return truth.OfEach((key, state) => Implied(truth.Cycle, key, state, truth.Now));
    }

    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { } participant
            || participant.State.Phase(due.Subject) is not { Status: SheetStatus.Returned, ReworkUntil: { } until } || until <= now)
        {
            return;
        }

        // Its end has moved since, with a pause or another return: it is told of the day before that.
        if (until.AddDays(-1) > now)
            await index.AddAsync(DueTimeOf(participant.Key, due.Subject, until), cancellationToken);
        else
        {
            var told = await rework.DueAsync(cycle, participant.State, cycle.Definition.Phase(due.Subject), cancellationToken);
            await notices.TellAsync(cycle, told, cancellationToken);
        }
    }
}
