using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Reviews;

/// <summary><c>GET</c> and <c>PUT …/reviews/{phase}</c>, <c>POST …/reviews/{phase}/accept</c> and <c>/return</c> (C6, E1).</summary>
public sealed class ReviewEndpoints(ParticipantDesk desk, Reviewing reviewing)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/reviews/{phase}";

    [Function(nameof(GetReview))]
    public async Task<IResult> GetReview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadReview, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await reviewing.ReadAsync(scene, phase, cancellationToken);
    }

    [Function(nameof(PutReview))]
    public async Task<IResult> PutReview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.WriteReview, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadAsync<ReviewBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        return await reviewing.SaveAsync(scene, phase, body.ToContent(), read.Hash, precondition, cancellationToken);
    }

    [Function(nameof(AcceptReview))]
    public async Task<IResult> AcceptReview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/accept")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("review");
        if (!(await desk.OpenAsync(context, Act.AcceptReview, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadOptionalAsync<ReviewBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        return await reviewing.AcceptAsync(scene, phase, body.Value?.ToContent(), precondition, operation, cancellationToken);
    }

    [Function(nameof(ReturnSheet))]
    public async Task<IResult> ReturnSheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/return")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("review");
        if (!(await desk.OpenAsync(context, Act.ReturnReview, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<ReturnBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        return await reviewing.ReturnAsync(scene, phase, body, OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }
}
