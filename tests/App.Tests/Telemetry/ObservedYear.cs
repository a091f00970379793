using System.Diagnostics;
using System.Text.Json.Nodes;
using Campaigns.App.Tests.Cycles;
using Campaigns.Local.Mail;
using Campaigns.Local.Rehearsal;
using Xunit;

namespace Campaigns.App.Tests.Telemetry;

/// <summary>
/// A short year on the whole app that exports to a sink, with no trace kept but those that always are, and with listeners of its own that see every span and
/// every measurement.
/// </summary>
public sealed class ObservedYear : IAsyncLifetime
{
    internal RehearsalPlan Plan { get; } = RunningApp.Plan("single-quarter.yaml", townships: 2, campaign: "observed-drive");

    internal Season Season { get; private set; } = null!;

    internal IReadOnlyList<Activity> Spans { get; private set; } = [];

    internal HeardMeasurements Measurements { get; private set; } = null!;

    internal TelemetrySink Sink { get; private set; } = null!;

    internal MailTotals Mails { get; private set; } = null!;

    internal JsonArray Milestones { get; private set; } = [];

    internal int Participants { get; private set; }

    internal JsonNode Completeness { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sink = await TelemetrySink.StartAsync();
        Measurements = new();
        using var spans = new HeardSpans();
        var settings = new Dictionary<string, string?>
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = Sink.ConnectionString,
            ["OTEL_TRACES_SAMPLER_ARG"] = "0",
        };
        await using (var app = await RunningApp.StartAsync(2026, settings))
        {
            Season = await new RehearsalDriver(app.Api, Plan, new Unwatched(), TimeProvider.System).RunAsync(CancellationToken.None);
            Milestones = (await app.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{Plan.Cycle}/timeline", CancellationToken.None))
                .Value["milestones"]!.AsArray();
            Completeness = (await app.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{Plan.Cycle}/completeness", CancellationToken.None)).Value;
            Participants = (int)(await app.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{Plan.Cycle}", CancellationToken.None)).Value["participants"]!;
            Mails = app.Mail.Log.Totals;
        }
        Spans = spans.All;
    }

    public async Task DisposeAsync()
    {
        Measurements.Dispose();
        await Sink.DisposeAsync();
    }
}
