using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Campaigns.Local.Hosting;

/// <summary>A function that the host accepted, ready to be invoked without reflection.</summary>
/// <param name="Definition">What middleware is told about the function.</param>
/// <param name="Method">The method, for messages.</param>
/// <param name="Trigger">The trigger's attribute.</param>
/// <param name="TriggerType">The type of the trigger's parameter.</param>
/// <param name="Call">Creates the function's class in the invocation's scope, binds the parameters, calls, and returns the result.</param>
sealed record HostedFunction(
    LocalFunctionDefinition Definition, MethodInfo Method, TriggerBindingAttribute Trigger, Type TriggerType, Func<Invocation, ValueTask<object?>> Call)
{
    public string Name => Definition.Name;
}
