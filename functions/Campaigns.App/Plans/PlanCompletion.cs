using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;

namespace Campaigns.App.Plans;

/// <summary>
/// The completion of a plan that was sent back, as a deadline (B8, J7): what was not completed in time counts as not filed, and those above are told; what was
/// completed and not answered by then is told to the office and its leaders.
/// </summary>
public sealed class PlanCompletion(
    DueIndex index, ParticipantStore participants, CycleContexts cycles, DirectoryCache directory) : IDueAction
{
    public const string DueKind = PlanAnswers.Completion;

    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    public string Kind => DueKind;

    /// <summary>A little after the completion's end, so that what came in at the last moment is through.</summary>
    public static DueTime DueTimeOf(ParticipantKey key, string phase, DateTimeOffset end)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(end + CyclePlanner.LockDelay, key.Cycle, key.Track, key.Unit, DueKind, phase);
    }

    internal static IEnumerable<DueTime> Implied(CycleContext cycle, ParticipantKey key, ParticipantState state) =>
        from phase in cycle.Definition.PhasesOf(state.Track)
        where phase.Kind is PhaseKind.Plan
        let end = PlanDecider.CompletionEnd(state.Phase(phase.Id))
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
        var (phase, window, before) = (cycle.Definition.Phase(due.Subject), cycle.Plan.Window(due.Subject), participant.State.Phase(due.Subject));
        var authority = cycle.Definition.Authority.Unit;
        var operation = new ParticipantOperation(ParticipantKeys.Hash($"{DueKind}\n{participant.Key}\n{due.Subject}\n{before.Returns}")[..32], now);
        var outcome = await participants.TransactAsync(
            participant.Key, operation,
            async (current, token) =>
            {
                var decision = PlanDecider.Decide(current.State, phase, window, new LapseCompletion(), now, authority);
                if (decision is not Accepted<ParticipantState> { Facts.Count: > 0, State: var after })
                    return ParticipantWrite.Of(decision);
                var contacts = WaveContacts.Of(after, authority, await directory.GetAsync(PeopleAge, token));
                var plan = after.Phase(phase.Id);
                return ParticipantWrite.Of(decision) with
                {
                    Notices = plan.Status is SheetStatus.Submitted
                        ? PlanNotices.Unanswered(current.Key, phase, plan.Version, due.At, PlanAnswers.Recipients(phase, contacts, locked: true))
                        : PlanNotices.Lapsed(current.Key, phase, plan.Returns, due.At, contacts),
                };
            },
            cancellationToken);
        // A pause or another return may have moved its end, also that of the time to answer what was completed: it is looked at again then.
        var end = outcome switch
        {
            ParticipantOutcome.Refused { Reason.Code: RefusalCode.NotLockedYet } => PlanDecider.CompletionEnd(before) ?? now,
            ParticipantOutcome.Committed { After.State: var after } => PlanDecider.CompletionEnd(after.Phase(phase.Id)),
            ParticipantOutcome.Busy => throw new InvalidOperationException("The participant kept changing."),
            _ => null,
        };
        if (end is { } later)
            await index.AddAsync(DueTimeOf(participant.Key, due.Subject, later), cancellationToken);
    }
}
