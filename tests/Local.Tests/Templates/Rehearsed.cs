using System.Text.Json.Nodes;
using Campaigns.App.Templates;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Local.Tests.Faults;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.Local.Tests.Templates;

/// <summary>A rehearsed year of a template: its summary's result, read by path, and what every document asks of it.</summary>
internal sealed record Rehearsed(JsonObject Json)
{
    // Much is found and little is mended in time, so that a small place shows what a large one does.
    static readonly BehaviourProfile Profile = new()
    {
        LeanYears = 0,
        Spread = 0.15,
        Findings = 0.8,
        FixedLate = 0.3,
        FixRejected = 0.3,
        FindingExtended = 0.3,
        Extended = 0.5,
    };

    public static async Task<Rehearsed> YearAsync(string template, SampleCounty place) => (await YearsAsync(template, place, 1))[0];

    public static async Task<IReadOnlyList<Rehearsed>> YearsAsync(string template, SampleCounty place, int years, double falsified = 0.15)
    {
        var found = TemplateCatalog.Find(template)!;
        var plan = new RehearsalPlan
        {
            DefinitionText = found.Text,
            Definition = found.Definition,
            Year = 2026,
            County = place,
            UnitsCsv = CountyCsv.WriteUnits(place.Units),
            PeopleCsv = CountyCsv.WritePeople(place.People),
            ClustersCsv = place.Clusters.Count > 0 ? CountyCsv.WriteClusters(place.Clusters) : null,
            Seed = 1,
            Profile = Profile with { Falsified = falsified },
            LongestStep = TimeSpan.FromDays(10),
        };
        var view = new CheckedIndex(new QuietView(), TimeSpan.FromDays(5));
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        await using var app = await LocalApp.StartAsync(
            new LocalAppOptions
            {
                Storage = azurite.ConnectionString,
                Holidays = HolidayTables.Bundled.With(HolidayTables.FictitiousSample),
                StartAt = LocalAppOptions.StartOf(plan.Year, plan.Definition.Authority.Zone),
                Note = view.Note,
            },
            CancellationToken.None);
        view.App = app;
        using var http = RehearsalHttp.Client(app.Address);
        var run = new RehearsalYears(new CampaignApi(http, TimeProvider.System), plan, years, view, TimeProvider.System);
        // Read as the file of a summary is: there every number is one.
        var all = (await run.RunAsync(CancellationToken.None)).Select(s => JsonNode.Parse(s.Text())!["result"]!.AsObject()).ToList();
        Assert.Empty(view.Missing);
        Assert.InRange(view.Implied, 10, int.MaxValue);
        return [.. all.Select(r => new Rehearsed(r))];
    }

    public JsonNode? this[params string[] path] => path.Aggregate((JsonNode?)Json, (node, name) => node?[name]);

    public int Number(params string[] path) =>
        (int)(this[path]?.GetValue<decimal>() ?? throw new InvalidOperationException($"no {string.Join('.', path)} in {Json}"));

    public string? Text(params string[] path) => this[path]?.GetValue<string>();

    public IEnumerable<string> Names(params string[] path) => this[path]!.AsObject().Select(p => p.Key);

    public IEnumerable<string> Texts(params string[] path) => this[path]!.AsArray().Select(n => n!.GetValue<string>());

    public int Sum(params string[] path) => this[path]!.AsObject().Sum(p => p.Value!.GetValue<int>());

    public decimal Best(string track) => this["tracks", track, "top"]![0]!["score"]!.GetValue<decimal>();

    public int Honoured(string track) => this["honours", track]?.AsArray().Count ?? 0;

    public decimal Target(string id, string what) => TargetOf(id)[what]!.GetValue<decimal>();

    public string Status(string id) => TargetOf(id)["status"]!.GetValue<string>();

    public int Phase(string id, string what) => Json["phases"]!.AsArray().Single(p => p!["phase"]!.GetValue<string>() == id)![what]!.GetValue<int>();

    /// <summary>
    /// The year is over, every track had its participants ranked, every ledger holds, and nobody was refused what the behaviour did not ask for.
    /// </summary>
    public void IsOver(params string[] tracks)
    {
        Assert.Equal("completed", Text("state"));
        Assert.Equal(tracks, Names("tracks"));
        Assert.All(Json["tracks"]!.AsObject(), t => Assert.InRange(t.Value!["participants"]!.GetValue<int>(), 1, 1000));
        Assert.Empty(this["ledgers", "broken"]!.AsArray());
        Assert.Null(this["refusals", "unasked"]?.ToJsonString());
    }

    /// <summary>Of so many that owe a plan, most have it on file at the end.</summary>
    public void HasPlans(int expected)
    {
        var plans = this["commitments", "plan plan"]!.AsObject().Where(p => p.Key != "sentBack").ToDictionary(p => p.Key, p => p.Value!.GetValue<int>());
        Assert.Equal(expected, plans.Values.Sum());
        Assert.InRange(plans["accepted"], (expected + 1) / 2, expected);
    }

    /// <summary>Of so many that pledge, some did in public, and every pledge has come to an end.</summary>
    public void HasPledges(int expected)
    {
        Assert.Equal(expected, Number("commitments", "pledges pledge", "expected"));
        var counts = this["commitments", "pledges pledge", "overall", "counts"]!;
        Assert.InRange(counts["published"]!.GetValue<int>(), 1, 3 * expected);
        Assert.Equal(counts["published"]!.GetValue<int>(), counts["kept"]!.GetValue<int>() + counts["broken"]!.GetValue<int>());
        Assert.InRange(Number("commitments", "pledges pledge", "publicationRate"), 50, 100);
    }

    /// <summary>Each inspection drew from so many candidates between so many and so many; some found fault, and no finding hangs in the air.</summary>
    public void WasInspected(params (string Phase, int Candidates, int Least, int Most)[] draws)
    {
        var drawn = Json["inspections"]!["draws"]!.AsArray();
        Assert.Equal(draws.Select(d => d.Phase), drawn.Select(d => d!["phase"]!.GetValue<string>()));
        Assert.All(draws.Zip(drawn), pair =>
        {
            Assert.Equal(pair.First.Candidates, pair.Second!["candidates"]!.GetValue<int>());
            Assert.InRange(pair.Second["drawn"]!.GetValue<int>(), pair.First.Least, pair.First.Most);
        });
        Assert.Equal(drawn.Sum(d => d!["drawn"]!.GetValue<int>()), Number("inspections", "visited"));
        Assert.InRange(Sum("inspections", "findings"), 1, 100);
        Assert.InRange(this["inspections", "findings", "closed"]?.GetValue<int>() ?? 0, 1, 100);
    }

    /// <summary>A vote or a duty report took place among so many, and most came to a score.</summary>
    public void Rated(string phase, int participants)
    {
        Assert.Equal(participants, Number("scores", "rated", phase, "participants"));
        Assert.InRange(Number("scores", "rated", phase, "scored"), (participants + 1) / 2, participants);
    }

    /// <summary>Somebody is honoured, in each track as many as its decision names, and no objection is left without an answer.</summary>
    public void IsDecidedAsPublished()
    {
        Assert.NotEmpty(Json["honours"]!.AsObject());
        Assert.All(Json["selection"]!.AsObject(), track =>
        {
            Assert.Equal(track.Value!["decided"]?.GetValue<int>() ?? 0, Honoured(track.Key));
            Assert.Equal(0, track.Value["open"]?.GetValue<int>() ?? 0);
        });
    }

    JsonNode TargetOf(string id) => this["scores", "targets"]!.AsArray().Single(t => t!["id"]!.GetValue<string>() == id)!;
}
