using Campaigns.App.Access;
using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Reviews;

public sealed class ReviewApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Points = """{"points":{"deeds":50,"order":40},"comment":"材料齐全"}""";

    [Fact]
    public async Task Accept_WithEveryPoint_ConcludesTheAppraisalAndItsSheets()
    {
        await using var api = await StartAsync();
        var (path, token) = (api.Path("v-01", "reviews/check"), api.Reviewer("t-1"));
        var before = (await api.GetAsync(path, token)).Is(200);
        Assert.Equal(["saveDraft", "accept", "return"], before.Json["allowedActions"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(["q1"], before.Json["returnable"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(40m, (decimal)before.Json["selfScores"]![0]!["score"]!);
        Assert.NotEmpty(before.Json["selfScores"]![0]!["lines"]!.AsArray());

        var first = (await api.SendAsync(HttpMethod.Post, path + "/accept", token, Points, ("Idempotency-Key", "k"))).Is(200);
        var again = (await api.SendAsync(HttpMethod.Post, path + "/accept", token, Points, ("Idempotency-Key", "k"))).Is(200);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(90m, (decimal)first.Json["score"]!);
        var state = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State;
        Assert.Equal((SheetStatus.Accepted, SheetStatus.Accepted), (state.Phase("check").Status, state.Phase("q1").Status));
        Assert.Equal(50, (int)(await api.GetAsync(path, api.Reporter("v-01"))).Is(200).Json["points"]!["deeds"]!);
        Assert.Equal("alreadyAccepted", (await api.SendAsync(HttpMethod.Post, path + "/accept", token, Points)).Is(409).Code);
    }

    [Fact]
    public async Task Accept_WithAPointMissing_SaysWhich()
    {
        await using var api = await StartAsync();
        var answer = await api.SendAsync(HttpMethod.Post, api.Path("v-01", "reviews/check/accept"), api.Reviewer("t-1"), """{"points":{"deeds":61}}""");
        Assert.Equal(["points.deeds", "points.order"], answer.Is(422).Json["errors"]!.AsObject().Select(e => e.Key).Order());
    }

    [Fact]
    public async Task Draft_IsTheReviewersOwnUntilConcluded_AndIsTakenWithoutABody()
    {
        await using var api = await StartAsync();
        var (path, token) = (api.Path("v-01", "reviews/check"), api.Reviewer("t-1"));
        (await api.SendAsync(HttpMethod.Put, path, token, Points, ("If-None-Match", "*"))).Is(200);
        Assert.Empty((await api.GetAsync(path, api.Reporter("v-01"))).Is(200).Json["points"]!.AsObject());
        Assert.Equal("preconditionFailed", (await api.SendAsync(HttpMethod.Put, path, token, """{"points":{}}""", ("If-None-Match", "*"))).Is(412).Code);
        Assert.Equal(90m, (decimal)(await api.SendAsync(HttpMethod.Post, path + "/accept", token, null)).Is(200).Json["score"]!);
    }

    [Fact]
    public async Task Review_ByOthers_IsForbidden()
    {
        await using var api = await StartAsync();
        var accept = api.Path("v-01", "reviews/check/accept");
        (await api.SendAsync(HttpMethod.Post, accept, api.Reviewer("t-2"), Points)).Is(403);
        (await api.SendAsync(HttpMethod.Post, accept, api.Reporter("v-01"), Points)).Is(403);
        (await api.SendAsync(HttpMethod.Post, accept, api.Token("auditor", AppRole.Auditor), Points)).Is(403);
        (await api.SendAsync(HttpMethod.Post, accept, null, Points)).Is(401);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-06", "reviews/check/accept"), api.Reviewer("t-1"), Points)).Is(403);
    }

    [Fact]
    public async Task Return_GivesThreeWorkingDays_InWhichTheSheetIsTakenAgain()
    {
        await using var api = await StartAsync();
        var back = (await api.SendAsync(
            HttpMethod.Post, api.Path("v-01", "reviews/check/return"), api.Reviewer("t-1"), """{"sheet":"q1","reason":"补充照片"}""")).Is(200);
        // Thursday 23 April; Friday, Monday and Tuesday are worked, 18:00 in Shanghai.
        Assert.Equal("2026-04-28T10:00:00+00:00", (string)back.Json["reworkUntil"]!);

        var sheet = (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reporter("v-01"))).Is(200);
        Assert.Equal("returned", (string)sheet.Json["status"]!);
        (await api.UploadAsync("v-01", "a.txt", "照片说明"u8.ToArray())).Is(201);
        var again = (await api.SubmitAsync("v-01", headers: ("If-Match", sheet.ETag))).Is(200);
        Assert.Equal((2, 100m), ((int)again.Json["version"]!, (decimal)again.Json["score"]!));

        api.Time.MoveTo(DateTimeOffset.Parse((string)back.Json["reworkUntil"]!, null).AddMinutes(3));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal(SheetStatus.Submitted, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Status);
        Assert.Empty(await HintsAsync(api));
    }

    [Fact]
    public async Task Return_NotReworkedInTime_LapsesOnce()
    {
        await using var api = await StartAsync();
        var path = api.Path("v-02", "reviews/check/return");
        const string Body = """{"sheet":"q1","reason":"数据不实"}""";
        var first = (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), Body, ("Idempotency-Key", "k"))).Is(200);
        Assert.Equal(first.Text, (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), Body, ("Idempotency-Key", "k"))).Is(200).Text);
        Assert.Equal("alreadyReturned", (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), Body)).Is(409).Code);
        // One for its end, one for the day before.
        Assert.Equal(2, (await HintsAsync(api)).Count);

        var until = DateTimeOffset.Parse((string)first.Json["reworkUntil"]!, null);
        api.Time.MoveTo(until);
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal(SheetStatus.Returned, (await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Phase("q1").Status);

        api.Time.MoveTo(until.AddDays(3));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.Service<DueTimes>().SweepAsync(default)));
        Assert.Equal(SheetStatus.Submitted, (await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Phase("q1").Status);
        Assert.Empty(await HintsAsync(api));
        var ledger = (await api.GetAsync(api.Path("v-02", "ledger"), api.Reporter("v-02"))).Is(200);
        Assert.Equal(
            ["enrolled", "sheetSubmitted", "sheetReturned", "reworkLapsed"],
            ledger.Json["items"]!.AsArray().Select(i => (string)i!["entry"]!["act"]!));
    }

    [Fact]
    public async Task Return_OfASheetThatIsNotCoveredOrNotThere_IsRefused()
    {
        await using var api = await StartAsync();
        var path = api.Path("v-03", "reviews/check/return");
        Assert.Equal("sheetNotCovered", (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"sheet":"text","reason":"x"}""")).Is(422).Code);
        Assert.Equal("nothingToReview", (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"sheet":"q1","reason":"x"}""")).Is(409).Code);
        Assert.Equal("reasonMissing", (await api.SendAsync(
            HttpMethod.Post, api.Path("v-01", "reviews/check/return"), api.Reviewer("t-1"), """{"sheet":"q1","reason":" "}""")).Is(422).Code);
        Assert.Empty(await HintsAsync(api));
    }

    /// <summary>The appraisal is open; v-01 and v-02 have handed q1 in, without evidence.</summary>
    private async Task<ApiUnderTest> StartAsync()
    {
        var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-01")).Is(200);
        (await api.SubmitAsync("v-02")).Is(200);
        api.Time.MoveTo(api.Plan.Window("check").OpensAt!.Value.AddHours(1));
        return api;
    }

    private static async Task<List<DueTime>> HintsAsync(ApiUnderTest api)
    {
        var hints = new List<DueTime>();
        foreach (var shard in DueIndex.AllShards)
            hints.AddRange(await api.Service<DueIndex>().DueAsync(shard, DateTimeOffset.MaxValue, default).Where(d => d.Cycle == api.Cycle).ToListAsync());
        return hints;
    }
}
