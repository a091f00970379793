using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Inspections;

/// <summary><c>GET</c> and <c>POST /cycles/{cycle}/inspections</c>, <c>GET …/{inspection}</c>, <c>POST …/{inspection}/visit</c> (E2).</summary>
public sealed class InspectionEndpoints(AccessPolicy access, ParticipantDesk participants, InspectionDesk desk, Inspecting inspecting, CycleContexts cycles)
{
    private const string Route = "api/v1/cycles/{cycle}/inspections";

    [Function(nameof(ListInspections))]
    public async Task<IResult> ListInspections(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListInspections, null, cancellationToken) is { } no)
            return no;
        var list = $"inspections|{cycle}";
        var reader = new RequestReader(request);
        var paging = reader.Paging(list);
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (reader.Problem is { } problem)
            return problem;
        return await cycles.GetAsync(cycle, cancellationToken) is { } found
            ? Answers.Ok(await inspecting.ListAsync(found, list, caller, paging, cancellationToken))
            : Problems.NotFound($"cycle {cycle}");
    }

    [Function(nameof(OrderInspection))]
    public async Task<IResult> OrderInspection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        // Whose participant it is stands in the body: first whether any place could allow it, then this one.
        var anywhere = await access.MayAsync(context.Caller(), Act.OrderInspection, null, cancellationToken);
        if (anywhere is AccessDecision.Denied { Reason: not Denial.NotYourUnit } denied)
            return denied.ToProblem();
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<OrderBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return anywhere.Problem ?? problem;
        var opened = await participants.OpenAsync(context, Act.OrderInspection, cycle, body.Track, body.Unit, null, cancellationToken);
        if (!opened.TryGet(out var scene, out problem))
            return problem;
        return await inspecting.OrderAsync(
            scene, body, InspectionOrigin.Unscheduled, OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }

    [Function(nameof(GetInspection))]
    public async Task<IResult> GetInspection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{inspection}")] HttpRequest request,
        string cycle,
        string inspection,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadInspection, cycle, inspection, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await inspecting.ReadAsync(scene, cancellationToken);
    }

    [Function(nameof(RecordVisit))]
    public async Task<IResult> RecordVisit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{inspection}/visit")] HttpRequest request,
        string cycle,
        string inspection,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("inspection");
        if (!(await desk.OpenAsync(context, Act.RecordVisit, cycle, inspection, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<VisitBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        return await inspecting.RecordAsync(scene, body, OutcomeAnswer.OperationOf(key, request, scene.Participant, read.Hash), cancellationToken);
    }
}
