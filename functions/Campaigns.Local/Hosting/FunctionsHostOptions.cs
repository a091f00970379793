using System.Reflection;
using Campaigns.Local.SignIn;
using Campaigns.Local.TaskHub;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.Hosting;

/// <summary>What a <see cref="FunctionsHost"/> runs, and with which clocks and limits.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The assemblies whose <c>[Function]</c> methods are hosted.</summary>
    public required IReadOnlyList<Assembly> Assemblies { get; init; }

    /// <summary>Which of their classes are hosted; all by default.</summary>
    public Func<Type, bool> Hosts { get; init; } = _ => true;

    /// <summary>The app's settings. The host lays its own on top where sign-in is local.</summary>
    public IConfiguration Configuration { get; init; } = new ConfigurationBuilder().Build();

    /// <summary>Campaign time: timer functions are told it, and follow it where they fire by schedule.</summary>
    public TimeProvider CampaignTime { get; init; } = TimeProvider.System;

    /// <summary>Platform time, the app's <see cref="TimeProvider"/> service: tokens, leases, back-off.</summary>
    public TimeProvider PlatformTime { get; init; } = TimeProvider.System;

    /// <summary>The local issuer's own clock, which is another machine's; platform time by default.</summary>
    public TimeProvider? IssuerTime { get; init; }

    /// <summary>Whether timers fire by their schedules. Off with virtual time, where <see cref="FunctionsHost.FireTimersAsync"/> fires them.</summary>
    public bool TimersBySchedule { get; init; }

    /// <summary>
    /// How long, in platform time, a timer function by its name is left alone after it was fired by <see cref="FunctionsHost.FireTimersAsync"/>: where virtual
    /// hours pass in a second, a function that works each minute for people who look on need not work each time.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> TimerRests { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Configure the app, in order; each gets the effective settings. Middleware runs in the order of its registration.</summary>
    public IReadOnlyList<Action<IFunctionsWorkerApplicationBuilder, IConfiguration>> Configure { get; init; } = [];

    /// <summary>Where the log goes; nowhere by default.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Whom the local issuer signs in; without it there is no issuer, and the settings name another.</summary>
    public LocalSignInOptions? SignIn { get; init; }

    /// <summary>
    /// The task hub that runs the orchestrator and activity functions and stands behind <c>[DurableClient]</c>; without it they do not run.
    /// Its clocks must be the host's.
    /// </summary>
    public TaskHubOptions? TaskHub { get; init; }

    /// <summary>Maps endpoints under <c>/local</c>, which exist on this machine only.</summary>
    public Action<IEndpointRouteBuilder>? MapLocal { get; init; }

    /// <summary>How long requests under way are given to end when the host stops; then they are cut off.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest request body in bytes; more is answered with 413. The Functions host's 100 MB.</summary>
    public long BodyLimit { get; init; } = 100 * 1024 * 1024;

    /// <summary>The longest time to an answer; after it the request is cancelled and answered with 504, or cut off. Azure's 230 s.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(230);
}
