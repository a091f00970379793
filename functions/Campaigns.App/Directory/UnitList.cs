using Campaigns.App.Access;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>
/// <c>GET /units?under=&amp;level=&amp;sector=</c> (A1): the tree as a list, in the order of ids. The administrator and the auditor see all of it, others the
/// units that they belong to and those below their own. Ended units only where they are asked for.
/// </summary>
public sealed class UnitList(AccessPolicy access, DirectoryCache directory)
{
    [Function(nameof(ListUnits))]
    public async Task<IResult> ListUnits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/units")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListUnits, null, cancellation) is { } denied) return denied;
        var reader = new RequestReader(request);
        var (under, level, sector, ended) = (reader.SlugOf("under"), reader.SlugOf("level"), reader.SlugOf("sector"), reader.Flag("ended"));
        var list = $"units|{under}|{level}|{sector}|{ended}";
        var paging = reader.Paging(list);
        if (reader.Problem is { } bad) return bad;
        var now = await directory.GetAsync(AccessPolicy.AllowOn, cancellation);
        var page = now.Units.Values
            .Where(u => (ended || !u.HasEnded) && (level is null || u.Level == level) && (sector is null || u.Sector == sector))
            .Where(u => under is null || now.IsBelow(u.Id, under))
            .Where(u => paging.Position is not { } after || string.CompareOrdinal(u.Id, after) > 0)
            .Where(u => IsShown(caller, u.Id, now))
            .OrderBy(u => u.Id, StringComparer.Ordinal).Take(paging.Limit + 1).ToList();
        return Answers.Ok(new Page<Unit>(
            [.. page.Take(paging.Limit)], page.Count > paging.Limit ? Continuations.Write(list, page[paging.Limit - 1].Id) : null));
    }

    private static bool IsShown(Caller caller, string unit, DirectorySnapshot now) =>
        AccessPolicy.Decide(caller, Act.ReadUnit, unit, now).IsAllowed || AccessPolicy.Decide(caller, Act.ReadParticipant, unit, now).IsAllowed;
}
