using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Mail;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Faults;

/// <summary>
/// A rehearsed year: what it left behind, the storage calls of the app, the kills and lost answers that it went through, and how long it took.
/// </summary>
internal sealed record FaultyYear(
    Aftermath Aftermath, IReadOnlyDictionary<FaultPlace, long> Calls, IReadOnlyList<Kill> Kills, int Deaths, long Lost, TimeSpan Took)
{
    /// <summary>What storage calls met with.</summary>
    public required FaultTally Tally { get; init; }

    /// <summary>Who drove the cycle; null where nobody looked.</summary>
    public DriverTrace? Drivers { get; init; }

    /// <summary>Takeovers from a driver that waited, and from one in the middle of a milestone; how often the task hub changed hands.</summary>
    public (int WhileWaiting, int Midway, int Hub) Takeovers { get; init; }

    /// <summary>How often the clock of a host's machine was set.</summary>
    public int Steps { get; init; }

    /// <summary>How often the app was not there for days.</summary>
    public int Outages { get; init; }

    /// <summary>How often a dispatch was cut short: by the end of its process, or by a storage call that failed for good.</summary>
    public int CutShort => Deaths + (int)Tally.Seen[FaultPlace.Dispatch];
}

/// <summary>
/// Rehearses a year under faults. Storage emulator, mail server and simulated people live in this process and come to no harm; only the app does. Each year
/// has an emulator of its own.
/// </summary>
internal sealed class FaultyRehearsal(RehearsalPlan plan, HolidayTables holidays, IRehearsalView view)
{
    readonly TimeProvider _platform = TimeProvider.System;

    /// <summary>A year in this process under lost answers, or under nothing with the empty plan.</summary>
    public async Task<FaultyYear> RunHereAsync(FaultPlan faults, CancellationToken cancellation)
    {
        if (faults.Kills.Count > 0)
            throw new ArgumentException("Kills end the process that they happen in.", nameof(faults));
        var began = _platform.GetTimestamp();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellation);
        await using var sink = SmtpSink.Start();
        using var injected = new StorageFaults(faults);
        await using var app = await LocalApp.StartAsync(
            new LocalAppOptions
            {
                Storage = azurite.ConnectionString,
                Holidays = holidays,
                Smtp = $"{sink.Host}:{sink.Port}",
                StartAt = LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone),
                Note = view.Note,
                Faults = injected,
            },
            cancellation);
        var aftermath = await RehearseAsync(app.Address, azurite, sink, cancellation);
        return new FaultyYear(aftermath, injected.Record.Calls, [], 0, injected.Record.Lost, _platform.GetElapsedTime(began))
        {
            Tally = injected.Record.Tally,
            Steps = faults.Steps.Count,
            Outages = plan.Outages.Count,
        };
    }

    /// <summary>A year with the app in a process of its own, which dies at the given storage calls and is started again.</summary>
    public async Task<FaultyYear> RunApartAsync(FaultPlan faults, CancellationToken cancellation)
    {
        var began = _platform.GetTimestamp();
        var files = Directory.CreateTempSubdirectory("campaigns-faults");
        try
        {
            await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellation);
            await using var sink = SmtpSink.Start();
            faults = faults with { Record = Path.Combine(files.FullName, "record") };
            using var record = new FaultRecord(faults.Record);
            await using var app = AppSupervisor.Start(await ArgumentsAsync(files, "", faults, azurite, sink, cancellation), view.Note);
            var aftermath = await RehearseAsync(app.Address, azurite, sink, cancellation);
            if (app.Defect is { } defect)
                throw new RehearsalException(defect);
            var happened = faults.Kills.Where((_, n) => record.HasHappened(n)).ToList();
            return new FaultyYear(aftermath, record.Calls, happened, app.Deaths, record.Lost, _platform.GetElapsedTime(began))
            {
                Tally = record.Tally,
                Steps = faults.Steps.Count,
            };
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    async Task<Aftermath> RehearseAsync(Uri address, Azurite azurite, SmtpSink sink, CancellationToken cancellation)
    {
        using var http = RehearsalHttp.Client(address);
        var season = await new RehearsalDriver(new CampaignApi(http, _platform), plan, view, _platform).RunAsync(cancellation);
        return await Aftermath.ReadAsync(season, azurite.ConnectionString, sink.Log, cancellation);
    }

    /// <summary>
    /// A year with the app on two hosts, which share the storage and the task hub; requests go to both in turn, and the timer functions of both fire at
    /// once. The second comes when the cycle has begun. A host whose plan kills it comes back where <paramref name="comeBack"/> says so; else the other goes
    /// on alone. The cycle is taken over from its driver from <paramref name="takeovers"/> on.
    /// </summary>
    public async Task<FaultyYear> RunOnTwoAsync(
        FaultPlan first, FaultPlan second, bool comeBack, IReadOnlyList<DateOnly> takeovers, CancellationToken cancellation)
    {
        var began = _platform.GetTimestamp();
        var files = Directory.CreateTempSubdirectory("campaigns-faults");
        try
        {
            await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellation);
            await using var sink = SmtpSink.Start();
            await using var taking = new Takeovers(azurite.ConnectionString, plan.Cycle, takeovers);
            first = first with { Record = Path.Combine(files.FullName, "record-1") };
            second = second with { Record = Path.Combine(files.FullName, "record-2") };
            using var records = new FaultRecords(first, second);
            await using var one = AppSupervisor.Start(
                [.. await ArgumentsAsync(files, "-1", first, azurite, sink, cancellation), "--shares"], view.Note, comeBack);
            AppSupervisor? two = null;
            try
            {
                var arguments = await ArgumentsAsync(files, "-2", second, azurite, sink, cancellation);
                var hosts = new List<RehearsalHost>();
                using var httpOne = RehearsalHttp.Client(one.Address);
                hosts.Add(new RehearsalHost(httpOne, () => one.IsGone));
                HttpClient? httpTwo = null;
                var watched = new WatchedView(view, async (day, token) =>
                {
                    if (two is null)
                    {
                        two = AppSupervisor.Start([.. arguments, "--shares"], view.Note, comeBack);
                        httpTwo = RehearsalHttp.Client(two.Address);
                        hosts.Add(new RehearsalHost(httpTwo, () => two.IsGone));
                    }
                    await taking.DayAsync(day, token);
                });
                var season = await new RehearsalDriver(new CampaignApi(hosts, _platform), plan, watched, _platform).RunAsync(cancellation);
                if ((one.Defect ?? two?.Defect) is { } defect)
                    throw new RehearsalException(defect);
                var aftermath = await Aftermath.ReadAsync(season, azurite.ConnectionString, sink.Log, cancellation);
                httpTwo?.Dispose();
                return new FaultyYear(
                    aftermath, records.Calls, records.Happened, one.Deaths + (two?.Deaths ?? 0), records.Tally.Injected[FaultKind.Lost],
                    _platform.GetElapsedTime(began))
                {
                    Tally = records.Tally,
                    Drivers = await DriverTrace.ReadAsync(taking.Hub, plan.Cycle, cancellation),
                    Takeovers = (taking.WhileWaiting, taking.Midway, taking.Hands),
                    Steps = first.Steps.Count + second.Steps.Count,
                };
            }
            finally
            {
                if (two is not null)
                    await two.DisposeAsync();
            }
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    async Task<IReadOnlyList<string>> ArgumentsAsync(
        DirectoryInfo files, string host, FaultPlan faults, Azurite azurite, SmtpSink sink, CancellationToken cancellation)
    {
        var definition = Path.Combine(files.FullName, "campaign.yaml");
        var injected = Path.Combine(files.FullName, $"faults{host}.json");
        await File.WriteAllTextAsync(definition, plan.DefinitionText, cancellation);
        await File.WriteAllTextAsync(injected, faults.ToJson(), cancellation);
        return
        [
            "--storage", azurite.ConnectionString, "--smtp", $"{sink.Host}:{sink.Port}", "--data", files.FullName, "--campaign", definition,
            "--year", FormattableString.Invariant($"{plan.Year}"), "--faults", injected,
        ];
    }
}
