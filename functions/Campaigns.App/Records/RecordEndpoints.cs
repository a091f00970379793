using Azure;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Records;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Records;

/// <summary>A record as its readers see it.</summary>
public sealed record RecordAnswer(string Id, RecordKind Kind, RecordStatus Status, RecordContent Content, string By, DateTimeOffset At);

/// <summary>
/// <c>GET …/records/{kind}</c>, <c>GET</c> and <c>PUT …/records/{kind}/{record}</c>, <c>POST …/records/practice/{record}/select</c> and <c>/publish</c>
/// (K7–K9, K13, K17). Kinds: own-project, record-card, target-piece, leading-group, practice, meeting.
/// </summary>
public sealed class RecordEndpoints(ParticipantDesk desk, ParticipantStore participants, RecordStore records, DirectoryCache directory)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/records/{kind}";

    [Function(nameof(ListRecords))]
    public async Task<IResult> ListRecords(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string kind,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadSheet, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (RecordStore.KindOf(kind) is not { } known)
            return Problems.NotFound($"records of kind {kind}");
        return Answers.Ok(new Http.Page<RecordAnswer>([.. (await records.ListAsync(scene.Key, known, cancellationToken)).Select(r => Of(r.Id, r.Record))]));
    }

    [Function(nameof(GetRecord))]
    public async Task<IResult> GetRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{record}")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string kind,
        string record,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadSheet, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (RequestReader.BadRoute(("record", record)) is { } bad)
            return bad;
        return RecordStore.KindOf(kind) is { } known && await records.ReadAsync(scene.Key, known, record, cancellationToken) is { } found
            ? Answers.Ok(Of(found.Id, found.Record), found.ETag)
            : Problems.NotFound($"{kind} {record}");
    }

    [Function(nameof(PutRecord))]
    public async Task<IResult> PutRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{record}")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string kind,
        string record,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.WriteSheet, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (RequestReader.BadRoute(("record", record)) is { } bad)
            return bad;
        if (RecordStore.KindOf(kind) is not { } known)
            return Problems.NotFound($"records of kind {kind}");
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadAsync<RecordContent>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (precondition.Check((await records.ReadAsync(scene.Key, known, record, cancellationToken))?.ETag) is { } failed)
            return failed;
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"record\n{scene.Caller.Person}\n{scene.Path}\n{kind}/{record}\n{read.Hash}\n{precondition}")[..32], scene.ReceivedAt);
        return await ActAsync(scene, known, record, new KeepRecord(body, scene.Caller.Person), operation, cancellationToken);
    }

    [Function(nameof(SelectPractice))]
    public Task<IResult> SelectPractice(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{record}/select")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string kind,
        string record,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        AdvanceAsync(request, context, (cycle, track, unit), kind, record, RecordStatus.Selected, cancellationToken);

    [Function(nameof(PublishPractice))]
    public Task<IResult> PublishPractice(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{record}/publish")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string kind,
        string record,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        AdvanceAsync(request, context, (cycle, track, unit), kind, record, RecordStatus.Published, cancellationToken);

    private async Task<IResult> AdvanceAsync(
        HttpRequest request, FunctionContext context, (string Cycle, string Track, string Unit) who, string kind, string record, RecordStatus to,
        CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(context, Act.AcceptReview, who.Cycle, who.Track, who.Unit, null, cancellationToken);
        if (!opened.TryGet(out var scene, out var problem))
            return problem;
        if (RequestReader.BadRoute(("record", record)) is { } bad)
            return bad;
        if (RecordStore.KindOf(kind) is not { } known)
            return Problems.NotFound($"records of kind {kind}");
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var person = (await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken)).Person(scene.Caller.Person);
        var own = person?.Assignments.Where(a => a.Role is AssignmentKind.Reporter or AssignmentKind.Leader).Select(a => a.Unit).Append(person.Unit);
        var command = new AdvancePractice(to, new Reviewer(scene.Caller.Person, [.. (own ?? []).Distinct()]));
        return await ActAsync(scene, known, record, command, OutcomeAnswer.OperationOf(key, request, scene, ""), cancellationToken);
    }

    private async Task<IResult> ActAsync(
        ParticipantScene scene, RecordKind kind, string id, RecordCommand command, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        KeptRecord? after = null;
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var stored = await records.ReadAsync(scene.Key, kind, id, token);
            var decision = RecordDecider.Decide(current.State, scene.Definition, kind, id, stored?.Record, command, scene.ReceivedAt);
            if (decision.Record is not { } record)
                return ParticipantWrite.Of(decision.Participant);
            after = record;
            var row = await records.WriteAsync(scene.Key, id, record, stored?.ETag, token);
            return new(decision.Participant, [row], (StatusCodes.Status200OK, Answers.Text(Of(id, record))));
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        if (outcome is ParticipantOutcome.Committed committed && after is not null)
        {
            ETag? etag = committed.ETags.Count > 0 ? committed.ETags.Values.First() : null;
            return Answers.Ok(Of(id, after), etag);
        }
        return OutcomeAnswer.Of(outcome, operation, scene) ?? Problems.PreconditionFailed();
    }

    private static RecordAnswer Of(string id, KeptRecord record) => new(id, record.Kind, record.Status, record.Content, record.By, record.At);
}
