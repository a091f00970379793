using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// Runs a campaign's year with simulated people, over HTTP alone, so that the app may run, die and come back in another process. The clock never passes an
/// instant at which an act is unfinished. It can be stopped and started again at any point: what the app has is found again, and acts are repeated under
/// the Idempotency-Keys that they had.
/// </summary>
internal sealed class RehearsalDriver(CampaignApi api, RehearsalPlan plan, IRehearsalView view, TimeProvider platform)
{
    /// <summary>The local people who set up and read everything; the local issuer knows them from the start.</summary>
    public const string Administrator = "local-administrator";
    public const string Auditor = "local-auditor";

    static readonly TimeSpan Overtime = TimeSpan.FromDays(30);
    readonly RemoteClock _clock = new(api);
    readonly Agenda _agenda = new();

    /// <summary>Runs the cycle to its end, or to where the plan holds it. Throws <see cref="RehearsalException"/> where that cannot be reached.</summary>
    public async Task<Season> RunAsync(CancellationToken cancellation)
    {
        var clock = await _clock.ReadAsync(cancellation);
        await SetUpAsync(cancellation);
        clock = await StartAsync(clock, cancellation);
        var season = await SeasonAsync(cancellation);
        var participants = await ParticipantsAsync(cancellation);
        var resumed = clock.Now;
        var all = OpeningActs.Of(season, participants)
            .Concat(RecordActs.Of(season, participants))
            .Concat(CalendarActs.Of(season, resumed))
            .Concat(ReportActs.Of(season, participants))
            .Concat(ActsOf(season, season.Definition.Phases, participants));
        _agenda.Add(all.Where(a => a.At >= resumed || FollowsUp(a)));

        var day = DateOnly.MinValue;
        while (true)
        {
            await DoDueAsync(season, clock.Now, cancellation);
            var today = DateOnly.FromDateTime(clock.Now.UtcDateTime);
            if (today != day)
            {
                day = today;
                var state = await StateAsync(cancellation);
                await view.DayAsync(new RehearsalDay(clock.Now, state, season), cancellation);
                if (state is "completed")
                    return season;
                await CheckOvertimeAsync(season, clock.Now, state, cancellation);
                season = await ReplanAsync(season, participants, clock.Now, cancellation);
            }
            if (clock.Now >= plan.HoldAt)
                return season;
            clock = await StepAsync(clock, cancellation);
        }
    }

    async Task<ClockReading> StepAsync(ClockReading clock, CancellationToken cancellation)
    {
        var longest = clock.Now + plan.LongestStep;
        var next = new[] { _agenda.Next, clock.Next, plan.HoldAt, longest }.Where(i => i > clock.Now).Min() ?? longest;
        if (plan.Outages.FirstOrDefault(o => o.From <= next && next < o.Until) is { } outage)
            next = outage.Until;
        if (plan.DayTakes > TimeSpan.Zero)
            await Task.Delay(plan.DayTakes * ((next - clock.Now) / TimeSpan.FromDays(1)), platform, cancellation);
        return await _clock.MoveToAsync(next, cancellation);
    }

    async Task DoDueAsync(Season season, DateTimeOffset now, CancellationToken cancellation)
    {
        while (_agenda.Next <= now)
        {
            var follow = new List<Act>();
            await Parallel.ForEachAsync(
                _agenda.TakeDue(now), new ParallelOptions { MaxDegreeOfParallelism = plan.AtOnce, CancellationToken = cancellation }, async (acts, token) =>
                {
                    foreach (var act in acts)
                    {
                        var next = await act.DoAsync(token);
                        lock (follow)
                            follow.AddRange(next);
                    }
                });
            _agenda.Add(follow);
            view.Acted(season.Counts);
        }
    }

    async Task SetUpAsync(CancellationToken cancellation)
    {
        if (await StateAsync(cancellation) is not null)
            return;
        await ImportAsync("units", plan.UnitsCsv, cancellation);
        if (plan.ClustersCsv is { } clusters)
            await ImportAsync("clusters", clusters, cancellation);
        await ImportAsync("people", plan.PeopleCsv, cancellation);
        var answer = await api.PutTextAsync(Administrator, $"api/v1/campaigns/{plan.Definition.Id}", "application/yaml", plan.DefinitionText, cancellation);
        if (!answer.IsSuccess && answer.Code is not ("preconditionRequired" or "preconditionFailed"))
            throw new RehearsalException($"The campaign was refused: {answer.Body?.ToJsonString()}");
    }

    async Task ImportAsync(string what, string csv, CancellationToken cancellation)
    {
        var answer = await api.PostTextAsync(Administrator, $"api/v1/imports/{what}", "text/csv", csv, Choice.Key(plan.Seed, plan.Cycle, "import", what),
            cancellation);
        if (!answer.IsSuccess)
            throw new RehearsalException($"The {what} were refused: {answer.Body?.ToJsonString()}");
        view.Note($"{what}: {answer.Body?["created"]} created, {answer.Body?["updated"]} updated, {answer.Body?["unchanged"]} unchanged");
    }

    async Task<ClockReading> StartAsync(ClockReading clock, CancellationToken cancellation)
    {
        var state = await StateAsync(cancellation);
        if (state is null)
        {
            var starter = new Roster(plan.County).AnyWith("authority") ?? throw new RehearsalException("Nobody has the role authority, so that nobody can "
                + "start the cycle.");
            var answer = await api.PostAsync(
                starter, $"api/v1/campaigns/{plan.Definition.Id}/cycles", new { year = plan.Year }, Choice.Key(plan.Seed, plan.Cycle, "start"), cancellation);
            if (!answer.IsSuccess)
                throw new RehearsalException($"The cycle was not started: {answer.Body?.ToJsonString()}");
            state = "enrolling";
        }
        for (var tries = 0; state is "enrolling"; tries++)
        {
            if (tries == 50)
                throw new RehearsalException("The cycle is still enrolling although nothing is under way any more.");
            clock = await _clock.MoveToAsync(clock.Now, cancellation);
            state = await StateAsync(cancellation);
        }
        return clock;
    }

    async Task<string?> StateAsync(CancellationToken cancellation)
    {
        var answer = await api.GetAsync(Auditor, $"api/v1/cycles/{plan.Cycle}", cancellation);
        return answer.IsSuccess ? answer.Value["state"]!.GetValue<string>() : null;
    }

    async Task<Season> SeasonAsync(CancellationToken cancellation) => new(
        plan.Cycle, plan.Year, plan.Seed, plan.Definition.ForYear(plan.Year), await WindowsAsync(cancellation), new Roster(plan.County), plan.Profile, api);

    async Task<IReadOnlyDictionary<string, PhaseWindow>> WindowsAsync(CancellationToken cancellation)
    {
        var timeline = (await api.GetAsync(Auditor, $"api/v1/cycles/{plan.Cycle}/timeline", cancellation)).Value;
        return timeline["windows"]!.AsArray().Select(w => new PhaseWindow(
            w!["phase"]!.GetValue<string>(), w["periodId"]!.GetValue<string>(), Instant(w["opensAt"]), Instant(w["dueAt"]), Instant(w["graceUntil"]),
            Instant(w["lockedAt"]), w["awaitingYear"]?.GetValue<int>())).ToDictionary(w => w.Phase);
    }

    async Task<IReadOnlyList<SeasonParticipant>> ParticipantsAsync(CancellationToken cancellation)
    {
        var items = await api.ListAsync(Auditor, $"api/v1/cycles/{plan.Cycle}/participants", cancellation);
        return [.. items.Select(i => new SeasonParticipant(i["track"]!.GetValue<string>(), i["unit"]!.GetValue<string>(), i["parent"]!.GetValue<string>()))
            .OrderBy(p => p.Key, StringComparer.Ordinal)];
    }

    static IEnumerable<Act> ActsOf(Season season, IEnumerable<Phase> phases, IReadOnlyList<SeasonParticipant> participants) =>
        phases.SelectMany(phase => ActsOf(season, phase, participants));

    static IEnumerable<Act> ActsOf(Season season, Phase phase, IReadOnlyList<SeasonParticipant> participants) => phase switch
    {
        { Kind: PhaseKind.SelfCheck or PhaseKind.Summary, By: Actor.Self } =>
            SheetActs.Of(season, phase, participants).Concat(ExtensionActs.Of(season, phase, participants)),
        { Kind: PhaseKind.Inspection } => InspectionActs.Of(season, phase),
        { Kind: PhaseKind.Appraisal } => ReviewActs.Of(season, phase, participants),
        { Kind: PhaseKind.Plan } => PlanActs.Of(season, phase, participants),
        { Kind: PhaseKind.Pledging } => PledgeActs.Of(season, phase, participants),
        { Kind: PhaseKind.DutyReport } => DutyReportActs.Of(season, phase, participants),
        { Kind: PhaseKind.Vote } => VoteActs.Of(season, phase, participants),
        _ => SelectionActs.Of(season, phase, participants),
    };

    // After a restart, acts of the past from which others follow are done once more: under the same key they only tell again what they told.
    static readonly string[] Followed = [ReviewActs.ReturnSuffix, InspectionActs.LookSuffix, PlanActs.FileSuffix, PledgeActs.PublishSuffix,
        CalendarActs.BeginSuffix, ReportActs.FileSuffix];

    static bool FollowsUp(Act act) => Followed.Any(f => act.Id.EndsWith(f, StringComparison.Ordinal));

    // A phase that waited for a year's holiday table gets its instants when that is loaded; one that had not opened yet when the authority paused the cycle or
    // moved dates, or an outage moved what it opens after, has others from then on.
    async Task<Season> ReplanAsync(
        Season season, IReadOnlyList<SeasonParticipant> participants, DateTimeOffset now, CancellationToken cancellation)
    {
        var moves = plan.Profile.MovesTheCalendar || plan.Outages.Count > 0;
        var ahead = season.Windows.Values.Where(w => w.OpensAt is null || (moves && w.OpensAt > now)).Select(w => w.Phase).ToHashSet();
        if (ahead.Count == 0)
            return season;
        var windows = await WindowsAsync(cancellation);
        var planned = season.Definition.Phases
            .Where(p => ahead.Contains(p.Id) && windows[p.Id].OpensAt is not null && windows[p.Id] != season.Windows[p.Id]).ToList();
        if (planned.Count == 0)
            return season;
        season = season with { Windows = windows };
        _agenda.Drop(act => planned.Exists(p => act.Id.StartsWith(p.Id + "|", StringComparison.Ordinal)));
        _agenda.Add(ActsOf(season, planned, participants));
        return season;
    }

    async Task CheckOvertimeAsync(Season season, DateTimeOffset now, string? state, CancellationToken cancellation)
    {
        var last = season.Windows.Values.Max(w => w.LockedAt ?? w.OpensAt);
        if (now <= last + Overtime || now <= new DateTimeOffset(plan.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero) + Overtime)
            return;
        var cycle = await api.GetAsync(Auditor, $"api/v1/cycles/{plan.Cycle}", cancellation);
        throw new RehearsalException($"At {now:u} the cycle is still {state} and waits for {cycle.Body?["next"]?.ToJsonString()}; parked: "
            + $"{cycle.Body?["parked"]?.ToJsonString()}");
    }

    static DateTimeOffset? Instant(JsonNode? node) =>
        node is null ? null : DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture).ToUniversalTime();
}
