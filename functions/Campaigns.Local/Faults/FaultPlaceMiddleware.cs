using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Campaigns.Local.Faults;

/// <summary>Lets every storage call know for which function it is made.</summary>
internal sealed class FaultPlaceMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return RunAsync(context, next);
    }

    // What an async method puts into the flow is gone when it returns, so that nothing leaks into the caller's.
    static async Task RunAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        FaultPlaces.Enter(context.FunctionDefinition.Name);
        await next(context);
    }
}
