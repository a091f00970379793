using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Feeds;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.App.Tests.Feeds;

/// <summary>Calendar feeds over HTTP, as a calendar program reads them (J23).</summary>
public sealed class FeedApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Feed_OfAReporter_FollowsItsDeadlines_UntilItIsTakenBack()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var me = api.Reporter("v-01");
        var drawn = (await api.SendAsync(HttpMethod.Post, "api/v1/me/feed", me, null)).Is(201);
        var path = new Uri((string)drawn.Json["address"]!).PathAndQuery.TrimStart('/');
        Assert.Null((string?)(await api.GetAsync("api/v1/me/feed", me)).Is(200).Json["address"]);
        var token = path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..];
        await foreach (var row in api.Storage.Tables.Notices.QueryAsync<TableEntity>("PartitionKey eq 'feeds'"))
            Assert.DoesNotContain(token, row.RowKey + row.GetString("Hash"), StringComparison.Ordinal);

        var first = await ReadAsync(api, path, api.Cycle);
        var q1 = first[$"{api.Cycle}.q1.village.v-01@campaigns"];
        Assert.Equal(("CONFIRMED", $"{api.Plan.Window("q1").DueAt!.Value.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"), (q1["STATUS"], q1["DTSTART"]));
        Assert.All(first.Values, e => Assert.Contains(".v-01@", e["UID"], StringComparison.Ordinal));
        var reply = (await api.GetAsync(path, null)).Is(200);
        Assert.Equal(("text/calendar; charset=utf-8", "max-age=300, private"), (reply.Headers["Content-Type"], reply.Headers["Cache-Control"]));
        (await api.GetAsync(path, null, ("If-None-Match", reply.ETag))).Is(304);

        var until = api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy-MM-dd", null);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "extensions"), api.Reviewer("t-1"), $$"""{"phase":"q1","until":"{{until}}","reason":"r"}"""))
            .Is(200);
        var moved = (await AgainAsync(api, path, "rep-v-01"))[q1["UID"]];
        Assert.True(int.Parse(moved["SEQUENCE"], null) > int.Parse(q1["SEQUENCE"], null));
        Assert.StartsWith(until.Replace("-", "", StringComparison.Ordinal), moved["DTSTART"], StringComparison.Ordinal);
        (await api.GetAsync(path, null, ("If-None-Match", reply.ETag))).Is(200);
        (await api.SubmitAsync("v-01")).Is(200);
        var over = (await AgainAsync(api, path, "rep-v-01"))[q1["UID"]];
        Assert.Equal("CANCELLED", over["STATUS"]);
        Assert.True(int.Parse(over["SEQUENCE"], null) > int.Parse(moved["SEQUENCE"], null));

        // Another address ends the one before, and so does taking it back.
        var other = new Uri((string)(await api.SendAsync(HttpMethod.Post, "api/v1/me/feed", me, null)).Is(201).Json["address"]!).PathAndQuery.TrimStart('/');
        (await api.GetAsync(path, null)).Is(404);
        (await api.GetAsync(other + "&language=zh", null)).Is(200);
        Assert.Contains("NAME:截止日", (await api.GetAsync(other + "&language=zh", null)).Text, StringComparison.Ordinal);
        (await api.SendAsync(HttpMethod.Delete, "api/v1/me/feed", me, null)).Is(204);
        (await api.SendAsync(HttpMethod.Delete, "api/v1/me/feed", me, null)).Is(404);
        (await api.GetAsync(other, null)).Is(404);
        (await api.GetAsync("api/v1/me/feed", me)).Is(404);
        (await api.GetAsync("api/v1/deadlines.ics", null)).Is(404);
        (await api.GetAsync("api/v1/deadlines.ics?token=../x", null)).Is(404);
        (await api.GetAsync("api/v1/deadlines.ics?language=fr", null)).Is(400);
    }

    [Fact]
    public async Task Feed_BesideACycleWhoseDefinitionIsGone_HasTheOthers()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var broken = StorageFixture.NewId("gone");
        await api.Service<CycleStore>().CreateAsync(
            new Cycle
            {
                Id = broken,
                Campaign = broken,
                Version = 1,
                Year = 2026,
                State = CycleState.Running,
                Epoch = 1,
                PlanVersion = 1,
                Participants = 0,
                Windows = [],
                StartedAt = api.Time.GetUtcNow(),
                StartedBy = "setup",
            },
            [], [], default);
        var drawn = (await api.SendAsync(HttpMethod.Post, "api/v1/me/feed", api.Reporter("v-04"), null)).Is(201);

        var calendar = (await api.GetAsync(new Uri((string)drawn.Json["address"]!).PathAndQuery.TrimStart('/'), null)).Is(200);

        Assert.Contains($"{api.Cycle}.q1.village.v-04", calendar.Text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_DrawnAndEndedAtTheSameTime_IsThereOrGone_AndNeverAFault()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var feeds = api.Service<FeedStore>();
        var person = StorageFixture.NewId("feed");
        await feeds.DrawAsync(person, default);

        var drawn = Enumerable.Range(0, 3).Select(_ => Task.Run(() => (Task)feeds.DrawAsync(person, default)));
        var ended = Enumerable.Range(0, 3).Select(_ => Task.Run(() => (Task)feeds.EndAsync(person, default)));
        await Task.WhenAll(drawn.Concat(ended).Select(async t => await t));

        await feeds.EndAsync(person, default);
        Assert.Null(await feeds.SinceAsync(person, default));
    }

    [Fact]
    public async Task Feed_OfAReviewer_HasOneEntryAPhase()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var drawn = (await api.SendAsync(HttpMethod.Post, "api/v1/me/feed", api.Reviewer("t-2"), null)).Is(201);
        var entries = await ReadAsync(api, new Uri((string)drawn.Json["address"]!).PathAndQuery.TrimStart('/'), api.Cycle);
        Assert.Equal(
            new[] { "check", "q1", "text" }.Select(p => $"{api.Cycle}.{p}.below.t-2@campaigns"), entries.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("5 of 5 still open\\n", entries[$"{api.Cycle}.q1.below.t-2@campaigns"]["DESCRIPTION"], StringComparison.Ordinal);
        // The directory does not know who this is: it has no deadlines.
        var stranger = (await api.SendAsync(HttpMethod.Post, "api/v1/me/feed", api.Token("stranger", AppRole.Reporter), null)).Is(201);
        (await api.GetAsync(new Uri((string)stranger.Json["address"]!).PathAndQuery.TrimStart('/'), null)).Is(404);
    }

    private static Task<Dictionary<string, Dictionary<string, string>>> AgainAsync(ApiUnderTest api, string path, string person)
    {
        api.Service<FeedWriter>().Forget(person);
        return ReadAsync(api, path, api.Cycle);
    }

    /// <summary>The entries of one cycle by UID, unfolded.</summary>
    private static async Task<Dictionary<string, Dictionary<string, string>>> ReadAsync(ApiUnderTest api, string path, string cycle)
    {
        var text = (await api.GetAsync(path, null)).Is(200).Text;
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", text, StringComparison.Ordinal);
        return text.Replace("\r\n ", "", StringComparison.Ordinal).Split("BEGIN:VEVENT\r\n")[1..]
            .Select(e => e.Split("\r\n").TakeWhile(l => l != "END:VEVENT").Select(l => l.Split(':', 2)).ToDictionary(l => l[0], l => l[1]))
            .Where(e => e["UID"].StartsWith(cycle + ".", StringComparison.Ordinal)).ToDictionary(e => e["UID"]);
    }
}
