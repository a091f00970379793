using System.Text.Json;
using System.Text.Json.Serialization;
using Campaigns.App.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Http;

/// <summary>An RFC 9457 problem document.</summary>
public sealed record Problem(
    int Status,
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null)
{
    public string Type => $"urn:campaigns:problem:{Code}";
    public string Title => ReasonPhrases.GetReasonPhrase(Status);
}

/// <summary>Writes a <see cref="Http.Problem"/>; never cached.</summary>
public sealed class ProblemAnswer(Problem problem) : IResult, IStatusCodeHttpResult, IValueHttpResult<Problem>
{
    /// <summary>Value of <c>WWW-Authenticate</c>, where the answer has one.</summary>
    public string? Challenge { get; init; }

    /// <summary>Seconds in <c>Retry-After</c>, where the answer has one.</summary>
    public int? RetryAfter { get; init; }

    public Problem Value => problem;

    int? IStatusCodeHttpResult.StatusCode => problem.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        AppMeter.Refused.Add(1, new(TelemetryTags.Reason, problem.Code), new(TelemetryTags.Status, problem.Status));
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Challenge is not null) response.Headers[HeaderNames.WWWAuthenticate] = Challenge;
        await JsonSerializer.SerializeAsync(response.Body, problem, Json.Options, httpContext.RequestAborted);
    }
}
