using Campaigns.App.Access;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Evaluation;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Inspections;

/// <summary>
/// Acts on findings (E3, E5): one transaction with finding, participant, ledger, answer and what people are told; the due index is told before.
/// </summary>
public sealed class FindingWork(
    ParticipantStore participants, InspectionStore inspections, DueIndex dues, DirectoryCache directory, FindingNotices notices, HolidayTables holidays,
    TrackRanking ranking)
{
    private const int MaxTries = 3;

    /// <summary>Opens a finding of an inspection; its id follows from the operation, so that a repeat is the same finding.</summary>
    public async Task<IResult> OpenAsync(InspectionScene scene, FindingBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var at = scene.Participant;
        var (dueAt, awaiting) = Deadlines(at).Due(at.ReceivedAt, at.Definition.Rectification.Due);
        if (dueAt is not { } due)
            return Awaiting(awaiting);
        var finding = new Finding
        {
            Id = "f-" + ParticipantKeys.Hash(operation.Id)[..12],
            Inspection = scene.Ordered.Id,
            Clause = body.Clause,
            Text = body.Text,
            FoundBy = scene.By.Person,
            FoundAt = at.ReceivedAt,
            DueAt = due,
        };
        await HintAsync(at, finding, cancellationToken);
        var reader = await ReaderAsync(at, cancellationToken);
        FindingCase? after = null;
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = FindingDecider.Open(current.State, scene.Ordered, finding, scene.By, scene.ForAuthority, at.ReceivedAt, at.Standard);
            after = (decision as Accepted<FindingCase>)?.State;
            return WriteOf(at, decision, [InspectionStore.Insert(at.Key, finding)], StatusCodes.Status201Created, reader) with
            {
                Notices = after is null ? [] : await notices.OpenedAsync(at, after, token),
            };
        }

        var outcome = await participants.TransactAsync(at.Key, operation, Decide, cancellationToken);
        if (outcome is ParticipantOutcome.Committed && after is not null)
            return Answers.Created(PathOf(at, finding), reader.Answer(at.Key.Track, at.Key.Unit, after.Finding));
        return OutcomeAnswer.Of(outcome, operation, at) ?? Problems.IdempotencyKeyReused();
    }

    /// <summary>Decides a command on a finding of the inspection.</summary>
    public async Task<IResult> ActAsync(
        InspectionScene scene, string findingId, Func<Finding, FindingCommand> command, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var at = scene.Participant;
        var reader = await ReaderAsync(at, cancellationToken);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (!ParticipantKeys.IsSlug(findingId) || await inspections.FindingAsync(at.Key, findingId, cancellationToken) is not { } stored
                || stored.Finding.Inspection != scene.Ordered.Id)
            {
                return Problems.NotFound($"finding {findingId} of inspection {scene.Ordered.Id}");
            }
            var asked = command(stored.Finding);
            if (await participants.ReadAsync(at.Key, cancellationToken) is not { } known)
                return Problems.NotFound($"participant {at.Key.Track}/{at.Key.Unit}");
            if (FindingDecider.Decide(new(known.State, stored.Finding), asked, at.ReceivedAt, at.Definition) is Accepted<FindingCase> probe)
                await HintAsync(at, probe.State.Finding, cancellationToken);

            FindingCase? after = null;
            async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
            {
                var decision = FindingDecider.Decide(new(current.State, stored.Finding), asked, at.ReceivedAt, at.Definition);
                after = (decision as Accepted<FindingCase>)?.State;
                var write = WriteOf(
                    at, decision, after is null ? [] : [InspectionStore.Update(at.Key, after.Finding, stored.ETag)], StatusCodes.Status200OK, reader);
                return after is null ? write : write with { Notices = await notices.ChangedAsync(at, asked, after, token) };
            }

            var outcome = await participants.TransactAsync(at.Key, operation, Decide, cancellationToken, known);
            // Also after a repeat: the first try may have ended between the two.
            if (asked is ConfirmFalsified)
                await ranking.UnmarkAsync(at.Key, cancellationToken);
            if (outcome is ParticipantOutcome.Committed && after is not null)
                return Answers.Ok(reader.Answer(at.Key.Track, at.Key.Unit, after.Finding));
            if (OutcomeAnswer.Of(outcome, operation, at) is { } answer)
                return answer;
        }
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Too many others are changing this finding right now; send the request again.");
    }

    /// <summary>The due hour of the day that <paramref name="offset"/> leads to from the request's day; the problem where its year has no table.</summary>
    public (DateTimeOffset Instant, IResult? Problem) InstantOf(ParticipantScene at, Rules.Definitions.Offset offset, DateTimeOffset? from = null)
    {
        var (instant, awaiting) = Deadlines(at).Due(from ?? at.ReceivedAt, offset);
        return (instant ?? default, instant is null ? Awaiting(awaiting) : null);
    }

    /// <summary>The authority's due hour on a day.</summary>
    public static DateTimeOffset DueHour(ParticipantScene at, DateOnly day) => ZoneTime.At(
        TimeZoneInfo.FindSystemTimeZoneById(at.Definition.Authority.Zone), day, at.Definition.Authority.DueAt);

    /// <summary>The finding as it is, for what its own deadline leads to.</summary>
    public async Task<Finding?> FindAsync(InspectionScene scene, string finding, CancellationToken cancellationToken) =>
        ParticipantKeys.IsSlug(finding) ? (await inspections.FindingAsync(scene.Participant.Key, finding, cancellationToken))?.Finding : null;

    /// <summary>Tells the due index when the finding is to be looked at next; before the finding itself is written.</summary>
    public Task HintAsync(ParticipantScene at, Finding finding, CancellationToken cancellationToken) =>
        FindingSchedule.NextLook(at.Definition, finding, holidays) is { } next
            ? dues.AddAsync(FindingDue.TimeOf(at.Key, finding, next), cancellationToken)
            : Task.CompletedTask;

    private static ParticipantWrite WriteOf(
        ParticipantScene at, Decision<FindingCase> decision, IReadOnlyList<Azure.Data.Tables.TableTransactionAction> rows, int status,
        FindingReader reader) => decision is Accepted<FindingCase> accepted
        ? new(
            new Accepted<ParticipantState>(accepted.State.Participant, accepted.Facts), rows,
            (status, Answers.Text(reader.Answer(at.Key.Track, at.Key.Unit, accepted.State.Finding))))
        : new(Decision.Refuse<ParticipantState>(decision.Refusal!), []);

    private async Task<FindingReader> ReaderAsync(ParticipantScene at, CancellationToken cancellationToken) =>
        new(at.Caller, await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), at.Definition, at.ReceivedAt);

    private Deadlines Deadlines(ParticipantScene at) => new(at.Definition.Authority, holidays);

    internal static string PathOf(ParticipantScene at, Finding finding) =>
        $"/api/v1/cycles/{at.Key.Cycle}/inspections/{finding.Inspection}/findings/{finding.Id}";

    private static IResult Awaiting(int? year) => Problems.Conflict("awaitingCalendar", $"The working days of {year} are not known yet, so no day can be set.");
}
