using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Inspections;

/// <summary>
/// Reports from the public 举报 (K17): <c>POST /notices/{cycle}/reports</c>, public, answers with a reference alone; <c>GET /cycles/{cycle}/reports</c> and
/// below a participant <c>GET reports/{id}</c>, <c>POST reports/{id}/finding|dismiss</c> for those who answer.
/// </summary>
public sealed class ReportEndpoints(
    AccessPolicy access, ParticipantDesk desk, ReportDesk reporting, ReportList list, PublicReports reports, PublicReferences references,
    CycleContexts cycles, ParticipationIndex index, DirectoryCache directory, CampaignClock clock)
{
    private const int MaxBytes = 32 * 1024;
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/reports/{id}";

    [Function(nameof(FileReport))]
    public async Task<IResult> FileReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/notices/{cycle}/reports")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("inspection");
        var receivedAt = clock.Now;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.FileReport, null, cancellationToken) is { } no)
            return no;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<ReportBody>(request, MaxBytes, cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        if (found.Definition.Tracks.FirstOrDefault(t => t.Id == body.Track) is not { } track
            || await references.ResolveAsync(found, track, body.Reference, cancellationToken) is not { } unit
            || await index.GroupOfAsync(cycle, track.Id, unit, cancellationToken) is not { } group)
            return ReportDesk.Unknown();
        var scene = new ParticipantScene(context.Caller(), found, new(cycle, group, track.Id, unit), receivedAt);
        return await reporting.FileAsync(scene, body, OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }

    [Function(nameof(ListReports))]
    public async Task<IResult> ListReports(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/reports")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListReports, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var filter = reader.DueFilter<PublicReportState>();
        var paging = reader.Paging(ReportList.NameOf(cycle, filter));
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (reader.Problem is { } problem)
            return problem;
        return await cycles.GetAsync(cycle, cancellationToken) is { } found
            ? Answers.Ok(await list.ReadAsync(found, filter, paging, caller, cancellationToken))
            : Problems.NotFound($"cycle {cycle}");
    }

    [Function(nameof(GetReport))]
    public async Task<IResult> GetReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadReport, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (RequestReader.BadRoute(("id", id)) is { } bad)
            return bad;
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        return Answerers.MaySee(scene.Caller, scene.Definition, unit, people) && await reports.ReadAsync(scene.Key, id, cancellationToken) is { } kept
            ? Answers.Ok(ReportAnswer.Of(kept.Value, Answerers.MayAnswer(scene.Caller, scene.Definition, unit, people), scene.ReceivedAt))
            : Problems.NotFound($"report {id} about {unit}");
    }

    [Function(nameof(PursueReport))]
    public Task<IResult> PursueReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/finding")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        AnswerAsync<FindingBody>(request, context, new(cycle, "", track, unit), id, reporting.PursueAsync, cancellationToken);

    [Function(nameof(DismissReport))]
    public Task<IResult> DismissReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/dismiss")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        AnswerAsync<ReasonBody>(request, context, new(cycle, "", track, unit), id, reporting.DismissAsync, cancellationToken);

    private async Task<IResult> AnswerAsync<TBody>(
        HttpRequest request, FunctionContext context, ParticipantKey at, string id,
        Func<ParticipantScene, string, TBody, ParticipantOperation, CancellationToken, Task<IResult>> answer, CancellationToken cancellationToken)
        where TBody : class
    {
        using var _ = StorageMeter.Work("inspection");
        if (!(await desk.OpenAsync(context, Act.AnswerReport, at.Cycle, at.Track, at.Unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (RequestReader.BadRoute(("id", id)) is { } bad)
            return bad;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<TBody>(request, MaxBytes, cancellationToken);
        return read.TryGet(out var body, out problem)
            ? await answer(scene, id, body, OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken)
            : problem;
    }
}
