using Microsoft.DurableTask.Abstractions;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Campaigns.Local.TaskHub;

/// <summary>Which instances a hub takes, as <c>versionMatchStrategy</c> and <c>versionFailureStrategy</c> of host.json have it.</summary>
internal static class VersionGate
{
    /// <summary>Whether the hub runs an instance of this version.</summary>
    public static bool Takes(TaskHubOptions options, string? version)
    {
        var age = TaskOrchestrationVersioningUtils.CompareVersions(version ?? string.Empty, options.DefaultVersion);
        return options.VersionMatch switch
        {
            VersionMatchStrategy.Strict => age == 0,
            VersionMatchStrategy.CurrentOrOlder => age <= 0,
            _ => true,
        };
    }

    /// <summary>Whether the hub leaves an instance of this version as it is, for another that takes it.</summary>
    public static bool Rejects(TaskHubOptions options, string? version) =>
        options.VersionFailure == VersionFailureStrategy.Reject && !Takes(options, version);
}
