using System.Text.Json.Nodes;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Faults;
using Campaigns.Local.Mail;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Replay;
using Campaigns.Local.TaskHub;
using Campaigns.Local.Tests.Faults;

namespace Campaigns.Local.Tests.Replay;

/// <summary>A year during which the app is taken down and another version of it is put in its place, at one address and on one storage.</summary>
internal sealed class Deployments : IRehearsalView, IAsyncDisposable
{
    static readonly TimeProvider Platform = TimeProvider.System;
    readonly Azurite _azurite;
    readonly SmtpSink _sink = SmtpSink.Start();
    readonly QuietView _notes = new();
    LocalApp? _app;
    Task _switching = Task.CompletedTask;

    Deployments(Azurite azurite) => _azurite = azurite;

    public static RehearsalPlan Plan { get; } = OneQuarter.Plan(seed: 5);

    public HistoryRecorder Histories { get; } = new();

    /// <summary>Called once a simulated day, while the app has nothing to do.</summary>
    public Func<RehearsalDay, Task> OnDay { get; set; } = _ => Task.CompletedTask;

    public string Notes => _notes.Notes;

    public static async Task<Deployments> BeginAsync() => new(await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None));

    /// <summary>Puts this version in the place of the one that runs.</summary>
    public async Task DeployAsync(AppDeployment deployment)
    {
        var port = _app?.Address.Port ?? 0;
        if (_app is not null)
            await _app.DisposeAsync();
        _app = await LocalApp.StartAsync(
            new LocalAppOptions
            {
                Port = port,
                Storage = _azurite.ConnectionString,
                Smtp = $"{_sink.Host}:{_sink.Port}",
                StartAt = LocalAppOptions.StartOf(Plan.Year, Plan.Definition.Authority.Zone),
                Note = _notes.Note,
                Deployment = deployment with { Hub = hub => deployment.Hub(hub) with { Recorder = Histories.Add } },
            },
            CancellationToken.None);
    }

    /// <summary>
    /// The version, which is taken down in the middle of a milestone, when a group's wave is about to run: <paramref name="next"/> takes its place.
    /// </summary>
    public AppDeployment UntilMilestone(AppDeployment deployment, string milestone, Func<Task> next)
    {
        var reached = 0;
        return deployment with
        {
            Activity = (_, activity) => activity with
            {
                RunAsync = async (input, instance, stopping) =>
                {
                    var at = activity.Name == nameof(RunGroups) ? (MilestoneWork)input! : (input as GroupWork)?.Work;
                    if (at?.Milestone.Id == milestone && Interlocked.Exchange(ref reached, 1) == 0)
                    {
                        var switching = new Task<Task>(next);
                        _switching = switching.Unwrap();
                        switching.Start(TaskScheduler.Default);
                    }
                    if (Volatile.Read(ref reached) == 1)
                        await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
                    return await activity.RunAsync(input, instance, stopping);
                },
            },
        };
    }

    /// <summary>Runs the year to its end; answers with what it left behind. The simulated people wait while one version takes another's place.</summary>
    public async Task<Aftermath> RunAsync()
    {
        using var http = RehearsalHttp.Client(_app!.Address, new WhileNothingSwitches(this));
        var season = await new RehearsalDriver(new CampaignApi(http, Platform), Plan, this, Platform).RunAsync(CancellationToken.None);
        await _switching;
        return await Aftermath.ReadAsync(season, _azurite.ConnectionString, _sink.Log, CancellationToken.None);
    }

    /// <summary>Moves campaign time on by as much, before the simulated people go on.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        using var http = RehearsalHttp.Client(_app!.Address);
        var clock = new RemoteClock(new CampaignApi(http, Platform));
        await clock.MoveToAsync((await clock.ReadAsync(CancellationToken.None)).Now + time, CancellationToken.None);
    }

    public async Task<JsonNode> CycleAsync()
    {
        using var http = RehearsalHttp.Client(_app!.Address);
        return (await new CampaignApi(http, Platform).GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{Plan.Cycle}", CancellationToken.None)).Value;
    }

    /// <summary>How often each occurrence of a milestone was run to its end, and by instances of which version.</summary>
    public IReadOnlyList<(string Milestone, string Version)> Finished =>
    [
        .. Histories.All.Where(h => h.Orchestrator == nameof(MilestoneOrchestrator) && h.Events.OfType<TaskScheduled>().Any(t => t.Name == nameof(FinishMilestone)))
            .Select(h => (h.InstanceId[(h.InstanceId.LastIndexOf(':') + 1)..], h.Version)),
    ];

    /// <summary>Versions of the generations of drivers that ended, with how many.</summary>
    public IReadOnlyDictionary<string, int> Drivers =>
        Histories.All.Where(h => h.Orchestrator == nameof(CampaignCycleOrchestrator)).GroupBy(h => h.Version).ToDictionary(g => g.Key, g => g.Count());

    public Task DayAsync(RehearsalDay day, CancellationToken cancellation) => OnDay(day);

    public void Acted(SeasonCounts counts)
    {
        // Only what is left behind counts.
    }

    public void Note(string text) => _notes.Note(text);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        await _sink.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    // A request that is repeated once the next version answers would let the simulated people go on, and move the clock, before the switch has ended.
    sealed class WhileNothingSwitches(Deployments year) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Volatile.Read(ref year._switching).WaitAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
