using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Plans;

/// <summary><c>GET</c> and <c>PUT …/plan</c>, <c>POST …/plan/submit</c>, <c>/register</c> and <c>/return</c> (B8).</summary>
public sealed class PlanEndpoints(ParticipantDesk desk, Planning planning)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/plan";

    [Function(nameof(GetPlan))]
    public async Task<IResult> GetPlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        return (await OpenAsync(context, Act.ReadSheet, cycle, track, unit, cancellationToken)).TryGet(out var at, out var problem)
            ? await planning.ReadAsync(at.Scene, at.Phase, cancellationToken)
            : problem;
    }

    [Function(nameof(PutPlan))]
    public async Task<IResult> PutPlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(context, Act.WriteSheet, cycle, track, unit, cancellationToken)).TryGet(out var at, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadAsync<PlanBody>(request, cancellation: cancellationToken);
        return read.TryGet(out var body, out problem)
            ? await planning.SaveAsync(at.Scene, at.Phase, body.ToContent(), read.Hash, precondition, cancellationToken)
            : problem;
    }

    [Function(nameof(SubmitPlan))]
    public async Task<IResult> SubmitPlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/submit")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("plans");
        if (!(await OpenAsync(context, Act.SubmitSheet, cycle, track, unit, cancellationToken)).TryGet(out var at, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadOptionalAsync<PlanBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var operation = OutcomeAnswer.OperationOf(key, request, at.Scene, read.Hash);
        return await planning.FileAsync(at.Scene, at.Phase, body.Value?.ToContent(), precondition, operation, cancellationToken);
    }

    [Function(nameof(RegisterPlan))]
    public async Task<IResult> RegisterPlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/register")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("plans");
        if (!(await OpenAsync(context, Act.RegisterPlan, cycle, track, unit, cancellationToken)).TryGet(out var at, out var problem))
            return problem;
        return IdempotencyKey.Of(request, context).TryGet(out var key, out problem)
            ? await planning.RegisterAsync(at.Scene, at.Phase, OutcomeAnswer.OperationOf(key, request, at.Scene, ""), cancellationToken)
            : problem;
    }

    [Function(nameof(ReturnPlan))]
    public async Task<IResult> ReturnPlan(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/return")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("plans");
        if (!(await OpenAsync(context, Act.RegisterPlan, cycle, track, unit, cancellationToken)).TryGet(out var at, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<PlanReturnBody>(request, cancellation: cancellationToken);
        return read.TryGet(out var body, out problem)
            ? await planning.SendBackAsync(
                at.Scene, at.Phase, body.Reason, OutcomeAnswer.OperationOf(key, request, at.Scene, read.Hash), cancellationToken)
            : problem;
    }

    private async Task<Parsed<PlanAt>> OpenAsync(
        FunctionContext context, Act act, string cycle, string track, string unit, CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, act, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return new(problem);
        return Planning.PhaseOf(scene) is { } phase ? new(new PlanAt(scene, phase)) : new(Problems.NotFound($"plan in track {track}"));
    }

    private sealed record PlanAt(ParticipantScene Scene, Phase Phase);
}
