using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Campaigns.App.Telemetry;

/// <summary>
/// Which traces are exported: a share of them, decided by the trace's id, so that the Functions host and every instance decide alike. What a caller has decided
/// holds. The watchdog's rounds and parked groups are always kept, and what ends badly (<see cref="KeptErrors"/>): so the others are recorded all the same.
/// Logs and metrics are never sampled.
/// </summary>
internal sealed class KeptTraces(double share) : Sampler
{
    private static readonly SamplingResult Kept = new(SamplingDecision.RecordAndSample);

    private readonly TraceIdRatioBasedSampler _share = new(Math.Clamp(share, 0, 1));

    // Azure Monitor multiplies what it counts by it.
    private readonly SamplingResult _sampled = new(
        SamplingDecision.RecordAndSample, share is > 0 and < 1 ? [new("microsoft.sample_rate", share * 100)] : []);

    public override SamplingResult ShouldSample(in SamplingParameters parameters)
    {
        if (parameters.Name is nameof(Cycles.Watchdog) or nameof(Cycles.Activities.ParkGroup))
            return Kept;
        var parent = parameters.ParentContext;
        var sampled = parent.TraceId != default
            ? (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0
            : _share.ShouldSample(parameters).Decision is SamplingDecision.RecordAndSample;
        return sampled ? _sampled : new(SamplingDecision.RecordOnly);
    }
}

/// <summary>Exports what ended badly although its trace is not kept. Stands before the exporters.</summary>
internal sealed class KeptErrors : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Status is ActivityStatusCode.Error)
            data.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
    }
}
