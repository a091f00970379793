using System.Text.Json.Nodes;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

public sealed class CycleYearTests
{
    [Theory]
    [InlineData("monthly-star.yaml", 12, "")]
    [InlineData("single-quarter.yaml", 1, "amend pause resume")]
    public async Task Cycle_OfAnyShape_RunsToItsEnd(string definition, int selfChecks, string changes)
    {
        await using var app = await RunningApp.StartAsync(2026);
        var moves = changes.Length > 0;
        var plan = RunningApp.Plan(definition, townships: 2) with { Profile = new() { PauseDays = moves ? 5 : 0, AmendDays = moves ? 2 : 0 } };
        var planned = CyclePlanner.Plan(plan.Definition, 2026, HolidayTables.Bundled).Window(plan.Definition.Phases[0].Id);

        var season = await new RehearsalDriver(app.Api, plan, new Unwatched(), TimeProvider.System).RunAsync(CancellationToken.None);

        var timeline = (await app.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{plan.Cycle}/timeline", CancellationToken.None)).Value;
        var milestones = timeline["milestones"]!.AsArray();
        Assert.All(milestones, m => Assert.Equal("done", (string?)m!["state"]));
        // The authority paused the year and moved a date where the behaviour says so, and those who report followed.
        var told = milestones.Where(m => (string?)m!["phase"] == "cycle" && (string?)m["kind"] != "close").Select(m => (string)m!["kind"]!);
        Assert.Equal(changes, string.Join(' ', told.Where(k => k is "pause" or "resume" or "amend").Order(StringComparer.Ordinal)));
        Assert.Equal(moves, season.Windows[planned.Phase].DueAt > planned.DueAt && season.Windows[planned.Phase].OpensAt > planned.OpensAt);
        Assert.Equal(selfChecks, milestones.Count(m => (string?)m!["kind"] == "lock"
            && season.Definition.Phase((string)m["phase"]!).Kind == Rules.Definitions.PhaseKind.SelfCheck));

        var completeness = (await app.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{plan.Cycle}/completeness", CancellationToken.None)).Value;
        Assert.All(completeness["phases"]!.AsArray(), Adds);

        foreach (var track in plan.Definition.Tracks)
        {
            var ranking = await app.Api.ListAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{plan.Cycle}/ranking?track={track.Id}", CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, ranking.Count), ranking.Select(r => (int)r["rank"]!));
            Assert.True(ranking.Count(r => (bool)r["honoured"]!) <= (track.Select?.Quota ?? 0));
        }
    }

    /// <summary>
    /// When a phase has locked, everybody expected is exactly one of on time, in grace, late, silent; and DHIS2's names say the same as ours.
    /// </summary>
    private static void Adds(JsonNode? phase)
    {
        Assert.Equal((int)phase!["expected"]!, (int)phase["onTime"]! + (int)phase["inGrace"]! + (int)phase["late"]! + (int)phase["silent"]!);
        var rates = phase["rates"]!;
        Assert.Equal(
            ((int)phase["expected"]!, (int)phase["actual"]!, (int)phase["onTime"]!),
            ((int)rates["EXPECTED_REPORTS"]!, (int)rates["ACTUAL_REPORTS"]!, (int)rates["ACTUAL_REPORTS_ON_TIME"]!));
        Assert.Equal(
            ((decimal)phase["reportingRate"]!, (decimal)phase["reportingRateOnTime"]!),
            ((decimal)rates["REPORTING_RATE"]!, (decimal)rates["REPORTING_RATE_ON_TIME"]!));
    }
}
