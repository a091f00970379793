using System.Diagnostics.Metrics;
using System.Text.Json;
using Campaigns.Rules.Calendar;

namespace Campaigns.App.Telemetry;

/// <summary>
/// What operations looks at, all of one meter. Every figure comes from what the app reads and writes anyway: none costs a storage request. The table in
/// infra/operate.md says how each is read; a test keeps both the same.
/// </summary>
public static class AppMeter
{
    public const string MeterName = "Campaigns";

    private static readonly Meter Meter = new(MeterName);

    // From seconds to days: a milestone is a minute late on a busy evening and a day late after an outage.
    private static readonly InstrumentAdvice<double> FromSecondsToDays = new()
    {
        HistogramBucketBoundaries = [1, 5, 15, 60, 120, 300, 900, 1800, 3600, 14400, 43200, 86400, 259200],
    };

    private static readonly InstrumentAdvice<double> FromMillisecondsToMinutes = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private static readonly Histogram<double> Lateness = Meter.CreateHistogram(
        "campaigns.milestone.lateness", "s", "Campaign time between a milestone's planned instant and its start or its end.", null, FromSecondsToDays);

    private static readonly Gauge<long> Parked = Meter.CreateGauge<long>(
        "campaigns.groups.parked", "{group}", "Groups of a cycle that wait with an error, as its driver last read them.");

    private static readonly Gauge<long> Participants = Meter.CreateGauge<long>(
        "campaigns.cycle.participants", "{participant}", "Participants of a cycle, as its driver last read them.");

    /// <summary>New drivers that the watchdog has started.</summary>
    public static Counter<long> DriverRestarts { get; } = Meter.CreateCounter<long>(
        "campaigns.driver.restarts", "{restart}", "Cycles whose driver was not there or not in time, and got another.");

    /// <summary>Sheets handed in.</summary>
    public static Counter<long> Submissions { get; } = Meter.CreateCounter<long>("campaigns.sheets.submitted", "{sheet}", "Sheets handed in.");

    /// <summary>From the moment that all of a file is there to its acceptance.</summary>
    public static Histogram<double> SealTime { get; } = Meter.CreateHistogram(
        "campaigns.evidence.seal", "s", "Time from a file's last byte to its acceptance as evidence: checks, scan, seal, record.", null,
        FromMillisecondsToMinutes);

    /// <summary>Problem documents.</summary>
    public static Counter<long> Refused { get; } = Meter.CreateCounter<long>(
        "campaigns.requests.refused", "{request}", "Requests answered with a problem document, by its code.");

    /// <summary>Notices by channel and what became of them.</summary>
    public static Counter<long> Deliveries { get; } = Meter.CreateCounter<long>(
        "campaigns.notices.delivered", "{notice}", "Deliveries of notices by channel and outcome; one that failed is tried again.");

    /// <summary>Events to webhooks.</summary>
    public static Counter<long> HookDeliveries { get; } = Meter.CreateCounter<long>(
        "campaigns.webhooks.delivered", "{event}", "Tries to deliver an event to a webhook, by outcome.");

    /// <summary>Notices whose moment has come and that are not delivered, after a turn of delivery.</summary>
    public static Gauge<long> Outstanding { get; } = Meter.CreateGauge<long>(
        "campaigns.notices.outstanding", "{notice}", "Notices that are due by e-mail and not delivered, after the dispatcher's turn.");

    /// <summary>How long the first of them has waited.</summary>
    public static Gauge<double> OldestNotice { get; } = Meter.CreateGauge<double>(
        "campaigns.notices.oldest", "s", "Campaign time for which the oldest notice that is not delivered has been due; 0 where there is none.");

    /// <summary>Requests to the data account.</summary>
    public static Counter<long> StorageRequests { get; } = Meter.CreateCounter<long>(
        "campaigns.storage.requests", "{request}", "Requests to the data account, retries included.");

    /// <summary>Those that it refused for being too many.</summary>
    public static Counter<long> StorageThrottled { get; } = Meter.CreateCounter<long>(
        "campaigns.storage.throttled", "{request}", "Requests that the data account refused for now (429, 503).");

    /// <summary>
    /// A milestone began or ended at <paramref name="now"/>. Returns how many seconds late that was: 0 where it was in time, or no instant was planned, of
    /// which nothing is recorded.
    /// </summary>
    public static double Late(string cycle, Milestone milestone, string stage, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(milestone);
        if (milestone.At is not { } planned)
            return 0;
        var late = Math.Max(0, (now - planned).TotalSeconds);
        Lateness.Record(
            late, new(TelemetryTags.Cycle, cycle), new(TelemetryTags.MilestoneKind, NameOf(milestone.Kind)), new(TelemetryTags.Stage, stage));
        return late;
    }

    /// <summary>How a cycle stands, from what its driver has just read.</summary>
    public static void Standing(Cycles.CycleSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        KeyValuePair<string, object?> cycle = new(TelemetryTags.Cycle, snapshot.Cycle.Id);
        Participants.Record(snapshot.Cycle.Participants, cycle);
        if (Parked.Enabled)
            Parked.Record(snapshot.Groups.Count(g => g.Parked is not null), cycle);
    }

    /// <summary>A kind of milestone as the API writes it.</summary>
    internal static string NameOf(MilestoneKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
