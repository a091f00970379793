using System.CommandLine;
using Campaigns.Local.Faults;
using Campaigns.Local.Progress;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Rehearsal.Summaries;

namespace Campaigns.Local.Commands;

/// <summary>
/// <c>rehearse</c>: runs a whole cycle on the real engine with skipping time, prints what it came to, and exits: 0 when the cycle was completed, 1 when it
/// was not, 2 when it could not be begun.
/// </summary>
internal sealed class RehearseCommand
{
    readonly RehearsalOptions _rehearsal = new();
    readonly Option<FileInfo?> _summary = new("--summary") { Description = "Where to write the summary, JSON." };
    readonly Option<DirectoryInfo?> _data = new("--data") { Description = "Where to keep the storage emulator's state and the mails; in memory by default." };
    readonly Option<string?> _storage = new("--storage") { Description = "Connection string of a storage account to use instead of the emulator." };
    readonly Option<Uri?> _app = new("--app")
    {
        Description = "Address of an app with a driven clock in another process (serve --driven), to rehearse with "
        + "instead of one of its own."
    };

    readonly Option<int> _years = new("--years") { Description = "How many years of the programme to run on end.", DefaultValueFactory = _ => 1 };

    readonly Option<int> _kills = new("--kills")
    {
        Description = "A test of the app: rehearses the year twice, the second time ending the app by SIGKILL at so many storage calls drawn from the seed, "
            + "and compares.",
    };
    readonly Option<int> _loseEvery = new("--lose-every")
    {
        Description = "The same with every so many storage calls applied and their answers lost; 2 or more.",
    };
    readonly Option<string?> _faults = new("--faults")
    {
        Description = $"The same with a mix of faults between the app and its storage, apart by commas: {FaultMix.Names}.",
    };
    readonly Option<int> _hosts = new("--hosts")
    {
        Description = "1, or 2: the same with the app on two hosts that share the storage, and the cycle taken over from its driver every quarter.",
        DefaultValueFactory = _ => 1,
    };

    public Command Build()
    {
        var command = new Command("rehearse", "Runs a whole cycle with simulated people as fast as it goes, and sums it up.")
        {
            _summary, _data, _storage, _app, _years, _kills, _loseEvery, _faults, _hosts,
        };
        _rehearsal.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandEnding.OfAsync(parsed, () => RunAsync(parsed, cancellation), cancellation));
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var plan = _rehearsal.Plan(parsed);
        var startAt = LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone);
        var options = new LocalAppOptions
        {
            Holidays = _rehearsal.Holidays(parsed),
            StartAt = startAt,
            RollUpsRest = LocalAppOptions.RestWhileTimeFlies,
        };
        using var screen = Screens.For(TimeZoneInfo.FindSystemTimeZoneById(plan.Definition.Authority.Zone));
        try
        {
            if (Faults(parsed, plan.Seed) is { } faults)
                return await new FaultDrill(plan, options.Holidays, new DrillView(screen))
                    .RunAsync(faults, parsed.GetValue(_kills), parsed.GetValue(_hosts), cancellation) ? 0 : 1;
            IReadOnlyList<RehearsalSummary> summaries;
            var years = parsed.GetValue(_years);
            if (parsed.GetValue(_app) is { } address)
                summaries = await RehearseAsync(address, plan, years, screen, cancellation);
            else
            {
                var data = parsed.GetValue(_data);
                await using var storage = await StorageAccount.OpenAsync(parsed.GetValue(_storage), data, screen.Note, cancellation);
                await using var app = await LocalApp.StartAsync(
                    options with { Storage = storage.ConnectionString, Data = data, Note = screen.Note }, cancellation);
                summaries = await RehearseAsync(app.Address, plan, years, screen, cancellation);
            }
            foreach (var line in summaries.SelectMany(SummaryLines.Of))
                screen.Note(line);
            if (parsed.GetValue(_summary) is { } file)
                await File.WriteAllTextAsync(file.FullName, RehearsalSummary.Text(summaries), cancellation);
            return 0;
        }
        catch (RehearsalException e)
        {
            screen.Note(e.Message);
            return 1;
        }
    }

    // Null where the year is to be rehearsed in peace.
    FaultPlan? Faults(ParseResult parsed, int seed)
    {
        var (kills, loseEvery, mix, hosts) = (parsed.GetValue(_kills), parsed.GetValue(_loseEvery), parsed.GetValue(_faults), parsed.GetValue(_hosts));
        if (hosts is not (1 or 2))
            throw new RehearsalException("--hosts: 1 or 2.");
        try
        {
            return kills > 0 || loseEvery > 1 || mix is not null || hosts > 1
                ? new FaultPlan { LoseEvery = loseEvery, Mix = mix is null ? new() : FaultMix.Parse(mix, seed) }
                : null;
        }
        catch (FormatException e)
        {
            throw new RehearsalException($"--faults: {e.Message}", e);
        }
    }

    static async Task<IReadOnlyList<RehearsalSummary>> RehearseAsync(
        Uri address, RehearsalPlan plan, int years, IProgressScreen screen, CancellationToken cancellation)
    {
        var platform = TimeProvider.System;
        using var http = RehearsalHttp.Client(address);
        var api = new CampaignApi(http, platform);
        var feed = new ProgressFeed(api, screen, platform, TimeSpan.FromSeconds(1));
        return await new RehearsalYears(api, plan, years, feed, platform).RunAsync(cancellation);
    }
}
