using System.Collections;
using Azure.Data.Tables;
using Campaigns.App;
using Campaigns.App.Completeness;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.Local.Clocks;
using Campaigns.Local.Faults;
using Campaigns.Local.Hosting;
using Campaigns.Local.Mail;
using Campaigns.Local.SignIn;
using Campaigns.Local.TaskHub;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.Commands;

/// <summary>
/// The Function App in this process: host, task hub, sign-in, clocks and mail put together. Started again on the same storage it goes on where it was,
/// however the last process ended.
/// </summary>
internal sealed class LocalApp : IAsyncDisposable
{
    // Storage that fails on one machine is back soon, and somebody looks on.
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Whoever moves the clock may wait for work that goes on only in the next process.
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    readonly FunctionsHost _host;
    readonly LocalTaskHub _hub;
    readonly SmtpSink? _sink;
    readonly DrivenClock? _clock;

    LocalApp(FunctionsHost host, LocalTaskHub hub, SmtpSink? sink, DrivenClock? clock) => (_host, _hub, _sink, _clock) = (host, hub, sink, clock);

    public Uri Address => _host.Address;

    /// <summary>The app's services, for measurements that go past HTTP.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The campaign's clock, where it is driven.</summary>
    public DrivenClock? Clock => _clock;

    /// <summary>What the task hub has done so far.</summary>
    public TaskHubCounters HubCounters => _hub.Counters;

    public static async Task<LocalApp> StartAsync(LocalAppOptions options, CancellationToken cancellation)
    {
        var clockClient = new TableClientOptions();
        options.Faults?.AddTo(clockClient, FaultPlace.Other);
        var row = new ClockRow(new TableServiceClient(options.Storage, clockClient));
        var time = options.StartAt is { } start ? new VirtualTime(Latest(start, await row.ReadAsync(cancellation))) : null;
        var campaign = (TimeProvider?)time ?? TimeProvider.System;
        var platform = options.Faults?.Platform(campaign) ?? TimeProvider.System;
        var sink = options.Smtp is null ? SmtpSink.Start(directory: options.Data is { } data ? Path.Combine(data.FullName, "mail") : null) : null;
        var (mailHost, mailPort) = options.Smtp is { } smtp ? HostAndPort(smtp) : (sink!.Host, sink.Port);

        LocalTaskHub? hub = null;
        DrivenClock? clock = null;
        FunctionsHost? host = null;
        var people = new LocalPeople(() => host!.Services);
        host = FunctionsHost.Create(new FunctionsHostOptions
        {
            Port = options.Port,
            Assemblies = options.Deployment.Assemblies,
            Hosts = options.Deployment.Hosts,
            Configuration = Settings(options, mailHost, mailPort),
            CampaignTime = campaign,
            PlatformTime = platform,
            IssuerTime = TimeProvider.System,
            StopPatience = StopPatience,
            TimersBySchedule = time is null,
            TimerRests = new Dictionary<string, TimeSpan> { [nameof(RollUpTimer)] = options.RollUpsRest },
            Logging = logging => logging.AddProvider(new NoteLoggerProvider(options.Note)),
            SignIn = people.Options(options.Data is { } directory ? Path.Combine(directory.FullName, "signing-key.pem") : null),
            Configure =
            [
                (app, _) =>
                {
                    app.Services.AddSingleton(new CampaignClock(campaign));
                    app.Services.AddSingleton(options.Holidays);
                    app.Services.AddSingleton(options.Deployment.Orchestration);
                    app.Services.AddSingleton<HostIdentity, LocalHostIdentity>();
                    if (options.Faults is { } faults)
                    {
                        app.Services.AddSingleton(new StorageClientSetup(faults.AddTo));
                        app.UseMiddleware<FaultPlaceMiddleware>();
                    }
                    app.Services.AddSingleton<DurableTaskClient>(_ => hub!.Client);
                },
                CampaignsApp.Configure,
            ],
            MapLocal = local => new LocalEndpoints(() => host!.Services, () => hub!, () => clock, sink, campaign).Map(local),
        });
        hub = Hub(host, options, campaign, platform);
        if (time is not null)
            clock = new DrivenClock(time, row, new ClockSurroundings(
                hub.ClockChanged, options.Shares ? hub.SettleAsync : hub.WaitUntilIdleAsync, host.FireTimersAsync, () => hub.NextTimer, options.Note));
        var app = new LocalApp(host, hub, sink, clock);
        await host.StartAsync(cancellation);
        await hub.StartAsync(cancellation);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _hub.DisposeAsync();
        await _host.DisposeAsync();
        _clock?.Dispose();
        if (_sink is not null)
            await _sink.DisposeAsync();
    }

    static LocalTaskHub Hub(FunctionsHost host, LocalAppOptions options, TimeProvider campaign, TimeProvider platform)
    {
        var deployed = options.Deployment;
        var builder = new TaskHubBuilder(deployed.Hub(deployed.Versions.Of(
            new TaskHubOptions { Connect = Connect, Campaign = campaign, Platform = platform, LongestPause = LongestPause })));
        foreach (var orchestrator in host.Orchestrators)
            builder.RegisterOrchestrator(orchestrator.Name, orchestrator.RunAsync);
        foreach (var activity in host.Activities.Select(a => deployed.Activity(host.Services, a)))
            builder.RegisterActivity(activity.Name, activity.InputType, activity.RunAsync);
        return builder.Build();

        TableServiceClient Connect(TableClientOptions pipeline)
        {
            options.Faults?.AddTo(pipeline, FaultPlace.Hub);
            return new TableServiceClient(options.Storage, pipeline);
        }
    }

    static IConfiguration Settings(LocalAppOptions options, string mailHost, int mailPort) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Tables"] = options.Storage,
            ["Storage:Blobs"] = options.Storage,
            ["Mail:Host"] = mailHost,
            ["Mail:Port"] = FormattableString.Invariant($"{mailPort}"),
            ["Mail:Tls"] = "false",
            ["Mail:From"] = "office@qinghe.example",
            // A free port is known only once the host listens; such an app is a test's, whose messages nobody follows.
            ["Mail:Portal"] = options.Port == 0 ? null : FormattableString.Invariant($"http://localhost:{options.Port}"),
            // Everybody who is simulated comes from this machine.
            ["Limits:PublicReads"] = "0",
            ["Limits:PublicWrites"] = "0",
        })
        // Traces, metrics and logs go where OpenTelemetry's own variables say.
        .AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(v => ((string)v.Key).StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value)))
        .AddInMemoryCollection(options.Settings)
        .Build();

    static DateTimeOffset Latest(DateTimeOffset start, DateTimeOffset? kept) => kept > start ? kept.Value : start;

    static (string Host, int Port) HostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), out var port) ? (text[..colon], port) : (text, 25);
    }
}
