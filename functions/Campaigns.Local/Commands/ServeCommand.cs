using System.CommandLine;
using Campaigns.Local.Faults;
using Campaigns.Local.Progress;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Rehearsal.Summaries;

namespace Campaigns.Local.Commands;

/// <summary>
/// The default command: serves the app and, unless told otherwise, runs the sample year on it at one simulated day a second, then keeps serving until Ctrl+C.
/// </summary>
internal sealed class ServeCommand
{
    readonly RehearsalOptions _rehearsal = new();
    readonly Option<int> _port = new("--port") { Description = "The port to answer at.", DefaultValueFactory = _ => 7071 };
    readonly Option<DirectoryInfo?> _data = new("--data") { Description = "Where to keep the storage emulator's state and the mails; in memory by default." };
    readonly Option<string?> _storage = new("--storage") { Description = "Connection string of a storage account to use instead of the emulator." };
    readonly Option<bool> _realTime = new("--real-time") { Description = "Campaign time is wall-clock time; nobody is simulated." };
    readonly Option<bool> _empty = new("--empty") { Description = "Nothing is loaded and nobody is simulated." };
    readonly Option<bool> _driven = new("--driven")
    {
        Description = "Only the app, its clock moved over HTTP by a rehearsal in another process (rehearse "
        + "--app)."
    };
    readonly Option<bool> _shares = new("--shares") { Description = "With --driven: other hosts run on the same storage." };
    readonly Option<string?> _smtp = new("--smtp")
    {
        Description = "host:port of a mail server to send to instead of the built-in one, which delivers "
        + "nowhere."
    };
    readonly Option<FileInfo?> _faults = new("--faults")
    {
        Description = "For tests of the app: a plan, JSON, of storage calls at which the process is killed or an answer gets lost. The app then ends with "
            + "its standard input.",
    };
    readonly Option<DateOnly?> _holdAt = new("--hold-at")
    {
        Description = "A day, such as 2026-03-26, on which the simulation stops at 09:00 with the clock standing, for people to take part themselves.",
    };
    readonly Option<double> _speed = new("--speed") { Description = "Simulated days a second, at most.", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_port, _data, _storage, _realTime, _empty, _driven, _shares, _smtp, _faults, _holdAt, _speed])
            command.Options.Add(option);
        _rehearsal.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandEnding.OfAsync(parsed, () => RunAsync(parsed, cancellation), cancellation));
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var plan = _rehearsal.Plan(parsed) with { DayTakes = TimeSpan.FromSeconds(1 / Math.Max(0.001, parsed.GetValue(_speed))) };
        if (parsed.GetValue(_holdAt) is { } day)
            plan = plan with { HoldAt = HoldAt(day, plan) };
        var options = Options(parsed, plan);
        var faults = parsed.GetValue(_faults) is { } file ? new StorageFaults(Plan(file)) : null;
        using var injected = faults;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (faults is not null)
            _ = EndWithInputAsync(ending);
        cancellation = ending.Token;
        var simulates = !parsed.GetValue(_realTime) && !parsed.GetValue(_empty) && !parsed.GetValue(_driven);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(plan.Definition.Authority.Zone);
        using var screen = simulates ? Screens.For(zone) : new PlainScreen(Console.Out, zone);
        await using var storage = await StorageAccount.OpenAsync(parsed.GetValue(_storage), parsed.GetValue(_data), screen.Note, cancellation);
        if (storage.IsEmulator)
            screen.Note("One machine with Azurite is for trials, rehearsals and development: Azurite does not promise durability, Azure Storage does.");
        await using var app = await LocalApp.StartAsync(options with { Storage = storage.ConnectionString, Note = screen.Note, Faults = faults }, cancellation);
        screen.Note($"Campaigns answers at {Shown(app.Address)}  (sign in: {Shown(app.Address)}local/identity/signin)");
        try
        {
            if (simulates)
                await SimulateAsync(app.Address, plan, screen, cancellation);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            screen.Note("Stopping.");
        }
        return 0;
    }

    // The host listens on 127.0.0.1, which is what people know as localhost.
    static Uri Shown(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    LocalAppOptions Options(ParseResult parsed, RehearsalPlan plan) => new()
    {
        Port = parsed.GetValue(_port),
        Data = parsed.GetValue(_data),
        Holidays = _rehearsal.Holidays(parsed),
        Smtp = parsed.GetValue(_smtp),
        Shares = parsed.GetValue(_shares),
        StartAt = parsed.GetValue(_realTime) || (parsed.GetValue(_empty) && !parsed.GetValue(_driven))
            ? null : LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone),
        // Whoever drives the clock from outside may look at any step.
        RollUpsRest = parsed.GetValue(_driven) ? TimeSpan.Zero : LocalAppOptions.RestWhileTimeFlies,
    };

    static DateTimeOffset HoldAt(DateOnly day, RehearsalPlan plan)
    {
        if (day.Year != plan.Year)
            throw new RehearsalException($"--hold-at: {day:yyyy-MM-dd} is not a day of {plan.Year}.");
        var zone = TimeZoneInfo.FindSystemTimeZoneById(plan.Definition.Authority.Zone);
        return TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new(9, 0)), zone);
    }

    static FaultPlan Plan(FileInfo file)
    {
        try
        {
            return FaultPlan.Parse(File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            throw new RehearsalException($"{file.Name}: {e.Message}", e);
        }
    }

    // Whoever supervises holds the other end; when it is gone, however that came, so is the app.
    static Task EndWithInputAsync(CancellationTokenSource ending) => Task.Run(async () =>
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
            // Nothing that is said here means anything.
        }
        await ending.CancelAsync();
    });

    static async Task SimulateAsync(Uri address, RehearsalPlan plan, IProgressScreen screen, CancellationToken cancellation)
    {
        var platform = TimeProvider.System;
        var began = platform.GetTimestamp();
        using var http = RehearsalHttp.Client(address);
        var api = new CampaignApi(http, platform);
        try
        {
            var season = await new RehearsalDriver(api, plan, new ProgressFeed(api, screen, platform, TimeSpan.FromMilliseconds(500)), platform)
                .RunAsync(cancellation);
            if (plan.HoldAt is { } held && season.Windows.Values.Any(w => w.LockedAt > held))
            {
                screen.Note($"The clock stands. {Shown(address)} keeps answering until Ctrl+C; POST local/clock {{\"to\": …}} moves the clock on.");
                return;
            }
            foreach (var line in SummaryLines.Of(await RehearsalSummary.ReadAsync(season, platform.GetElapsedTime(began), cancellation)))
                screen.Note(line);
            screen.Note($"The year is over; {Shown(address)} keeps answering until Ctrl+C.");
        }
        catch (RehearsalException e)
        {
            screen.Note($"The simulation stopped: {e.Message}");
        }
    }
}
