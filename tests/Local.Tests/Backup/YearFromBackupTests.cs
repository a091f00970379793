using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Campaigns.Local.Backup;
using Campaigns.Local.Clocks;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Faults;
using Campaigns.Local.Mail;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Tests.Faults;
using Campaigns.Rules.Calendar;
using Xunit;
using Xunit.Abstractions;

namespace Campaigns.Local.Tests.Backup;

/// <summary>A year that runs to its end while it is copied in the middle of the quarter's work.</summary>
public sealed class CopiedYear : IAsyncLifetime, IDisposable
{
    readonly TemporaryDirectory _files = new();

    internal static RehearsalPlan Plan { get; } = OneQuarter.Plan(seed: 5);

    /// <summary>A day on which people hand in, files come and reminders go out.</summary>
    internal static DateTimeOffset Busy { get; } = new(2026, 3, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A day of the appraisal.</summary>
    internal static DateTimeOffset Middle { get; } = new(2026, 4, 16, 0, 0, 0, TimeSpan.Zero);

    internal string Place => _files.Path;

    internal Aftermath Aftermath { get; private set; } = null!;

    internal BackupManifest Backup { get; private set; } = null!;

    /// <summary>Campaign time when the copying began, and when it had ended.</summary>
    internal (DateTimeOffset From, DateTimeOffset To) At { get; private set; }

    internal IReadOnlyList<string> Said { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        var view = new CopyingView(azurite.ConnectionString, Place, Busy);
        await using var sink = SmtpSink.Start();
        Aftermath = await RunAsync(azurite, sink, Plan, view, null);
        (Backup, Said) = (await view.Backup!, view.Said);
        At = (view.Began, view.Ended);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _files.Dispose();

    /// <summary>Runs the plan on an app of its own, from <paramref name="startAt"/> on or from the year's beginning.</summary>
    internal static async Task<Aftermath> RunAsync(Azurite azurite, SmtpSink sink, RehearsalPlan plan, IRehearsalView view, DateTimeOffset? startAt)
    {
        await using var app = await LocalApp.StartAsync(
            new LocalAppOptions
            {
                Storage = azurite.ConnectionString,
                Holidays = HolidayTables.Bundled,
                Smtp = $"{sink.Host}:{sink.Port}",
                StartAt = startAt ?? LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone),
                Note = view.Note,
            },
            CancellationToken.None);
        using var http = RehearsalHttp.Client(app.Address);
        var season = await new RehearsalDriver(new CampaignApi(http, TimeProvider.System), plan, view, TimeProvider.System).RunAsync(CancellationToken.None);
        return await Aftermath.ReadAsync(season, azurite.ConnectionString, sink.Log, CancellationToken.None);
    }

    sealed class CopyingView(string from, string to, DateTimeOffset day) : IRehearsalView
    {
        readonly List<string> _said = [];

        public Task<BackupManifest>? Backup { get; private set; }

        public DateTimeOffset Began { get; private set; }

        public DateTimeOffset Ended { get; private set; }

        public IReadOnlyList<string> Said => _said;

        DateTimeOffset Now { get; set; }

        public Task DayAsync(RehearsalDay today, CancellationToken cancellation)
        {
            Now = today.Now;
            if (Backup is null && today.Now >= day)
            {
                Began = today.Now;
                Backup = Task.Run(CopyAsync, cancellation);
            }
            return Task.CompletedTask;
        }

        public void Acted(SeasonCounts counts)
        {
            // The copying goes on beside the acts.
        }

        public void Note(string text)
        {
            // What the app says is of no concern here.
        }

        async Task<BackupManifest> CopyAsync()
        {
            var run = new BackupRun(BackupAccount.Open(from), new SlowPlace(new DirectoryPlace(to)), TimeProvider.System, _said.Add);
            var manifest = await run.RunAsync(CancellationToken.None);
            Ended = Now;
            return manifest;
        }
    }
}

/// <summary>Takes its time with each file, so that weeks of campaign time pass between the first table that is read and the last.</summary>
sealed class SlowPlace(IBackupPlace place) : IBackupPlace
{
    static readonly TimeSpan PutTakes = TimeSpan.FromMilliseconds(50);

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => place.OpenAsync(name, cancellation);

    public async Task PutAsync(string name, string file, CancellationToken cancellation)
    {
        await Task.Delay(PutTakes, cancellation);
        await place.PutAsync(name, file, cancellation);
    }

    public Task<bool> HasAsync(string name, CancellationToken cancellation) => place.HasAsync(name, cancellation);

    public Task DeleteAsync(string name, CancellationToken cancellation) => place.DeleteAsync(name, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => place.ListAsync(prefix, cancellation);
}

public sealed partial class YearFromBackupTests(CopiedYear copied, ITestOutputHelper output) : IClassFixture<CopiedYear>
{
    [Fact]
    public async Task Backup_OfARunningYear_HoldsLedgersThatVerify()
    {
        var found = await new BackupVerification(new DirectoryPlace(copied.Place)).RunAsync(null, CancellationToken.None);

        output.WriteLine($"copied from {copied.At.From:u} to {copied.At.To:u}, {found.Rows} rows, {found.Blobs} blobs, {found.Chains} ledgers");
        foreach (var line in copied.Said)
            output.WriteLine(line);
        Assert.Empty(found.Wrong);
        Assert.InRange(found.Chains, 33, 100);
        Assert.InRange(found.Blobs, 1, 1000);
    }

    /// <summary>
    /// The copy that was made while the year ran goes on elsewhere with an empty task hub; there the year is stopped in the middle of the appraisal, moved to a
    /// third account, and ends.
    /// </summary>
    [Fact]
    public async Task Year_RestoredFromACopyMadeWhileItRan_AndMovedAgainInItsMiddle_ComesToTheSame()
    {
        using var files = new TemporaryDirectory();
        await using var sink = SmtpSink.Start();
        var view = new QuietView();
        DateTimeOffset stopped;
        await using (var here = await RestoredAsync(copied.Place))
        {
            await CopiedYear.RunAsync(here, sink, CopiedYear.Plan with { HoldAt = CopiedYear.Middle }, view, copied.At.From);
            await BackUpAsync(here, files.Path);
            stopped = (await new ClockRow(new TableServiceClient(here.ConnectionString)).ReadAsync(CancellationToken.None))!.Value;
        }
        await using var there = await RestoredAsync(files.Path);

        var year = await CopiedYear.RunAsync(there, sink, CopiedYear.Plan, view, stopped);

        // Items and notices are those of the year that nobody disturbed, each once. What the copy held as sent is not sent again; what it did not is, under the
        // Message-ID that it had.
        var differences = year.DifferencesFrom(copied.Aftermath, 0)
            .Where(d => !d.StartsWith("messages: ", StringComparison.Ordinal) && !IsCountedAgain(d, year)).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', [.. differences, view.Notes]));
        Assert.Empty(year.Messages.Keys.Except(copied.Aftermath.Messages.Keys));
        Assert.Equal(0, year.Repeated);
        output.WriteLine($"{year.Messages.Count} of {copied.Aftermath.Messages.Count} messages were sent again");
    }

    /// <summary>
    /// The copy reads the cycle before the people. A rung that came between is run again over people of whom some have handed in since, and counts those fewer;
    /// that they were told stands in items and notices.
    /// </summary>
    bool IsCountedAgain(string difference, Aftermath year)
    {
        var count = RungsCount().Match(difference);
        if (!count.Success || int.Parse(count.Groups["now"].Value, null) >= int.Parse(count.Groups["then"].Value, null))
            return false;
        return !count.Groups["milestone"].Success
            || (DateTimeOffset)year.Result["milestones"]![int.Parse(count.Groups["milestone"].Value, null)]!["at"]! is var at
                && at >= copied.At.From && at <= copied.At.To + CopiedYear.Plan.LongestStep;
    }

    [GeneratedRegex(@"^result\.(milestones\[(?<milestone>\d+)\]\.(told|changed)|phases\[\d+\]\.(reminded|escalated)): (?<now>\d+) instead of (?<then>\d+)$")]
    private static partial Regex RungsCount();

    static Task<BackupManifest> BackUpAsync(Azurite azurite, string place) =>
        new BackupRun(BackupAccount.Open(azurite.ConnectionString), new DirectoryPlace(place), TimeProvider.System, _ => { }).RunAsync(CancellationToken.None);

    static async Task<Azurite> RestoredAsync(string place)
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        await new RestoreRun(BackupAccount.Open(azurite.ConnectionString), new DirectoryPlace(place), _ => { }).RunAsync(null, false, CancellationToken.None);
        return azurite;
    }
}
