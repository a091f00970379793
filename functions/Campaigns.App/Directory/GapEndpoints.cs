using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Rules.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary><c>GET /units/gaps?under=&amp;kind=</c>: what is not assigned yet (A3, K14), by kind, unit and person.</summary>
public sealed class GapEndpoints(AccessPolicy access, DirectoryCache directory)
{
    [Function(nameof(GetGaps))]
    public async Task<IResult> GetGaps(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/units/gaps")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        var reader = new RequestReader(request);
        var (under, kind) = (reader.SlugOf("under"), reader.Choice<GapKind>("kind"));
        var now = await directory.GetAsync(AccessPolicy.AllowOn, cancellation);
        if (await access.DeniesAsync(context.Caller(), Act.ReadGaps, under ?? now.Root, cancellation) is { } denied) return denied;
        var paging = reader.Paging($"gaps|{under}|{kind}");
        if (reader.Problem is { } bad) return bad;

        var gaps = Of(now).Where(g => (kind is null || g.Kind == kind) && (under is null || g.Unit == under || now.IsBelow(g.Unit, under))).ToList();
        var start = int.TryParse(paging.Position, out var skipped) ? skipped : 0;
        var page = gaps.Skip(start).Take(paging.Limit).ToList();
        var next = start + page.Count;
        return Answers.Ok(new Page<Gap>(page, next < gaps.Count ? Continuations.Write($"gaps|{under}|{kind}", $"{next}") : null));
    }

    static IReadOnlyList<Gap> Of(DirectorySnapshot now) => Gaps.Of(
        [.. now.Units.Values.Where(u => !u.HasEnded).Select(u => new GapUnit(u.Id, u.Level, u.Parent))],
        [.. now.Clusters.Values.Select(c => new GapCluster(c.Id, c.Leader, c.Points))],
        new GapPosts
        {
            Leaders = now.Holders(AssignmentKind.Leader),
            LeadersInCharge = now.Holders(AssignmentKind.LeaderInCharge),
            ContactPoints = now.Holders(AssignmentKind.ContactPoint),
            Liaisons = now.Holders(AssignmentKind.Liaison),
            LeadInstructors = now.Holders(AssignmentKind.LeadInstructor),
            Instructors = now.Holders(AssignmentKind.Instructor),
        });
}
