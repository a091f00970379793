using System.Globalization;
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Campaigns.App.Telemetry;

/// <summary>
/// Sends traces, metrics and logs where the settings say: to Azure Monitor with <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, by OTLP with
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, to both or to neither; then nothing is listened to. The code is the same in all configurations.
/// </summary>
public static class TelemetryExport
{
    private const string ServiceName = "campaigns";

    // They log addresses of requests, and those carry tokens of feeds and keys of rows.
    private static readonly string[] Talkative = ["Microsoft.AspNetCore", "System.Net.Http", "Azure", "Microsoft.Identity"];

    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var connection = configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] ?? "";
        var identity = IdentityOf(configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]);
        var otlp = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        var share = ShareOf(configuration["OTEL_TRACES_SAMPLER_ARG"]);
        var azure = connection.Length > 0;
        if (!azure && !otlp)
            return services;

        // The Functions host would send the worker's logs a second time.
        services.Configure<WorkerOptions>(options => options.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
        services.AddLogging(logging =>
        {
            foreach (var category in Talkative)
                logging.AddFilter<OpenTelemetryLoggerProvider>(category, LogLevel.Warning);
        });
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString()))
            .WithTracing(traces =>
            {
                // "Microsoft.DurableTask" is where the client says that it starts an orchestration.
                traces.AddSource(Traces.SourceName + "*", "Microsoft.DurableTask").AddProcessor(new KeptErrors());
                if (azure)
                    traces.AddAzureMonitorTraceExporter(Apply);
                if (otlp)
                    traces.AddOtlpExporter();
                // Last, since Azure Monitor's exporter brings a sampler of its own.
                traces.SetSampler(new KeptTraces(share));
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(AppMeter.MeterName);
                if (azure)
                    metrics.AddAzureMonitorMetricExporter(Apply);
                if (otlp)
                    metrics.AddOtlpExporter();
            })
            .WithLogging(
                logs =>
                {
                    if (azure)
                        logs.AddAzureMonitorLogExporter(Apply);
                    if (otlp)
                        logs.AddOtlpExporter();
                },
                options => options.IncludeFormattedMessage = true);
        return services;

        void Apply(AzureMonitorExporterOptions options)
        {
            options.ConnectionString = connection;
            options.Credential = identity;
            // Our own sampler decides, and a log stands whether its trace is kept or not: it is what alerts go by.
            options.TracesPerSecond = null;
            options.SamplingRatio = 1;
            options.EnableTraceBasedLogsSampler = false;
            // The platform has these of its own; live metrics would keep a connection open.
            options.EnableLiveMetrics = false;
            options.EnablePerformanceCounters = false;
            options.EnableStandardMetrics = false;
        }
    }

    /// <summary>Whom to send as, from <c>ClientId=…;Authorization=AAD</c>; null where the connection string's key is enough.</summary>
    private static ManagedIdentityCredential? IdentityOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("Authorization", out var how) || how != "AAD")
            throw new InvalidOperationException("Setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be empty or ClientId=…;Authorization=AAD.");
        return new(parts.TryGetValue("ClientId", out var client) ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned);
    }

    private static double ShareOf(string? text) => string.IsNullOrEmpty(text) ? 1
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
        : throw new InvalidOperationException("Setting OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1.");
}
