using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Reviews;

/// <summary>A self-score that an appraisal did not bear out (E1).</summary>
public sealed record FlagAnswer(string Track, string Unit, string Area, string Appraisal, string Sheet, decimal Self, decimal Given, decimal Difference);

/// <summary><c>GET /cycles/{cycle}/flags</c>: the inflated self-scores of a cycle (E1).</summary>
public sealed class FlagEndpoints(AccessPolicy access, CycleContexts cycles, ParticipantScan scan)
{
    [Function(nameof(ListFlags))]
    public async Task<IResult> ListFlags(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/flags")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListFlags, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var under = reader.SlugOf("under");
        var list = $"flags|{cycle}|{under}";
        var paging = reader.Paging(list);
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (reader.Problem is { } problem)
            return problem;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        return Answers.Ok(await scan.ReadAsync(
            found, list, paging, caller, under,
            state => from phase in state.Phases.OrderBy(p => p.Key, StringComparer.Ordinal)
                     from flag in phase.Value.Flags ?? []
                     select new FlagAnswer(state.Track, state.Unit, state.Area, phase.Key, flag.Sheet, flag.Self, flag.Given, flag.Self - flag.Given),
            cancellationToken));
    }
}
