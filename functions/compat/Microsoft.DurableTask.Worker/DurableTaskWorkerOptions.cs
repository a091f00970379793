using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>How a worker runs orchestrations and activities.</summary>
public class DurableTaskWorkerOptions
{
    /// <summary>Turns inputs and outputs into text and back.</summary>
    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;

    /// <summary>The longest slice of a durable timer; longer ones are cut into slices.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How much runs at once.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Which versions the worker stands for; null: it does not look at versions.</summary>
    public VersioningOptions? Versioning { get; set; }

    /// <summary>Which orchestrations a worker takes, by their version next to its own.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>All.</summary>
        None = 0,

        /// <summary>Those of its own version.</summary>
        Strict = 1,

        /// <summary>Those of its own version or an older one.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an orchestration that a worker does not take.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It stays as it is, for a worker that takes it.</summary>
        Reject = 0,

        /// <summary>It ends as failed.</summary>
        Fail = 1,
    }

    /// <summary>How much runs at once.</summary>
    public class ConcurrencyOptions
    {
        /// <summary>Activities at once.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Orchestrations at once.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }

    /// <summary>Which versions the worker stands for.</summary>
    public class VersioningOptions
    {
        /// <summary>The worker's version.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>The version of sub-orchestrations that are started without one.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which orchestrations the worker takes.</summary>
        public VersionMatchStrategy MatchStrategy { get; set; }

        /// <summary>What becomes of the others.</summary>
        public VersionFailureStrategy FailureStrategy { get; set; }
    }
}
