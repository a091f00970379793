using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.Rules.Adoption;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Adoption;

/// <summary><c>POST …/rules/preview</c> and <c>/adopt</c> (J14), <c>GET</c> and <c>PUT …/references</c> (K5).</summary>
public sealed class RuleEndpoints(AccessPolicy access, CycleContexts contexts, RuleDesk desk)
{
    private const string Route = "api/v1/cycles/{cycle}/";

    [Function(nameof(PreviewRules))]
    public async Task<IResult> PreviewRules(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "rules/preview")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(cycle, context, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        if (!(await Json.ReadAsync<PreviewBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem))
            return problem;
        var row = await desk.RowAsync(cycle, cancellationToken);
        return await desk.PreviewAsync(found, row.Campaign, body.Version, cancellationToken) switch
        {
            null => Problems.NotFound($"version {body.Version} of campaign {row.Campaign}"),
            Accepted<IReadOnlyList<TrackPreview>> preview => Answers.Ok(new PreviewAnswer(cycle, row.Version, body.Version, preview.State)),
            var refused => refused.Refusal!.ToProblem(context.Caller().Language),
        };
    }

    [Function(nameof(AdoptRules))]
    public async Task<IResult> AdoptRules(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "rules/adopt")] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(cycle, context, cancellationToken)).TryGet(out _, out var problem))
            return problem;
        if (!(await Json.ReadAsync<AdoptBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem))
            return problem;
        if (BadReason(body.Reason, context) is { } bad)
            return bad;
        var decision = await desk.AdoptAsync(cycle, body.Version, context.Caller().Person, body.Reason, cancellationToken);
        if (decision is null)
            return Problems.NotFound($"version {body.Version}");
        return await AnswerAsync(decision, context, client, cancellationToken);
    }

    [Function(nameof(GetReferences))]
    public async Task<IResult> GetReferences(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "references")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return no;
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var row = await desk.RowAsync(cycle, cancellationToken);
        var lines = found.Definition.References.Select(r => new ReferenceLine(
            r.Id, r.Title.In(context.Caller().Language), r.Unit, row.References.TryGetValue(r.Id, out var value) ? value : null));
        return Answers.Ok(new Page<ReferenceLine>([.. lines]), row.ETag);
    }

    [Function(nameof(PutReferences))]
    public async Task<IResult> PutReferences(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "references")] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(cycle, context, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        if (!(await Json.ReadAsync<ReferencesBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem))
            return problem;
        if (BadReason(body.Reason, context) is { } bad)
            return bad;
        var unknown = body.Values.Keys.Where(id => found.Definition.References.All(r => r.Id != id))
            .ToDictionary(id => $"values.{id}", _ => (string[])["is no reference value"]);
        if (unknown.Count > 0)
            return Problems.Validation(unknown);
        var outside = body.Values.Where(v => v.Value is < 0 or > 1_000_000_000)
            .ToDictionary(v => $"values.{v.Key}", _ => (string[])["must lie between 0 and 1000000000"]);
        if (outside.Count > 0)
            return Problems.Validation(outside);
        if (precondition.Check((await desk.RowAsync(cycle, cancellationToken)).ETag) is { } stale)
            return stale;
        return await AnswerAsync(
            await desk.EnterAsync(cycle, body.Values, context.Caller().Person, body.Reason, cancellationToken), context, client, cancellationToken);
    }

    private static IResult? BadReason(string reason, FunctionContext context) =>
        string.IsNullOrWhiteSpace(reason) ? new Refusal(RefusalCode.ReasonMissing, "reason").ToProblem(context.Caller().Language)
        : reason.Length > SheetValidation.MaxNote ? Problems.BadRequest("reason", $"is longer than {SheetValidation.MaxNote} characters")
        : null;

    private static async Task<IResult> AnswerAsync(
        Decision<Cycle> decision, FunctionContext context, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (decision is not Accepted<Cycle> { State: var changed })
            return decision.Refusal!.ToProblem(context.Caller().Language);
        await CalendarDesk.WakeAsync(client, changed, cancellationToken);
        return Answers.Ok(new RulesAnswer(changed.Id, changed.Version, changed.References, changed.Adopted), changed.ETag);
    }

    private async Task<Parsed<CycleContext>> OpenAsync(string cycle, FunctionContext context, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return new(bad);
        var found = await contexts.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), Act.ChangeRules, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return new(no);
        return found is null ? new(Problems.NotFound($"cycle {cycle}")) : new(found);
    }
}

public sealed record PreviewBody(int Version);

public sealed record AdoptBody(int Version, string Reason);

public sealed record ReferencesBody(IReadOnlyDictionary<string, decimal> Values, string Reason);

/// <summary>What adopting a version would change, track by track: who moves, who gains or loses attainment or honour.</summary>
public sealed record PreviewAnswer(string Cycle, int Version, int To, IReadOnlyList<TrackPreview> Tracks);

/// <summary>The rules that the cycle has from now on; what was scored is being scored again.</summary>
public sealed record RulesAnswer(string Cycle, int Version, IReadOnlyDictionary<string, decimal> References, AdoptedRules? Adopted);

public sealed record ReferenceLine(string Id, string Title, string? Unit, decimal? Value);
