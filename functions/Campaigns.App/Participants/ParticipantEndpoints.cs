using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Participants;

/// <summary><c>GET /cycles/{cycle}/participants</c> and <c>GET …/participants/{track}/{unit}</c>.</summary>
public sealed class ParticipantEndpoints(AccessPolicy access, ParticipantDesk desk, ParticipantList list, ParticipantStore participants)
{
    private const string Route = "api/v1/cycles/{cycle}/participants";

    [Function(nameof(ListParticipants))]
    public async Task<IResult> ListParticipants(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListParticipants, null, cancellationToken) is { } no)
            return no;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } badRoute)
            return badRoute;
        var reader = new RequestReader(request);
        var filter = new ParticipantFilter(
            reader.SlugOf("track"), reader.SlugOf("phase"), reader.Choice<SheetStatus>("state"), reader.SlugOf("under"));
        var paging = reader.Paging(ParticipantList.NameOf(cycle, filter));
        if (reader.Problem is { } bad)
            return bad;
        return await list.ReadAsync(cycle, filter, paging, caller, cancellationToken) is { } page ? Answers.Ok(page) : Problems.NotFound($"cycle {cycle}");
    }

    [Function(nameof(GetParticipant))]
    public async Task<IResult> GetParticipant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{track}/{unit}")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadParticipant, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (await participants.ReadAsync(scene.Key, cancellationToken) is not { } stored)
            return Problems.NotFound($"participant {track}/{unit} in cycle {cycle}");
        var mayWrite = await desk.MayAsync(scene, Act.WriteSheet, cancellationToken);
        var mayReview = await desk.MayAsync(scene, Act.WriteReview, cancellationToken);
        return Answers.Ok(ParticipantAnswer.Of(scene, stored.State, mayWrite, mayReview));
    }
}
