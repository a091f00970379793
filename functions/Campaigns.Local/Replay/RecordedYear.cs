using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Replay;

/// <summary>
/// A year of one township, and archives of it and of a larger cycle, on the real app and task hub, with <see cref="ArrangedTrouble"/> enough that every
/// <see cref="HistoryCase"/> occurs.
/// </summary>
internal sealed class RecordedYear(HistoryRecorder recorder, Action<string> note) : IRehearsalView
{
    // The waits between five tries are a minute.
    const int Hurry = 40;
    const int ManyGroups = 55;
    const int ManyTownships = 20;
    static readonly DateTimeOffset WithManyGroups = new(2026, 12, 26, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A cycle of more parts than one generation of an archive writes; its one phase is long over.</summary>
    const string RollCall = """
        campaign: roll-call
        title: { zh: 点名, en: Roll call }
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn, opens: 09:00, due: 18:00 }
        programme: { years: 2026 }
        tracks:
          village:
            title: { zh: 村, en: Villages }
            enters: { level: village }
            standard: simple
            weights: { self-check: 100% }
            attain: { reach: met }
        standards:
          simple:
            title: { zh: 标准, en: Standard }
            scale: 100
            grades: { met: 75 }
            sections:
              - id: work
                title: { zh: 工作, en: Work }
                max: 100
                clauses:
                  - { id: unity, text: { zh: 班子团结, en: The committee is united }, points: 100 }
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 5wd }
          year: { kind: evaluation, period: year, opens: after q1, due: 1wd }
        """;

    readonly ArrangedTrouble _trouble = new();
    readonly TimeProvider _platform = TimeProvider.System;
    CampaignTables? _tables;
    bool _many;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var plan = Plan();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellation);
        _tables = new CampaignTables(new TableServiceClient(azurite.ConnectionString));
        var hurried = new HurriedTime(Hurry);
        await using var app = await LocalApp.StartAsync(
            new LocalAppOptions
            {
                Storage = azurite.ConnectionString,
                StartAt = LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone),
                RollUpsRest = LocalAppOptions.RestWhileTimeFlies,
                Note = Note,
                Deployment = AppDeployment.Built with
                {
                    Activity = _trouble.Around,
                    // One at a time; the lease keeps its real length.
                    Hub = hub => hub with
                    {
                        Recorder = recorder.Add,
                        Platform = hurried,
                        LeaseDuration = hub.LeaseDuration * Hurry,
                        PollInterval = hub.PollInterval * Hurry,
                        MaximumConcurrentActivities = 1,
                    },
                },
            },
            cancellation);
        using var http = RehearsalHttp.Client(app.Address);
        var api = new CampaignApi(http, _platform);
        var season = await new RehearsalDriver(api, plan, this, _platform).RunAsync(cancellation);
        await MakeArchivesAsync(api, season, cancellation);
    }

    public async Task DayAsync(RehearsalDay day, CancellationToken cancellation)
    {
        note($"{day.Now:yyyy-MM-dd} {day.State}");
        var cycle = day.Season.Cycle;
        if (day.State is "running" && !_many)
            await AddGroupsAsync(cycle, day.Now < WithManyGroups ? 2 : ManyGroups, cancellation);
        _many = day.Now >= WithManyGroups;
        await foreach (var group in _tables!.Cycles.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {cycle} and RowKey ge {"g|"} and RowKey lt {"g}"}"), cancellationToken: cancellation))
        {
            // A parked group that has missed another milestone works off both.
            if (group.GetString("Parked") is null || group.GetBoolean("Retry") is true || !group.GetString("Pending").Contains(',', StringComparison.Ordinal))
                continue;
            var retry = $"api/v1/cycles/{cycle}/groups/{group.RowKey[2..]}/retry";
            await PostAsync(day.Season.Api, Office(day.Season.Roster), retry, $"retry-{day.Now:O}-{group.RowKey}", cancellation);
        }
    }

    public void Acted(SeasonCounts counts)
    {
        // Only histories count.
    }

    public void Note(string text) => note(text);

    static RehearsalPlan Plan()
    {
        var county = SampleCountyBuilder.Build(townships: 1);
        return new RehearsalPlan
        {
            DefinitionText = SampleDefinition.Text,
            Definition = DefinitionReader.Read(SampleDefinition.Text).Definition
                ?? throw new InvalidOperationException("The sample's definition has mistakes."),
            Year = 2026,
            County = county,
            UnitsCsv = CountyCsv.WriteUnits(county.Units),
            PeopleCsv = CountyCsv.WritePeople(county.People),
            LongestStep = TimeSpan.FromDays(4),
            Profile = new BehaviourProfile { PauseDays = 1 },
            AtOnce = 1,
        };
    }

    static string Office(Roster roster) => roster.AnyWith("authority") ?? throw new InvalidOperationException("Nobody has the role authority.");

    // Groups of nobody: what is recorded is how many there are.
    async Task AddGroupsAsync(string cycle, int many, CancellationToken cancellation)
    {
        for (var n = 2; n < 2 + many; n++)
        {
            var row = new TableEntity(cycle, FormattableString.Invariant($"g|g{n:D2}"))
            {
                ["V"] = 1,
                ["Participants"] = 0,
                ["Pending"] = "[]",
                ["Retry"] = false,
            };
            if (!(await _tables!.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, row.RowKey, cancellationToken: cancellation)).HasValue)
                await _tables.Cycles.AddEntityAsync(row, cancellation);
        }
    }

    async Task MakeArchivesAsync(CampaignApi api, Season season, CancellationToken cancellation)
    {
        var office = Office(season.Roster);
        var villages = season.Roster.County.Units.Where(u => u.Level == "village").Select(u => u.Id).Order(StringComparer.Ordinal).ToList();
        _trouble.UnitWithoutArchive = villages[1];
        var participants = $"api/v1/cycles/{season.Cycle}/participants/demonstration-village";
        foreach (var path in (string[])[$"api/v1/cycles/{season.Cycle}", $"{participants}/{villages[0]}", $"{participants}/{villages[1]}"])
            await PostAsync(api, office, path + "/archive", "archive-" + path, cancellation);
        await QuietAsync(api, cancellation);

        var many = CountyCsv.WriteUnits(SampleCountyBuilder.Build(ManyTownships).Units);
        Check("units", await api.PostTextAsync(RehearsalDriver.Administrator, "api/v1/imports/units", "text/csv", many, "many", cancellation));
        Check("roll-call", await api.PutTextAsync(RehearsalDriver.Administrator, "api/v1/campaigns/roll-call", "application/yaml", RollCall, cancellation));
        await PostAsync(api, office, "api/v1/campaigns/roll-call/cycles", "roll-call", cancellation, new { year = season.Year });
        await QuietAsync(api, cancellation);
        await PostAsync(api, office, $"api/v1/cycles/roll-call-{season.Year}/archive", "roll-call-archive", cancellation);
        await QuietAsync(api, cancellation);
    }

    static async Task QuietAsync(CampaignApi api, CancellationToken cancellation)
    {
        var clock = new RemoteClock(api);
        await clock.MoveToAsync((await clock.ReadAsync(cancellation)).Now, cancellation);
    }

    static async Task PostAsync(CampaignApi api, string person, string path, string key, CancellationToken cancellation, object? body = null) =>
        Check(path, await api.PostAsync(person, path, body ?? new { }, key, cancellation));

    static void Check(string what, ApiAnswer answer)
    {
        if (!answer.IsSuccess)
            throw new RehearsalException($"{what} was refused: {answer.Body?.ToJsonString()}");
    }
}
