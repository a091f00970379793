using System.Diagnostics;
using Campaigns.App.Access;
using Campaigns.App.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Http;

/// <summary>
/// The outermost middleware of every HTTP function: security headers, a request id (<c>X-Request-Id</c>), and a problem document instead of a
/// bare 500 where an exception comes through. Does nothing for other triggers, whose faults belong to the host.
/// </summary>
public sealed partial class RequestMiddleware(PlatformSignIn platform, ILogger<RequestMiddleware> logger) : IFunctionsWorkerMiddleware
{
    const string ApiPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    const string PagePolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'none'";

    // Only App Service itself may set these. One is read, by the sign-in, where the platform vouches for it; what a client put into the others must not reach
    // code that might one day.
    static readonly string[] PlatformHeaders =
    [
        "X-MS-CLIENT-PRINCIPAL-ID", "X-MS-CLIENT-PRINCIPAL-NAME", "X-MS-CLIENT-PRINCIPAL-IDP",
        "X-MS-TOKEN-AAD-ID-TOKEN", "X-MS-TOKEN-AAD-ACCESS-TOKEN",
    ];

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        foreach (var header in PlatformHeaders) http.Request.Headers.Remove(header);
        if (!platform.IsOn) http.Request.Headers.Remove(PlatformSignIn.Header);
        var id = Activity.Current?.TraceId.ToHexString() ?? context.InvocationId;
        SetHeaders(http, id);
        try
        {
            await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (BadHttpRequestException unreadable) when (!http.Response.HasStarted)
        {
            // What the server itself refuses while the body is read: longer than it takes, broken off, badly cut.
            http.Response.Clear();
            SetHeaders(http, id);
            await Problems.Unreadable(unreadable.StatusCode).ExecuteAsync(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            Failed(logger, fault, context.FunctionDefinition.Name, id);
            http.Response.Clear();
            SetHeaders(http, id);
            await Problems.Unexpected(id).ExecuteAsync(http);
        }
    }

    static void SetHeaders(HttpContext http, string id)
    {
        var headers = http.Response.Headers;
        var api = http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        headers["X-Request-Id"] = id;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.ContentSecurityPolicy = api ? ApiPolicy : PagePolicy;
        if (api) headers.CacheControl = "no-store";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }

    [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "{Function} failed in request {RequestId}", EventName = nameof(EventIds.RequestFailed))]
    static partial void Failed(ILogger logger, Exception fault, string function, string requestId);
}
