using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary><c>GET …/nominations/{track}</c>, <c>GET</c> and <c>PUT …/nominations/{track}/{nominator}</c> (G3, B6, K4).</summary>
public sealed class NominationEndpoints(SelectionDesk desk, Nominating nominating)
{
    private const string Route = "api/v1/cycles/{cycle}/nominations/{track}";

    [Function(nameof(ListNominations))]
    public async Task<IResult> ListNominations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        return (await desk.OpenAsync(context, Act.ReadSelection, cycle, track, null, false, cancellationToken)).TryGet(out var scene, out var problem)
            ? await nominating.ListAsync(scene, cancellationToken)
            : problem;
    }

    [Function(nameof(GetNomination))]
    public async Task<IResult> GetNomination(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{nominator}")] HttpRequest request,
        string cycle,
        string track,
        string nominator,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("nominator", nominator)) is { } bad)
            return bad;
        return (await desk.OpenAsync(context, Act.ReadNomination, cycle, track, nominator, false, cancellationToken)).TryGet(out var scene, out var problem)
            ? await nominating.ReadAsync(scene, nominator, cancellationToken)
            : problem;
    }

    [Function(nameof(PutNomination))]
    public async Task<IResult> PutNomination(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{nominator}")] HttpRequest request,
        string cycle,
        string track,
        string nominator,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (RequestReader.BadRoute(("nominator", nominator)) is { } bad)
            return bad;
        if (!(await desk.OpenAsync(context, Act.WriteNomination, cycle, track, nominator, true, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        return (await Json.ReadAsync<NominationBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem)
            ? await nominating.SaveAsync(scene, nominator, body, precondition, cancellationToken)
            : problem;
    }
}
