using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary><c>GET</c> and <c>PUT /units/{unit}</c> (A1): one unit, judged by the import's rules.</summary>
public sealed class UnitEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store, CampaignClock clock)
{
    [Function(nameof(GetUnit))]
    public async Task<IResult> GetUnit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/units/{unit}")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("unit", unit)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadUnit, unit, cancellation) is { } denied) return denied;
        return await store.UnitAsync(unit, cancellation) is { } found ? Answers.Ok(found.Value, found.ETag) : Problems.NotFound($"unit {unit}");
    }

    [Function(nameof(PutUnit))]
    public async Task<IResult> PutUnit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/units/{unit}")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("unit", unit)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteUnit, unit, cancellation) is { } denied) return denied;
        if (!Preconditions.Of(request).TryGet(out var precondition, out var problem)) return problem;
        if (!(await Json.ReadAsync<UnitBody>(request, cancellation: cancellation)).TryGet(out var body, out problem)) return problem;
        if (body.Id is not null && body.Id != unit) return Problems.BadRequest("$.id", "is not the id in the path");

        var judgement = UnitImport.Judge(new([body.ToRow(1, unit)], []), await directory.GetFreshAsync(cancellation));
        if (judgement.Errors.Count > 0) return Problems.Validation(DirectoryErrors.ByPath(judgement.Errors, caller));
        var written = judgement.Created.Concat(judgement.Updated).Concat(judgement.Unchanged).Single();
        var found = await store.UnitAsync(unit, cancellation);
        if (precondition.Check(found?.ETag, found?.Value) is { } failed) return failed;
        if (found is not null && judgement.Unchanged.Count > 0) return Answers.Ok(written, found.ETag);

        var facts = new DirectoryFacts(new(caller.Person, clock.Now)).Add(found?.Value, written);
        var etag = await store.PutAsync(written, precondition, DirectoryErrors.Operation(context, request, caller), facts, cancellation);
        if (etag is null) return Problems.PreconditionFailed();
        return found is null ? Answers.Created($"/api/v1/units/{unit}", written, etag) : Answers.Ok(written, etag);
    }
}
