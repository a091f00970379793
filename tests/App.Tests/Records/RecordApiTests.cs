using Campaigns.App.Access;
using Xunit;

namespace Campaigns.App.Tests.Records;

public sealed class RecordApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Practice_IsSubmitted_Selected_PublishedAndListed()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = api.Path("v-01", "records/practice/road");
        const string Body = """{"title":"一线工作法","text":"做法和成效"}""";
        var kept = (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-01"), Body)).Is(200);
        Assert.Equal(428, (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-01"), Body)).Status);
        (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-01"), Body, ("If-Match", kept.ETag))).Is(200);
        Assert.Equal("practiceNotSelected", (await api.SendAsync(HttpMethod.Post, path + "/publish", api.Reviewer("t-1"), null)).Is(409).Code);
        (await api.SendAsync(HttpMethod.Post, path + "/select", api.Reviewer("t-1"), null)).Is(200);
        (await api.SendAsync(HttpMethod.Post, path + "/publish", api.Reviewer("t-1"), null)).Is(200);
        var listed = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/practices", api.Reporter("v-09"))).Is(200);
        Assert.Equal("v-01", (string)listed.Json["items"]!.AsArray().Single()!["unit"]!);
    }

    [Fact]
    public async Task TargetPiece_TakenOnByOne_IsMissingWithTheOthers()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SendAsync(HttpMethod.Put, api.Path("v-02", "records/target-piece/halls"), api.Reporter("v-02"),
            """{"target":"halls","standard":"2 个","person":"支部书记","text":"负责建设","progress":50}""")).Is(200);
        var gaps = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/records/gaps?under=t-1", api.Reporter("v-02"))).Is(200).Json["items"]!.AsArray();
        Assert.Equal(["v-01", "v-03", "v-04", "v-05"], gaps.Select(g => (string)g!["unit"]!));
        Assert.Single((await api.GetAsync(api.Path("v-02", "records/target-piece"), api.Reviewer("t-1"))).Is(200).Json["items"]!.AsArray());
        (await api.GetAsync(api.Path("v-02", "records/poems"), api.Reporter("v-02"))).Is(404);
        Assert.Equal(
            "recordNotAsked",
            (await api.SendAsync(HttpMethod.Put, api.Path("v-02", "records/own-project/a"), api.Reporter("v-02"), """{"title":"x"}""")).Is(409).Code);
    }

    [Fact]
    public async Task LeadingGroupAndCards_AreMissingUntilTheirDayIsKnown()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, text => text.Replace("attain: {", "record-card: yearly\n    attain: {", StringComparison.Ordinal)
                .Replace("\ntracks:", "\nleading-group: { head: leader, set-up: 20wd }\ntracks:", StringComparison.Ordinal));
        Task<Reply> Put(string record, string body) => api.SendAsync(HttpMethod.Put, api.Path("v-01", $"records/{record}"), api.Reporter("v-01"), body);
        async Task<string[]> Gaps() => [.. (await api.GetAsync($"api/v1/cycles/{api.Cycle}/records/gaps?under=v-01", api.Reporter("v-01"))).Is(200)
            .Json["items"]!.AsArray().Select(g => $"{g!["kind"]} {g["period"]} {g["due"]}")];

        Assert.Equal(["recordCard 2026 2026-12-31", "leadingGroup  2026-01-29"], await Gaps());
        Assert.Equal("answerMissing", (await Put("leading-group/1", """{"person":"书记"}""")).Is(422).Code);
        Assert.Equal("dayInFuture", (await Put("leading-group/1", """{"person":"书记","on":"2026-12-01"}""")).Is(422).Code);
        (await Put("leading-group/1", """{"person":"书记","on":"2026-01-08"}""")).Is(200);
        (await Put("record-card/1", """{"person":"v-01","text":"走访"}""")).Is(200);
        Assert.Empty(await Gaps());
    }

    [Fact]
    public async Task Notes_AreWrittenFromOutside_AndReadInside()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = api.Path("v-03", "notes");
        var first = (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"text":"请抓紧"}""", ("Idempotency-Key", "k"))).Is(201);
        Assert.Equal(
            first.Text, (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"text":"请抓紧"}""", ("Idempotency-Key", "k"))).Is(201).Text);
        (await api.SendAsync(HttpMethod.Post, path, api.Reporter("v-03"), """{"text":"自评"}""")).Is(403);
        (await api.SendAsync(HttpMethod.Post, path, api.Token("stranger", AppRole.Reporter), """{"text":"x"}""")).Is(403);
        (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"text":" "}""")).Is(422);
        Assert.Equal("请抓紧", (string)(await api.GetAsync(path, api.Reporter("v-03"))).Is(200).Json["items"]!.AsArray().Single()!["text"]!);
    }
}
