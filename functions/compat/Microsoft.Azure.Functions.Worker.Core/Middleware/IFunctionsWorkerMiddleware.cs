namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the invocation pipeline.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>A step of the invocation pipeline; it runs for every trigger.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Handles an invocation; <paramref name="next"/> is the rest of the pipeline.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
