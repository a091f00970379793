using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.Hosting;

/// <summary>Answers HTTP requests with functions, under the Functions host's limits.</summary>
sealed class HttpFunctions(FunctionsHostOptions options, InvocationIds ids, ILogger logger)
{
    // How long a function that ignores its cancellation may still run before its connection is cut.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Maps the route of every HTTP function.</summary>
    public void Map(IEndpointRouteBuilder endpoints, IEnumerable<HostedFunction> functions, FunctionExecutionDelegate pipeline)
    {
        foreach (var function in functions.Where(function => function.Trigger is HttpTriggerAttribute))
        {
            Task Answer(HttpContext http) => AnswerAsync(http, function, pipeline);
            var pattern = HttpRoute.Of(function);
            var endpoint = HttpRoute.Methods(function) is { } methods
                ? endpoints.Map(pattern, Answer).WithMetadata(new HttpMethodMetadata(methods))
                : endpoints.Map(pattern, Answer);
            endpoint.WithMetadata(HostedEndpoint.Instance).WithDisplayName(function.Name);
        }
    }

    async Task AnswerAsync(HttpContext http, HostedFunction function, FunctionExecutionDelegate pipeline)
    {
        if (http.Request.ContentLength > options.BodyLimit)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            http.Response.Headers.Connection = "close";
            return;
        }

        PlatformHeaders.Remove(http.Request.Headers);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        life.CancelAfter(options.AnswerLimit);
        var work = InvokeAsync(http, function, pipeline, life.Token);
        if (work.IsCompletedSuccessfully) return;
        using var overdue = life.Token.UnsafeRegister(static state => ((OverdueAnswer)state!).Watch(), new OverdueAnswer(http, work, options.PlatformTime));
        await work;
    }

    async Task InvokeAsync(HttpContext http, HostedFunction function, FunctionExecutionDelegate pipeline, CancellationToken cancellation)
    {
        try
        {
            var invocation = new Invocation(function, ids, http.RequestServices, http, cancellation);
            await pipeline(invocation);
            if (invocation.Outcome.Value is IResult result) await result.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            if (!http.RequestAborted.IsCancellationRequested) logger.LogWarning("{Function} did not answer in time", function.Name);
            Fail(http, StatusCodes.Status504GatewayTimeout);
        }
        catch (BadHttpRequestException refused)
        {
            Fail(http, refused.StatusCode);
        }
        catch (Exception fault)
        {
            logger.LogError(fault, "{Function} failed", function.Name);
            Fail(http, StatusCodes.Status500InternalServerError);
        }
    }

    static void Fail(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
    }

    /// <summary>Cuts the connection of a function that goes on after its time, unless it ends within the grace.</summary>
    sealed class OverdueAnswer(HttpContext http, Task work, TimeProvider platformTime)
    {
        public void Watch() => _ = CutAsync();

        async Task CutAsync()
        {
            // The request's objects are reused for the next request once the work has ended, so they are taken while it is still running.
            var connection = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestLifetimeFeature>();
            try
            {
                await work.WaitAsync(Grace, platformTime);
            }
            catch (TimeoutException)
            {
                connection?.Abort();
            }
        }
    }
}

/// <summary>Marks endpoints that the host itself mapped; what routing adds by itself (its 405) does not carry it.</summary>
sealed class HostedEndpoint
{
    public static readonly HostedEndpoint Instance = new();
}
