using Campaigns.App.Access;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.App.Tests.Selecting;

/// <summary>A member of the panel is excused, and a department is heard before the decision, over HTTP (J15, L2).</summary>
public sealed class PanelAndVettingApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Terms = """
        select: { quota: 2, nominated-by: township, by: review }
            panel: { members: 3, quorum: 1, minimum: 2 }
            attain: {
        """;

    [Fact]
    public async Task ExcusedMember_ScoresNoMore_AndADepartmentsNoKeepsAUnitFromTheList()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture,
            text => text.Replace("attain: {", Terms, StringComparison.Ordinal),
            phases:
            [
                "nominate: { kind: nomination, period: Q1, opens: after closing, due: 3wd }",
                "review: { kind: panel, period: Q1, opens: after nominate, due: 3wd }",
                "decide: { kind: decision, period: Q1, opens: after review, due: 3wd, vetting: [t-1] }",
            ]);
        var chief = api.Token("chief", AppRole.Authority);
        await api.NominateTwoAsync();
        await api.RunStepAsync("nominate", MilestoneKind.Lock);

        var panel = $"api/v1/cycles/{api.Cycle}/panel/village";
        var named = (await PutAsync(api, panel, chief, Members(""))).Is(200);
        await api.RunStepAsync("review", MilestoneKind.Open);
        api.Time.MoveTo(api.Plan.Window("review").OpensAt!.Value.AddHours(1));
        var member = api.Token("rev-t-2", AppRole.PanelMember);
        (await PutAsync(api, $"{panel}/v-01/scores", member, """{"score":70}""")).Is(200);
        (await PutAsync(api, $"{panel}/v-01/scores", chief, """{"score":90}""")).Is(200);
        (await PutAsync(api, $"{panel}/v-02/scores", chief, """{"score":80}""")).Is(200);

        var etag = (await api.GetAsync(panel, chief)).Is(200).ETag;
        (await PutAsync(api, panel, chief, Members(""","excused":{"reason":" ","votesCount":false}"""), etag)).Is(422);
        var excused = (await PutAsync(api, panel, chief, Members(""","excused":{"reason":"因公外出","votesCount":false}"""), etag)).Is(200);
        Assert.Equal((0, 1), ((int)excused.Json["votesKept"]!, (int)excused.Json["votesDropped"]!));
        Assert.DoesNotContain("rev-t-2", excused.Json["assignment"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("notOfThePanel", (await PutAsync(api, $"{panel}/v-02/scores", member, """{"score":60}""")).Code);
        Assert.NotEqual(named.ETag, excused.ETag);

        await api.RunStepAsync("review", MilestoneKind.Lock);
        var closed = (await api.GetAsync(panel, chief)).Is(200);
        Assert.Empty(closed.Json["held"]!.AsArray());
        // What the excused member gave does not count.
        Assert.Equal(90m, (decimal)closed.Json["results"]!.AsArray().Single(r => (string)r!["unit"]! == "v-01")!["score"]!);

        await api.RunStepAsync("decide", MilestoneKind.Open);
        api.Time.MoveTo(api.Plan.Window("decide").OpensAt!.Value.AddHours(1));
        var decision = $"api/v1/cycles/{api.Cycle}/decisions/village";
        var waiting = (await api.GetAsync(decision, chief)).Is(200);
        Assert.Equal(["v-01", "v-02"], waiting.Json["intended"]!.AsArray().Select(u => (string)u!).Order());
        Assert.Equal(["t-1"], waiting.Json["unheard"]!.AsArray().Select(u => (string)u!));
        const string Both = """{"units":["v-01","v-02"],"meeting":"会","document":"文"}""";
        Assert.Equal("vettingMissing", (await PutAsync(api, decision, chief, Both)).Is(409).Code);

        var vetting = $"{decision}/vetting/t-1";
        (await PutAsync(api, vetting, api.Reporter("v-01"), """{"units":{}}""")).Is(403);
        (await PutAsync(api, $"{decision}/vetting/t-2", chief, """{"units":{}}""")).Is(404);
        (await PutAsync(api, vetting, chief, """{"units":{"v-02":{"verdict":"no","reason":""}}}""")).Is(422);
        (await PutAsync(api, vetting, chief, """{"units":{"v-02":{"verdict":"no","reason":"信访未结"}}}""")).Is(200);
        Assert.Equal("vettingAgainst", (await PutAsync(api, decision, chief, Both)).Code);
        const string One = """{"units":["v-01"],"meeting":"会","document":"文","departures":{"v-02":"部门不同意"},"shortfallReason":"部门不同意"}""";
        var decided = (await PutAsync(api, decision, chief, One)).Is(200);
        Assert.Equal(["v-01"], decided.Json["decision"]!["units"]!.AsArray().Select(u => (string)u!));
        Assert.Equal("alreadyDecided", (await PutAsync(api, vetting, chief, """{"units":{}}""", "*")).Code);
    }

    private static string Members(string excused) =>
        $$"""{"members":[{"person":"chief"},{"person":"rev-t-2"{{excused}}},{"person":"rep-v-09"}]}""";

    private static Task<Reply> PutAsync(ApiUnderTest api, string path, string token, string body, string? etag = null) =>
        api.SendAsync(HttpMethod.Put, path, token, body, etag is null ? [] : [("If-Match", etag)]);
}
