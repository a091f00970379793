using System.Diagnostics;
using Campaigns.App.Cycles;

namespace Campaigns.App.Telemetry;

/// <summary>
/// The app's spans: one for every function that is triggered but orchestrators, whose code runs again with every replay, and one for every request to the data
/// account. They cost nothing while nobody listens.
/// </summary>
public static class Traces
{
    public const string SourceName = "Campaigns";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Says of the function at work which cycle it works for.</summary>
    public static void About(string cycle, int? epoch = null)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span || !Source.HasListeners())
            return;
        span.SetTag(TelemetryTags.Cycle, cycle);
        if (epoch is { } number)
            span.SetTag(TelemetryTags.Epoch, number);
    }

    /// <summary>The same of a milestone and, where it is at one, of a group.</summary>
    public static void About(MilestoneWork work, string? group = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Activity.Current is not { IsAllDataRequested: true } span || !Source.HasListeners())
            return;
        About(work.Cycle, work.Epoch);
        span.SetTag(TelemetryTags.Milestone, work.Milestone.Id);
        span.SetTag(TelemetryTags.MilestoneKind, AppMeter.NameOf(work.Milestone.Kind));
        if (work.Milestone.Phase.Length > 0)
            span.SetTag(TelemetryTags.Phase, work.Milestone.Phase);
        if (group is not null)
            span.SetTag(TelemetryTags.Group, group);
    }

    /// <summary>Ends a span badly. Messages stay out of it: they may name what somebody typed.</summary>
    internal static void Fail(Activity span, Exception fault)
    {
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag(TelemetryTags.Error, fault.GetType().FullName);
    }
}
