using System.CommandLine;
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
    readonly Option<Uri?> _app = new("--app") { Description = "Address of an app with a driven clock in another process (serve --driven), to rehearse with instead of one of its own." };

    public Command Build()
    {
        var command = new Command("rehearse", "Runs a whole cycle with simulated people as fast as it goes, and sums it up.") { _summary, _data, _storage, _app };
        _rehearsal.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        RehearsalPlan plan;
        LocalAppOptions options;
        try
        {
            plan = _rehearsal.Plan(parsed);
            options = new LocalAppOptions { Holidays = _rehearsal.Holidays(parsed), StartAt = LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone) };
        }
        catch (RehearsalException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 2;
        }
        using var screen = Screens.For(TimeZoneInfo.FindSystemTimeZoneById(plan.Definition.Authority.Zone));
        try
        {
            RehearsalSummary summary;
            if (parsed.GetValue(_app) is { } address)
                summary = await RehearseAsync(address, plan, screen, cancellation);
            else
            {
                var data = parsed.GetValue(_data);
                await using var storage = await StorageAccount.OpenAsync(parsed.GetValue(_storage), data, screen.Note, cancellation);
                await using var app = await LocalApp.StartAsync(
                    options with { Storage = storage.ConnectionString, Data = data, Note = screen.Note }, cancellation);
                summary = await RehearseAsync(app.Address, plan, screen, cancellation);
            }
            foreach (var line in SummaryLines.Of(summary))
                screen.Note(line);
            if (parsed.GetValue(_summary) is { } file)
                await File.WriteAllTextAsync(file.FullName, summary.Text(), cancellation);
            return 0;
        }
        catch (RehearsalException e)
        {
            screen.Note(e.Message);
            return 1;
        }
    }

    static async Task<RehearsalSummary> RehearseAsync(Uri address, RehearsalPlan plan, IProgressScreen screen, CancellationToken cancellation)
    {
        var platform = TimeProvider.System;
        var began = platform.GetTimestamp();
        using var http = RehearsalHttp.Client(address);
        var api = new CampaignApi(http, platform);
        var feed = new ProgressFeed(api, screen, platform, TimeSpan.FromSeconds(1));
        var season = await new RehearsalDriver(api, plan, feed, platform).RunAsync(cancellation);
        return await RehearsalSummary.ReadAsync(season, platform.GetElapsedTime(began), cancellation);
    }
}
