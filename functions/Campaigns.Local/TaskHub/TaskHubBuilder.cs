using Microsoft.DurableTask;

namespace Campaigns.Local.TaskHub;

/// <summary>A registered activity: its input's type and its code.</summary>
internal sealed record ActivityRegistration(Type InputType, Func<object?, string, CancellationToken, Task<object?>> Run);

/// <summary>
/// Collects orchestrators and activities and builds the hub that runs them. Names have no case and are unique among orchestrators and among activities.
/// </summary>
/// <param name="options">How the hub is set up.</param>
public sealed class TaskHubBuilder(TaskHubOptions options)
{
    readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, ActivityRegistration> activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Adds an orchestrator. The delegate is called anew for every episode and must reach the orchestrator's code on the calling thread, without
    /// awaiting anything first: whatever is awaited must come from the context. What the task gives is the instance's output; null is none.
    /// </summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TaskHubBuilder RegisterOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        orchestrators.Add(name, run);
        return this;
    }

    /// <summary>
    /// Adds an activity. The delegate gets the input as <paramref name="inputType"/> (null where the call had none), the id of the calling instance and
    /// a token that is cancelled when the hub stops. It runs at least once a call: again when the process ends before its result is stored.
    /// </summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TaskHubBuilder RegisterActivity(string name, Type inputType, Func<object?, string, CancellationToken, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        activities.Add(name, new(inputType, run));
        return this;
    }

    /// <summary>The hub; it does nothing until it is started.</summary>
    public LocalTaskHub Build() => new(options, orchestrators, activities);
}
