using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Pledges;

/// <summary>
/// <c>GET …/pledges</c>, <c>GET</c> and <c>PUT …/pledges/{pledge}</c>, <c>POST …/pledges/{pledge}/fulfil</c>, <c>/confirm</c> and <c>/deny</c> (F1).
/// </summary>
public sealed class PledgeEndpoints(ParticipantDesk desk, Pledging pledging, PledgeStore pledges)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/pledges";

    [Function(nameof(ListPledges))]
    public async Task<IResult> ListPledges(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await OpenAsync(context, Act.ReadSheet, cycle, track, unit, null, cancellationToken)).TryGet(out var at, out var problem))
            return problem;
        var list = $"pledges|{cycle}|{track}|{unit}";
        var reader = new RequestReader(request);
        var paging = reader.Paging(list);
        return reader.Problem ?? await pledging.ListAsync(at.Scene, paging, list, cancellationToken);
    }

    [Function(nameof(GetPledge))]
    public async Task<IResult> GetPledge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{pledge}")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string pledge,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        return (await OpenAsync(context, Act.ReadSheet, cycle, track, unit, pledge, cancellationToken)).TryGet(out var at, out var problem)
            ? await pledging.ReadAsync(at.Scene, pledge, cancellationToken)
            : problem;
    }

    [Function(nameof(PutPledge))]
    public async Task<IResult> PutPledge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{pledge}")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string pledge,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("pledges");
        if (!(await OpenAsync(context, Act.WriteSheet, cycle, track, unit, pledge, cancellationToken)).TryGet(out var at, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadAsync<PledgeBody>(request, cancellation: cancellationToken);
        return read.TryGet(out var body, out problem)
            ? await pledging.SaveAsync(at.Scene, at.Phase, pledge, body, read.Hash, precondition, cancellationToken)
            : problem;
    }

    [Function(nameof(FulfilPledge))]
    public Task<IResult> FulfilPledge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{pledge}/fulfil")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string pledge,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        PostAsync<FulfilmentBody>(
            request, context, Act.SubmitSheet, new(cycle, track, unit, pledge),
            (at, body, operation) => pledging.ReportAsync(at.Scene, at.Phase, pledge, body!, operation, cancellationToken), bodyNeeded: true,
            cancellationToken);

    [Function(nameof(ConfirmPledge))]
    public Task<IResult> ConfirmPledge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{pledge}/confirm")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string pledge,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        PostAsync<ConfirmationBody>(
            request, context, Act.AcceptReview, new(cycle, track, unit, pledge),
            (at, _, operation) => pledging.AnswerAsync(at.Scene, at.Phase, pledge, null, operation, cancellationToken), bodyNeeded: false, cancellationToken);

    [Function(nameof(DenyPledge))]
    public Task<IResult> DenyPledge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{pledge}/deny")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string pledge,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        PostAsync<DenialBody>(
            request, context, Act.AcceptReview, new(cycle, track, unit, pledge),
            (at, body, operation) => pledging.AnswerAsync(at.Scene, at.Phase, pledge, body, operation, cancellationToken), bodyNeeded: true, cancellationToken);

    private async Task<IResult> PostAsync<TBody>(
        HttpRequest request, FunctionContext context, Act act, PledgeRoute route, Func<PledgeAt, TBody?, ParticipantOperation, Task<IResult>> doAsync,
        bool bodyNeeded, CancellationToken cancellationToken)
        where TBody : class
    {
        using var _ = StorageMeter.Work("pledges");
        var opened = await OpenAsync(context, act, route.Cycle, route.Track, route.Unit, route.Pledge, cancellationToken);
        if (!opened.TryGet(out var at, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadOptionalAsync<TBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (bodyNeeded && body.Value is null)
            return Problems.BadRequest("$", "a JSON body is required");
        return await doAsync(at, body.Value, OutcomeAnswer.OperationOf(key, request, at.Scene, read.Hash));
    }

    private async Task<Parsed<PledgeAt>> OpenAsync(
        FunctionContext context, Act act, string cycle, string track, string unit, string? pledge, CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, act, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return new(problem);
        if (pledge is not null && RequestReader.BadRoute(("pledge", pledge)) is { } bad)
            return new(bad);
        // A pledge that is there belongs to the phase in which it was made.
        var made = pledge is null ? null : (await pledges.ReadAsync(scene.Key, pledge, cancellationToken))?.Phase;
        var phase = made is null ? Pledging.PhaseOf(scene) : scene.Phase(made);
        return phase is null ? new(Problems.NotFound($"pledges in track {track}")) : new(new PledgeAt(scene, phase));
    }

    private sealed record PledgeAt(ParticipantScene Scene, Phase Phase);

    private sealed record PledgeRoute(string Cycle, string Track, string Unit, string Pledge);
}
