using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Extending;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Extensions;

/// <summary><c>GET|POST …/extensions</c>, <c>POST …/extensions/{id}/grant|refuse</c> (C4, J1).</summary>
public sealed class ExtensionEndpoints(ParticipantDesk desk, ParticipantStore participants, ExtensionDesk extensions)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/extensions";

    [Function(nameof(ListExtensions))]
    public async Task<IResult> ListExtensions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadParticipant, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        var mayDecide = await desk.MayAsync(scene, Act.GrantExtension, cancellationToken);
        return await participants.ReadAsync(scene.Key, cancellationToken) is { } stored
            ? Answers.Ok(new Page<ExtensionAnswer>(
                [.. stored.State.Dates.Extensions.Select(e => ExtensionAnswer.Of(e, mayDecide ? extensions.AllowedOn(scene, stored.State, e) : []))]))
            : Problems.NotFound($"participant {track}/{unit} in cycle {cycle}");
    }

    /// <summary>From the participant's reporter a request; from the tier above or the authority an extension that is granted with it.</summary>
    [Function(nameof(AddExtension))]
    public async Task<IResult> AddExtension(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.AskExtension, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<ExtensionBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (scene.Definition.PhasesOf(track).FirstOrDefault(p => p.Id == body.Phase) is not { } phase)
            return Problems.NotFound($"phase {body.Phase} in track {track}");
        var (dates, refusal) = extensions.DatesOf(scene.Definition, phase, body.Until);
        if (dates is null)
            return refusal!.ToProblem(scene.Caller.Language);
        var mayGrant = await desk.MayAsync(scene, Act.GrantExtension, cancellationToken);
        return await extensions.ActAsync(
            scene, phase,
            _ => mayGrant
                ? new GrantExtension(phase.Id, dates, body.Reason, scene.Caller.Person)
                : new RequestExtension(phase.Id, dates, body.Reason, scene.Caller.Person),
            OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }

    [Function(nameof(GrantExtension))]
    public Task<IResult> GrantExtension(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/grant")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        DecideAsync(request, cycle, track, unit, id, granted: true, context, cancellationToken);

    [Function(nameof(RefuseExtension))]
    public Task<IResult> RefuseExtension(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/refuse")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        DecideAsync(request, cycle, track, unit, id, granted: false, context, cancellationToken);

    private async Task<IResult> DecideAsync(
        HttpRequest request, string cycle, string track, string unit, string id, bool granted, FunctionContext context, CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.GrantExtension, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (RequestReader.BadRoute(("id", id)) is { } bad)
            return bad;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadOptionalAsync<ExtensionDecisionBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var dash = id.LastIndexOf('-');
        if (dash < 0 || scene.Definition.PhasesOf(track).FirstOrDefault(p => p.Id == id[..dash]) is not { } phase)
            return Problems.NotFound($"extension {id}");
        return await extensions.ActAsync(
            scene, phase, _ => new DecideExtension(id, granted, body.Value?.Reason, scene.Caller.Person),
            OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }
}
