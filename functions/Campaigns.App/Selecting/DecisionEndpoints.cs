using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary><c>GET</c> and <c>PUT …/decisions/{track}</c>, <c>PUT …/decisions/{track}/vetting/{department}</c> (L2).</summary>
public sealed class DecisionEndpoints(SelectionDesk desk, Decisions decisions)
{
    private const string Route = "api/v1/cycles/{cycle}/decisions/{track}";

    [Function(nameof(GetDecision))]
    public async Task<IResult> GetDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        return (await desk.OpenAsync(context, Act.ReadDecision, cycle, track, null, false, cancellationToken)).TryGet(out var scene, out var problem)
            ? await decisions.ReadAsync(scene, cancellationToken)
            : problem;
    }

    [Function(nameof(PutDecision))]
    public async Task<IResult> PutDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (!(await desk.OpenAsync(context, Act.WriteDecision, cycle, track, null, true, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        return (await Json.ReadAsync<DecisionBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem)
            ? await decisions.DecideAsync(scene, body, precondition, cancellationToken)
            : problem;
    }

    [Function(nameof(PutVetting))]
    public async Task<IResult> PutVetting(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/vetting/{department}")] HttpRequest request,
        string cycle,
        string track,
        string department,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (RequestReader.BadRoute(("department", department)) is { } bad)
            return bad;
        if (!(await desk.OpenAsync(context, Act.WriteVetting, cycle, track, department, true, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        return (await Json.ReadAsync<VettingBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem)
            ? await decisions.VetAsync(scene, department, body, precondition, cancellationToken)
            : problem;
    }
}
