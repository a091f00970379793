using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App;
using Campaigns.App.Access;
using Campaigns.App.Storage;
using Campaigns.App.Tests.OpenApi;
using Campaigns.Local.Emulator;
using Campaigns.Local.Hosting;
using Campaigns.Local.Sample;
using Campaigns.Local.SignIn;
using Campaigns.Local.TaskHub;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests;

/// <summary>
/// All of the app on the local host with real sign-in, over an emulator of its own that holds two townships of the sample county. Its task hub takes
/// orders and is not started.
/// </summary>
public sealed class AppUnderTest : IAsyncLifetime, IDisposable
{
    static int ids;
    readonly DirectoryInfo _keys = System.IO.Directory.CreateTempSubdirectory("campaigns-");
    Azurite? _azurite;
    FunctionsHost? _host;
    LocalTaskHub? _hub;
    HttpClient? _client;

    /// <summary>The issuer's options; with its key, so that a test can issue what the issuer itself would not.</summary>
    public LocalSignInOptions SignIn => new()
    {
        Person = id => Task.FromResult<LocalPerson?>(new(id, id, [])),
        KeyFile = Path.Combine(_keys.FullName, "key.pem"),
    };

    public FunctionsHost Host => _host ?? throw new InvalidOperationException("The app has not been started.");

    public HttpClient Client => _client ?? throw new InvalidOperationException("The app has not been started.");

    public string ConnectionString => _azurite!.ConnectionString;

    public CampaignTables Tables => Host.Services.GetRequiredService<CampaignTables>();

    /// <summary>A slug that nobody else has in this run.</summary>
    public static string NewId(string prefix) => $"{prefix}-n{Interlocked.Increment(ref ids)}";

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Tables"] = ConnectionString,
            ["Storage:Blobs"] = ConnectionString,
            ["Limits:PublicReads"] = "0",
            ["Limits:PublicWrites"] = "0",
        };
        _host = FunctionsHost.Create(new FunctionsHostOptions
        {
            Assemblies = [typeof(CampaignsApp).Assembly, typeof(AppUnderTest).Assembly],
            Hosts = type => type.Assembly == typeof(CampaignsApp).Assembly || type == typeof(PageForTests),
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Configure = [(builder, _) => builder.Services.AddSingleton<DurableTaskClient>(_ => _hub!.Client), CampaignsApp.Configure],
            SignIn = SignIn,
        });
        _hub = new TaskHubBuilder(new TaskHubOptions { Connect = options => new TableServiceClient(ConnectionString, options) }).Build();
        await _host.StartAsync();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.Address };

        var county = SampleCountyBuilder.Build(townships: 2);
        await PostCsvAsync("api/v1/imports/units", CountyCsv.WriteUnits(county.Units));
        await PostCsvAsync("api/v1/imports/people", CountyCsv.WritePeople(county.People));
    }

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        if (_hub is not null) await _hub.DisposeAsync();
        if (_azurite is not null) await _azurite.DisposeAsync();
        _keys.Delete(recursive: true);
    }

    public void Dispose() => _client?.Dispose();

    /// <summary>A token of the local issuer.</summary>
    public string Token(string person, params AppRole[] roles) => Host.Issuer!.IssueToken(new(person, person, [.. roles.Select(r => r.ToString())]));

    /// <summary>One request; <paramref name="token"/> null sends none.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? token, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var kept = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        ApiContract.Check(new(
            method.Method, path, request.Content?.Headers.ContentType?.ToString(), body is null ? null : Encoding.UTF8.GetBytes(body),
            (int)response.StatusCode, kept, Encoding.UTF8.GetBytes(text)));
        return new((int)response.StatusCode, text, kept);
    }

    public Task<Answer> AdminAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers) =>
        SendAsync(method, path, Token("county-admin", AppRole.Administrator), body, type, headers);

    async Task PostCsvAsync(string path, string csv)
    {
        var answer = await AdminAsync(HttpMethod.Post, path, csv, "text/csv");
        if (answer.Status != 200) throw new InvalidOperationException($"{path}: {answer.Status} {answer.Text}");
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public string? ETag => Headers.GetValueOrDefault("ETag");

    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The problem's code; fails where this is no problem document.</summary>
    public string Code
    {
        get
        {
            Assert.StartsWith("application/problem+json", Headers["Content-Type"], StringComparison.Ordinal);
            Assert.Equal(Status, (int)Json["status"]!);
            return (string)Json["code"]!;
        }
    }

    public IEnumerable<string> ErrorPaths => Json["errors"]!.AsObject().Select(e => e.Key);
}

/// <summary>Tests that share one running app and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AppDefinition : ICollectionFixture<AppUnderTest>
{
    public const string Name = "App";
}
