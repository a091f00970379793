using System.Diagnostics;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Campaigns.App.Telemetry;

/// <summary>
/// A span for every invocation but those of orchestrators, whose code runs again with every replay. Its parent is what the worker has under way, else what the
/// host says (<see cref="TraceContext"/>): so a request, the orchestration that it starts and the activities of that are one trace.
/// </summary>
public sealed class TraceMiddleware : IFunctionsWorkerMiddleware
{
    private const string TriggerSuffix = "Trigger";

    // What a route may be asked about; ids all of them. Units are left out: an individual's is the person.
    private static readonly (string Route, string Tag)[] Routed =
    [
        ("cycle", TelemetryTags.Cycle), ("campaign", TelemetryTags.Campaign), ("phase", TelemetryTags.Phase), ("group", TelemetryTags.Group),
    ];

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!Traces.Source.HasListeners())
            return next(context);
        var trigger = TriggerOf(context);
        return trigger == "orchestration" ? next(context) : TracedAsync(context, trigger, next);
    }

    private static async Task TracedAsync(FunctionContext context, string trigger, FunctionExecutionDelegate next)
    {
        var parent = Activity.Current is null
            && ActivityContext.TryParse(context.TraceContext.TraceParent, context.TraceContext.TraceState, isRemote: true, out var told) ? told : default;
        using var span = Traces.Source.StartActivity(context.FunctionDefinition.Name, ActivityKind.Internal, parent);
        if (span is not { IsAllDataRequested: true })
        {
            await next(context);
            return;
        }
        span.SetTag(TelemetryTags.Trigger, trigger is "http" or "timer" ? trigger : "other");
        span.SetTag(TelemetryTags.Invocation, context.InvocationId);
        var http = context.GetHttpContext();
        if (http is not null)
            Describe(span, http.Request);
        try
        {
            await next(context);
        }
        catch (Exception fault)
        {
            Traces.Fail(span, fault);
            throw;
        }
        if (http is not null)
            Describe(span, http.Response, context.GetInvocationResult().Value);
    }

    private static void Describe(Activity span, HttpRequest request)
    {
        span.SetTag(TelemetryTags.Method, request.Method);
        foreach (var (route, tag) in Routed)
        {
            if (request.RouteValues.TryGetValue(route, out var value) && value is string id && RequestReader.IsSlug(id))
                span.SetTag(tag, id);
        }
    }

    // A result is written after the middleware, by whoever hosts the worker; an answer that middleware itself has written has begun already.
    private static void Describe(Activity span, HttpResponse response, object? result)
    {
        var status = response.HasStarted ? response.StatusCode : (result as IStatusCodeHttpResult)?.StatusCode ?? response.StatusCode;
        span.SetTag(TelemetryTags.Status, status);
        if (result is IValueHttpResult<Problem> { Value: { } problem })
            span.SetTag(TelemetryTags.Reason, problem.Code);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }

    private static string TriggerOf(FunctionContext context)
    {
        foreach (var binding in context.FunctionDefinition.InputBindings.Values)
        {
            if (binding.Type.EndsWith(TriggerSuffix, StringComparison.OrdinalIgnoreCase))
                return binding.Type[..^TriggerSuffix.Length].ToLowerInvariant();
        }
        return "";
    }
}
