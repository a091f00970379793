using System.Text.Json;
using Azure;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>Answers that carry JSON, with the API's own options, an ETag and a location where they have one.</summary>
public static class Answers
{
    public static IResult Ok<T>(T value, ETag? etag = null) => new JsonAnswer<T>(StatusCodes.Status200OK, value, etag, null);

    /// <summary>201; <paramref name="location"/> is the new thing's path, for example <c>/api/v1/campaigns/c</c>.</summary>
    public static IResult Created<T>(string location, T value, ETag? etag = null) => new JsonAnswer<T>(StatusCodes.Status201Created, value, etag, location);

    /// <summary>202: what <paramref name="value"/> names is going to be done.</summary>
    public static IResult Accepted<T>(string location, T value) => new JsonAnswer<T>(StatusCodes.Status202Accepted, value, null, location);

    /// <summary>
    /// An answer as it is recorded under an Idempotency-Key: its JSON exactly as it was given the first time. That first time it has an ETag too.
    /// </summary>
    public static IResult Recorded(int status, string json, ETag? etag = null) => new RecordedAnswer(status, json, etag);

    /// <summary>A JSON value as the answers write it; what an idempotency record keeps.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Json.Options);
}

/// <summary>A page of a list; <see cref="Continuation"/> is null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation = null);

sealed class JsonAnswer<T>(int status, T value, ETag? etag, string? location) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    public int? StatusCode => status;

    public T Value => value;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (etag is { } tag) response.Headers.ETag = Preconditions.ToHeader(tag);
        if (location is not null) response.Headers.Location = location;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(response.Body, value, Json.Options, httpContext.RequestAborted);
    }
}

sealed class RecordedAnswer(int status, string json, ETag? etag) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (etag is { } tag) httpContext.Response.Headers.ETag = Preconditions.ToHeader(tag);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = status < 400 ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
        await httpContext.Response.WriteAsync(json, httpContext.RequestAborted);
    }
}
