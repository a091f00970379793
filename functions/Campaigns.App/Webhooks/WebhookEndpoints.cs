using System.Globalization;

using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Webhooks;

/// <summary>
/// <c>GET /webhooks</c>, <c>GET|PUT|DELETE /webhooks/{webhook}</c>, <c>POST …/rotate</c>, <c>POST …/test</c> and <c>GET …/deliveries</c>: events as signed
/// webhooks by the Standard Webhooks convention (H4, J22).
/// </summary>
public sealed class WebhookEndpoints(
    AccessPolicy access, WebhookStore hooks, WebhookQueue queue, WebhookSecrets secrets, WebhookSender sender, CampaignClock clock, TimeProvider time)
{
    private const int MostHooks = 50;
    private const int MostKinds = 100;
    private const int MostSecrets = 4;
    private const int MaxDescription = 500;
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    [Function(nameof(ListWebhooks))]
    public async Task<IResult> ListWebhooks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadWebhooks, null, cancellationToken) is { } no)
            return no;
        const string List = "webhooks";
        var reader = new RequestReader(request);
        var paging = reader.Paging(List);
        if (reader.Problem is { } bad)
            return bad;
        var page = (await hooks.ListAsync(cancellationToken)).Where(h => paging.Position is not { } after || string.CompareOrdinal(h.Id, after) > 0)
            .Take(paging.Limit + 1).ToList();
        return Answers.Ok(new Page<WebhookAnswer>(
            [.. page.Take(paging.Limit).Select(h => WebhookAnswer.Of(h, context.Caller()))],
            page.Count > paging.Limit ? Continuations.Write(List, page[paging.Limit - 1].Id) : null));
    }

    [Function(nameof(GetWebhook))]
    public async Task<IResult> GetWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks/{webhook}")] HttpRequest request,
        string webhook,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        (await FindAsync(webhook, Act.ReadWebhooks, context, cancellationToken)).TryGet(out var hook, out var problem)
            ? Answers.Ok(WebhookAnswer.Of(hook, context.Caller()), hook.ETag)
            : problem;

    [Function(nameof(PutWebhook))]
    public async Task<IResult> PutWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/webhooks/{webhook}")] HttpRequest request,
        string webhook,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("webhook", webhook)) is { } bad)
            return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteWebhook, null, cancellationToken) is { } no)
            return no;
        if (!Preconditions.Of(request).TryGet(out var precondition, out var problem))
            return problem;
        var read = await Json.ReadAsync<WebhookBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (Errors(webhook, body) is { Count: > 0 } errors)
            return Problems.Validation(errors);
        var before = await hooks.ReadAsync(webhook, cancellationToken);
        if (precondition.Check(before?.ETag) is { } failed)
            return failed;
        if (before is null && (await hooks.ListAsync(cancellationToken)).Count >= MostHooks)
            return Problems.Conflict("tooMany", $"There are {MostHooks} webhooks already.");

        var drawn = before is null ? secrets.Draw(webhook) : default;
        var hook = (before ?? new Webhook(webhook, body.Url, body.Kinds, null, null, clock.Now, caller.Person) { Secrets = [new(drawn.Kept, null)] }) with
        {
            Url = body.Url,
            Kinds = body.Kinds,
            Cycle = body.Cycle,
            Description = body.Description,
            By = caller.Person,
            OffBecause = body.Enabled ? null : "switchedOff",
            FailingSince = before is { OffBecause: null } && before.Url == body.Url ? before.FailingSince : null,
            // Switched on again it is not told what it missed.
            Since = before is { OffBecause: null } ? before.Since : clock.Now,
        };
        var operation = $"{webhook}|{caller.Person}|{read.Hash}|{precondition}";
        if (await hooks.WriteAsync(hook, before?.ETag, operation, cancellationToken) is not { } written)
            return Problems.PreconditionFailed();
        return before is null
            ? Answers.Created($"/api/v1/webhooks/{webhook}", WebhookAnswer.Of(written, caller, drawn.Shown), written.ETag)
            : Answers.Ok(WebhookAnswer.Of(written, caller), written.ETag);
    }

    [Function(nameof(DeleteWebhook))]
    public async Task<IResult> DeleteWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/webhooks/{webhook}")] HttpRequest request,
        string webhook,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(webhook, Act.WriteWebhook, context, cancellationToken)).TryGet(out _, out var problem))
            return problem;
        await hooks.RemoveAsync(webhook, cancellationToken);
        return Results.NoContent();
    }

    /// <summary>Draws another secret; the ones before sign beside it for a day. The same request again gets the same secret.</summary>
    [Function(nameof(RotateWebhook))]
    public async Task<IResult> RotateWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{webhook}/rotate")] HttpRequest request,
        string webhook,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(webhook, Act.WriteWebhook, context, cancellationToken)).TryGet(out var hook, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var (now, operation) = (time.GetUtcNow(), key.OperationId(request, context.Caller().Person));
        if (hook.Rotation == operation)
            return Answers.Ok(Rotated(hook));
        var drawn = secrets.Draw(webhook);
        var kept = hook.Secrets.Where(s => s.Until is null || s.Until > now).Take(MostSecrets - 1).Select(s => s with { Until = s.Until ?? now + Overlap });
        var rotated = hook with { Secrets = [new(drawn.Kept, null), .. kept], Rotation = operation };
        return await hooks.WriteAsync(rotated, hook.ETag, operation, cancellationToken) is { } written
            ? Answers.Ok(Rotated(written))
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Somebody else was faster; send the request again.");

        RotatedAnswer Rotated(Webhook of) => new(WebhookSignature.Show(secrets.Read(webhook, of.Secrets[0].Kept)), of.Secrets[1].Until!.Value);
    }

    /// <summary>Sends <c>webhook.ping</c> at once, also where it is off, and answers how it went.</summary>
    [Function(nameof(TestWebhook))]
    public async Task<IResult> TestWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{webhook}/test")] HttpRequest request,
        string webhook,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(webhook, Act.WriteWebhook, context, cancellationToken)).TryGet(out var hook, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var ping = WebhookPump.EventOf(
            key.OperationId(request, context.Caller().Person), WebhookKinds.Ping, clock.Now, "", new { Webhook = webhook });
        var tried = await sender.SendAsync(hook, ping.Id, ping.Body, cancellationToken);
        await queue.LogAsync(webhook, ping, tried, cancellationToken);
        return Answers.Ok(new WebhookTestAnswer(ping.Id, tried.Delivered, tried.Status, tried.Error));
    }

    /// <summary>What was sent, or is to be, what happened last first.</summary>
    [Function(nameof(ListWebhookDeliveries))]
    public async Task<IResult> ListWebhookDeliveries(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/webhooks/{webhook}/deliveries")] HttpRequest request,
        string webhook,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await FindAsync(webhook, Act.ReadWebhooks, context, cancellationToken)).TryGet(out _, out var problem))
            return problem;
        var list = $"deliveries|{webhook}";
        var reader = new RequestReader(request);
        var paging = reader.Paging(list);
        if (reader.Problem is { } bad)
            return bad;
        var (items, last) = await queue.ReadAsync(webhook, paging.Limit, paging.Position, cancellationToken);
        return Answers.Ok(new Page<WebhookDeliveryAnswer>(items, last is null ? null : Continuations.Write(list, last)));
    }

    private async Task<Parsed<Webhook>> FindAsync(string webhook, Act act, FunctionContext context, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("webhook", webhook)) is { } bad)
            return new(bad);
        if (await access.DeniesAsync(context.Caller(), act, null, cancellationToken) is { } no)
            return new(no);
        return await hooks.ReadAsync(webhook, cancellationToken) is { } hook ? new(hook) : new(Problems.NotFound($"webhook {webhook}"));
    }

    private Dictionary<string, string[]> Errors(string webhook, WebhookBody body)
    {
        var errors = new Dictionary<string, string[]>();
        if (body.Id is not null && body.Id != webhook)
            errors["$.id"] = ["is not the id in the path"];
        if (sender.Check(body.Url) is { } wrong)
            errors["$.url"] = [wrong];
        if (body.Kinds.Count is 0 or > MostKinds)
            errors["$.kinds"] = [string.Create(CultureInfo.InvariantCulture, $"must name 1 to {MostKinds} kinds")];
        for (var i = 0; i < body.Kinds.Count && i < MostKinds; i++)
        {
            if (body.Kinds[i] is not { } kind || !WebhookKinds.IsPattern(kind))
                errors[$"$.kinds[{i}]"] = ["must be *, participant.*, cycle.*, or a kind like participant.sheetSubmitted"];
        }
        if (body.Cycle is not null && !RequestReader.IsSlug(body.Cycle))
            errors["$.cycle"] = ["is not a cycle's id"];
        if (body.Description?.Length > MaxDescription)
            errors["$.description"] = [string.Create(CultureInfo.InvariantCulture, $"is longer than {MaxDescription} characters")];
        return errors;
    }
}
