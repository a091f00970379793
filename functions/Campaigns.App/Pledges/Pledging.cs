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
        if (body.Person is { } person && !await BelongsAsync(scene, person, cancellationToken))
            return Problems.Validation(new Dictionary<string, string[]> { ["$.person"] = [$"'{person}' does not belong to {scene.Key.Unit}"] });
        var before = await pledges.ReadAsync(scene.Key, id, cancellationToken);
        var by = scene.Caller.Person;
        var command = new SavePledge(ContentOf(scene, body), DayEnd(scene, new DateOnly(scene.Cycle.Year, 12, 31)), by);
        // Sent again after its answer was lost: the pledge stands as it was asked for.
        if (before?.Pledge.Content == command.Content && before.Phase == phase.Id)
            return Answers.Ok((await ViewAsync(scene, cancellationToken))(before), before.ETag);
        if (precondition.Check(before?.ETag) is { } failed)
            return failed;
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"pledge\n{by}\n{scene.Path}\n{id}\n{bodyHash}\n{precondition}")[..32], scene.ReceivedAt);
        return await ActAsync(scene, before?.Phase is { } old ? scene.Phase(old) : phase, id, command, operation, cancellationToken);
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
            return new(decision.Participant, [row], (StatusCodes.Status200OK, Answers.Text(AnswerOf(pledge))))
            {
                Notices = command is ReportFulfilment && decision.Participant is Accepted<ParticipantState> { State: var reported }
                    ? await NoticesAsync(scene, reported, pledge, token)
                    : [],
            };
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        if (outcome is ParticipantOutcome.Committed committed && after is not null)
        {
            ETag? etag = committed.ETags.Count > 0 ? committed.ETags.Values.First() : null;
            return Answers.Ok(AnswerOf(after), etag);
        }
        return OutcomeAnswer.Of(outcome, operation, scene) ?? Problems.PreconditionFailed();
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
