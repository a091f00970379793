using System.Globalization;
using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Definitions;

namespace Campaigns.Benchmarks;

/// <summary>The app over an emulator of its own, with the sample county's first self-check just open and nothing handed in.</summary>
internal sealed class OpenQuarter : IAsyncDisposable
{
    public const string Phase = "q1";

    private readonly Azurite _storage;
    private readonly LocalApp _app;

    private readonly HttpClient _http;

    private OpenQuarter(Azurite storage, LocalApp app, HttpClient http, SampleCounty county, CampaignDefinition definition)
    {
        (_storage, _app, _http, Definition) = (storage, app, http, definition);
        Api = new CampaignApi(http, TimeProvider.System);
        Roster = new Roster(county);
        Tables = new CampaignTables(new TableServiceClient(storage.ConnectionString));
    }

    public CampaignApi Api { get; }

    public CampaignDefinition Definition { get; }

    public Roster Roster { get; }

    /// <summary>Connection string of the emulator.</summary>
    public string Storage => _storage.ConnectionString;

    public string Cycle => $"{Definition.Id}-2026";

    public CampaignTables Tables { get; }

    public IReadOnlyList<SeasonParticipant> Participants { get; private set; } = [];

    public static async Task<OpenQuarter> StartAsync(int townships, bool indexed, CancellationToken cancellation)
    {
        var definition = DefinitionReader.Read(SampleDefinition.Text).Definition ?? throw new InvalidOperationException("The sample has mistakes.");
        var county = SampleCountyBuilder.Build(townships);
        var storage = await Azurite.StartAsync(new AzuriteOptions { Indexed = indexed }, cancellation);
        var start = LocalAppOptions.StartOf(2026, definition.Authority.Zone);
        var app = await LocalApp.StartAsync(new LocalAppOptions { Storage = storage.ConnectionString, StartAt = start }, cancellation);
        var quarter = new OpenQuarter(storage, app, RehearsalHttp.Client(app.Address), county, definition);
        await quarter.OpenAsync(county, start, cancellation);
        return quarter;
    }

    public string PathOf(SeasonParticipant participant) => $"api/v1/cycles/{Cycle}/participants/{participant.Track}/{participant.Unit}";

    /// <summary>A clause that the participant gives evidence for.</summary>
    public string ClauseOf(SeasonParticipant participant) =>
        Definition.Standard(Definition.Track(participant.Track).Standard).Clauses
            .First(c => c.Evidence is not { Kinds.Count: > 0 } asked || asked.Kinds.Contains("document")).Id;

    /// <summary>Sends a request of the caller's own making for a person.</summary>
    public async Task<HttpResponseMessage> SendAsync(string person, HttpRequestMessage request, CancellationToken cancellation)
    {
        var (token, _) = await LocalIdentity.TokenAsync(_http, person, cancellation);
        request.Headers.Authorization = new("Bearer", token);
        return await _http.SendAsync(request, cancellation);
    }

    private async Task OpenAsync(SampleCounty county, DateTimeOffset start, CancellationToken cancellation)
    {
        const string Administrator = RehearsalDriver.Administrator;
        await Api.PostTextAsync(Administrator, "api/v1/imports/units", "text/csv", CountyCsv.WriteUnits(county.Units), "units", cancellation);
        await Api.PostTextAsync(Administrator, "api/v1/imports/people", "text/csv", CountyCsv.WritePeople(county.People), "people", cancellation);
        await Api.PutTextAsync(Administrator, $"api/v1/campaigns/{Definition.Id}", "application/yaml", SampleDefinition.Text, cancellation);
        var starter = Roster.AnyWith("authority") ?? throw new InvalidOperationException("Nobody can start the cycle.");
        await Api.PostAsync(starter, $"api/v1/campaigns/{Definition.Id}/cycles", new { year = 2026 }, "start", cancellation);
        var clock = new RemoteClock(Api);
        var cycle = $"api/v1/cycles/{Cycle}";
        await clock.MoveToAsync(start, cancellation);
        var windows = (await Api.GetAsync(RehearsalDriver.Auditor, $"{cycle}/timeline", cancellation)).Value["windows"]!.AsArray();
        var opens = DateTimeOffset.Parse((string)windows.Single(w => (string?)w!["phase"] == Phase)!["opensAt"]!, CultureInfo.InvariantCulture);
        await clock.MoveToAsync(opens.AddHours(1), cancellation);
        Participants = [.. (await Api.ListAsync(RehearsalDriver.Auditor, $"{cycle}/participants", cancellation))
            .Select(p => new SeasonParticipant((string)p["track"]!, (string)p["unit"]!, (string)p["parent"]!))
            .Where(p => Definition.Phase(Phase).Concerns(p.Track) && Roster.ReporterOf(p.Unit) is not null)];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
