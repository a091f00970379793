using System.Net;
using System.Text.Json.Nodes;
using Campaigns.Local.Rehearsal;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

/// <summary>A running cycle is amended, paused, resumed and cancelled, as the authority does it.</summary>
public sealed class CalendarLifeTests
{
    private const string Cycle = "api/v1/cycles/spring-drive-2026";

    [Fact]
    public async Task Calendar_AmendedPausedResumedAndCancelled_MovesAsItSaid()
    {
        await using var app = await RunningApp.StartAsync(2026);
        var office = await StartAsync(app);

        // The preview is what then happens (J3).
        object amendment = new { phases = new { q1 = new { due = "2026-04-15" } }, reason = "防汛抢险" };
        var preview = (await app.Api.PatchAsync(office, $"{Cycle}/calendar?dryRun=true", amendment, "look", default)).Value;
        Assert.Equal(Instants(await GetAsync(app, "timeline"), preview, "from"), Instants(preview, "from"));
        var applied = (await app.Api.PatchAsync(office, $"{Cycle}/calendar", amendment, "apply", default)).Value;
        Assert.Equal(Instants(preview, "to"), Instants(applied, "to"));
        Assert.Equal(Instants(await GetAsync(app, "timeline"), preview, "to"), Instants(preview, "to"));
        var repeated = (await app.Api.PatchAsync(office, $"{Cycle}/calendar", amendment, "apply", default)).Value;
        Assert.Equal((int)applied["planVersion"]!, (int)repeated["planVersion"]!);
        Assert.Equal("nothingMoves", (await app.Api.PatchAsync(office, $"{Cycle}/calendar", amendment, "again", default)).Code);
        Assert.Equal("calendarChanged", (await app.Api.PatchAsync(
            office, $"{Cycle}/calendar", new { phases = new { q1 = new { due = "2026-04-16" } }, reason = "r", planVersion = 1 }, "old", default)).Code);

        // Ten working days of pause move what is left by ten and nothing fires meanwhile.
        await MoveAsync(app, new(2026, 3, 30, 2, 0, 0, TimeSpan.Zero));
        var before = Window(await GetAsync(app, "timeline"), "q1");
        async Task<IEnumerable<string>> ActionsAsync(string person) =>
            (await app.Api.GetAsync(person, Cycle, default)).Value["allowedActions"]!.AsArray().Select(a => (string)a!);
        Assert.Equal(["pause", "cancel", "amendCalendar"], await ActionsAsync(office));
        Assert.Equal("paused", (string?)(await app.Api.PostAsync(office, $"{Cycle}/pause", new { reason = "防汛" }, "pause", default)).Value["state"]);
        Assert.Equal(["resume", "cancel"], await ActionsAsync(office));
        Assert.Equal("cyclePaused", (await app.Api.PostAsync(office, $"{Cycle}/pause", new { reason = "防汛" }, "pause-2", default)).Code);
        await MoveAsync(app, new(2026, 4, 14, 2, 0, 0, TimeSpan.Zero));
        var resumed = (await app.Api.PostAsync(office, $"{Cycle}/resume", new { reason = "水退" }, "resume", default)).Value;
        Assert.Equal(10, (int)resumed["workingDays"]!);
        Assert.Equal(10, (int)(await app.Api.PostAsync(office, $"{Cycle}/resume", new { reason = "水退" }, "resume", default)).Value["workingDays"]!);
        var after = Window(await GetAsync(app, "timeline"), "q1");
        Assert.Equal(before["opensAt"]!.ToString(), after["opensAt"]!.ToString());
        Assert.Equal(new DateTimeOffset(2026, 4, 29, 9, 30, 0, TimeSpan.Zero), (DateTimeOffset)after["dueAt"]!);
        await MoveAsync(app, new(2026, 5, 1, 2, 0, 0, TimeSpan.Zero));
        var milestones = (await GetAsync(app, "timeline"))["milestones"]!.AsArray();
        Assert.Contains(milestones, m => (string?)m!["id"] == "q1|due" && (string?)m["state"] == "done");
        Assert.Equal(
            ["amend", "pause", "resume"],
            milestones.Where(m => (string?)m!["phase"] == "cycle" && (string?)m["kind"] != "close").Select(m => (string)m!["kind"]!));

        var cancelled = await app.Api.PostAsync(office, $"{Cycle}/cancel", new { reason = "机构改革" }, "cancel", default);
        Assert.Equal("cancelled", (string?)cancelled.Value["state"]);
        await MoveAsync(app, new(2026, 7, 1, 2, 0, 0, TimeSpan.Zero));
        var end = (await GetAsync(app, "timeline"))["milestones"]!.AsArray();
        Assert.DoesNotContain(end, m => (string?)m!["state"] is "pending" or "claimed");
        Assert.Equal("cycleOver", (await app.Api.PostAsync(office, $"{Cycle}/resume", new { reason = "r" }, "late", default)).Code);
    }

    [Fact]
    public async Task Calendar_ChangedByWhoMayNotOrWithNothingToSay_IsRefused()
    {
        await using var app = await RunningApp.StartAsync(2026);
        var office = await StartAsync(app);
        var pause = await app.Api.PostAsync(RehearsalDriver.Auditor, $"{Cycle}/pause", new { reason = "r" }, "a", default);
        Assert.Equal(HttpStatusCode.Forbidden, pause.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Api.PostAsync(office, $"{Cycle}/cancel", new { reason = " " }, "b", default)).Status);
        Assert.Equal("cycleNotPaused", (await app.Api.PostAsync(office, $"{Cycle}/resume", new { reason = "r" }, "c", default)).Code);
        var unknown = await app.Api.PatchAsync(
            office, $"{Cycle}/calendar", new { phases = new { q9 = new { due = "2026-04-15" } }, reason = "r" }, "d", default);
        Assert.Equal(("unknownPhase", HttpStatusCode.UnprocessableEntity), (unknown.Code, unknown.Status));
    }

    private static async Task<string> StartAsync(RunningApp app)
    {
        var plan = RunningApp.Plan("single-quarter.yaml", townships: 2);
        await app.Api.PostTextAsync(RehearsalDriver.Administrator, "api/v1/imports/units", "text/csv", plan.UnitsCsv, "units", default);
        await app.Api.PostTextAsync(RehearsalDriver.Administrator, "api/v1/imports/people", "text/csv", plan.PeopleCsv, "people", default);
        await app.Api.PutTextAsync(RehearsalDriver.Administrator, "api/v1/campaigns/spring-drive", "application/yaml", plan.DefinitionText, default);
        var office = plan.County.People.First(p => p.Assignments.Any(a => a is { Unit: "county", Role: "authority" })).Id;
        await app.Api.PostAsync(office, "api/v1/campaigns/spring-drive/cycles", new { year = 2026 }, "start", default);
        await MoveAsync(app, app.StartAt);
        return office;
    }

    private static async Task MoveAsync(RunningApp app, DateTimeOffset to)
    {
        var clock = new RemoteClock(app.Api);
        // What was just asked for has been done before the clock moves.
        var reading = await clock.MoveToAsync((await clock.ReadAsync(default)).Now, default);
        do
            reading = await clock.MoveToAsync(reading.Next is { } next && next > reading.Now && next < to ? next : to, default);
        while (reading.Now < to);
    }

    private static async Task<JsonNode> GetAsync(RunningApp app, string what) =>
        (await app.Api.GetAsync(RehearsalDriver.Auditor, $"{Cycle}/{what}", default)).Value;

    private static JsonNode Window(JsonNode timeline, string phase) => timeline["windows"]!.AsArray().Single(w => (string?)w!["phase"] == phase)!;

    private static List<(string, string?)> Instants(JsonNode amendment, string side) =>
        [.. amendment["moves"]!.AsArray().Select(m => ((string)m!["what"]!, (string?)m[side]))];

    /// <summary>The same instants as the timeline has them.</summary>
    private static List<(string, string?)> Instants(JsonNode timeline, JsonNode amendment, string side) =>
        [.. Instants(amendment, side).Select(m => (m.Item1, m.Item1.Contains('|')
            ? (string?)timeline["milestones"]!.AsArray().Single(n => (string?)n!["id"] == m.Item1)!["at"]
            : (string?)Window(timeline, m.Item1.Split('.')[0])[m.Item1.Split('.')[1]]))];
}
