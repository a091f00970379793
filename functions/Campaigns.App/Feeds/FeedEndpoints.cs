using System.Text;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Reminders;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Feeds;

/// <summary>
/// <c>GET|POST|DELETE /me/feed</c>: the caller's calendar feed, by a token that can be taken back; <c>GET /deadlines.ics?token=</c>: the calendar itself, for
/// programs that cannot sign in (H4, J23).
/// </summary>
public sealed class FeedEndpoints(AccessPolicy access, FeedStore feeds, FeedWriter writer, IOptions<MailOptions> portal)
{
    private const string Path = "api/v1/deadlines.ics";

    [Function(nameof(GetMyFeed))]
    public async Task<IResult> GetMyFeed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/me/feed")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ReadOwn, null, cancellationToken) is { } no)
            return no;
        return await feeds.SinceAsync(caller.Person, cancellationToken) is { } since ? Answers.Ok(new FeedAnswer(since, null)) : Problems.NotFound("feed of yours");
    }

    /// <summary>Draws a token; the one before ends. Sent again it draws another.</summary>
    [Function(nameof(DrawMyFeed))]
    public async Task<IResult> DrawMyFeed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/me/feed")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteOwnFeed, null, cancellationToken) is { } no)
            return no;
        var (token, since) = await feeds.DrawAsync(caller.Person, cancellationToken);
        return Answers.Created("/api/v1/me/feed", new FeedAnswer(since, $"{portal.Value.Portal.TrimEnd('/')}/{Path}?token={token}"));
    }

    [Function(nameof(EndMyFeed))]
    public async Task<IResult> EndMyFeed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/me/feed")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteOwnFeed, null, cancellationToken) is { } no)
            return no;
        writer.Forget(caller.Person);
        return await feeds.EndAsync(caller.Person, cancellationToken) ? Results.NoContent() : Problems.NotFound("feed of yours");
    }

    [Function(nameof(GetDeadlines))]
    public async Task<IResult> GetDeadlines(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Path)] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadFeed, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var (token, language) = (reader.Text("token"), reader.Choice<FeedLanguage>("language"));
        if (reader.Problem is { } bad)
            return bad;
        if (await feeds.PersonOfAsync(token, cancellationToken) is not { } person
            || await writer.WriteAsync(person, language?.ToString().ToLowerInvariant(), cancellationToken) is not { } feed)
        {
            return Problems.NotFound("such feed");
        }
        request.HttpContext.Response.Headers.CacheControl = "private, max-age=300";
        return Results.Bytes(
            Encoding.UTF8.GetBytes(feed.Text), "text/calendar; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{feed.Tag}\""));
    }
}

public enum FeedLanguage
{
    Zh,
    En,
}

/// <summary>The caller's feed. Its <see cref="Address"/>, which opens it to whoever has it, is shown once.</summary>
public sealed record FeedAnswer(DateTimeOffset Since, string? Address);
