using Campaigns.App.Access;
using Campaigns.Rules.Ledger;
using Xunit;

namespace Campaigns.App.Tests.Participants;

public sealed class ParticipantApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task List_ShowsEachWhatIsInTheirScope()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        Assert.Equal(10, (await ListAsync(api, "", Chief(api))).Count);
        Assert.Equal(["v-01", "v-02", "v-03", "v-04", "v-05"], await ListAsync(api, "", api.Reviewer("t-1")));
        Assert.Equal(["v-07"], await ListAsync(api, "", api.Reporter("v-07")));
        (await api.GetAsync($"api/v1/cycles/{api.Cycle}/participants", null)).Is(401);
        (await api.GetAsync("api/v1/cycles/none/participants", Chief(api))).Is(404);
    }

    [Fact]
    public async Task List_Filtered_KeepsTheOnesThatFit()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-03")).Is(200);
        Assert.Equal(["v-03"], await ListAsync(api, "phase=q1&state=submitted", Chief(api)));
        Assert.Equal(9, (await ListAsync(api, "phase=q1&state=open", Chief(api))).Count);
        Assert.Equal(["v-06", "v-07", "v-08", "v-09", "v-10"], await ListAsync(api, "under=t-2", Chief(api)));
        Assert.Equal(["v-09"], await ListAsync(api, "under=v-09", Chief(api)));
        Assert.Equal(10, (await ListAsync(api, "under=county&track=village", Chief(api))).Count);
        Assert.Empty(await ListAsync(api, "track=station", Chief(api)));
        var bad = await api.GetAsync($"api/v1/cycles/{api.Cycle}/participants?state=nothing&limit=0", Chief(api));
        Assert.Equal(["query.limit", "query.state"], bad.Is(400).Json["errors"]!.AsObject().Select(e => e.Key).Order());
    }

    [Fact]
    public async Task List_InPages_ShowsEachOnce()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        await api.Store.EnrolAsync(
            api.Cycle, "g-2", [.. Enumerable.Range(1, 4).Select(i => StoreUnderTest.State($"w-{i}"))], api.Time.GetUtcNow(), Acts.Engine, default);
        await api.Store.EnrolAsync(api.Cycle, "g-3", [StoreUnderTest.State("x-1")], api.Time.GetUtcNow(), Acts.Engine, default);
        Assert.Equal(15, (await ListAsync(api, "limit=4", api.Token("auditor", AppRole.Auditor))).Distinct().Count());
        Assert.Equal(15, (await ListAsync(api, "limit=1000", api.Token("auditor", AppRole.Auditor))).Count);
    }

    [Fact]
    public async Task List_OfAThousand_IsThreeRequests()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        await api.Store.EnrolAsync(
            api.Cycle, "g-2", [.. Enumerable.Range(1, 900).Select(i => StoreUnderTest.State($"w-{i:D4}"))], api.Time.GetUtcNow(), Acts.Engine, default);
        var token = api.Token("auditor", AppRole.Auditor);
        await api.GetAsync($"api/v1/cycles/{api.Cycle}/participants?limit=1", token);
        var before = api.Storage.Meter.Total;

        var page = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/participants?limit=1000", token)).Is(200);

        Assert.Equal(910, page.Json["items"]!.AsArray().Count);
        Assert.InRange(api.Storage.Meter.Total - before, 1, 3);
    }

    [Fact]
    public async Task Get_ShowsStateWindowsAndWhatTheCallerMayDo()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-01")).Is(200);
        var mine = (await api.GetAsync(api.Path("v-01"), api.Reporter("v-01"))).Is(200);
        Assert.Equal("submitted", (string)mine.Json["phases"]!["q1"]!["status"]!);
        Assert.Equal(api.Plan.Window("q1").LockedAt, (DateTimeOffset)mine.Json["phases"]!["q1"]!["lockedAt"]!);
        Assert.Equal("notOpen", (string)mine.Json["phases"]!["check"]!["timeliness"]!);
        Assert.Contains("submit", mine.Json["allowedActions"]!["q1"]!.AsArray().Select(a => (string)a!));
        Assert.Empty(mine.Json["allowedActions"]!["check"]!.AsArray());

        api.Time.MoveTo(api.Plan.Window("check").OpensAt!.Value.AddHours(1));
        var theirs = (await api.GetAsync(api.Path("v-01"), api.Reviewer("t-1"))).Is(200);
        Assert.Empty(theirs.Json["allowedActions"]!["q1"]!.AsArray());
        Assert.Contains("return", theirs.Json["allowedActions"]!["check"]!.AsArray().Select(a => (string)a!));
        (await api.GetAsync(api.Path("v-01"), api.Reviewer("t-2"))).Is(403);
    }

    private static string Chief(ApiUnderTest api) => api.Token("chief", AppRole.Authority);

    private static async Task<List<string>> ListAsync(ApiUnderTest api, string query, string token)
    {
        var units = new List<string>();
        string? continuation = null;
        do
        {
            var path = $"api/v1/cycles/{api.Cycle}/participants?{query}" + (continuation is null ? "" : $"&continuation={continuation}");
            var page = (await api.GetAsync(path, token)).Is(200);
            units.AddRange(page.Json["items"]!.AsArray().Select(i => (string)i!["unit"]!));
            continuation = (string?)page.Json["continuation"];
        }
        while (continuation is not null);
        return units;
    }
}
