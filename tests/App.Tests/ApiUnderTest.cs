using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.App.Tests.OpenApi;
using Campaigns.Local.Clocks;
using Campaigns.Local.Hosting;
using Campaigns.Local.SignIn;
using Campaigns.Local.TaskHub;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests;

/// <summary>
/// The app's functions about participants on the local host, with real sign-in, over the shared emulator, and a cycle of its own: two townships with five
/// villages each, all in group g-1, with a due index of its own. Campaign time stands still until a test moves it.
/// </summary>
internal sealed class ApiUnderTest : IAsyncDisposable
{
    private static readonly string[] Folders =
    [
        "Extensions", "Participants", "Sheets", "Evidence", "Reviews", "Ledger", "Plans", "Pledges", "Inspections", "Warnings", "Changes", "Selecting",
        "Records", "Adoption", "Votes", "Evaluation", "Coverage", "Uploads", "Exchange",
        "Directory", "Webhooks", "Archives", "Archives.Activities", "Spreadsheets", "Documents", "Bulletins", "Feeds", "Erasure",
    ];
    private static readonly SemaphoreSlim DirectoryTurn = new(1, 1);
    private static bool directoryIsThere;
    private readonly FunctionsHost _host;
    private readonly HttpClient _client;
    private LocalTaskHub? _hub;

    private ApiUnderTest(FunctionsHost host, TestStorage storage, VirtualTime time, string cycle, CyclePlan plan)
    {
        (_host, Storage, Time, Cycle, Plan) = (host, storage, time, cycle, plan);
        _client = new HttpClient { BaseAddress = host.Address };
    }

    public TestStorage Storage { get; }

    public VirtualTime Time { get; }

    public string Cycle { get; }

    public CyclePlan Plan { get; }

    /// <summary>Where the host answers.</summary>
    public Uri Address => _host.Address;

    public T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public ParticipantStore Store => Service<ParticipantStore>();

    public ParticipantKey Key(string unit) => new(Cycle, "g-1", "village", unit);

    /// <summary>
    /// Starts with the clock a minute after q1 has opened. <paramref name="before"/> brings another process's cycle along instead of a new one.
    /// </summary>
    /// <param name="phases">More phases, a YAML line each, beside those that every test has.</param>
    public static async Task<ApiUnderTest> StartAsync(
        StorageFixture fixture, HttpPipelinePolicy? faults = null, ApiUnderTest? before = null, params string[] phases) =>
        await StartAsync(fixture, text => text, faults, before, phases);

    /// <summary>The same with another definition: <paramref name="change"/> gets the usual text.</summary>
    public static async Task<ApiUnderTest> StartAsync(
        StorageFixture fixture, Func<string, string> change, HttpPipelinePolicy? faults = null, ApiUnderTest? before = null, params string[] phases)
    {
        var cycle = before?.Cycle ?? StorageFixture.NewId("drive");
        var text = change(Text(cycle)).Replace("\nphases:", "\nphases:" + string.Concat(phases.Select(p => $"\n  {p}")), StringComparison.Ordinal);
        var definition = Definition(text);
        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);
        var time = before?.Time ?? new VirtualTime(plan.Window("q1").OpensAt!.Value.AddMinutes(1));
        var dueIndex = before?.Storage.Tables.DueIndex.Name ?? "DueIndexOf" + cycle.Replace("-", "", StringComparison.Ordinal);
        var storage = fixture.Open(faults, dueIndex);
        await fixture.Open(dueIndex: dueIndex).Tables.DueIndex.CreateIfNotExistsAsync();
        ApiUnderTest? api = null;
        var host = Host(fixture, storage, time, () => api?._hub?.Client);
        await host.StartAsync();
        api = new ApiUnderTest(host, storage, time, cycle, plan);
        if (before is null)
            await api.SeedAsync(definition, text);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        if (_hub is not null)
            await _hub.DisposeAsync();
    }

    /// <summary>Starts a task hub of this test's own, for what is done in the background. Without one nothing durable runs.</summary>
    public async Task<DurableTaskClient> StartHubAsync(StorageFixture fixture)
    {
        var builder = new TaskHubBuilder(new TaskHubOptions
        {
            TablePrefix = "hub" + Cycle.Replace("-", "", StringComparison.Ordinal),
            Connect = options => new TableServiceClient(fixture.ConnectionString, options),
        });
        foreach (var orchestrator in _host.Orchestrators)
            builder.RegisterOrchestrator(orchestrator.Name, orchestrator.RunAsync);
        foreach (var activity in _host.Activities)
            builder.RegisterActivity(activity.Name, activity.InputType, activity.RunAsync);
        _hub = builder.Build();
        await _hub.StartAsync();
        return _hub.Client;
    }

    public string Reporter(string unit) => Token($"rep-{unit}", AppRole.Reporter);

    public string Reviewer(string unit) => Token($"rev-{unit}", AppRole.Reviewer);

    public string Token(string person, params AppRole[] roles) => _host.Issuer!.IssueToken(new(person, person, [.. roles.Select(r => r.ToString())]));

    /// <summary>Path of something below a village's participation.</summary>
    public string Path(string unit, string rest = "") => $"api/v1/cycles/{Cycle}/participants/village/{unit}{(rest.Length == 0 ? "" : "/" + rest)}";

    public Task<Reply> GetAsync(string path, string? token, params (string, string)[] headers) => SendContentAsync(HttpMethod.Get, path, token, null, headers);

    public Task<Reply> SendAsync(HttpMethod method, string path, string? token, string? json, params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, token, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<Reply> UploadAsync(
        string unit, string name, byte[] content, string? key = null, string clause = "deeds", string phase = "q1", string? token = null)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new("application/octet-stream");
        var form = new MultipartFormDataContent { { part, "file", name } };
        (string, string)[] headers = key is null ? [] : [("Idempotency-Key", key)];
        return SendContentAsync(HttpMethod.Post, Path(unit, $"sheets/{phase}/evidence?clause={clause}"), token ?? Reporter(unit), form, headers);
    }

    public async Task<Reply> SendContentAsync(
        HttpMethod method, string path, string? token, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var sent = content is StringContent ? await content.ReadAsByteArrayAsync() : null;
        using var response = await _client.SendAsync(request);
        var kept = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        var reply = new Reply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), kept);
        ApiContract.Check(new(method.Method, path, content?.Headers.ContentType?.ToString(), sent, reply.Status, kept, reply.Body));
        return reply;
    }

    /// <summary>A sheet with three deeds and order kept.</summary>
    public const string Sheet = """{"answers":{"deeds":{"measured":3},"order":{"yes":true}}}""";

    public async Task<Reply> SubmitAsync(string unit, string json = Sheet, string? key = null, params (string, string)[] headers) =>
        await SendAsync(HttpMethod.Post, Path(unit, "sheets/q1/submit"), Reporter(unit), json, key is null ? headers : [("Idempotency-Key", key), .. headers]);

    private static FunctionsHost Host(StorageFixture fixture, TestStorage storage, VirtualTime time, Func<DurableTaskClient?> hub)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Tables"] = fixture.ConnectionString,
            ["Storage:Blobs"] = fixture.ConnectionString,
            ["Webhooks:Key"] = "a key for tests that nobody needs to keep",
            ["Webhooks:AllowedHosts"] = "127.0.0.1",
        };
        return FunctionsHost.Create(new FunctionsHostOptions
        {
            Assemblies = [typeof(CampaignsApp).Assembly],
            Hosts = type => Folders.Any(f => type.Namespace == $"Campaigns.App.{f}"),
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            CampaignTime = time,
            Configure =
            [
                (builder, _) => builder.Services.AddSingleton(new CampaignClock(time)),
                CampaignsApp.Configure,
                (builder, _) => builder.Services.AddSingleton(storage.Tables).AddSingleton(storage.Blobs),
                (builder, _) => builder.Services.AddSingleton<DurableTaskClient>(_ => hub() ?? throw new InvalidOperationException("No task hub.")),
            ],
            SignIn = new LocalSignInOptions { Person = id => Task.FromResult<LocalPerson?>(new(id, id, [])) },
        });
    }

    private async Task SeedAsync(CampaignDefinition definition, string text)
    {
        await SeedDirectoryAsync();
        await Service<CampaignStore>().AddAsync(definition, text, null, "setup", Cycle, default);
        var villages = Villages.ToList();
        await Service<CycleStore>().CreateAsync(
            new Cycle
            {
                Id = Cycle,
                Campaign = definition.Id,
                Version = 1,
                Year = 2026,
                State = CycleState.Running,
                Epoch = 1,
                PlanVersion = 1,
                Participants = villages.Count,
                Windows = Plan.Windows,
                StartedAt = Time.GetUtcNow(),
                StartedBy = "setup",
            },
            [new CycleGroup("g-1", villages.Count, null, [], false)], [], default);
        await Store.EnrolAsync(Cycle, "g-1", [.. villages.Select(State)], Time.GetUtcNow(), Acts.Engine, default);
    }

    private async Task SeedDirectoryAsync()
    {
        await DirectoryTurn.WaitAsync();
        try
        {
            if (directoryIsThere)
                return;
            string[] townships = ["t-1", "t-2"];
            Unit[] units =
            [
                new("county", "县委", null, "county", "rural", null),
                .. townships.Select(t => new Unit(t, t, null, "township", "rural", "county")),
                .. Villages.Select(v => new Unit(v, v, null, "village", "rural", TownshipOf(v))),
            ];
            Person[] people =
            [
                new("chief", "chief", null, "en", "county", [], [new(AssignmentKind.Authority, "county")]),
                .. townships.Select(t => new Person($"rev-{t}", t, null, "en", t, [], [new(AssignmentKind.Reviewer, t)])),
                .. Villages.Select(v => new Person($"rep-{v}", v, null, "en", v, [], [new(AssignmentKind.Reporter, v)])),
            ];
            await Service<DirectoryStore>().ReplaceAsync(units, people, "setup", default);
            directoryIsThere = true;
        }
        finally
        {
            DirectoryTurn.Release();
        }
    }

    private static IEnumerable<string> Villages => Enumerable.Range(1, 10).Select(i => $"v-{i:D2}");

    private static string TownshipOf(string village) => string.CompareOrdinal(village, "v-05") <= 0 ? "t-1" : "t-2";

    private static ParticipantState State(string village) =>
        new() { Track = "village", Unit = village, Parent = TownshipOf(village), Area = TownshipOf(village) };

    private static CampaignDefinition Definition(string text)
    {
        var reading = DefinitionReader.Read(text);
        Assert.Empty(reading.Errors);
        return reading.Definition!;
    }

    internal static string Text(string id) => $$"""
        campaign: {{id}}
        title: { zh: 示范村, en: Demonstration villages }
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn, opens: 09:00, due: 18:00 }
        programme: { years: 2026 }
        tracks:
          village:
            title: { zh: 示范村, en: Demonstration village }
            enters: { level: village }
            standard: village
            weights: { self-check: 50%, appraisal: 50% }
            attain: { reach: met, share: 60% }
        standards:
          village:
            scale: 100
            grades: { met: 60 }
            sections:
              - id: service
                title: { zh: 办实事, en: Service }
                max: 60
                clauses:
                  - { id: deeds, text: { zh: 三件好事, en: Three deeds }, measure: deeds, target: 3, points: 60, evidence: { min: 1, kinds: [photo, document] } }
              - id: order
                title: { zh: 稳定, en: Order }
                max: 40
                clauses:
                  - { id: order, text: { zh: 平安, en: Order is kept }, yes-no: 40 }
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 10wd, grace: 3wd, late: 2wd }
          text: { kind: summary, period: Q1, opens: end - 5wd, due: end + 10wd }
          check: { kind: appraisal, period: Q1, opens: after q1, due: 15wd, rework: 3wd, covers: [q1] }
          closing: { kind: evaluation, period: Q1, opens: after check, due: 5wd }
        warnings:
          - { id: slow, when: { finding: overdue }, card: yellow, clears: closed }
          - { id: tardy, when: { phase: late }, card: yellow }
        review: { flag-difference: 10% }
        """;
}

/// <summary>What came back.</summary>
internal sealed record Reply(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string ETag => Headers["ETag"];

    /// <summary>The problem's code; fails where this is no problem document.</summary>
    public string Code
    {
        get
        {
            Assert.StartsWith("application/problem+json", Headers["Content-Type"], StringComparison.Ordinal);
            return (string)Json["code"]!;
        }
    }

    public Reply Is(int status)
    {
        Assert.True(Status == status, $"{Status}, not {status}: {Text}");
        return this;
    }
}
