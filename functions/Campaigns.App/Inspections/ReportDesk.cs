using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.App.Selecting;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Inspections;

/// <summary>
/// Takes reports from the public, and their answers (K17): one transaction with report, participant, ledger, answer and what people are told, and with the
/// finding where one is opened; the due index is told before.
/// </summary>
public sealed class ReportDesk(
    ParticipantStore participants, PublicReports reports, InspectionStore inspections, DueIndex dues, DirectoryCache directory, ReportNotices notices,
    FindingWork findings, FindingNotices findingNotices, HolidayTables holidays)
{
    private const int MaxTries = 3;

    /// <summary>What is said of every participant that there is none of.</summary>
    public static IResult Unknown() => Problems.NotFound("what the report is about");

    /// <summary>A report by anybody; its reference follows from the operation, so that a repeat is the same report.</summary>
    public async Task<IResult> FileAsync(ParticipantScene scene, ReportBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        if (await participants.ReadAsync(scene.Key, cancellationToken) is not { State.Left: null } known)
            return Unknown();
        var report = PublicReportSchedule.Dated(
            scene.Definition,
            new("r-" + ParticipantKeys.Hash(operation.Id)[..12], scene.Key.Track, scene.Key.Unit, body.Text, body.Clause, body.Contact, scene.ReceivedAt),
            holidays);
        Decision<ReportCase> Decided(ParticipantState state) =>
            PublicReportDecider.File(state, scene.Definition.Reports, scene.Cycle.State, report, scene.Standard);

        // Whoever is refused leaves nothing behind, however often it tries.
        if (Decided(known.State) is Accepted<ReportCase>)
        {
            var rungs = PublicReportSchedule.Rungs(scene.Definition, report, holidays);
            await dues.AddAsync(ReportDue.TimeOf(scene.Key, report, rungs, scene.ReceivedAt), cancellationToken);
        }
        ReportCase? filed = null;
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = Decided(current.State);
            filed = (decision as Accepted<ReportCase>)?.State;
            var write = WriteOf(
                decision, c => c.Participant, [PublicReports.Write(scene.Key, report, null)], StatusCodes.Status201Created, new ReportFiled(report.Id));
            return filed is null ? write : write with { Notices = await notices.ReceivedAsync(scene.Cycle, filed, token) };
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken, known);
        switch (outcome)
        {
            case ParticipantOutcome.Committed when filed is not null:
                return Answers.Created($"/api/v1/notices/{scene.Key.Cycle}/reports", new ReportFiled(report.Id));
            case ParticipantOutcome.NotFound or ParticipantOutcome.Refused { Reason.Code: RefusalCode.UnitLeft }:
                return Unknown();
            default:
                return OutcomeAnswer.Of(outcome, operation, scene) ?? Busy();
        }
    }

    /// <summary>Nothing in it: dismissed with a reason.</summary>
    public Task<IResult> DismissAsync(
        ParticipantScene scene, string id, ReasonBody body, ParticipantOperation operation, CancellationToken cancellationToken) =>
        AnswerAsync(scene, id, operation, async (kept, who) =>
        {
            PublicReport? dismissed = null;
            var outcome = await participants.TransactAsync(scene.Key, operation, (current, _) =>
            {
                var decision = PublicReportDecider.Dismiss(new(current.State, kept.Value), scene.Definition.Reports, who, body.Reason, scene.ReceivedAt);
                dismissed = (decision as Accepted<ReportCase>)?.State.Report;
                return ValueTask.FromResult(dismissed is null
                    ? ParticipantWrite.Of(Decision.Refuse<ParticipantState>(decision.Refusal!))
                    : WriteOf(
                        decision, c => c.Participant, [PublicReports.Write(scene.Key, dismissed, kept.ETag)], StatusCodes.Status200OK,
                        ReportAnswer.Of(dismissed, mayAnswer: false, scene.ReceivedAt)));
            }, cancellationToken);
            return (outcome, dismissed is null ? null : Answers.Ok(ReportAnswer.Of(dismissed, mayAnswer: false, scene.ReceivedAt)));
        }, cancellationToken);

    /// <summary>There is something in it: an inspection on the report with a finding, which is rectified like any other (E3).</summary>
    public async Task<IResult> PursueAsync(
        ParticipantScene scene, string id, FindingBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var (due, awaiting) = findings.InstantOf(scene, scene.Definition.Rectification.Due);
        if (awaiting is not null)
            return awaiting;
        var reader = new FindingReader(
            scene.Caller, await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), scene.Definition, scene.ReceivedAt);
        return await AnswerAsync(scene, id, operation, async (kept, who) =>
        {
            var inspection = new Inspection
            {
                Id = "report-" + id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..],
                Origin = InspectionOrigin.Report,
                Reason = id,
                OrderedAt = scene.ReceivedAt,
                OrderedBy = who.By.Person,
            };
            var finding = new Finding
            {
                Id = "f-" + ParticipantKeys.Hash($"{scene.Key.Cycle}|{id}")[..12],
                Inspection = inspection.Id,
                Clause = body.Clause,
                Text = body.Text,
                FoundBy = who.By.Person,
                FoundAt = scene.ReceivedAt,
                DueAt = due,
            };
            Decision<PursuedReport> Decided(ParticipantState state) => PublicReportDecider.Pursue(
                new(state, kept.Value), scene.Definition.Reports, who, inspection, finding, scene.ReceivedAt, scene.Standard);
            if (await participants.ReadAsync(scene.Key, cancellationToken) is not { } known)
                return (new ParticipantOutcome.NotFound(), null);
            if (Decided(known.State) is Accepted<PursuedReport>)
            {
                await inspections.EnterAsync(scene.Key.Cycle, new(scene.Key.Track, scene.Key.Unit, inspection), cancellationToken);
                await findings.HintAsync(scene, finding, cancellationToken);
            }
            PursuedReport? pursued = null;
            var outcome = await participants.TransactAsync(scene.Key, operation, async (current, token) =>
            {
                var decision = Decided(current.State);
                pursued = (decision as Accepted<PursuedReport>)?.State;
                if (pursued is null)
                    return ParticipantWrite.Of(Decision.Refuse<ParticipantState>(decision.Refusal!));
                var write = WriteOf(
                    decision, p => p.Participant,
                    [PublicReports.Write(scene.Key, pursued.Report, kept.ETag), InspectionStore.Insert(scene.Key, pursued.Finding)],
                    StatusCodes.Status201Created, reader.Answer(scene.Key.Track, scene.Key.Unit, pursued.Finding));
                return write with { Notices = await findingNotices.OpenedAsync(scene, new(pursued.Participant, pursued.Finding), token) };
            }, cancellationToken, known);
            if (outcome is not ParticipantOutcome.Committed || pursued is null)
                return (outcome, null);
            var answer = reader.Answer(scene.Key.Track, scene.Key.Unit, pursued.Finding);
            return (outcome, Answers.Created(FindingWork.PathOf(scene, pursued.Finding), answer));
        }, cancellationToken);
    }

    /// <summary>
    /// Answers as <paramref name="answering"/> says, on the report as it is; where the engine, or another, changed it meanwhile, on what it is then.
    /// </summary>
    private async Task<IResult> AnswerAsync(
        ParticipantScene scene, string id, ParticipantOperation operation,
        Func<Kept<PublicReport>, ReportAnswerer, Task<(ParticipantOutcome Outcome, IResult? Answer)>> answering, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var forAuthority = AccessPolicy.Decide(scene.Caller, Act.DecideFalsified, scene.Key.Unit, people).IsAllowed;
        var who = new ReportAnswerer(ReviewerIdentity.Of(people, scene.Caller.Person), forAuthority);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await reports.ReadAsync(scene.Key, id, cancellationToken) is not { } kept)
                return Problems.NotFound($"report {id} about {scene.Key.Unit}");
            var (outcome, answer) = await answering(kept, who);
            if (outcome is ParticipantOutcome.Committed && answer is not null)
                return answer;
            if (OutcomeAnswer.Of(outcome, operation, scene) is { } other)
                return other;
        }
        return Busy();
    }

    private static IResult Busy() =>
        Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Somebody else was faster; send the request again.");

    private static ParticipantWrite WriteOf<TCase, TAnswer>(
        Decision<TCase> decision, Func<TCase, ParticipantState> state, IReadOnlyList<TableTransactionAction> rows, int status, TAnswer answer) =>
        decision is Accepted<TCase> accepted
            ? new(new Accepted<ParticipantState>(state(accepted.State), accepted.Facts), rows, (status, Answers.Text(answer)))
            : ParticipantWrite.Of(Decision.Refuse<ParticipantState>(decision.Refusal!));
}
