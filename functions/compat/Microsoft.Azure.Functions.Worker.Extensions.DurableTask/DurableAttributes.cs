using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The function is an orchestrator; the parameter is its <c>TaskOrchestrationContext</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestrator's name; the function's name where it is not set.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>The function is an activity; the parameter is its input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; the function's name where it is not set.</summary>
    public string? Activity { get; set; }
}

/// <summary>The parameter is a <c>DurableTaskClient</c> of a task hub.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub's name; the app's own hub where it is not set.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The name of the setting with the hub's connection; the app's own where it is not set.</summary>
    public string? ConnectionName { get; set; }
}
