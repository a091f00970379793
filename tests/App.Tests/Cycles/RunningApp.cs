using System.Text.RegularExpressions;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Mail;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Tests.Cycles;

/// <summary>The whole app with a driven clock over an emulator and a mail server of its own; it can be stopped and started again on the same storage.</summary>
internal sealed partial class RunningApp : IAsyncDisposable
{
    private readonly Azurite _storage;
    private LocalApp _app;

    private RunningApp(Azurite storage, SmtpSink mail, LocalApp app, DateTimeOffset start) => (_storage, Mail, _app, StartAt) = (storage, mail, app, start);

    public SmtpSink Mail { get; }

    public DateTimeOffset StartAt { get; }

    public string Storage => _storage.ConnectionString;

    public CampaignApi Api => new(RehearsalHttp.Client(_app.Address), TimeProvider.System);

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningApp> StartAsync(int year, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var storage = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        var mail = SmtpSink.Start();
        var start = LocalAppOptions.StartOf(year, "Asia/Shanghai");
        return new(storage, mail, await LaunchAsync(storage, mail, start, settings), start);
    }

    /// <summary>Stops the app and starts it again; <paramref name="meanwhile"/> happens while it is away.</summary>
    public async Task RestartAsync(Func<Task> meanwhile)
    {
        await _app.DisposeAsync();
        await meanwhile();
        _app = await LaunchAsync(_storage, Mail, StartAt);
    }

    /// <summary>A plan over a county of <paramref name="townships"/> townships with the definition of a sample file.</summary>
    /// <param name="campaign">Another id for the sample's campaign: figures of years that run beside each other in this process are told apart by it.</param>
    public static RehearsalPlan Plan(string sample, int townships, string? campaign = null)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", sample));
        if (campaign is not null)
            text = CampaignLine().Replace(text, $"campaign: {campaign}");
        var county = SampleCountyBuilder.Build(townships);
        return new RehearsalPlan
        {
            DefinitionText = text,
            Definition = DefinitionReader.Read(text).Definition ?? throw new InvalidOperationException($"{sample} has mistakes."),
            Year = 2026,
            County = county,
            UnitsCsv = CountyCsv.WriteUnits(county.Units),
            PeopleCsv = CountyCsv.WritePeople(county.People),
        };
    }

    [GeneratedRegex(@"^campaign: .*$", RegexOptions.Multiline)]
    private static partial Regex CampaignLine();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Mail.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private static Task<LocalApp> LaunchAsync(
        Azurite storage, SmtpSink mail, DateTimeOffset start, IReadOnlyDictionary<string, string?>? settings = null) => LocalApp.StartAsync(
        new LocalAppOptions
        {
            Storage = storage.ConnectionString,
            Smtp = $"{mail.Host}:{mail.Port}",
            StartAt = start,
            Settings = settings ?? new Dictionary<string, string?>(),
        },
        CancellationToken.None);
}

/// <summary>Watches nothing.</summary>
internal sealed class Unwatched : IRehearsalView
{
    public Task DayAsync(RehearsalDay day, CancellationToken cancellation) => Task.CompletedTask;

    public void Acted(SeasonCounts counts)
    {
    }

    public void Note(string text)
    {
    }
}
