using Campaigns.App.Access;
using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Plans;

public sealed class PlanApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Plan = """{"text":"打造特色","measures":[{"title":"修路","owner":"支部书记","due":"2026-06-01"}]}""";

    [Fact]
    public async Task Plan_IsSaved_Filed_SentBack_FiledAgainAndRegistered()
    {
        await using var api = await StartAsync();
        var (path, rep, office) = (api.Path("v-01", "plan"), api.Reporter("v-01"), api.Token("chief", AppRole.Authority));
        (await api.SendAsync(HttpMethod.Put, path, rep, """{"text":"草稿"}""", ("If-None-Match", "*"))).Is(200);
        Assert.Null((string?)(await api.GetAsync(path, api.Reviewer("t-1"))).Is(200).Json["text"]);
        var draft = (await api.GetAsync(path, rep)).Is(200);
        Assert.Equal(["saveDraft", "submit"], draft.Json["allowedActions"]!.AsArray().Select(a => (string)a!));
        Assert.Equal("preconditionRequired", (await api.SendAsync(HttpMethod.Post, path + "/submit", rep, Plan)).Is(428).Code);

        var filed = (await api.SendAsync(HttpMethod.Post, path + "/submit", rep, Plan, ("If-Match", draft.ETag), ("Idempotency-Key", "k"))).Is(200);
        Assert.Equal(
            filed.Text, (await api.SendAsync(HttpMethod.Post, path + "/submit", rep, Plan, ("If-Match", draft.ETag), ("Idempotency-Key", "k"))).Is(200).Text);
        (await api.SendAsync(HttpMethod.Post, path + "/register", api.Reviewer("t-2"), null)).Is(403);
        Assert.Equal("notYourUnit", (await api.SendAsync(HttpMethod.Post, path + "/register", api.Reviewer("t-1"), null)).Is(403).Code);

        var back = (await api.SendAsync(HttpMethod.Post, path + "/return", office, """{"reason":"缺少目标"}""")).Is(200);
        Assert.Equal("returned", (string)back.Json["status"]!);
        // The clock stands at 24 March: three working days, to the 27th, 18:00 in Shanghai.
        Assert.Equal("2026-03-27T10:00:00+00:00", (string)back.Json["reworkUntil"]!);
        (await api.SendAsync(HttpMethod.Post, path + "/submit", rep, Plan, ("If-Match", filed.ETag))).Is(200);
        var registered = (await api.SendAsync(HttpMethod.Post, path + "/register", office, null)).Is(200);
        Assert.Equal("修路", (string)registered.Json["measures"]![0]!["title"]!);
        Assert.Equal("planRegistered", (await api.SendAsync(HttpMethod.Post, path + "/submit", rep, Plan, ("If-Match", "*"))).Is(409).Code);
    }

    [Fact]
    public async Task Plan_NotCompletedInTime_CountsAsNotFiled_Once()
    {
        await using var api = await StartAsync();
        var path = api.Path("v-02", "plan");
        (await api.SendAsync(HttpMethod.Post, path + "/submit", api.Reporter("v-02"), Plan)).Is(200);
        var back = (await api.SendAsync(
            HttpMethod.Post, path + "/return", api.Token("chief", AppRole.Authority), """{"reason":"缺少目标"}""", ("Idempotency-Key", "k"))).Is(200);

        api.Time.MoveTo(DateTimeOffset.Parse((string)back.Json["reworkUntil"]!, null).AddMinutes(3));
        await Task.WhenAll(api.Service<DueTimes>().SweepAsync(default), api.Service<DueTimes>().SweepAsync(default));
        var state = (await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Phase("plan");
        Assert.Equal((SheetStatus.Open, 1), (state.Status, state.Returns));
        var ledger = (await api.GetAsync(api.Path("v-02", "ledger"), api.Reporter("v-02"))).Is(200);
        Assert.Equal(["enrolled", "planFiled", "planSentBack", "planLapsed"], ledger.Json["items"]!.AsArray().Select(i => (string)i!["entry"]!["act"]!));
    }

    [Fact]
    public async Task Plan_WhereTheTrackHasNone_IsNotFound()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.GetAsync(api.Path("v-01", "plan"), api.Reporter("v-01"))).Is(404);
    }

    private Task<ApiUnderTest> StartAsync() =>
        ApiUnderTest.StartAsync(fixture, phases: "plan: { kind: plan, opens: 03-01, due: 30wd, file-with: authority, rework: 3wd }");
}
