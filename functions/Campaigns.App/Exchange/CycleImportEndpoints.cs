using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Exchange;

/// <summary>
/// <c>POST /imports/cycles/{cycle}/extensions</c> (J1), <c>/pledges</c> (F1) and <c>/scores</c> (E1): CSV or JSON, as <see cref="ImportDesk"/> promises.
/// </summary>
public sealed class CycleImportEndpoints(
    AccessPolicy access, CycleContexts cycles, ImportScenes scenes, ImportDesk desk, ExtensionImport extensions, PledgeImport pledges, ScoreImport scores)
{
    private const string Route = "api/v1/imports/cycles/{cycle}/";

    [Function(nameof(ImportExtensions))]
    public Task<IResult> ImportExtensions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "extensions")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        RunAsync(request, cycle, context, Act.ExtendMany, ExtensionImport.Source, extensions.PlanAsync, cancellationToken);

    [Function(nameof(ImportPledges))]
    public Task<IResult> ImportPledges(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "pledges")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        RunAsync(request, cycle, context, Act.ImportRows, PledgeImport.Source, pledges.PlanAsync, cancellationToken);

    [Function(nameof(ImportScores))]
    public Task<IResult> ImportScores(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "scores")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        RunAsync(request, cycle, context, Act.ImportRows, ScoreImport.Source, scores.PlanAsync, cancellationToken);

    private async Task<IResult> RunAsync<TRow>(
        HttpRequest request, string cycle, FunctionContext context, Act act, ImportSource<TRow> source,
        Func<CycleContext, ImportFile<TRow>, Import, CancellationToken, Task<ImportPlan>> plan, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        var known = await cycles.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), act, known?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (!(await scenes.CycleAsync(cycle, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        return await desk.RunAsync(request, context, source, (file, import) => plan(found, file, import, cancellationToken), cancellationToken);
    }
}
