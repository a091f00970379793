using System.Net;
using System.Net.Sockets;
using Campaigns.Local.SignIn;
using Campaigns.Local.TaskHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.Hosting;

/// <summary>
/// The Functions host of one machine: HTTP on 127.0.0.1, timers, and the durable bindings' functions for a task hub.
/// It binds the shapes that are known to work on Azure and refuses every other at <see cref="Create"/>.
/// Every invocation has its own service scope and runs through the app's middleware.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    readonly FunctionsHostOptions _options;
    readonly Socket _listener;
    readonly IHost _host;
    readonly TimerFunctions _timers;
    readonly FunctionExecutionDelegate _pipeline;
    readonly CancellationTokenSource _stopping = new();
    Task _schedule = Task.CompletedTask;

    FunctionsHost(FunctionsHostOptions options)
    {
        _options = options;
        var functions = FunctionCatalog.Discover(options.Assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(options.Hosts));
        var ids = new InvocationIds(options.PlatformTime);
        (_listener, Address) = Listen(options.Port);
        try
        {
            Issuer = options.SignIn is { } signIn ? new LocalIssuer(signIn, Address, options.IssuerTime ?? options.PlatformTime) : null;
            var configuration = Effective(options.Configuration, Issuer);
            var services = new ServiceCollection();
            services.AddSingleton(options.PlatformTime).AddSingleton(configuration);
            var builder = new LocalApplicationBuilder(services);
            foreach (var configure in options.Configure) configure(builder, configuration);
            _pipeline = builder.Pipeline();
            var durable = new DurableFunctions(functions, ids);
            Orchestrators = durable.Orchestrators(() => Services, _pipeline);
            Activities = durable.Activities(() => Services, _pipeline);
            if (options.TaskHub is { } hub)
            {
                Hub = Build(hub);
                services.AddSingleton(Hub.Client);
            }

            _host = Build(services, functions, ids);
            _timers = new TimerFunctions(functions, Services, _pipeline, options, ids);
        }
        catch
        {
            _listener.Dispose();
            _host?.Dispose();
            Issuer?.Dispose();
            throw;
        }
    }

    /// <summary>Where the host answers; known before it starts.</summary>
    public Uri Address { get; }

    /// <summary>The local issuer, where sign-in is local.</summary>
    public LocalIssuer? Issuer { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The task hub, where one was asked for.</summary>
    public LocalTaskHub? Hub { get; }

    /// <summary>The orchestrator functions, as a task hub calls them.</summary>
    public IReadOnlyList<HostedOrchestrator> Orchestrators { get; }

    /// <summary>The activity functions, as a task hub calls them.</summary>
    public IReadOnlyList<HostedActivity> Activities { get; }

    /// <summary>A host of the functions in the given assemblies, with its port taken and not yet answering.</summary>
    /// <exception cref="FunctionRefusedException">Some function has a shape that the host does not bind; the message names each.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static FunctionsHost Create(FunctionsHostOptions options) => new(options);

    /// <summary>Starts to answer requests, to work on orchestrations, and to fire timers where they go by schedule.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await _host.StartAsync(cancellation);
        if (Hub is not null) await Hub.StartAsync(cancellation);
        if (_options.TimersBySchedule) _schedule = _timers.RunAsync(_stopping.Token);
    }

    /// <summary>Stops the timers, the server and the task hub, in this order; what is under way is given time to end.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        await _stopping.CancelAsync();
        await _schedule;
        await _host.StopAsync(cancellation);
        if (Hub is not null) await Hub.StopAsync();
    }

    /// <summary>
    /// Fires every timer function that does not rest once, in the order of names, one after the other, and returns when the last has ended.
    /// </summary>
    /// <exception cref="AggregateException">Timer functions failed; the others ran.</exception>
    public Task FireTimersAsync(CancellationToken cancellation = default) => _timers.FireAllAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Hub is not null) await Hub.DisposeAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        _listener.Dispose();
        _timers.Dispose();
        Issuer?.Dispose();
        _stopping.Dispose();
    }

    LocalTaskHub Build(TaskHubOptions options)
    {
        var hub = new TaskHubBuilder(options);
        foreach (var orchestrator in Orchestrators) hub.RegisterOrchestrator(orchestrator.Name, orchestrator.RunAsync);
        foreach (var activity in Activities) hub.RegisterActivity(activity.Name, activity.InputType, activity.RunAsync);
        return hub.Build();
    }

    static IConfiguration Effective(IConfiguration given, LocalIssuer? issuer) =>
        issuer is null ? given : new ConfigurationBuilder().AddConfiguration(given).AddInMemoryCollection(issuer.Settings).Build();

    // The port is bound here and not by Kestrel, so that the address is known to the settings before anything starts and nobody else can take it.
    static (Socket Listener, Uri Address) Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return (listener, new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/"));
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    IHost Build(IServiceCollection app, IReadOnlyList<HostedFunction> functions, InvocationIds ids) => new HostBuilder()
        .ConfigureLogging(logging => _options.Logging?.Invoke(logging))
        .ConfigureWebHost(web => web
            .UseKestrelCore()
            .UseSockets(sockets => sockets.CreateBoundListenSocket = _ => _listener)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = _options.BodyLimit;
                kestrel.Listen(IPAddress.Loopback, Address.Port);
            })
            .ConfigureServices(services =>
            {
                services.AddRouting();
                services.Configure<HostOptions>(host => host.ShutdownTimeout = _options.StopPatience);
                services.AddSingleton<IHostLifetime, ProcessLifetime>();
                foreach (var service in app) services.Add(service);
            })
            .Configure(pipeline => pipeline
                .UseRouting()
                .Use(HideRoutingsOwnAnswers)
                .UseEndpoints(endpoints =>
                {
                    new HttpFunctions(_options, ids, endpoints.ServiceProvider.GetRequiredService<ILogger<HttpFunctions>>())
                        .Map(endpoints, functions, _pipeline);
                    // What is local asks for no password, so it answers to this machine's own names only: a foreign name that resolves here gets 404.
                    var local = endpoints.MapGroup("/local").WithMetadata(HostedEndpoint.Instance).RequireHost("localhost", "127.0.0.1");
                    Issuer?.Map(local);
                    _options.MapLocal?.Invoke(local);
                })))
        .Build();

    // Routing answers 405 where a path has other methods only; the Functions host answers 404.
    static RequestDelegate HideRoutingsOwnAnswers(RequestDelegate next) => http =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<HostedEndpoint>() is null) http.SetEndpoint(null);
        return next(http);
    };

    // Signals are the process's own business: the generic host's default would swallow Ctrl+C.
    sealed class ProcessLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
