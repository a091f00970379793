using Azure.Data.Tables;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Campaigns.Local.TaskHub;

/// <summary>How a task hub is set up.</summary>
public sealed record TaskHubOptions
{
    /// <summary>Makes the table service client; called once, with options to which the hub has added its own pipeline policies.</summary>
    public required Func<TableClientOptions, TableServiceClient> Connect { get; init; }

    /// <summary>What the hub's table names start with: letters and digits, a letter first.</summary>
    public string TablePrefix { get; init; } = "taskhub";

    /// <summary>Campaign time: what orchestrators see as now, durable timers and scheduled starts. May be virtual.</summary>
    public TimeProvider Campaign { get; init; } = TimeProvider.System;

    /// <summary>Platform time: the owner's lease, back-off after failed storage calls, delays of retried tasks. Never virtual outside tests.</summary>
    public TimeProvider Platform { get; init; } = TimeProvider.System;

    /// <summary>Activities that run at once.</summary>
    public int MaximumConcurrentActivities { get; init; } = 8;

    /// <summary>Instances that are worked on at once; an instance is never worked on twice at once.</summary>
    public int MaximumConcurrentInstances { get; init; } = 16;

    /// <summary>The version of orchestrations that are started without one.</summary>
    public string DefaultVersion { get; init; } = string.Empty;

    /// <summary>Which instances the hub works on, by their version next to <see cref="DefaultVersion"/>.</summary>
    public VersionMatchStrategy VersionMatch { get; init; } = VersionMatchStrategy.None;

    /// <summary>What becomes of instances that it does not take: they wait for a hub that does, or end as failed.</summary>
    public VersionFailureStrategy VersionFailure { get; init; } = VersionFailureStrategy.Reject;

    /// <summary>Gets the history of every generation that ended in this process, once it is stored; called from any thread.</summary>
    public Action<RecordedHistory>? Recorder { get; init; }

    /// <summary>How often the hub looks for what other processes have left, by platform time.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an owner that gives no sign keeps the hub, by platform time.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest pause before work that storage has failed is tried again, by platform time; pauses start short and double.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Turns inputs, outputs and events into text and back.</summary>
    public DataConverter Converter { get; init; } = JsonDataConverter.Default;

    /// <summary>Where the hub and the orchestrators' replay-safe loggers write.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
