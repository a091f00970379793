using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary><c>GET</c> and <c>PUT …/panel/{track}</c>, <c>POST …/panel/{track}/close</c>, <c>PUT …/panel/{track}/{unit}/scores</c> (J15).</summary>
public sealed class PanelEndpoints(SelectionDesk desk, PanelDesk panel, SelectionSteps steps)
{
    private const string Route = "api/v1/cycles/{cycle}/panel/{track}";

    [Function(nameof(GetPanel))]
    public async Task<IResult> GetPanel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        return (await desk.OpenAsync(context, Act.ReadPanel, cycle, track, null, false, cancellationToken)).TryGet(out var scene, out var problem)
            ? await panel.ReadAsync(scene, cancellationToken)
            : problem;
    }

    [Function(nameof(PutPanel))]
    public async Task<IResult> PutPanel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (!(await desk.OpenAsync(context, Act.WritePanel, cycle, track, null, true, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        return (await Json.ReadAsync<PanelBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem)
            ? await panel.NameAsync(scene, body, precondition, cancellationToken)
            : problem;
    }

    [Function(nameof(ClosePanel))]
    public async Task<IResult> ClosePanel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/close")] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (!(await desk.OpenAsync(context, Act.WritePanel, cycle, track, null, true, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        // Closing is its own guard: what is closed is not closed again, whatever the key.
        if (!IdempotencyKey.Of(request, context).TryGet(out var _, out problem))
            return problem;
        if (!(await Json.ReadAsync<ClosePanelBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem))
            return problem;
        var answer = await panel.CloseAsync(scene, body.Reason, cancellationToken);
        if (answer is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
            await steps.IntendLateAsync(scene, cancellationToken);
        return answer;
    }

    [Function(nameof(PutPanelScore))]
    public async Task<IResult> PutPanelScore(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{unit}/scores")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (RequestReader.BadRoute(("unit", unit)) is { } bad)
            return bad;
        if (!(await desk.OpenAsync(context, Act.WritePanelScore, cycle, track, null, true, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        return (await Json.ReadAsync<PanelScoreBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem)
            ? await panel.ScoreAsync(scene, unit, body, precondition, cancellationToken)
            : problem;
    }
}
