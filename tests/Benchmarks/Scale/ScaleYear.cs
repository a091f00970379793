using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Extensions;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.App.Storage;
using Campaigns.Benchmarks.Scale.Store;
using Campaigns.Local.Commands;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// Runs a year of the sample campaign in a place of any size: the app itself with its task hub and skipping time, on a store that counts. Everything that the
/// engine does is done as it is in a county; people's sheets are written by groups (<see cref="ScaleActs"/>).
/// </summary>
internal sealed class ScaleYear : IAsyncDisposable
{
    /// <summary>How many individual deadlines fall due at once, at every size.</summary>
    public const int Due = 400;

    private const int Year = 2026;
    private const int StepsBetweenLooks = 8;
    private readonly StoreProcess _store;
    private readonly LocalApp _app;
    private readonly ScalePlace _place;
    private readonly Action<string> _tell;
    private readonly LiveHeap _heap = new();
    private readonly Dictionary<string, long> _peaks = [];
    private readonly Dictionary<string, WaveCost> _waves = [];
    private long _idle;
    private int _due;
    private int _steps;

    private ScaleYear(StoreProcess store, LocalApp app, ScalePlace place, Action<string> tell) => (_store, _app, _place, _tell) = (store, app, place, tell);

    private StorageMeter Meter => Of<StorageMeter>();

    private DateTimeOffset Now => _app.Clock!.Now;

    /// <summary>Runs until the year is over, campaign time reaches <paramref name="until"/>, or it is <paramref name="enough"/>.</summary>
    public static async Task<ScaleCounts> RunAsync(int participants, DateOnly? until, Func<bool> enough, Action<string> tell, CancellationToken cancellation)
    {
        await using var store = await StoreProcess.StartAsync();
        var place = new ScalePlace(participants);
        var app = await LocalApp.StartAsync(
            new LocalAppOptions
            {
                Storage = store.Address.ConnectionString,
                StartAt = LocalAppOptions.StartOf(Year, "Asia/Shanghai"),
                Holidays = HolidayTables.Bundled,
                Smtp = FormattableString.Invariant($"127.0.0.1:{store.Address.Mail}"),
                Settings = new Dictionary<string, string?> { ["Notices:Shards"] = Shards(participants).ToString(CultureInfo.InvariantCulture) },
                Note = tell,
            },
            cancellation);
        await using var year = new ScaleYear(store, app, place, tell);
        return await year.RunAsync(() => enough() || DateOnly.FromDateTime(year.Now.UtcDateTime) >= until, cancellation);
    }

    // One partition serves some 20,000 recipients; people are three times the participants.
    private static int Shards(int participants) => Math.Clamp(participants * 3 / 20_000, 1, 64);

    private T Of<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    private async Task<ScaleCounts> RunAsync(Func<bool> enough, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        using var http = new HttpClient { BaseAddress = _app.Address, Timeout = Timeout.InfiniteTimeSpan };
        var api = new CampaignApi(http, TimeProvider.System);
        await _place.WriteAsync(Of<CampaignTables>(), Of<CampaignBlobs>(), cancellation);
        await api.PutTextAsync(
            RehearsalDriver.Administrator, $"api/v1/campaigns/{TemplateId}", "application/yaml", SampleDefinition.Text, cancellation);
        // Signing in looks into the directory, so that it is there from now on.
        var empty = LiveHeap.Now;
        await Of<DirectoryCache>().GetFreshAsync(cancellation);
        await api.GetAsync(ScalePlace.Officer, "api/v1/cycles", cancellation);
        _idle = LiveHeap.Now;
        var directory = _idle - empty;
        _heap.Restart();
        _tell($"{_place.Participants:n0} participants, the directory in memory takes {Megabytes(directory)}");

        await api.PostAsync(ScalePlace.Officer, $"api/v1/campaigns/{TemplateId}/cycles", new { year = Year }, "start", cancellation);
        Peak("start");
        await StepAsync(Now, "enrol", cancellation);
        var (completed, handedIn) = await DriveAsync(enough, cancellation);
        var dashboard = await DashboardAsync(api, cancellation);
        return await CountAsync(new()
        {
            Participants = _place.Participants,
            Groups = 0,
            Until = Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Completed = completed,
            Milestones = 0,
            HandedIn = handedIn,
            Requests = new Dictionary<string, long>(),
            EngineRequests = new Dictionary<string, long>(),
            Waves = _waves,
            HistoryEvents = 0,
            Orchestrations = 0,
            Activities = 0,
            HubRequests = 0,
            Notices = 0,
            Mails = 0,
            TableRows = 0,
            TableBytes = 0,
            BlobBytes = 0,
            DirectoryBytes = directory,
            PeakBytes = _peaks.ToDictionary(p => p.Key, p => Math.Max(0, p.Value - _idle)),
            DueRequests = _due,
            DashboardRequests = dashboard.Requests,
            DashboardBytes = dashboard.Bytes,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(since).TotalSeconds),
        });
    }

    private const string TemplateId = "three-level-contest";

    private static string CycleId => CycleStarter.CycleId(TemplateId, Year);

    private async Task<(bool Completed, int HandedIn)> DriveAsync(Func<bool> enough, CancellationToken cancellation)
    {
        var context = await Of<CycleContexts>().GetAsync(CycleId, cancellation) ?? throw new InvalidOperationException("The cycle did not start.");
        var groups = (await SnapshotAsync(cancellation)).Groups;
        var acts = new ScaleActs(Of<ParticipantStore>(), context, [.. groups.Select(g => g.Id)]);
        var handedIn = 0;
        while (true)
        {
            var snapshot = await SnapshotAsync(cancellation);
            if (snapshot.Cycle.State == CycleState.Completed)
                return (true, handedIn);
            if (enough())
                return (false, handedIn);
            if (groups.Count == 0 || snapshot.Groups.Any(g => g.Parked is not null))
                throw new InvalidOperationException($"A group is parked: {snapshot.Groups.First(g => g.Parked is not null).Parked}");
            var next = new[] { acts.Next, _app.Clock!.Next }.Where(n => n > Now).Min() ?? Now.AddDays(1);
            var kinds = snapshot.Milestones.Where(m => m.State == MilestoneState.Pending && m.Milestone.At <= next)
                .Select(m => m.Milestone.Kind.ToString().ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal).ToList();
            await StepAsync(next, kinds.Count == 0 ? "tick" : string.Join('+', kinds), cancellation);
            if (acts.Next <= Now)
            {
                handedIn += await acts.DoDueAsync(Now, cancellation);
                _heap.Restart();
                if (_due == 0)
                    _due = await SweepAsync(groups, cancellation);
                await StepAsync(Now.AddMinutes(2), "roll-up", cancellation);
            }
        }
    }

    private async Task<CycleSnapshot> SnapshotAsync(CancellationToken cancellation)
    {
        using var _ = StorageMeter.Work("measuring");
        return await Of<CycleStore>().ReadSnapshotAsync(CycleId, cancellation) ?? throw new InvalidOperationException("The cycle is gone.");
    }

    private async Task StepAsync(DateTimeOffset to, string kind, CancellationToken cancellation)
    {
        LookWhenIdle();
        var (before, since) = (Meter.Total, Stopwatch.GetTimestamp());
        await _app.Clock!.MoveToAsync(to, cancellation);
        var cost = new WaveCost(Meter.Total - before, Math.Round(Stopwatch.GetElapsedTime(since).TotalSeconds, 1));
        if (!_waves.TryGetValue(kind, out var most) || most.Requests < cost.Requests)
            _waves[kind] = cost;
        Peak(kind);
        if (cost.Seconds > 2)
            _tell($"{Now:yyyy-MM-dd} {kind}: {cost.Requests:n0} requests, {cost.Seconds:n0} s, {Megabytes(_peaks[kind] - _idle)} above idle at its peak");
    }

    private void Peak(string stage) => _peaks[stage] = Math.Max(_peaks.GetValueOrDefault(stage), _heap.Restart());

    /// <summary>Idle is the least that is held when nothing is under way: what loading the directory had pooled is given back minutes later only.</summary>
    private void LookWhenIdle()
    {
        if (_steps++ % StepsBetweenLooks == 0)
            _idle = Math.Min(_idle, LiveHeap.Now);
    }

    /// <summary>Sweeps the due index with as many due at every size; counts its own requests and leaves out those that read the truth of each.</summary>
    private async Task<int> SweepAsync(IReadOnlyList<CycleGroup> groups, CancellationToken cancellation)
    {
        using var _ = StorageMeter.Work("measuring");
        var at = Now.AddMinutes(-1);
        var found = new List<ParticipantKey>();
        foreach (var group in groups.Take(10))
        {
            await foreach (var participant in Of<ParticipantStore>().ReadGroupAsync(CycleId, group.Id, cancellation))
                found.Add(participant.Key);
        }
        await Of<DueTimes>().SweepAsync(cancellation);
        foreach (var key in found.Where((_, i) => i % (found.Count / Due) == 0).Take(Due))
            await Of<DueIndex>().AddAsync(ExtensionDue.DueTimeOf(key, "q1", at), cancellation);
        var before = OfDueIndex();
        await Of<DueTimes>().SweepAsync(cancellation);
        return (int)(OfDueIndex() - before);

        long OfDueIndex() => Meter.Snapshot().Where(k => k.Key.Resource == "DueIndex").Sum(k => k.Value);
    }

    private async Task<(int Requests, long Bytes)> DashboardAsync(CampaignApi api, CancellationToken cancellation)
    {
        await api.GetAsync(ScalePlace.Officer, "api/v1/cycles", cancellation);
        long Reading() => Meter.Snapshot().Where(k => k.Key.Resource is "Cycles").Sum(k => k.Value);
        var before = Reading();
        var answer = await api.GetAsync(ScalePlace.Officer, $"api/v1/cycles/{CycleId}/completeness", cancellation);
        return ((int)(Reading() - before), System.Text.Encoding.UTF8.GetByteCount(answer.Value.ToJsonString()));
    }

    private async Task<ScaleCounts> CountAsync(ScaleCounts counts)
    {
        var (snapshot, contents, hub) = (await SnapshotAsync(CancellationToken.None), await _store.ContentsAsync(), _app.HubCounters);
        return counts with
        {
            Groups = snapshot.Groups.Count,
            Milestones = snapshot.Milestones.Count(m => m.State == MilestoneState.Done),
            Requests = Meter.Snapshot().GroupBy(k => k.Key.Work).OrderBy(w => w.Key, StringComparer.Ordinal).ToDictionary(w => w.Key, w => w.Sum(k => k.Value)),
            EngineRequests = Meter.Snapshot().Where(k => k.Key.Work == "engine").OrderBy(k => k.Key.Resource, StringComparer.Ordinal)
                .ToDictionary(k => $"{k.Key.Resource} {k.Key.Operation}", k => k.Value),
            HistoryEvents = hub.HistoryEvents,
            Orchestrations = hub.Orchestrations,
            Activities = hub.Activities,
            HubRequests = hub.StorageRequests,
            Notices = contents.Tables.FirstOrDefault(t => t.Table == "Notices")?.Rows ?? 0,
            Mails = contents.Mails,
            TableRows = contents.Tables.Where(t => !IsHub(t.Table)).Sum(t => t.Rows),
            TableBytes = contents.Tables.Where(t => !IsHub(t.Table)).Sum(t => t.Bytes),
            BlobBytes = contents.BlobBytes,
        };
    }

    private static bool IsHub(string table) => table.StartsWith("taskhub", StringComparison.Ordinal) || table == "LocalClock";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");

    public async ValueTask DisposeAsync()
    {
        _heap.Dispose();
        await _app.DisposeAsync();
    }
}
