using System.Diagnostics;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// How a trace goes on through the hub, as it does on the real host: an instance keeps the context that it was started in, its activities and
/// sub-orchestrations have their spans under it. Nothing is kept and nothing is stored while nobody listens.
/// </summary>
internal static class HubTraces
{
    public const string SourceName = "Campaigns.Local.TaskHub";

    static readonly ActivitySource Source = new(SourceName);

    /// <summary>A client starts an orchestration, in whatever it is doing.</summary>
    public static Activity? Starting(string orchestrator) => Source.StartActivity($"create_orchestration:{orchestrator}", ActivityKind.Producer);

    /// <summary>An instance starts a sub-orchestration.</summary>
    /// <param name="orchestrator">Its orchestrator.</param>
    /// <param name="trace">What the calling instance was started in; null where nobody listened.</param>
    public static Activity? StartingChild(string orchestrator, string? trace) => Under(trace, $"orchestration:{orchestrator}");

    /// <summary>
    /// An activity runs. Also ends for this flow what span whoever woke the instance had under way, which is no part of it.
    /// </summary>
    public static Activity? Running(string activity, string? trace)
    {
        Activity.Current = null;
        return Under(trace, $"activity:{activity}");
    }

    static Activity? Under(string? trace, string name) => trace is not null && ActivityContext.TryParse(trace, null, isRemote: true, out var parent)
        ? Source.StartActivity(name, ActivityKind.Internal, parent)
        : null;
}
