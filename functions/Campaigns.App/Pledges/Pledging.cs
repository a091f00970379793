using Azure;
using Campaigns.App.Access;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Pledges;

/// <summary>
/// A pledge as it would be written down: over what is there, in which phase, by which command. <see cref="Stranger"/> is the member named in it where that one
/// does not belong to the unit; <see cref="Stands"/> that it is there just so already.
/// </summary>
public sealed record PledgeDraft(StoredPledge? Before, Phase Phase, SavePledge Command, string? Stranger, bool Stands);

/// <summary>
/// Pledges at work (F1): each act is one transaction of pledge, participant and ledger. What a pledge waits for stands in the due index before it is written.
/// </summary>
public sealed class Pledging(
    ParticipantStore participants, PledgeStore pledges, ParticipantDesk desk, DueIndex dues, DirectoryCache directory, HolidayTables holidays)
{
    /// <summary>The pledging phase that the scene's track is in, or null where it pledges nothing.</summary>
    public static Phase? PhaseOf(ParticipantScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return PledgeDecider.PhaseOf(scene.Definition, scene.Key.Track, scene.Window, scene.ReceivedAt);
    }

    /// <summary>One pledge for a GET.</summary>
    public async Task<IResult> ReadAsync(ParticipantScene scene, string id, CancellationToken cancellationToken) =>
        await pledges.ReadAsync(scene.Key, id, cancellationToken) is { } found
            ? Answers.Ok((await ViewAsync(scene, cancellationToken))(found), found.ETag)
            : Problems.NotFound($"pledge {id}");

    /// <summary>A page of the participant's pledges.</summary>
    public async Task<IResult> ListAsync(ParticipantScene scene, Paging paging, string list, CancellationToken cancellationToken)
    {
        var found = await pledges.ListAsync(scene.Key, paging.Position, paging.Limit, cancellationToken);
        var view = await ViewAsync(scene, cancellationToken);
        return Answers.Ok(new Http.Page<PledgeAnswer>(
            [.. found.Select(view)], found.Count == paging.Limit ? Continuations.Write(list, found[^1].Id) : null));
    }

    /// <summary>Writes a pledge down, or publishes it where it has its proof.</summary>
    public async Task<IResult> SaveAsync(
        ParticipantScene scene, Phase phase, string id, PledgeBody body, string bodyHash, Precondition precondition, CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(scene, phase, id, body, cancellationToken);
        if (draft.Stranger is { } stranger)
            return Problems.Validation(new Dictionary<string, string[]> { ["$.person"] = [$"'{stranger}' does not belong to {scene.Key.Unit}"] });
        // Sent again after its answer was lost: the pledge stands as it was asked for.
        if (draft.Stands)
            return Answers.Ok((await ViewAsync(scene, cancellationToken))(draft.Before!), draft.Before!.ETag);
        if (precondition.Check(draft.Before?.ETag) is { } failed)
            return failed;
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"pledge\n{scene.Caller.Person}\n{scene.Path}\n{id}\n{bodyHash}\n{precondition}")[..32], scene.ReceivedAt);
        return await ActAsync(scene, draft.Phase, id, draft.Command, operation, cancellationToken);
    }

    /// <summary>What writing a pledge down would come to; nothing is written.</summary>
    public async Task<PledgeDraft> DraftAsync(ParticipantScene scene, Phase phase, string id, PledgeBody body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(body);
        var stranger = body.Person is { } person && !await BelongsAsync(scene, person, cancellationToken) ? person : null;
        var before = await pledges.ReadAsync(scene.Key, id, cancellationToken);
        var command = new SavePledge(ContentOf(scene, body), DayEnd(scene, new DateOnly(scene.Cycle.Year, 12, 31)), scene.Caller.Person);
        return new(
            before, before?.Phase is { } old ? scene.Phase(old) : phase, command, stranger,
            before?.Pledge.Content == command.Content && before.Phase == phase.Id);
    }

    /// <summary>What the rules say to a draft; nothing is written.</summary>
    public static Refusal? Check(ParticipantScene scene, ParticipantState state, string id, PledgeDraft draft)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(draft);
        return PledgeDecider.Decide(
            state, draft.Phase, scene.Window(draft.Phase.Id), scene.Standard, id, draft.Before?.Pledge, draft.Command, scene.ReceivedAt).Participant.Refusal;
    }

    /// <summary>Reports the fulfilment.</summary>
    public async Task<IResult> ReportAsync(
        ParticipantScene scene, Phase phase, string id, FulfilmentBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var asked = phase with { Rework = (phase.Pledges ?? PledgeRules.Usual).Confirm };
        var (until, awaiting) = ReworkTime.Of(asked, scene.Definition.Authority, holidays, scene.ReceivedAt);
        return until is { } end
            ? await ActAsync(
                scene, phase, id, new ReportFulfilment(body.Text, body.Evidence ?? [], end, scene.Caller.Person), operation, cancellationToken)
            : Problems.Conflict("awaitingCalendar", $"The working days of {awaiting} are not known yet, so the time to confirm has no end.");
    }

    /// <summary>Confirms, or denies where there is a <paramref name="reason"/>.</summary>
    public async Task<IResult> AnswerAsync(
        ParticipantScene scene, Phase phase, string id, DenialBody? reason, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var person = (await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken)).Person(scene.Caller.Person);
        var own = person?.Assignments.Where(a => a.Role is AssignmentKind.Reporter or AssignmentKind.Leader).Select(a => a.Unit).Append(person.Unit);
        var by = new Reviewer(scene.Caller.Person, [.. (own ?? []).Distinct()]);
        return await ActAsync(
            scene, phase, id, reason is null ? new ConfirmFulfilment(by) : new DenyFulfilment(reason.Reason, by), operation, cancellationToken);
    }

    private async Task<IResult> ActAsync(
        ParticipantScene scene, Phase phase, string id, PledgeCommand command, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var view = await ViewAsync(scene, cancellationToken);
        PledgeAnswer AnswerOf(Pledge pledge) => view(new(id, phase.Id, pledge, default));
        var (outcome, after) = await WriteAsync(scene, phase, id, command, operation, AnswerOf, cancellationToken);
        if (outcome is ParticipantOutcome.Committed committed && after is not null)
        {
            ETag? etag = committed.ETags.Count > 0 ? committed.ETags.Values.First() : null;
            return Answers.Ok(AnswerOf(after), etag);
        }
        return OutcomeAnswer.Of(outcome, operation, scene) ?? Problems.PreconditionFailed();
    }

    /// <summary>Carries out <paramref name="command"/>: how that ended, and the pledge as it is then.</summary>
    internal async Task<(ParticipantOutcome Outcome, Pledge? After)> WriteAsync(
        ParticipantScene scene, Phase phase, string id, PledgeCommand command, ParticipantOperation operation, Func<Pledge, PledgeAnswer>? answer,
        CancellationToken cancellationToken)
    {
        Pledge? after = null;
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var stored = await pledges.ReadAsync(scene.Key, id, token);
            var decision = PledgeDecider.Decide(
                current.State, phase, scene.Window(phase.Id), scene.Standard, id, stored?.Pledge, command, scene.ReceivedAt);
            if (decision.Pledge is not { } pledge)
                return ParticipantWrite.Of(decision.Participant);
            after = pledge;
            if (PledgeDeadline.DueTimeOf(scene.Key, id, pledge) is { } due)
                await dues.AddAsync(due, token);
            var row = await pledges.WriteAsync(scene.Key, id, phase.Id, pledge, stored?.ETag, token);
            return new(decision.Participant, [row], answer is null ? null : (StatusCodes.Status200OK, Answers.Text(answer(pledge))))
            {
                Notices = command is ReportFulfilment && decision.Participant is Accepted<ParticipantState> { State: var reported }
                    ? await NoticesAsync(scene, reported, pledge, token)
                    : [],
            };
        }

        return (await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken), after);
    }

    /// <summary>
    /// Whoever confirms is told of a report, once a day for all that are reported on it: the first names itself and the time that it leaves.
    /// </summary>
    private async Task<IReadOnlyList<DirectNotice>> NoticesAsync(
        ParticipantScene scene, ParticipantState state, Pledge pledge, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var contacts = WaveContacts.Of(state, scene.Definition.Authority.Unit, people);
        return PledgeNotices.Reported(scene.Cycle, people.NameOf(scene.Key.Unit), pledge, contacts.ParentReviewers);
    }

    private async Task<Func<StoredPledge, PledgeAnswer>> ViewAsync(ParticipantScene scene, CancellationToken cancellationToken)
    {
        var mayWrite = await desk.MayAsync(scene, Act.WriteSheet, cancellationToken);
        var mayConfirm = await desk.MayAsync(scene, Act.AcceptReview, cancellationToken);
        return stored => PledgeAnswer.Of(scene, stored.Id, stored.Phase, stored.Pledge, mayWrite, mayConfirm);
    }

    private async Task<bool> BelongsAsync(ParticipantScene scene, string person, CancellationToken cancellationToken)
    {
        var now = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        return person == scene.Key.Unit || now.Person(person)?.Unit == scene.Key.Unit || now.IsMember(person, scene.Key.Unit);
    }

    private static PledgeContent ContentOf(ParticipantScene scene, PledgeBody body) => new(
        body.Kind, body.Direction, body.Text, body.Audience, body.Channel, DayEnd(scene, body.Due), body.Person,
        string.IsNullOrWhiteSpace(body.Proof) ? null : body.Proof);

    /// <summary>The authority's due hour of a day.</summary>
    private static DateTimeOffset DayEnd(ParticipantScene scene, DateOnly day) =>
        ZoneTime.At(TimeZoneInfo.FindSystemTimeZoneById(scene.Definition.Authority.Zone), day, scene.Definition.Authority.DueAt);
}
