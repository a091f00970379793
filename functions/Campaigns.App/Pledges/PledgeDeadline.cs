using System.Runtime.CompilerServices;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using RuleContacts = Campaigns.Rules.Reminding.Contacts;

namespace Campaigns.App.Pledges;

/// <summary>
/// The instants of a pledge (F1): at its due date it is broken where nothing was reported; at the end of the time to confirm an unanswered report counts as
/// kept. Those concerned are told.
/// </summary>
public sealed class PledgeDeadline(
    DueIndex index, ParticipantStore participants, PledgeStore pledges, CycleContexts cycles, DirectoryCache directory) : IDueAction
{
    public const string DueKind = "pledge";

    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    public string Kind => DueKind;

    /// <summary>What the pledge waits for now, a little after its instant; null where it waits for nothing.</summary>
    public static DueTime? DueTimeOf(ParticipantKey key, string id, Pledge pledge)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(pledge);
        DateTimeOffset? at = pledge.Status switch
        {
            PledgeStatus.Published => pledge.Content.DueAt,
            PledgeStatus.Reported => pledge.ConfirmUntil,
            _ => null,
        };
        return at is { } instant ? new(instant + CyclePlanner.LockDelay, key.Cycle, key.Track, key.Unit, DueKind, id) : null;
    }

    public async IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (!truth.Any(s => s.Pledges is { } tally && (tally.Organisation + tally.Member).IsAwaited))
            yield break;
        await foreach (var (track, unit, stored) in pledges.ReadGroupAsync(truth.Cycle.Cycle, truth.Group, cancellationToken))
        {
            if (truth.Of(track, unit) is { } participant && DueTimeOf(participant.Key, stored.Id, stored.Pledge) is { } due)
                yield return due;
        }
    }

    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { } participant
            || await pledges.ReadAsync(participant.Key, due.Subject, cancellationToken) is not { } known)
        {
            return;
        }
        var (phase, window) = (cycle.Definition.Phase(known.Phase), cycle.Plan.Window(known.Phase));
        var standard = cycle.Definition.Standard(cycle.Definition.Track(due.Track).Standard);
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var stored = await pledges.ReadAsync(current.Key, due.Subject, token);
            var decision = PledgeDecider.Decide(current.State, phase, window, standard, due.Subject, stored?.Pledge, new FallDue(), now);
            if (decision is not { Pledge: { } pledge, Participant: Accepted<ParticipantState> { Facts.Count: > 0, State: var state } })
                return ParticipantWrite.Of(decision.Participant);
            return new(decision.Participant, [await pledges.WriteAsync(current.Key, due.Subject, phase.Id, pledge, stored!.ETag, token)])
            {
                Notices = NoticesOf(due, pledge, WaveContacts.Of(state, cycle.Definition.Authority.Unit, await directory.GetAsync(PeopleAge, token))),
            };
        }

        var operation = new ParticipantOperation(ParticipantKeys.Hash($"{DueKind}\n{participant.Key}\n{due.Subject}\n{due.At:O}")[..32], now);
        switch (await participants.TransactAsync(participant.Key, operation, Decide, cancellationToken))
        {
            case ParticipantOutcome.Refused { Reason.Code: RefusalCode.NotLockedYet }:
                if (DueTimeOf(participant.Key, due.Subject, known.Pledge) is { } later)
                    await index.AddAsync(later, cancellationToken);
                break;
            case ParticipantOutcome.Busy or ParticipantOutcome.RowConflict:
                throw new InvalidOperationException("The pledge kept changing.");
        }
    }

    private static IReadOnlyList<DirectNotice> NoticesOf(DueTime due, Pledge pledge, RuleContacts contacts)
    {
        var broken = pledge.Status is PledgeStatus.Broken;
        var (told, id) = broken
            ? (contacts.Reporters.Union(contacts.Leaders), $"pledgeBroken|{due.Track}|{due.Unit}|{due.Subject}")
            : (contacts.ParentReviewers.Union(contacts.ParentLeaders), $"pledgeUnanswered|{due.Track}|{due.Unit}|{due.Subject}");
        var title = broken ? new LocalizedText("承诺到期未兑现", "A pledge was not kept") : new LocalizedText("承诺兑现情况未按时确认", "A pledge's fulfilment was not answered");
        var text = new LocalizedText(
            $"{due.Unit}：{pledge.Content.Text}" + (broken ? "" : "。上级未在期限内答复，视为已兑现。"),
            $"{due.Unit}: {pledge.Content.Text}" + (broken ? "" : " It was not answered in time and counts as kept."));
        return [.. told.Select(p => new DirectNotice(p, id, due.At, broken ? "pledgeBroken" : "pledgeUnanswered", title, text))];
    }
}
