using System.Text.Json.Nodes;
using Campaigns.App.Templates;
using Campaigns.Local.Faults;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Local.Tests.Faults;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.Local.Tests.Templates;

/// <summary>Every template from its start to its honours on the real engine, in a place of a few units of each kind.</summary>
public sealed class TemplateRehearsalTests
{
    [Fact]
    public async Task ThreeLevelContest_Rehearsed_NominatesConvenesAPanelPublishesAndDecides()
    {
        var result = await RehearseAsync("three-level-contest", size: 1, 2026);

        AssertOver(result, "characteristic-township", "demonstration-village", "departments-and-stations", "entrepreneurial-vanguard");
        var (villages, townships) = (Chosen(result, "demonstration-village"), Chosen(result, "characteristic-township"));
        Assert.InRange(villages["nominated"]!.GetValue<int>(), 0, 6);
        Assert.Equal(9, townships["members"]!.GetValue<int>());
        Assert.InRange(townships["scored"]!.GetValue<int>(), 0, 1);
        Assert.Equal(0, villages["open"]!.GetValue<int>());
        Assert.Equal(["patrol"], Draws(result).Select(d => d.Phase));
        Assert.All(Draws(result), d => Assert.InRange(d.Drawn, 1, d.Candidates - 1));
        AssertHonouredWhomTheDecisionNames(result);
    }

    [Fact]
    public async Task FiveGoodVillage_Rehearsed_AppraisesVillagesStationsAndCadres()
    {
        var result = await RehearseAsync("five-good-village", size: 2, 2026);

        AssertOver(result, "five-good-station", "five-good-village", "six-good-township", "township-cadre", "village-cadre");
        Assert.Equal(4, result["participants"]!["village-cadre"]!.GetValue<int>());
        Assert.InRange(Track(result, "five-good-village")["top"]![0]!["score"]!.GetValue<decimal>(), 0.1m, 100m);
        Assert.All(Draws(result), d => Assert.Equal(d.Candidates, d.Drawn));
        Assert.Equal(3, Draws(result).Count());
        Assert.InRange(Track(result, "village-cadre")["top"]![0]!["score"]!.GetValue<decimal>(), 100m, 1000m);
        Assert.Equal(["b1", "b2", "b3", "b4"], result["bulletins"]!.AsArray().Select(b => b!.GetValue<string>()));
    }

    [Fact]
    public async Task AdvancedCounty_Rehearsed_AttainsAndSelects()
    {
        var result = await RehearseAsync("advanced-county", size: 2, 2026);

        AssertOver(result, "benchmark-branches", "departments-and-stations", "flag-committees", "red-star-members");
        Assert.InRange(Track(result, "benchmark-branches")["attained"]!.GetValue<int>(), 1, 6);
        Assert.InRange(Chosen(result, "benchmark-branches")["nominated"]!.GetValue<int>(), 1, 4);
        Assert.Equal(2, Chosen(result, "flag-committees")["scored"]!.GetValue<int>());
        Assert.All(Draws(result), d => Assert.InRange(d.Drawn, 1, d.Candidates - 1));
        AssertHonouredWhomTheDecisionNames(result);
        Assert.Equal(["b1", "b2", "b3", "b4"], result["bulletins"]!.AsArray().Select(b => b!.GetValue<string>()));
    }

    [Fact]
    public async Task DemonstrationClusters_Rehearsed_AppraisesPointsOfEveryField()
    {
        var result = await RehearseAsync("demonstration-clusters", size: 1, 2026);

        AssertOver(result, "city-clusters", "counties", "county-clusters", "points", "townships");
        Assert.Equal((4, 2), (result["participants"]!["city-clusters"]!.GetValue<int>(), result["participants"]!["county-clusters"]!.GetValue<int>()));
        Assert.Equal(15, result["participants"]!["points"]!.GetValue<int>());
        var draws = Draws(result).ToLookup(d => d.Phase.StartsWith("regular", StringComparison.Ordinal));
        Assert.All(draws[true], d => Assert.Equal((6, 6), (d.Candidates, d.Drawn)));
        Assert.All(draws[false], d => Assert.InRange(d.Drawn, 3, 14));
        AssertHonouredWhomTheDecisionNames(result);
    }

    [Fact]
    public async Task TownshipYear_Rehearsed_AppraisesBranchesMassOrganisationsAndMembers()
    {
        var result = await RehearseAsync("township-year", size: 2, 2026);

        AssertOver(result, "branches", "members", "monthly-star", "unions", "women", "youth-leagues");
        Assert.Equal(12, result["phases"]!.AsArray().Count(p => p!["phase"]!.GetValue<string>().StartsWith('m')));
        AssertHonouredWhomTheDecisionNames(result);
    }

    static async Task<JsonNode> RehearseAsync(string template, int size, int year)
    {
        var county = SampleDirectory.Of(template)!.Sized(size);
        var found = TemplateCatalog.Find(template)!;
        var plan = new RehearsalPlan
        {
            DefinitionText = found.Text,
            Definition = found.Definition,
            Year = year,
            County = county,
            UnitsCsv = CountyCsv.WriteUnits(county.Units),
            PeopleCsv = CountyCsv.WritePeople(county.People),
            ClustersCsv = county.Clusters.Count > 0 ? CountyCsv.WriteClusters(county.Clusters) : null,
            Seed = 1,
            LongestStep = TimeSpan.FromDays(10),
        };
        var holidays = HolidayTables.Bundled.With(HolidayTables.FictitiousSample);
        return (await new FaultyRehearsal(plan, holidays, new QuietView()).RunHereAsync(new FaultPlan(), CancellationToken.None)).Aftermath.Result;
    }

    /// <summary>The year is over, every track had its participants ranked, and every ledger holds.</summary>
    static void AssertOver(JsonNode result, params string[] tracks)
    {
        Assert.Equal("completed", result["state"]!.GetValue<string>());
        Assert.Equal(tracks, result["tracks"]!.AsObject().Select(t => t.Key));
        Assert.All(result["tracks"]!.AsObject(), t => Assert.InRange(t.Value!["participants"]!.GetValue<int>(), 1, 1000));
        Assert.Empty(result["ledgers"]!["broken"]!.AsArray());
    }

    /// <summary>Somebody is honoured, and in each track as many as its decision names.</summary>
    static void AssertHonouredWhomTheDecisionNames(JsonNode result)
    {
        Assert.NotEmpty(result["honours"]!.AsObject());
        Assert.All(result["selection"]!.AsObject(), track =>
            Assert.Equal(track.Value!["decided"]?.GetValue<int>() ?? 0, result["honours"]![track.Key]?.AsArray().Count ?? 0));
    }

    static IEnumerable<(string Phase, int Candidates, int Drawn)> Draws(JsonNode result) => result["inspections"]!["draws"]!.AsArray()
        .Select(d => (d!["phase"]!.GetValue<string>(), d["candidates"]!.GetValue<int>(), d["drawn"]!.GetValue<int>()));

    static JsonNode Chosen(JsonNode result, string track) => result["selection"]![track]!;

    static JsonNode Track(JsonNode result, string track) => result["tracks"]![track]!;
}
