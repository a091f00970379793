using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Local.Clocks;
using Campaigns.Local.Emulator;
using Campaigns.Local.Hosting;
using Campaigns.Local.SignIn;
using Campaigns.Local.TaskHub;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Tests.OpenApi.Fuzz;

/// <summary>
/// All of the app over storage of its own: two townships with five villages each, everybody's roles, and two cycles in which much is open, one of them to be
/// spoilt. Says for every request what it changed in storage.
/// </summary>
internal sealed class FuzzedApp : IAsyncDisposable
{
    /// <summary>The request header that names a request.</summary>
    public const string Number = "X-Fuzz";

    private const string Phases = """
        phases:
          people: { kind: vote, period: Q1, opens: start + 5wd, due: end + 20wd, turnout: 50%, options: { good: 100, bad: 0 } }
          duty: { kind: duty-report, period: Q1, by: parent, opens: start + 5wd, due: end + 20wd }
          plan: { kind: plan, opens: 03-01, due: 30wd, file-with: authority, rework: 3wd }
          pledge: { kind: pledging, opens: 03-01, due: 30wd, publish: 100%, kept: { organisation: 95%, member: 90% } }
          nominate: { kind: nomination, period: Q1, opens: start + 5wd, due: end + 20wd }
          review: { kind: panel, period: Q1, opens: after closing, due: 3wd }
          notice: { kind: public-notice, period: Q1, opens: after review, due: 5wd, answer: 3wd }
          decide: { kind: decision, period: Q1, opens: after notice, due: 3wd }
        """;

    private readonly Azurite _azurite;
    private readonly FunctionsHost _host;
    private readonly LocalTaskHub _hub;

    private FuzzedApp(Azurite azurite, FunctionsHost host, LocalTaskHub hub) => (_azurite, _host, _hub) = (azurite, host, hub);

    public Uri Address => _host.Address;

    public required Faults Log { get; init; }

    /// <summary>What somebody may sign in with.</summary>
    public string Token(string person, params AppRole[] roles) => _host.Issuer!.IssueToken(new(person, person, [.. roles.Select(r => r.ToString())]));

    public static async Task<FuzzedApp> StartAsync()
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        var storage = new TestStorage(azurite.ConnectionString, new Changes());
        await storage.Tables.CreateAllAsync(default);
        await storage.Blobs.CreateAllAsync(default);
        var text = ApiUnderTest.Text("main").Replace("phases:", Phases, StringComparison.Ordinal)
            .Replace("attain: {", "select: { quota: 2, nominated-by: township, by: review }\n    attain: {", StringComparison.Ordinal);
        var reading = DefinitionReader.Read(text);
        if (reading.Definition is not { } definition)
            throw new InvalidOperationException(string.Join("; ", reading.Errors.Select(e => $"{e.Line} {e.Path} {e.Message.En}")));
        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);
        var time = new VirtualTime(plan.Window("q1").OpensAt!.Value.AddMinutes(1));
        var hub = new TaskHubBuilder(new TaskHubOptions { Connect = options => new TableServiceClient(azurite.ConnectionString, options) }).Build();
        var log = new Faults();
        var host = Host(azurite, storage, hub, time, log);
        await host.StartAsync();
        var app = new FuzzedApp(azurite, host, hub) { Log = log };
        await app.SeedAsync(definition, text, plan, time);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _hub.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private static FunctionsHost Host(Azurite azurite, TestStorage storage, LocalTaskHub hub, VirtualTime time, Faults log) =>
        FunctionsHost.Create(new FunctionsHostOptions
        {
            Assemblies = [typeof(CampaignsApp).Assembly],
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Storage:Tables"] = azurite.ConnectionString,
                ["Storage:Blobs"] = azurite.ConnectionString,
                ["Limits:PublicReads"] = "0",
                ["Limits:PublicWrites"] = "0",
            }).Build(),
            CampaignTime = time,
            Logging = logging => logging.AddProvider(log),
            Configure =
            [
                (builder, _) => builder.UseMiddleware<Numbered>(),
                (builder, _) => builder.Services.AddSingleton(new CampaignClock(time)).AddSingleton<DurableTaskClient>(_ => hub.Client),
                CampaignsApp.Configure,
                (builder, _) => builder.Services.AddSingleton(storage.Tables).AddSingleton(storage.Blobs),
            ],
            SignIn = new LocalSignInOptions { Person = id => Task.FromResult<LocalPerson?>(new(id, id, [])) },
        });

    private async Task SeedAsync(CampaignDefinition definition, string text, CyclePlan plan, VirtualTime time)
    {
        var villages = Enumerable.Range(1, 10).Select(i => (Id: $"v-{i:D2}", Township: i <= 5 ? "t-1" : "t-2")).ToList();
        Unit[] units =
        [
            new("county", "县委", null, "county", "rural", null),
            .. new[] { "t-1", "t-2" }.Select(t => new Unit(t, t, null, "township", "rural", "county")),
            .. villages.Select(v => new Unit(v.Id, v.Id, null, "village", "rural", v.Township)),
        ];
        Person[] people =
        [
            new("chief", "chief", null, "en", "county", [], [new(AssignmentKind.Authority, "county"), new(AssignmentKind.Inspector, "county")]),
            new("rev-t-1", "t-1", null, "en", "t-1", [], [new(AssignmentKind.Reviewer, "t-1")]),
            .. villages.Select(v => new Person($"rep-{v.Id}", v.Id, null, "en", v.Id, [], [new(AssignmentKind.Reporter, v.Id)])),
        ];
        T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();
        await Service<DirectoryStore>().ReplaceAsync(units, people, "setup", default);
        await Service<CampaignStore>().AddAsync(definition, text, null, "setup", "main", default);
        foreach (var cycle in new[] { "main-2026", "main-spoilt" })
        {
            var row = new Cycle
            {
                Id = cycle,
                Campaign = definition.Id,
                Version = 1,
                Year = 2026,
                State = CycleState.Running,
                Epoch = 1,
                PlanVersion = 1,
                Participants = villages.Count,
                Windows = plan.Windows,
                StartedAt = time.GetUtcNow(),
                StartedBy = "setup",
            };
            await Service<CycleStore>().CreateAsync(row, [new CycleGroup("g-1", villages.Count, null, [], false)], [], default);
            await Service<ParticipantStore>().EnrolAsync(
                cycle, "g-1", [.. villages.Select(v => new ParticipantState { Track = "village", Unit = v.Id, Parent = v.Township, Area = v.Township })],
                time.GetUtcNow(), Acts.Engine, default);
        }
    }

    /// <summary>Keeps what was logged as an error, for the report of a failure.</summary>
    internal sealed class Faults : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Gives what a request does its number.</summary>
    internal sealed class Numbered : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Changes.Request.Value = context.GetHttpContext()?.Request.Headers[Number].ToString();
            await next(context);
        }
    }

    /// <summary>Writes that storage took, by the number of the request that made them.</summary>
    internal sealed class Changes : HttpPipelinePolicy
    {
        public static readonly AsyncLocal<string?> Request = new();
        private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Made = new();

        public static IReadOnlyList<string> Of(string number) => Made.TryGetValue(number, out var made) ? [.. made] : [];

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            ProcessNext(message, pipeline);
            Note(message);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            Note(message);
        }

        private static void Note(HttpMessage message)
        {
            var method = message.Request.Method;
            if (Request.Value is not { Length: > 0 } number || method == RequestMethod.Get || method == RequestMethod.Head || message.Response.Status >= 300)
                return;
            // A transaction that was refused is answered with 202, and says so inside.
            var path = message.Request.Uri.Path;
            if (path.EndsWith("$batch", StringComparison.Ordinal) && message.Response.Content.ToString().Contains("HTTP/1.1 4", StringComparison.Ordinal))
                return;
            Made.GetOrAdd(number, _ => new()).Enqueue($"{method} {path}");
        }
    }
}
