using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.App.Tests.Coverage;

/// <summary>The coverage report over HTTP: whatever waits has an owner, a due date and something that happens next (J6, J7).</summary>
public sealed class CoverageApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Coverage_ListsEverythingThatWaits_WithItsOwners()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, phases: "plan: { kind: plan, opens: 03-01, due: 30wd, file-with: authority, rework: 3wd }");
        var chief = api.Token("chief", AppRole.Authority);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "plan/submit"), api.Reporter("v-01"), """{"text":"打造特色"}""")).Is(200);
        var ordered = (await PostAsync(api, "inspections", chief, """{"track":"village","unit":"v-02","reason":"群众反映"}""")).Is(201);
        var inspection = (string)ordered.Json["inspection"]!["id"]!;
        var finding = (await PostAsync(api, $"inspections/{inspection}/findings", chief, """{"text":"台账不全"}""")).Is(201);

        var all = await ListAsync(api, chief, "");
        Assert.All(all, o => Assert.NotNull(o["dueAt"]));
        var answer = all.Single(o => Is(o, "v-01", "answerPlan"));
        Assert.Equal(["chief"], Owners(answer));
        Assert.Equal("plan", (string)answer["phase"]!);
        var rectify = all.Single(o => Is(o, "v-02", "rectify"));
        Assert.Equal((string)finding.Json["id"]!, (string)rectify["subject"]!);
        Assert.Equal((string)finding.Json["dueAt"]!, (string)rectify["dueAt"]!);
        Assert.Equal(["rep-v-02"], Owners(rectify));
        Assert.Equal(10, all.Count(o => (string)o["kind"]! == "report" && (string)o["phase"]! == "q1"));

        Assert.Equal(["v-02"], (await ListAsync(api, chief, "?kind=rectify")).Select(o => (string)o["unit"]!));
        Assert.All(await ListAsync(api, api.Reviewer("t-2"), ""), o => Assert.True(string.CompareOrdinal((string)o["unit"]!, "v-05") > 0));
        (await api.GetAsync($"api/v1/cycles/{api.Cycle}/coverage?kind=nonsense", chief)).Is(400);
        (await api.GetAsync($"api/v1/cycles/{api.Cycle}/coverage", null)).Is(401);
        (await api.GetAsync("api/v1/cycles/nowhere/coverage", chief)).Is(404);
    }

    [Fact]
    public async Task PlanThatItsOfficeLeavesUnanswered_IsOnThePhasesLadder()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture,
            text => text + "\nladders:\n  l:\n    - { at: due - 1wd, to: reporter }\n    - { at: due + 1wd, to: [reporter, leader], card: yellow }\n",
            phases: "plan: { kind: plan, opens: 03-01, due: 20wd, file-with: authority, ladder: l, late: 5wd }");
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "plan/submit"), api.Reporter("v-01"), """{"text":"打造特色"}""")).Is(200);
        var cycle = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;
        var rung = api.Plan.Milestones.Single(m => m is { Phase: "plan", Kind: MilestoneKind.Escalate });
        var work = new GroupWork(new MilestoneWork(api.Cycle, 1, rung, ["g-1"], "1"), "g-1");
        await api.Service<ReminderWave>().RunAsync(cycle, work, rung.At!.Value, default);

        var items = new List<ReminderItem>();
        await foreach (var wanted in api.Service<ReminderItems>().ReadAsync(api.Cycle, rung.Id, 0, default))
            items.AddRange(wanted.Items);
        var answer = Assert.Single(items, i => i.Answers);
        Assert.Equal(("chief", "v-01"), (answer.Recipient, answer.Unit));
        Assert.DoesNotContain(items, i => !i.Answers && i.Unit == "v-01");
        Assert.Empty((await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Cards);
        Assert.Single((await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Cards);

        var people = await api.Service<App.Directory.DirectoryCache>().GetFreshAsync(default);
        var notice = NoticeComposer.NoticesOf(cycle, rung, items, people).Single(n => n.Recipient == "chief");
        Assert.Equal("unanswered", notice.Kind);
        Assert.Contains("1 filed and waiting for your answer", notice.Title, StringComparison.Ordinal);
        Assert.Contains($"Answer by: {cycle.LocalTime(api.Plan.Window("plan").LockedAt!.Value)} (Asia/Shanghai)", notice.Text, StringComparison.Ordinal);
        var both = NoticeComposer.NoticesOf(cycle, rung, [answer, answer with { Unit = "v-03", Answers = false }], people).Single();
        Assert.Equal("overdue", both.Kind);
        Assert.Contains("waiting for your answer", both.Text, StringComparison.Ordinal);

        // Once it is answered a digest that is composed later leaves it out.
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "plan/register"), api.Token("chief", AppRole.Authority), null)).Is(200);
        var composer = new NoticeComposer(
            api.Service<ReminderItems>(), api.Service<ParticipantStore>(), api.Service<App.Directory.DirectoryCache>(), api.Service<NoticeBook>(),
            api.Service<DeliveryTerms>(), new Later());
        await composer.ComposeAsync(cycle, rung, default);
        var told = new List<string>();
        await foreach (var row in api.Storage.Tables.Notices.QueryAsync<Azure.Data.Tables.TableEntity>())
        {
            if (row.RowKey.Split('|', 5) is ["n", var recipient, _, var of, _] && of == api.Cycle)
                told.Add(recipient);
        }
        Assert.DoesNotContain("chief", told);
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddMinutes(5);
    }

    private static bool Is(JsonNode obligation, string unit, string kind) => (string)obligation["unit"]! == unit && (string)obligation["kind"]! == kind;

    private static IEnumerable<string> Owners(JsonNode obligation) => obligation["owners"]!.AsArray().Select(o => (string)o!);

    private static async Task<List<JsonNode>> ListAsync(ApiUnderTest api, string token, string query) =>
        [.. (await api.GetAsync($"api/v1/cycles/{api.Cycle}/coverage{query}", token)).Is(200).Json["items"]!.AsArray().Select(i => i!)];

    private static Task<Reply> PostAsync(ApiUnderTest api, string below, string token, string body) =>
        api.SendAsync(HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/{below}", token, body);
}
