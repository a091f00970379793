using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Campaigns.App.Http;

/// <summary>Answers 429 with <c>Retry-After</c> where <see cref="PublicLimits"/> refuses, before anything else is done for the request.</summary>
public sealed class PublicLimitMiddleware(PublicLimits limits) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http && limits.Refuses(context.FunctionDefinition.Name, http) is { } wait)
        {
            await Problems.TooManyRequests(wait).ExecuteAsync(http);
            return;
        }
        await next(context);
    }
}
