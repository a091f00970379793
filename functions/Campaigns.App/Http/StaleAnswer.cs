using System.Text.Json;
using Azure;
using Campaigns.App.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>
/// 412 for a write on something that has changed since it was read: the problem document with the present content as <c>current</c> and its ETag, so that
/// nobody has to ask again to see what came in between.
/// </summary>
internal sealed class StaleAnswer<T>(T current, ETag? etag) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status412PreconditionFailed;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        AppMeter.Refused.Add(
            1, new(TelemetryTags.Reason, "preconditionFailed"), new(TelemetryTags.Status, StatusCodes.Status412PreconditionFailed));
        response.StatusCode = StatusCodes.Status412PreconditionFailed;
        response.ContentType = "application/problem+json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (etag is { } tag)
            response.Headers.ETag = Preconditions.ToHeader(tag);
        var problem = new Problem(StatusCodes.Status412PreconditionFailed, "preconditionFailed", "It has changed since you read it; this is what it is now.");
        var body = new Body(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, current);
        await JsonSerializer.SerializeAsync(response.Body, body, Json.Options, httpContext.RequestAborted);
    }

    private sealed record Body(string Type, string Title, int Status, string Detail, string Code, T Current);
}
