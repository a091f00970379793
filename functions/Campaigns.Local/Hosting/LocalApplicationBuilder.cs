using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Hosting;

/// <summary>Takes the app's services and middleware through the interface that the real worker offers.</summary>
sealed class LocalApplicationBuilder(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public IServiceCollection Services { get; } = services;

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>The pipeline: the middleware in the order of its registration, then the function itself.</summary>
    public FunctionExecutionDelegate Pipeline()
    {
        FunctionExecutionDelegate next = static context => ((Invocation)context).CallAsync();
        for (var i = _middleware.Count - 1; i >= 0; i--) next = _middleware[i](next);
        return next;
    }
}
