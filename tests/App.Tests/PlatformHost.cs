using System.Text;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.Local.Hosting;
using Campaigns.Local.TaskHub;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Campaigns.App.Tests;

/// <summary>
/// The app's sign-in and pages behind what stands for App Service's front end, over the storage of an <see cref="AppUnderTest"/>. Its task hub takes orders
/// and is not started.
/// </summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    /// <summary>The header by which a request tells the front end whom to say is signed in.</summary>
    public const string Told = "Front-End-Told";

    /// <summary>The header in which a proxy says how the caller came to it.</summary>
    public const string Scheme = "X-Forwarded-Proto";

    private readonly LocalTaskHub _hub;
    private readonly FunctionsHost _host;
    private readonly HttpClient _client;

    private PlatformHost(LocalTaskHub hub, FunctionsHost host) => (_hub, _host, _client) = (hub, host, new() { BaseAddress = host.Address });

    /// <param name="app">Whose storage and issuer.</param>
    /// <param name="authentication">What the platform's setting says of its own authentication; null where there is no such setting.</param>
    public static async Task<PlatformHost> StartAsync(AppUnderTest app, string? authentication)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Tables"] = app.ConnectionString,
            ["Storage:Blobs"] = app.ConnectionString,
            ["WEBSITE_AUTH_ENABLED"] = authentication,
        };
        var hub = new TaskHubBuilder(new TaskHubOptions { Connect = options => new TableServiceClient(app.ConnectionString, options) }).Build();
        var host = FunctionsHost.Create(new FunctionsHostOptions
        {
            Assemblies = [typeof(CampaignsApp).Assembly, typeof(AppUnderTest).Assembly],
            Hosts = type => type.Namespace == typeof(SignInMiddleware).Namespace || type == typeof(PersonEndpoints) || type == typeof(PageForTests),
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Configure =
            [
                (builder, _) => builder.UseMiddleware<FrontEnd>(),
                (builder, _) => builder.Services.AddSingleton<DurableTaskClient>(_ => hub.Client),
                CampaignsApp.Configure,
            ],
            SignIn = app.SignIn,
        });
        await host.StartAsync();
        return new(hub, host);
    }

    public string TokenOf(string person, params string[] roles) => _host.Issuer!.IssueToken(new(person, "x", roles));

    /// <summary>The answer's text; the front end says that <paramref name="told"/> is signed in, a token says something else.</summary>
    public async Task<string> AskAsync(string path, HttpMethod method, string told, string? token = null)
    {
        List<(string, string)> headers = [(Told, Convert.ToBase64String(Encoding.UTF8.GetBytes(told))), ("Accept-Language", "en")];
        if (token is not null)
            headers.Add(("Authorization", $"Bearer {token}"));
        using var answer = await SendAsync(path, method, [.. headers]);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> SendAsync(string path, HttpMethod method, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _hub.DisposeAsync();
    }

    /// <summary>
    /// Does what App Service's front end and the worker's integration do, which are not here: says who is signed in and how the caller came. The local host
    /// has removed what the client itself said of the former.
    /// </summary>
    private sealed class FrontEnd : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            if (context.GetHttpContext() is { } http)
            {
                if (http.Request.Headers.TryGetValue(Told, out var told))
                    http.Request.Headers[PlatformSignIn.Header] = told;
                if (http.Request.Headers.TryGetValue(Scheme, out var scheme))
                    http.Request.Scheme = scheme.ToString();
            }
            return next(context);
        }
    }
}
