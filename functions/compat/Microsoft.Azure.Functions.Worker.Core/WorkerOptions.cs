namespace Microsoft.Azure.Functions.Worker;

/// <summary>Options of the worker process.</summary>
public class WorkerOptions
{
    /// <summary>What the worker tells the host that it can do.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>();
}
