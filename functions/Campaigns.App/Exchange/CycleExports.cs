using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Exchange;

/// <summary>Which of a cycle's tables a CSV or JSON file holds; a spreadsheet holds all.</summary>
public enum CycleTable
{
    Participants,
    Scores,
    Rates,
}

/// <summary>
/// <c>GET /exports/cycles/{cycle}?format=csv|json|xlsx&amp;table=participants|scores|rates&amp;under=</c> (H4, J2, J11) and, as the imports take them,
/// <c>/extensions</c>, <c>/pledges</c> and <c>/scores</c> below it. Every file holds only what the caller may see of each participant.
/// </summary>
public sealed class CycleExports(AccessPolicy access, CycleContexts cycles, CycleTables tables, RoundTripTables roundTrip)
{
    private const string Route = "api/v1/exports/cycles/{cycle}";

    [Function(nameof(ExportCycle))]
    public Task<IResult> ExportCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var reader = new RequestReader(request);
        var table = reader.Choice<CycleTable>("table") ?? CycleTable.Participants;
        return ExportAsync(
            request, cycle, context, reader, cycle,
            (scope, format) => format is ExportFormat.Xlsx
                ? [tables.Participants(scope), tables.Scores(scope), tables.Rates(scope)]
                : [table switch
                {
                    CycleTable.Scores => tables.Scores(scope),
                    CycleTable.Rates => tables.Rates(scope),
                    _ => tables.Participants(scope),
                }],
            cancellationToken);
    }

    [Function(nameof(ExportExtensions))]
    public Task<IResult> ExportExtensions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/extensions")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ExportAsync(request, cycle, context, new(request), $"{cycle}-extensions", (scope, _) => [roundTrip.Extensions(scope)], cancellationToken);

    [Function(nameof(ExportPledges))]
    public Task<IResult> ExportPledges(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/pledges")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ExportAsync(request, cycle, context, new(request), $"{cycle}-pledges", (scope, _) => [roundTrip.Pledges(scope)], cancellationToken);

    [Function(nameof(ExportScores))]
    public Task<IResult> ExportScores(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/scores")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ExportAsync(request, cycle, context, new(request), $"{cycle}-scores", (scope, _) => [roundTrip.Scores(scope)], cancellationToken);

    private async Task<IResult> ExportAsync(
        HttpRequest request, string cycle, FunctionContext context, RequestReader reader, string name,
        Func<ExportScope, ExportFormat, IReadOnlyList<IExportTable>> tablesOf, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListParticipants, null, cancellationToken) is { } no)
            return no;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } badRoute)
            return badRoute;
        var format = reader.Choice<ExportFormat>("format") ?? ExportFormat.Csv;
        var under = reader.SlugOf("under");
        if (reader.Problem is { } bad)
            return bad;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        return new ExportFile(name, tablesOf(new(found, caller, under), format), format);
    }
}
