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
        return new FaultyYear(aftermath, injected.Record.Calls, [], 0, injected.Record.Lost, _platform.GetElapsedTime(began)) { Tally = injected.Record.Tally };
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
            await using var app = AppSupervisor.Start(await ArgumentsAsync(files, faults, azurite, sink, cancellation), view.Note);
            var aftermath = await RehearseAsync(app.Address, azurite, sink, cancellation);
            if (app.Defect is { } defect)
                throw new RehearsalException(defect);
            var happened = faults.Kills.Where((_, n) => record.HasHappened(n)).ToList();
            return new FaultyYear(aftermath, record.Calls, happened, app.Deaths, record.Lost, _platform.GetElapsedTime(began)) { Tally = record.Tally };
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

    async Task<IReadOnlyList<string>> ArgumentsAsync(DirectoryInfo files, FaultPlan faults, Azurite azurite, SmtpSink sink, CancellationToken cancellation)
    {
        var definition = Path.Combine(files.FullName, "campaign.yaml");
        var injected = Path.Combine(files.FullName, "faults.json");
        await File.WriteAllTextAsync(definition, plan.DefinitionText, cancellation);
        await File.WriteAllTextAsync(injected, faults.ToJson(), cancellation);
        return
        [
            "--storage", azurite.ConnectionString, "--smtp", $"{sink.Host}:{sink.Port}", "--data", files.FullName, "--campaign", definition,
            "--year", FormattableString.Invariant($"{plan.Year}"), "--faults", injected,
        ];
    }
}
