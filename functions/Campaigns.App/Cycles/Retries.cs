using Microsoft.DurableTask;

namespace Campaigns.App.Cycles;

/// <summary>
/// The retry policies of orchestrators, for technical faults only. Retry delays are timers in the history: changing one is a versioned change.
/// </summary>
internal static class Retries
{
    /// <summary>
    /// Five tries over about a minute: long enough for storage to recover from a moment's throttling, short enough to park a sick group soon.
    /// </summary>
    public static TaskOptions Storage { get; } =
        TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2.5));

    /// <summary>A child retries its own activities; a child that fails is a defect, which the watchdog reports.</summary>
    public static TaskRetryOptions? None => null;
}
