using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Hosting;

/// <summary>An orchestrator function as the task hub calls it: once for every replay episode.</summary>
/// <param name="Name">The function's name, which is the orchestration's.</param>
/// <param name="RunAsync">Runs the middleware and the function; the task ends with the function's result, or never where the episode only waits.</param>
public sealed record HostedOrchestrator(string Name, Func<TaskOrchestrationContext, Task<object?>> RunAsync);

/// <summary>An activity function as the task hub calls it.</summary>
/// <param name="Name">The function's name, which is the activity's.</param>
/// <param name="InputType">The type of the input that <paramref name="RunAsync"/> takes.</param>
/// <param name="RunAsync">Runs the middleware and the function with the input, for the orchestration of the given instance id.</param>
public sealed record HostedActivity(string Name, Type InputType, Func<object?, string, CancellationToken, Task<object?>> RunAsync);

/// <summary>Hands orchestrator and activity functions to the task hub.</summary>
sealed class DurableFunctions(IReadOnlyList<HostedFunction> functions, InvocationIds ids)
{
    public IReadOnlyList<HostedOrchestrator> Orchestrators(Func<IServiceProvider> services, FunctionExecutionDelegate pipeline) =>
        [.. functions
            .Where(function => function.Trigger is OrchestrationTriggerAttribute)
            .Select(function => new HostedOrchestrator(function.Name, context => RunAsync(function, context, services(), pipeline, CancellationToken.None)))];

    public IReadOnlyList<HostedActivity> Activities(Func<IServiceProvider> services, FunctionExecutionDelegate pipeline) =>
        [.. functions
            .Where(function => function.Trigger is ActivityTriggerAttribute)
            .Select(function => new HostedActivity(function.Name, function.TriggerType,
                (input, _, cancellation) => RunAsync(function, input, services(), pipeline, cancellation)))];

    // An orchestrator's episode that only waits never ends its task, so its scope is left to the collector; one that ends disposes it.
    async Task<object?> RunAsync(
        HostedFunction function, object? trigger, IServiceProvider services, FunctionExecutionDelegate pipeline, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var invocation = new Invocation(function, ids, scope.ServiceProvider, trigger, cancellation);
        await pipeline(invocation);
        return invocation.Outcome.Value;
    }
}
