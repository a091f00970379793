using System.Text;
using Campaigns.App.Access;
using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Extensions;

public sealed class ExtensionApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Extension_AskedForAndGranted_MovesItsWindowAndLocksItByItself()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var plan = api.Plan.Window("q1");
        var until = plan.LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy-MM-dd", null);
        var body = $$"""{"phase":"q1","until":"{{until}}","reason":"洪灾"}""";
        var asked = (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions"), api.Reporter("v-01"), body, ("Idempotency-Key", "ask"))).Is(200);
        Assert.Equal(("q1-1", "requested"), ((string)asked.Json["id"]!, (string)asked.Json["state"]!));
        Assert.Equal(
            asked.Text,
            (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions"), api.Reporter("v-01"), body, ("Idempotency-Key", "ask"))).Is(200).Text);
        Assert.Equal("extensionPending", (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions"), api.Reporter("v-01"), body)).Is(409).Code);
        async Task<IEnumerable<string>> ActionsAsync(string token) =>
            Assert.Single((await api.GetAsync(api.Path("v-01", "extensions"), token)).Is(200).Json["items"]!.AsArray())!["allowedActions"]!.AsArray()
                .Select(a => (string)a!);
        Assert.Equal(["grant", "refuse"], await ActionsAsync(api.Reviewer("t-1")));
        Assert.Empty(await ActionsAsync(api.Reporter("v-01")));
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions/q1-1/grant"), api.Reporter("v-01"), null)).Is(403);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions/q1-1/grant"), api.Reviewer("t-2"), null)).Is(403);
        Assert.Equal(
            "granted",
            (string)(await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions/q1-1/grant"), api.Reviewer("t-1"), null)).Is(200).Json["state"]!);

        var own = (await api.GetAsync(api.Path("v-01"), api.Reporter("v-01"))).Is(200).Json["phases"]!["q1"]!;
        var other = (await api.GetAsync(api.Path("v-02"), api.Reporter("v-02"))).Is(200).Json["phases"]!["q1"]!;
        Assert.Equal((string)asked.Json["dueAt"]!, (string)own["dueAt"]!);
        Assert.Equal(plan.DueAt, (DateTimeOffset)other["dueAt"]!);

        // After the lock of the others it still reports, on time; and is locked by its own date.
        api.Time.MoveTo(plan.LockedAt.Value.AddHours(1));
        Assert.Equal("deadlinePassed", (await api.SubmitAsync("v-02")).Is(409).Code);
        var sheet = (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reporter("v-01"))).Is(200);
        Assert.Equal(("onTime", (string)asked.Json["lockedAt"]!), ((string)sheet.Json["timeliness"]!, (string)sheet.Json["lockedAt"]!));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal(SheetStatus.Open, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Status);
        api.Time.MoveTo(((DateTimeOffset)asked.Json["lockedAt"]!).AddMinutes(3));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal(SheetStatus.Silent, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Status);
    }

    [Fact]
    public async Task Extension_GivenOutrightOrRefused_IsARecord()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var until = api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy-MM-dd", null);
        var body = $$"""{"phase":"q1","until":"{{until}}","reason":"洪灾"}""";
        Assert.Equal(
            "granted", (string)(await api.SendAsync(HttpMethod.Post, api.Path("v-03", "extensions"), api.Reviewer("t-1"), body)).Is(200).Json["state"]!);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-04", "extensions"), api.Reporter("v-04"), body)).Is(200);
        Assert.Equal(
            "reasonMissing", (await api.SendAsync(HttpMethod.Post, api.Path("v-04", "extensions/q1-1/refuse"), api.Reviewer("t-1"), "{}")).Is(422).Code);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-04", "extensions/q1-1/refuse"), api.Reviewer("t-1"), """{"reason":"理由不足"}""")).Is(200);
        Assert.Equal("refused", (string)(await api.GetAsync(api.Path("v-04", "extensions"), api.Reporter("v-04"))).Is(200).Json["items"]![0]!["state"]!);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-04", "extensions/q1-9/grant"), api.Reviewer("t-1"), null)).Is(409);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-04", "extensions"), api.Reporter("v-04"), body.Replace("q1", "q9", StringComparison.Ordinal)))
            .Is(404);
    }

    [Fact]
    public async Task Extensions_FromAFile_AreAllGrantedOrNone()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var until = api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy-MM-dd", null);
        var chief = api.Token("chief", AppRole.Authority);
        var good = $"track,unit,phase,until,reason\nvillage,v-05,q1,{until},洪灾\nvillage,v-06,q1,{until},洪灾\n";
        var bad = (await SendAsync(api, chief, good + $"village,v-99,q1,{until},r\nvillage,v-07,q9,{until},r\nvillage,v-07,q1,tomorrow,r\n", "")).Is(422);
        Assert.Equal(["rows[4].unit", "rows[5].phase", "rows[6].until"], bad.Json["errors"]!.AsObject().Select(e => e.Key).Order());
        Assert.Equal(2, (int)(await SendAsync(api, chief, good, "?dryRun=true")).Is(200).Json["created"]!);
        Assert.Empty((await api.Store.ReadAsync(api.Key("v-05"), default))!.State.Dates.Extensions);
        Assert.Equal(2, (int)(await SendAsync(api, chief, good, "")).Is(200).Json["created"]!);
        Assert.Equal(2, (int)(await SendAsync(api, chief, good, "")).Is(200).Json["unchanged"]!);
        Assert.Equal("chief", Assert.Single((await api.Store.ReadAsync(api.Key("v-05"), default))!.State.Dates.Extensions).DecidedBy);
        (await SendAsync(api, api.Reviewer("t-1"), good, "")).Is(403);
    }

    [Fact]
    public async Task Phase_WithNothingToReport_IsFulfilledByTheUnitOrTheAuthority()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var nil = (await api.SendAsync(HttpMethod.Post, api.Path("v-08", "sheets/q1/nil"), api.Reporter("v-08"), """{"reason":"无"}""")).Is(200);
        Assert.Equal("submitted", (string)nil.Json["status"]!);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-09", "sheets/q1/not-applicable"), api.Reporter("v-09"), """{"reason":"r"}""")).Is(403);
        var mark = (await api.SendAsync(
            HttpMethod.Post, api.Path("v-09", "sheets/q1/not-applicable"), api.Token("chief", AppRole.Authority), """{"reason":"合并"}""")).Is(200);
        Assert.Equal("accepted", (string)mark.Json["status"]!);
        Assert.Equal(
            "reasonMissing",
            (await api.SendAsync(HttpMethod.Post, api.Path("v-10", "sheets/q1/nil"), api.Reporter("v-10"), """{"reason":" "}""")).Is(422).Code);
    }

    private static Task<Reply> SendAsync(ApiUnderTest api, string token, string csv, string query) => api.SendContentAsync(
        HttpMethod.Post, $"api/v1/imports/cycles/{api.Cycle}/extensions{query}", token, new StringContent(csv, Encoding.UTF8, "text/csv"), []);
}
