using Campaigns.App.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Telemetry;

/// <summary>Where telemetry goes, by settings; Azure Monitor is in <see cref="ObservedYearTests"/>.</summary>
public sealed class TelemetryExportTests
{
    [Fact]
    public void WithoutASetting_NothingIsRegistered()
    {
        var services = new ServiceCollection();
        services.AddTelemetryExport(Settings([("APPLICATIONINSIGHTS_CONNECTION_STRING", ""), ("OTEL_EXPORTER_OTLP_ENDPOINT", "")]));

        Assert.Empty(services);
    }

    [Fact]
    public async Task WithAnEndpoint_AllThreeGoThereByOtlp()
    {
        await using var sink = await TelemetrySink.StartAsync();
        var settings = Settings([("OTEL_EXPORTER_OTLP_ENDPOINT", sink.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        using (var host = new HostBuilder().ConfigureServices(services => services.AddSingleton(settings).AddLogging().AddTelemetryExport(settings)).Build())
        {
            await host.StartAsync();
            // The Functions host is told not to send the same again.
            Assert.Equal("True", host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["WorkerOpenTelemetryEnabled"]);
            using (Traces.Source.StartActivity("a span"))
                AppMeter.DriverRestarts.Add(1);
            host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("a category").LogWarning(EventIds.DriverTakenOver, "said");
            await host.StopAsync();
        }

        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], sink.Paths.Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("a span", sink.Text, StringComparison.Ordinal);
        Assert.Contains("campaigns.driver.restarts", sink.Text, StringComparison.Ordinal);
        Assert.Contains("said", sink.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.5")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "much")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=00000000-0000-0000-0000-000000000000")]
    public void SettingThatCannotBeRead_IsNamedAtTheStart(string name, string value) => Assert.Contains(
        name,
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddTelemetryExport(Settings([(name, value)]))).Message,
        StringComparison.Ordinal);

    private static IConfiguration Settings((string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Name, (string?)v.Value))).Build();
}
