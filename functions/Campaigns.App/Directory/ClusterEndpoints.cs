using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Rules.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>
/// <c>GET /clusters?level=&amp;unit=</c> (those of a level, those that a unit is a point of), <c>GET</c> and <c>PUT /clusters/{cluster}</c>, and
/// <c>GET /clusters/counts?level=</c>: clusters and points by unit, which minima are held against (A4, B6, K15).
/// </summary>
public sealed class ClusterEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store)
{
    [Function(nameof(ListClusters))]
    public async Task<IResult> ListClusters(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/clusters")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadClusters, null, cancellation) is { } denied) return denied;
        var reader = new RequestReader(request);
        var (level, unit) = (reader.SlugOf("level"), reader.SlugOf("unit"));
        var list = $"clusters|{level}|{unit}";
        var paging = reader.Paging(list);
        if (reader.Problem is { } bad) return bad;
        var now = await directory.GetAsync(AccessPolicy.AllowOn, cancellation);
        var page = now.Clusters.Values
            .Where(c => (level is null || c.Level == level) && (unit is null || c.Points.Contains(unit)))
            .Where(c => paging.Position is not { } after || string.CompareOrdinal(c.Id, after) > 0)
            .OrderBy(c => c.Id, StringComparer.Ordinal).Take(paging.Limit + 1).ToList();
        return Answers.Ok(new Page<Cluster>(
            [.. page.Take(paging.Limit)], page.Count > paging.Limit ? Continuations.Write(list, page[paging.Limit - 1].Id) : null));
    }

    [Function(nameof(GetClusterCounts))]
    public async Task<IResult> GetClusterCounts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/clusters/counts")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadClusters, null, cancellation) is { } denied) return denied;
        var reader = new RequestReader(request);
        var (level, of) = (reader.SlugOf("level"), reader.SlugOf("of"));
        if (reader.Problem is { } bad) return bad;
        var now = await directory.GetAsync(AccessPolicy.AllowOn, cancellation);
        var counts = ClusterCounts.Of(
            [.. now.Units.Values.Select(u => new GapUnit(u.Id, u.Level, u.Parent))],
            [.. now.Clusters.Values.Where(c => of is null || c.Level == of).Select(c => new CountedCluster(c.Id, c.Level, c.Home, c.Points))]);
        return Answers.Ok(new Page<ClusterCount>([.. counts.Where(c => level is null ? c.Clusters + c.Points > 0 : c.Level == level)]));
    }

    [Function(nameof(GetCluster))]
    public async Task<IResult> GetCluster(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/clusters/{cluster}")] HttpRequest request,
        string cluster,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("cluster", cluster)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadClusters, null, cancellation) is { } denied) return denied;
        return await store.ClusterAsync(cluster, cancellation) is { } found ? Answers.Ok(found.Value, found.ETag) : Problems.NotFound($"cluster {cluster}");
    }

    [Function(nameof(PutCluster))]
    public async Task<IResult> PutCluster(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/clusters/{cluster}")] HttpRequest request,
        string cluster,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("cluster", cluster)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteCluster, null, cancellation) is { } denied) return denied;
        if (!Preconditions.Of(request).TryGet(out var precondition, out var problem)) return problem;
        if (!(await Json.ReadAsync<ClusterBody>(request, cancellation: cancellation)).TryGet(out var body, out problem)) return problem;
        if (body.Id is not null && body.Id != cluster) return Problems.BadRequest("$.id", "is not the id in the path");

        var judgement = ClusterImport.Judge(new([body.ToRow(1, cluster)], []), await directory.GetFreshAsync(cancellation));
        if (judgement.Errors.Count > 0) return Problems.Validation(DirectoryErrors.ByPath(judgement.Errors, caller));
        var written = judgement.Created.Concat(judgement.Updated).Concat(judgement.Unchanged).Single();
        var found = await store.ClusterAsync(cluster, cancellation);
        if (precondition.Check(found?.ETag, found?.Value) is { } failed) return failed;
        if (found is not null && judgement.Unchanged.Count > 0) return Answers.Ok(written, found.ETag);

        var etag = await store.PutAsync(written, precondition, DirectoryErrors.Operation(context, request, caller), cancellation);
        if (etag is null) return Problems.PreconditionFailed();
        return found is null ? Answers.Created($"/api/v1/clusters/{cluster}", written, etag) : Answers.Ok(written, etag);
    }
}
