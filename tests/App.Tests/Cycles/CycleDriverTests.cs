using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.Local.Clocks;
using Campaigns.Local.Rehearsal;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

public sealed class CycleDriverTests
{
    private const string Cycle = "spring-drive-2026";

    [Fact]
    public async Task Cycle_StartedTwiceAtOnce_IsDrivenOnce()
    {
        await using var app = await RunningApp.StartAsync(2026);
        await SetUpAsync(app);

        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => StartAsync(app, $"start-{i}")));
        Assert.All(starts, s => Assert.Equal(Cycle, (string?)s["cycle"]));
        await MoveAsync(app, app.StartAt.AddDays(120));

        var cycle = (await GetAsync(app, $"api/v1/cycles/{Cycle}"));
        Assert.Equal(1, (int)cycle["epoch"]!);
        var opened = await GroupEntriesAsync(app, "phaseOpened", "q1|open");
        Assert.Equal((int)cycle["groups"]!, opened);
    }

    [Fact]
    public async Task Cycle_AfterAnOutageOfThreeDaysOverADeadline_GivesTheTimeBackAndEscalatesNobody()
    {
        await using var app = await RunningApp.StartAsync(2026);
        await SetUpAsync(app);
        await StartAsync(app, "start");
        var window = (await GetAsync(app, $"api/v1/cycles/{Cycle}/timeline"))["windows"]!.AsArray().Single(w => (string?)w!["phase"] == "q1")!;
        var due = (DateTimeOffset)window["dueAt"]!;
        // Driven to the evening before the deadline; nobody has handed anything in.
        await MoveAsync(app, due.AddDays(-1));
        var before = app.Mail.Log.ByRecipient();

        var back = due.AddDays(-1).AddDays(3);
        await app.RestartAsync(() => new ClockRow(new TableServiceClient(app.Storage)).WriteAsync(back, CancellationToken.None));
        await MoveAsync(app, back);

        var timeline = await GetAsync(app, $"api/v1/cycles/{Cycle}/timeline");
        var after = timeline["windows"]!.AsArray().Single(w => (string?)w!["phase"] == "q1")!;
        Assert.True((DateTimeOffset)after["dueAt"]! >= back, "the deadline that fell into the outage has not come yet");
        var milestones = timeline["milestones"]!.AsArray();
        Assert.Contains(milestones, m => (string?)m!["kind"] == "extend" && (string?)m["state"] == "done");
        Assert.DoesNotContain(milestones, m => (string?)m!["kind"] is "escalate" && (string?)m["state"] == "done");
        Assert.DoesNotContain(milestones, m => (string?)m!["kind"] is "lock" && (string?)m["phase"] == "q1" && (string?)m["state"] == "done");
        Assert.Equal(milestones.Count, milestones.Select(m => (string?)m!["id"]).Distinct().Count());
        Assert.All(app.Mail.Log.ByRecipient(), sent => Assert.InRange(sent.Value - before.GetValueOrDefault(sent.Key), 0, 1));

        // Time that was given back counts: the phase still takes a sheet, and locks in the end.
        await MoveAsync(app, (DateTimeOffset)after["lockedAt"]! + TimeSpan.FromDays(1));
        var later = (await GetAsync(app, $"api/v1/cycles/{Cycle}/timeline"))["milestones"]!.AsArray();
        Assert.Contains(later, m => (string?)m!["id"] == "q1|lock" && (string?)m["state"] == "done");
    }

    /// <summary>
    /// A milestone that is claimed and that no run is on, as when the message that would have begun it was lost: its driver waits for something else, days
    /// away. The next milestone is as far, so that nothing is late. And then a group that is retried, of which the driver was not told.
    /// </summary>
    [Fact]
    public async Task WhatADriverNeverRuns_IsRunByAnother_OnceItsTimeIsUp()
    {
        await using var app = await RunningApp.StartAsync(2026);
        await SetUpAsync(app);
        await StartAsync(app, "start");
        var tables = new CampaignTables(new TableServiceClient(app.Storage));
        var row = (await tables.Cycles.GetEntityAsync<TableEntity>(Cycle, "m|q1|open")).Value;
        var claimed = row.GetDateTimeOffset("At")!.Value.AddDays(-10);
        await MoveAsync(app, claimed);
        (row["State"], row["ClaimedBy"], row["ClaimedAt"]) = ("Claimed", 1, claimed);
        await tables.Cycles.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        await MoveAsync(app, claimed + Rules.Cycles.DriverWatch.LongestWave - TimeSpan.FromMinutes(1));
        Assert.Equal((1, "claimed"), await StandingAsync());
        await MoveAsync(app, claimed + Rules.Cycles.DriverWatch.LongestWave);
        Assert.Equal((2, "done"), await StandingAsync());

        // Where the first driver's wait is over, its epoch is as well.
        var retried = claimed.AddDays(11);
        await MoveAsync(app, retried);
        Assert.Equal((2, "done"), await StandingAsync());

        // The county's one group.
        var group = (await tables.Cycles.QueryAsync<TableEntity>($"PartitionKey eq '{Cycle}' and RowKey ge 'g|' and RowKey lt 'g~'").ToListAsync()).Single();
        (group["Parked"], group["Pending"], group["Retry"], group["RetriedAt"]) = ("storage said no", """["q1|open"]""", true, retried);
        await tables.Cycles.UpdateEntityAsync(group, group.ETag, TableUpdateMode.Replace);
        await MoveAsync(app, retried + Rules.Cycles.DriverWatch.LongestWave - TimeSpan.FromMinutes(1));
        Assert.Equal((2, true), (await EpochAsync(), await IsParkedAsync()));
        await MoveAsync(app, retried + Rules.Cycles.DriverWatch.LongestWave);
        Assert.Equal((3, false), (await EpochAsync(), await IsParkedAsync()));
        Assert.Equal((int)(await GetAsync(app, $"api/v1/cycles/{Cycle}"))["groups"]!, await GroupEntriesAsync(app, "phaseOpened", "q1|open"));

        async Task<int> EpochAsync() => (int)(await GetAsync(app, $"api/v1/cycles/{Cycle}"))["epoch"]!;
        async Task<bool> IsParkedAsync() => (await tables.Cycles.GetEntityAsync<TableEntity>(Cycle, group.RowKey)).Value.ContainsKey("Parked");
        async Task<(int, string?)> StandingAsync() => (
            await EpochAsync(),
            (string?)(await GetAsync(app, $"api/v1/cycles/{Cycle}/timeline"))["milestones"]!.AsArray().Single(m => (string?)m!["id"] == "q1|open")!["state"]);
    }

    /// <summary>Its driver has ended with the cycle, and the watchdog looks at running ones alone.</summary>
    [Fact]
    public async Task Group_ThatACompletedCycleLeftBehind_WorksOffItsListWhenItIsRetried()
    {
        await using var app = await RunningApp.StartAsync(2026);
        await SetUpAsync(app);
        await StartAsync(app, "start");
        await MoveAsync(app, app.StartAt.AddDays(2));
        var cycles = app.Services.GetRequiredService<CycleStore>();
        var group = (await cycles.ReadSnapshotAsync(Cycle, default))!.Groups[0].Id;
        await cycles.ChangeGroupAsync(Cycle, group, "park", g => g with { Parked = "storage said no", Pending = ["q1|open"] }, default);
        await MoveAsync(app, app.StartAt.AddDays(400));
        var over = (await cycles.ReadSnapshotAsync(Cycle, default))!;
        Assert.Equal(Rules.Cycles.CycleState.Completed, over.Cycle.State);
        Assert.Contains("cycle|close", over.Groups[0].Pending);

        var office = RunningApp.Plan("single-quarter.yaml", townships: 2)
            .County.People.First(p => p.Assignments.Any(a => a is { Unit: "county", Role: "authority" })).Id;
        Assert.True((await app.Api.PostAsync(office, $"api/v1/cycles/{Cycle}/groups/{group}/retry", new { }, "retry", default)).IsSuccess);
        // It is at work, or through.
        var again = await app.Api.PostAsync(office, $"api/v1/cycles/{Cycle}/groups/{group}/retry", new { }, "again", default);
        Assert.True(again.IsSuccess || again.Code == "groupNotParked", again.Code);
        await MoveAsync(app, app.StartAt.AddDays(401));

        var after = (await cycles.ReadSnapshotAsync(Cycle, default))!;
        Assert.Equal((Rules.Cycles.CycleState.Completed, over.Cycle.Epoch + 1), (after.Cycle.State, after.Cycle.Epoch));
        Assert.Equal((null, false), (after.Groups[0].Parked, after.Groups[0].Retry));
        Assert.Empty(after.Groups[0].Pending);
        Assert.Equal(1, await GroupEntriesAsync(app, "phaseOpened", "q1|open"));
    }

    private static async Task SetUpAsync(RunningApp app)
    {
        var plan = RunningApp.Plan("single-quarter.yaml", townships: 2);
        var text = plan.DefinitionText.Replace("late: 2wd }", "late: 2wd, ladder: gentle }", StringComparison.Ordinal)
            + "ladders:\n  gentle:\n    - { at: open, to: reporter }\n    - { at: due - 2wd, to: reporter }\n"
            + "    - { at: due - 1wd, to: reporter }\n    - { at: due + 1wd, to: reporter, card: yellow }\n";
        await app.Api.PostTextAsync(RehearsalDriver.Administrator, "api/v1/imports/units", "text/csv", plan.UnitsCsv, "units", CancellationToken.None);
        await app.Api.PostTextAsync(RehearsalDriver.Administrator, "api/v1/imports/people", "text/csv", plan.PeopleCsv, "people", CancellationToken.None);
        var written = await app.Api.PutTextAsync(
            RehearsalDriver.Administrator, "api/v1/campaigns/spring-drive", "application/yaml", text, CancellationToken.None);
        Assert.True(written.Status is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Created, written.Body?.ToJsonString());
    }

    private static async Task<JsonNode> StartAsync(RunningApp app, string key)
    {
        var office = RunningApp.Plan("single-quarter.yaml", townships: 2)
            .County.People.First(p => p.Assignments.Any(a => a is { Unit: "county", Role: "authority" })).Id;
        return (await app.Api.PostAsync(office, "api/v1/campaigns/spring-drive/cycles", new { year = 2026 }, key, CancellationToken.None)).Value;
    }

    /// <summary>Moves campaign time as a rehearsal does: never past an instant at which the engine has something to do.</summary>
    private static async Task MoveAsync(RunningApp app, DateTimeOffset to)
    {
        var clock = new RemoteClock(app.Api);
        var reading = await clock.ReadAsync(CancellationToken.None);
        do
            reading = await clock.MoveToAsync(reading.Next is { } next && next > reading.Now && next < to ? next : to, CancellationToken.None);
        while (reading.Now < to);
    }

    private static async Task<JsonNode> GetAsync(RunningApp app, string path) =>
        (await app.Api.GetAsync(RehearsalDriver.Auditor, path, CancellationToken.None)).Value;

    private static async Task<int> GroupEntriesAsync(RunningApp app, string act, string milestone)
    {
        var entries = 0;
        var tables = new CampaignTables(new TableServiceClient(app.Storage));
        await foreach (var row in tables.Participants.QueryAsync<TableEntity>())
        {
            var text = row.Keys.Select(k => row[k]).OfType<string>().FirstOrDefault(v => v.Contains($"\"act\":\"{act}\"", StringComparison.Ordinal));
            entries += row.RowKey.StartsWith("g|", StringComparison.Ordinal) && text is not null && text.Contains(milestone, StringComparison.Ordinal) ? 1 : 0;
        }
        return entries;
    }
}
