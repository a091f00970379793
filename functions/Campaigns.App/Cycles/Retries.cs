using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// How orchestrators call what they call. Retries are for technical faults only. Retry delays are timers in the history: changing one is a versioned change.
/// </summary>
internal static class Retries
{
    /// <summary>
    /// Five tries over about a minute: long enough for storage to recover from a moment's throttling, short enough to park a sick group soon.
    /// </summary>
    public static TaskOptions Storage { get; } =
        TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2.5));

    /// <summary>
    /// A child retries its own activities; one that fails is a defect, which the watchdog reports. It has its parent's version: all of a driver's work can be
    /// run by whoever can run the driver.
    /// </summary>
    public static SubOrchestrationOptions Child(TaskOrchestrationContext parent, string instanceId) =>
        new(retry: null, instanceId) { Version = parent.Version };
}
