using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Evaluation;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Inspections;

public sealed class InspectionApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Inspection_OrderedVisitedFoundFixedAndVerified_IsClosed()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var chief = api.Token("chief", AppRole.Authority);
        var inspection = await OrderAsync(api, "v-01");
        var visit = (await PostAsync(api, $"inspections/{inspection}/visit", chief, """{"notes":"看过台账"}""", "visit")).Is(200);
        Assert.Equal((1, false), ((int)visit.Json["visits"]!, (bool)visit.Json["exceedsBurden"]!));
        Assert.Equal(visit.Text, (await PostAsync(api, $"inspections/{inspection}/visit", chief, """{"notes":"看过台账"}""", "visit")).Is(200).Text);
        Assert.Equal("visitRecorded", (await PostAsync(api, $"inspections/{inspection}/visit", chief, "{}")).Is(409).Code);
        var read = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/inspections/{inspection}", api.Reporter("v-01"))).Is(200);
        Assert.Equal("看过台账", (string)read.Json["visit"]!["notes"]!);

        var opened = (await PostAsync(api, $"inspections/{inspection}/findings", chief, """{"text":"台账不全","clause":"deeds"}""", "find")).Is(201);
        // Tuesday 24 March; fifteen working days later, with Monday 6 April off, at 18:00 in Shanghai.
        Assert.Equal("2026-04-15T10:00:00+00:00", (string)opened.Json["dueAt"]!);
        var finding = $"inspections/{inspection}/findings/{opened.Json["id"]}";
        Assert.Equal("fixEvidenceMissing", (await PostAsync(api, finding + "/fix", api.Reporter("v-01"), """{"text":"已补","evidence":[]}""")).Is(422).Code);
        Assert.Equal("evidenceUnknown", (await PostAsync(api, finding + "/fix", api.Reporter("v-01"), """{"text":"已补","evidence":["e-1"]}""")).Is(422).Code);
        var file = new ByteArrayContent("照片说明"u8.ToArray());
        file.Headers.ContentType = new("application/octet-stream");
        var sent = await api.SendContentAsync(
            HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/{finding}/evidence", api.Reporter("v-01"), new MultipartFormDataContent { { file, "file", "a.txt" } },
            []);
        var evidence = sent.Is(201).Json["id"]!;
        (await PostAsync(api, finding + "/fix", api.Reporter("v-02"), Fix(evidence))).Is(403);
        Assert.Equal("nothingToVerify", (await PostAsync(api, finding + "/verify", chief, "{}")).Is(409).Code);
        var reported = (await PostAsync(api, finding + "/fix", api.Reporter("v-01"), Fix(evidence), "fix")).Is(200);
        Assert.Equal("fixed", (string)reported.Json["state"]!);
        (await PostAsync(api, finding + "/verify", api.Reviewer("t-2"), "{}")).Is(403);
        Assert.Equal("closed", (string)(await PostAsync(api, finding + "/verify", api.Reviewer("t-1"), """{"comment":"属实"}""", "ok")).Is(200).Json["state"]!);
        Assert.Equal("findingClosed", (await PostAsync(api, finding + "/verify", chief, "{}")).Is(409).Code);

        var state = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State;
        Assert.Equal(new InspectionRecord(1, 0, 1, 0, 0), state.Inspected);
        var ledger = (await api.GetAsync(api.Path("v-01", "ledger"), chief)).Is(200).Json["items"]!.AsArray().Select(i => (string)i!["entry"]!["act"]!);
        Assert.Equal(
            ["enrolled", "inspectionOrdered", "inspectionRecorded", "findingOpened", "evidenceAttached", "findingFixed", "findingClosed"], ledger);
        Assert.True((bool)(await api.GetAsync(api.Path("v-01", "ledger/verify"), chief)).Is(200).Json["valid"]!);
    }

    [Fact]
    public async Task Finding_LeftAlone_IsRemindedEscalatedAndWarned_UntilTheCardIsCleared()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var chief = api.Token("chief", AppRole.Authority);
        var inspection = await OrderAsync(api, "v-03");
        var opened = (await PostAsync(api, $"inspections/{inspection}/findings", chief, """{"text":"未公开承诺"}""")).Is(201);
        var due = DateTimeOffset.Parse((string)opened.Json["dueAt"]!, null);
        var finding = $"inspections/{inspection}/findings/{opened.Json["id"]}";

        // The working day before, at nine in the morning.
        api.Time.MoveTo(due.AddDays(-1).AddHours(-8));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal("findingReminded", (await ActsAsync(api, "v-03"))[^1]);
        api.Time.MoveTo(due.AddMinutes(3));
        await Task.WhenAll(api.Service<DueTimes>().SweepAsync(default), api.Service<DueTimes>().SweepAsync(default));
        Assert.Equal(["findingReminded", "findingEscalated", "findingOverdue", "cardRaised"], (await ActsAsync(api, "v-03"))[^4..]);

        var overdue = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/findings?overdue=true&under=t-1", chief)).Is(200).Json["items"]!.AsArray();
        Assert.Equal(("v-03", true), ((string)Assert.Single(overdue)!["unit"]!, (bool)overdue[0]!["overdue"]!));
        Assert.Equal(["attachEvidence", "fix"], await ActionsAsync(api, "findings", api.Reporter("v-03")));
        Assert.Equal(["extend", "reportFalsified"], await ActionsAsync(api, "findings", api.Reviewer("t-1")));
        Assert.Empty(await ActionsAsync(api, "findings", api.Token("audit", AppRole.Auditor)));
        Assert.Equal(["clear"], await ActionsAsync(api, "warnings", chief));
        Assert.Empty(await ActionsAsync(api, "warnings", api.Reporter("v-03")));
        Assert.Empty((await api.GetAsync($"api/v1/cycles/{api.Cycle}/findings", api.Reporter("v-02"))).Is(200).Json["items"]!.AsArray());
        var warning = Assert.Single((await api.GetAsync($"api/v1/cycles/{api.Cycle}/warnings?open=true", chief)).Is(200).Json["items"]!.AsArray())!;
        Assert.Equal(("slow-1", "slow", "yellow"), ((string)warning["id"]!, (string)warning["rule"]!, (string)warning["card"]!));

        const string Clear = """{"track":"village","unit":"v-03","reason":"雨季道路中断"}""";
        (await PostAsync(api, "warnings/slow-1/clear", api.Reviewer("t-1"), Clear)).Is(403);
        Assert.Equal("reasonMissing", (await PostAsync(api, "warnings/slow-1/clear", chief, Clear.Replace("雨季道路中断", ""))).Is(422).Code);
        Assert.Equal("雨季道路中断", (string)(await PostAsync(api, "warnings/slow-1/clear", chief, Clear, "k")).Is(200).Json["cleared"]!["why"]!);
        Assert.Equal("cardCleared", (await PostAsync(api, "warnings/slow-1/clear", chief, Clear)).Is(409).Code);
        Assert.Empty((await api.GetAsync($"api/v1/cycles/{api.Cycle}/warnings?open=true", chief)).Is(200).Json["items"]!.AsArray());

        Assert.Equal("extensionOutOfRange", (await PostAsync(api, finding + "/extend", chief, """{"until":"2026-05-29","reason":"雨季"}""")).Is(422).Code);
        var extended = (await PostAsync(api, finding + "/extend", chief, """{"until":"2026-04-21","reason":"雨季"}""")).Is(200);
        Assert.Equal(("2026-04-21T10:00:00+00:00", false), ((string)extended.Json["dueAt"]!, (bool)extended.Json["overdue"]!));
        Assert.Equal("alreadyExtended", (await PostAsync(api, finding + "/extend", chief, """{"until":"2026-04-22","reason":"雨季"}""")).Is(409).Code);
    }

    [Fact]
    public async Task Falsification_ReportedByTheReviewerAndConfirmedByTheAuthority_Disqualifies()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var chief = api.Token("chief", AppRole.Authority);
        var inspection = await OrderAsync(api, "v-04", api.Reviewer("t-1"));
        var opened = (await PostAsync(api, $"inspections/{inspection}/findings", api.Reviewer("t-1"), """{"text":"照片重复使用"}""")).Is(201);
        var finding = $"inspections/{inspection}/findings/{opened.Json["id"]}";
        const string Why = """{"reason":"照片系往年所摄"}""";
        Assert.Equal("nothingReported", (await PostAsync(api, finding + "/falsified/confirm", chief, Why)).Is(409).Code);
        (await PostAsync(api, finding + "/falsified", api.Reviewer("t-1"), Why)).Is(200);
        (await PostAsync(api, finding + "/falsified/confirm", api.Reviewer("t-1"), Why)).Is(403);
        Assert.Equal("falsified", (string)(await PostAsync(api, finding + "/falsified/confirm", chief, Why, "c")).Is(200).Json["state"]!);
        var state = (await api.Store.ReadAsync(api.Key("v-04"), default))!.State;
        Assert.Equal(($"{inspection}/{opened.Json["id"]}", 2026), (state.Standing!.Finding, state.Standing.UntilYear));
        Assert.Equal(["findingOpened", "falsificationReported", "falsificationConfirmed", "disqualified"], (await ActsAsync(api, "v-04"))[^4..]);
    }

    [Fact]
    public async Task FalsificationConfirmedAfterTheDecision_TakesTheUnitOffTheHonoursAtOnce()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, text => text.Replace("attain: {", "select: { quota: 2, by: score }\n    attain: {", StringComparison.Ordinal));
        var chief = api.Token("chief", AppRole.Authority);
        foreach (var village in new[] { "v-06", "v-07", "v-08" })
        {
            (await api.UploadAsync(village, "a.txt", "照片说明"u8.ToArray())).Is(201);
            (await api.SubmitAsync(village, key: village)).Is(200);
        }
        var cycle = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;
        var step = api.Plan.Milestones.Single(m => m is { Phase: "closing", Kind: MilestoneKind.Decide });
        await api.Service<TrackRanking>().DecideAsync(cycle, step, new Dictionary<string, FinalDecision>(), default);
        var work = new GroupWork(new MilestoneWork(api.Cycle, 1, step, ["g-1"], "1"), "g-1");
        await api.Service<StateWaves>().DecideAsync(cycle, work, api.Time.GetUtcNow(), default);
        Assert.Equal(["v-06", "v-07"], await HonouredAsync(api));

        var inspection = await OrderAsync(api, "v-06");
        var opened = (await PostAsync(api, $"inspections/{inspection}/findings", api.Reviewer("t-2"), """{"text":"照片重复使用"}""")).Is(201);
        var finding = $"inspections/{inspection}/findings/{opened.Json["id"]}";
        (await PostAsync(api, finding + "/falsified", api.Reviewer("t-2"), """{"reason":"照片系往年所摄"}""")).Is(200);
        Assert.Equal(["v-06", "v-07"], await HonouredAsync(api));
        (await PostAsync(api, finding + "/falsified/confirm", chief, """{"reason":"属实"}""", "c")).Is(200);

        Assert.Equal(["v-07"], await HonouredAsync(api));
        Assert.Equal(["falsificationConfirmed", "disqualified", "honourWithdrawn"], (await ActsAsync(api, "v-06"))[^3..]);
        var ranked = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/ranking?track=village", chief)).Is(200).Json["items"]!.AsArray();
        Assert.False((bool)ranked.Single(r => (string)r!["unit"]! == "v-06")!["attained"]!);
    }

    [Fact]
    public async Task Review_FarBelowTheSelfScore_IsFlagged()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.UploadAsync("v-05", "a.txt", "照片说明"u8.ToArray())).Is(201);
        (await api.SubmitAsync("v-05")).Is(200);
        api.Time.MoveTo(api.Plan.Window("check").OpensAt!.Value.AddHours(1));
        (await PostAsync(api, "participants/village/v-05/reviews/check/accept", api.Reviewer("t-1"), """{"points":{"deeds":40,"order":40}}""")).Is(200);
        var flag = Assert.Single((await api.GetAsync($"api/v1/cycles/{api.Cycle}/flags", api.Reviewer("t-1"))).Is(200).Json["items"]!.AsArray())!;
        Assert.Equal(("v-05", "q1", 100m, 80m, 20m),
            ((string)flag["unit"]!, (string)flag["sheet"]!, (decimal)flag["self"]!, (decimal)flag["given"]!, (decimal)flag["difference"]!));
        var review = (await api.GetAsync(api.Path("v-05", "reviews/check"), api.Reviewer("t-1"))).Is(200);
        Assert.Equal("deeds", (string)Assert.Single(review.Json["flaggedClauses"]!.AsArray())!["clause"]!);
        Assert.Single(review.Json["flags"]!.AsArray());
    }

    [Fact]
    public async Task Order_OfOwnOrWithoutAReason_IsRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var chief = api.Token("chief", AppRole.Authority);
        Assert.Equal("reasonMissing", (await PostAsync(api, "inspections", chief, """{"track":"village","unit":"v-01","reason":" "}""")).Is(422).Code);
        (await PostAsync(api, "inspections", api.Reporter("v-01"), """{"track":"village","unit":"v-01","reason":"x"}""")).Is(403);
        (await PostAsync(api, "inspections", chief, """{"track":"village","unit":"v-99","reason":"x"}""")).Is(403);
        Assert.Empty((await api.GetAsync($"api/v1/cycles/{api.Cycle}/inspections", chief)).Is(200).Json["items"]!.AsArray());
        (await PostAsync(api, "inspections/spot-none/visit", chief, "{}")).Is(403);
    }

    private static async Task<string> OrderAsync(ApiUnderTest api, string unit, string? token = null)
    {
        var ordered = await PostAsync(
            api, "inspections", token ?? api.Token("chief", AppRole.Authority), $$"""{"track":"village","unit":"{{unit}}","reason":"群众反映"}""", "order");
        return (string)ordered.Is(201).Json["inspection"]!["id"]!;
    }

    private static async Task<string[]> HonouredAsync(ApiUnderTest api) =>
        [.. (await api.GetAsync($"api/v1/honours?cycle={api.Cycle}", null)).Is(200).Json["items"]!.AsArray().Select(h => (string)h!["unit"]!)];

    private static string Fix(JsonNode evidence) => $$"""{"text":"已补齐台账","evidence":["{{evidence}}"]}""";

    private static Task<Reply> PostAsync(ApiUnderTest api, string below, string token, string body, string? key = null) => api.SendAsync(
        HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/{below}", token, body, key is null ? [] : [("Idempotency-Key", key)]);

    private static async Task<List<string>> ActsAsync(ApiUnderTest api, string unit) =>
        [.. (await api.GetAsync(api.Path(unit, "ledger"), api.Token("chief", AppRole.Authority))).Is(200).Json["items"]!.AsArray()
            .Select(i => (string)i!["entry"]!["act"]!)];

    private static async Task<IEnumerable<string>> ActionsAsync(ApiUnderTest api, string list, string token) =>
        Assert.Single((await api.GetAsync($"api/v1/cycles/{api.Cycle}/{list}", token)).Is(200).Json["items"]!.AsArray())!["allowedActions"]!.AsArray()
            .Select(a => (string)a!);
}
