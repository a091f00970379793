using Campaigns.Local.Sample;
using Xunit;

namespace Campaigns.Local.Tests.Templates;

/// <summary>
/// Every template from its start to its honours on the real engine, in a place of a few units of each kind, whose people find fault, mend late and falsify more
/// than most: the summary shows every mechanism of the template's document at work.
/// </summary>
public sealed class TemplateRehearsalTests
{
    [Fact]
    public async Task ThreeLevelContest_Rehearsed_NominatesConvenesAPanelPublishesAndDecides()
    {
        var year = await Rehearsed.YearAsync("three-level-contest", SampleCountyBuilder.Build(2, departments: 1, villagesEach: 7));

        year.IsOver("characteristic-township", "demonstration-village", "departments-and-stations", "entrepreneurial-vanguard");
        year.HasPlans(16);
        // Every nominated village is assessed on site before the list is made (K3).
        var nominated = year.Number("selection", "demonstration-village", "nominated");
        year.WasInspected(("assess", nominated, nominated, nominated), ("patrol", 16, 4, 6));
        Assert.InRange(year.Number("cards", "yellow"), 1, 100);
        Assert.InRange(year.Number("cards", "rules", "silent"), 1, 100);
        // 4-6 a township, within the quota; townships go to the panel without a nomination.
        Assert.Equal(2, year.Number("selection", "demonstration-village", "nominators"));
        Assert.InRange(year.Number("selection", "demonstration-village", "nominated"), 8, 12);
        Assert.Null(year["selection", "characteristic-township", "nominated"]);
        Assert.Equal((9, 1, 2), (
            year.Number("selection", "characteristic-township", "members"), year.Number("selection", "characteristic-township", "excused"),
            year.Number("selection", "characteristic-township", "scored")));
        year.IsDecidedAsPublished();
        Assert.InRange(year.Honoured("demonstration-village"), 1, nominated);
        // 考察: nobody is named whom the office has not vetted.
        Assert.InRange(year.Honoured("entrepreneurial-vanguard"), 1, 20);
        // 10, 100 and 100 as goals, and what became of them here.
        Assert.Equal((10m, "below"), (year.Target("townships", "floor"), year.Status("townships")));
        Assert.Equal((100m, 100m), (year.Target("villages", "floor"), year.Target("vanguards", "ceiling")));
        // The unit, the secretary, the leader in charge and the organisation member; the winner's prize.
        Assert.Equal(
            ["candidate leader", "candidate leaderInCharge", "candidate organisationMember", "candidate unit", "reference leader"],
            year.Names("consequences", "characteristic-township"));
        Assert.Equal(year.Honoured("entrepreneurial-vanguard"), year.Number("consequences", "entrepreneurial-vanguard", "reward unit"));
        year.Rated("people", 16);
        // One of the two townships declared its own projects, the list of gaps names the other.
        Assert.Equal(1, year.Number("records", "missing", "ownProject"));
    }

    [Fact]
    public async Task FiveGoodVillage_Rehearsed_AppraisesVillagesStationsAndCadres()
    {
        var year = await Rehearsed.YearAsync("five-good-village", SampleDirectory.Of("five-good-village")!.Sized(2));

        year.IsOver("five-good-station", "five-good-village", "six-good-township", "township-cadre", "village-cadre");
        year.HasPlans(3);
        year.HasPledges(2);
        year.WasInspected(("check1", 4, 4, 4), ("check2", 4, 4, 4), ("county-check", 1, 1, 1));
        Assert.Equal(0.8m, year.Target("attain-five-good-village", "floor"));
        // 百分制 and 千分制.
        Assert.InRange(year.Best("five-good-village"), 50m, 100m);
        Assert.InRange(year.Best("village-cadre"), 500m, 1000m);
        Assert.Equal(["b1", "b2", "b3", "b4"], year.Texts("bulletins"));
        // Nobody is selected: reward and criticism follow from attaining alone, for each one that came to an end of its year.
        Assert.Equal(4, year.Sum("consequences", "village-cadre"));
        Assert.Equal(year.Number("tracks", "village-cadre", "attained"), year.Number("consequences", "village-cadre", "reward unit"));
    }

    [Fact]
    public async Task AdvancedCounty_Rehearsed_GoesThroughThreeYearsWithTheirThemes()
    {
        var years = await Rehearsed.YearsAsync("advanced-county", SampleCountyBuilder.Build(1, departments: 1, villagesEach: 3, "member"), 3, falsified: 0);

        Assert.Equal(["打基础", "抓提升", "出成效"], years.Select(y => y.Text("programme", "theme")));
        Assert.All(years, year =>
        {
            year.IsOver("benchmark-branches", "departments-and-stations", "flag-committees", "red-star-members");
            Assert.Equal([0.85m, 0.65m, 0.60m], new[] { "flag-committees", "benchmark-branches", "departments-and-stations" }
                .Select(t => year.Target($"attain-{t}", "floor")));
            Assert.Equal((3m, 5m), (year.Target("flags", "floor"), year.Target("flags", "ceiling")));
            // 120 % of the county's average, which its office enters every year.
            Assert.Equal(24_000, year.Target("income", "floor"));
            year.HasPlans(4);
            year.HasPledges(12);
            Assert.Equal((95, 90), (year.Number("commitments", "pledges pledge", "organisation", "keptTarget"),
                year.Number("commitments", "pledges pledge", "member", "keptTarget")));
            year.WasInspected(("patrol1", 4, 1, 3), ("patrol2", 4, 1, 3));
            year.Rated("duty", 4);
            year.Rated("people", 4);
            year.IsDecidedAsPublished();
            Assert.Equal(["b1", "b2", "b3", "b4"], year.Texts("bulletins"));
            Assert.InRange(year.Number("records", "recordCards"), 1, 10);
        });
        Assert.Contains(years, y => y.Number("selection", "flag-committees", "scored") == 1);
        // What a year hands on: honours that are valid for one year more.
        Assert.Null(years[0]["programme", "carried"]);
        Assert.All(years.Zip(years.Skip(1)), pair => Assert.Equal(
            pair.First.Json["honours"]!.AsObject().Sum(t => t.Value!.AsArray().Count), pair.Second.Number("programme", "carried", "honoured")));
    }

    [Fact]
    public async Task DemonstrationClusters_Rehearsed_AppraisesPointsOfEveryField()
    {
        var year = await Rehearsed.YearAsync("demonstration-clusters", SampleDirectory.Of("demonstration-clusters")!.Sized(1));

        year.IsOver("city-clusters", "counties", "county-clusters", "points", "townships");
        Assert.Equal((4, 2, 15), (
            year.Number("participants", "city-clusters"), year.Number("participants", "county-clusters"), year.Number("participants", "points")));
        year.HasPlans(6);
        // Regular of all clusters, unannounced of a share of every county's points.
        year.WasInspected(("random1", 15, 3, 6), ("random2", 15, 3, 6), ("regular1", 6, 6, 6), ("regular2", 6, 6, 6));
        Assert.Equal((10m, 200m), (year.Target("city-clusters", "floor"), year.Target("points", "floor")));
        year.Rated("duty", 6);
        year.Rated("people", 15);
        // 不进则退: whoever is on the list at the year's end came in or was kept.
        Assert.InRange(year.Number("scores", "classes", "points", "moves"), 1, 15);
        Assert.InRange(year.Number("scores", "classes", "points", "listed"), 1, 15);
        year.IsDecidedAsPublished();
        Assert.Equal(year.Honoured("points"), year.Number("consequences", "points", "subsidy unit"));
        Assert.Equal(year.Number("tracks", "city-clusters", "attained"), year.Number("consequences", "city-clusters", "incentive unit"));
    }

    [Fact]
    public async Task TownshipYear_Rehearsed_AppraisesBranchesMassOrganisationsAndMembers()
    {
        var year = await Rehearsed.YearAsync("township-year", SampleDirectory.Of("township-year")!.Sized(2));

        year.IsOver("branches", "members", "monthly-star", "unions", "women", "youth-leagues");
        year.HasPlans(3);
        year.HasPledges(7);
        Assert.Equal(100, year.Number("commitments", "pledges pledge", "publicationTarget"));
        year.WasInspected(("check1", 3, 1, 3), ("check2", 3, 1, 3));
        // 20 %, 30 % and 95 % on the roster of the year's start.
        Assert.Equal(["advanced upgrade", "general upgrade", "lagging convert"], year.Json["scores"]!["classes"]!["branches"]!["rates"]!.AsArray()
            .Select(r => $"{r!["class"]} {r["kind"]}"));
        Assert.Equal(3, year.Json["scores"]!["classes"]!["branches"]!["rates"]!.AsArray().Sum(r => r!["roster"]!.GetValue<int>()));
        Assert.Equal((0.8m, 1m, 0.3m, 45m), (
            year.Target("new-organisations", "floor"), year.Target("open-affairs", "floor"), year.Target("open-points", "floor"),
            year.Target("admissions", "floor")));
        // 信访、举报: one became a finding, one was dismissed, one was answered late.
        Assert.Equal((3, 1, 2, 1), (
            year.Number("reports", "received"), year.Number("reports", "states", "pursued"), year.Number("reports", "states", "dismissed"),
            year.Number("reports", "overdue")));
        // 黄牌预警, and 每月一星.
        Assert.InRange(year.Number("cards", "yellow"), 1, 50);
        Assert.Equal(12, year.Json["phases"]!.AsArray().Count(p => p!["phase"]!.GetValue<string>().StartsWith('m')));
        // 一年一考评、三年一登记.
        Assert.Equal((4, 4), (year.Phase("review", "actual"), year.Phase("register", "expected")));
        Assert.InRange(year.Number("records", "recordCards"), 1, 4);
        year.IsDecidedAsPublished();
    }
}
