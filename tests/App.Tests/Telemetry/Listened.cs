using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Campaigns.App.Telemetry;

namespace Campaigns.App.Tests.Telemetry;

/// <summary>One measurement with its tags.</summary>
internal sealed record Measured(string Name, double Value, IReadOnlyDictionary<string, object?> Tags, bool Own)
{
    public bool Has(string tag, object value) => Tags.TryGetValue(tag, out var found) && Equals(found, value);
}

/// <summary>
/// Everything that the app measures in this process while it lives. Other tests measure too: keep to one's own cycle, or to what one's own flow measured.
/// </summary>
internal sealed class HeardMeasurements : IDisposable
{
    private static readonly AsyncLocal<HeardMeasurements?> Flow = new();
    private readonly ConcurrentQueue<Measured> _all = new();
    private readonly MeterListener _listener = new();

    public HeardMeasurements()
    {
        Flow.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AppMeter.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Measured> Of(string name) => [.. _all.Where(m => m.Name == name)];

    /// <summary>What was measured in the flow that made this.</summary>
    public IReadOnlyList<Measured> Own(string name) => [.. _all.Where(m => m.Name == name && m.Own)];

    public IReadOnlyList<Measured> Of(string name, string cycle) => [.. Of(name).Where(m => m.Has(TelemetryTags.Cycle, cycle))];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary(), Flow.Value == this));
}

/// <summary>Every span of the app and of the local hub while it lives; asks for their data and not for their export.</summary>
internal sealed class HeardSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _all = new();
    private readonly ActivityListener _listener;

    public HeardSpans()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name.StartsWith(Traces.SourceName, StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _all.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> All => [.. _all];

    public void Dispose() => _listener.Dispose();
}
