using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.App.Cycles.Waves;
using Campaigns.Rules.Calendar;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Selecting;

/// <summary>Nominated villages are assessed on site before the decision, and the mark is part of the choice, over HTTP (K3).</summary>
public sealed class OnSiteApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Terms = """
        select: { quota: 1, nominated-by: township, by: on-site, weigh: { assessment: 60%, self-check: 40% } }
            attain: {
        """;

    [Fact]
    public async Task Decision_WaitsForEveryNomineesAssessment_AndTheMarkOrdersTheList()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture,
            text => text.Replace("attain: {", Terms, StringComparison.Ordinal),
            phases:
            [
                "nominate: { kind: nomination, period: Q1, opens: after closing, due: 3wd }",
                "assess: { kind: inspection, period: Q1, opens: after nominate, due: 3wd, draw: { of: candidates } }",
                "decide: { kind: decision, period: Q1, opens: after assess, due: 3wd }",
            ]);
        var chief = api.Token("chief", AppRole.Authority);
        await api.NominateTwoAsync();
        await api.RunStepAsync("nominate", MilestoneKind.Lock);
        await DrawAsync(api);

        api.Time.MoveTo(api.Plan.Window("assess").OpensAt!.Value.AddHours(1));
        var drawn = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/inspections", chief)).Is(200).Json["items"]!.AsArray();
        var visits = drawn.ToDictionary(i => (string)i!["unit"]!, i => $"api/v1/cycles/{api.Cycle}/inspections/{i!["id"]}/visit");
        Assert.Equal(["v-01", "v-02"], visits.Keys.Order());
        var waiting = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/coverage?kind=assess", chief)).Is(200).Json["items"]!.AsArray();
        Assert.Equal(["v-01", "v-02"], waiting.Select(o => (string)o!["unit"]!).Order());
        (await api.SendAsync(HttpMethod.Post, visits["v-02"], chief, """{"score":90,"notes":"看了现场"}""", ("Idempotency-Key", "v-02"))).Is(200);
        // 60 % of 90 and 40 % of the self-check.
        var score = (await api.GetAsync(api.Path("v-02", "score"), chief)).Is(200).Json["choice"]!;
        Assert.Equal(["assessment", "selfCheck"], score["lines"]!.AsArray().Select(l => (string)l!["path"]!));
        Assert.Equal(54m, (decimal)score["lines"]![0]!["points"]!);
        Assert.Null((await api.GetAsync(api.Path("v-01", "score"), chief)).Is(200).Json["choice"]);

        await api.RunStepAsync("decide", MilestoneKind.Open);
        api.Time.MoveTo(api.Plan.Window("decide").OpensAt!.Value.AddHours(1));
        var decision = $"api/v1/cycles/{api.Cycle}/decisions/village";
        var list = (await api.GetAsync(decision, chief)).Is(200).Json;
        Assert.Equal(["v-02"], list["intended"]!.AsArray().Select(u => (string)u!));
        Assert.Equal(["v-01"], list["unassessed"]!.AsArray().Select(u => (string)u!));
        const string Body = """{"units":["v-02"],"meeting":"会","document":"文"}""";
        Assert.Equal("assessmentMissing", (await api.SendAsync(HttpMethod.Put, decision, chief, Body)).Is(409).Code);
        // The phase has locked; the choice waits for the mark, so that it is still taken.
        (await api.SendAsync(HttpMethod.Post, visits["v-01"], chief, """{"score":70}""", ("Idempotency-Key", "v-01"))).Is(200);
        (await api.SendAsync(HttpMethod.Put, decision, chief, Body)).Is(200);
    }

    [Fact]
    public async Task Vetting_OfEachIndividual_IsTheAuthoritysOwn_AndSilenceAboutOneIsNoAgreement()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture,
            text => text.Replace("attain: {", "select: { quota: 2, nominated-by: township, by: vetting }\n    attain: {", StringComparison.Ordinal),
            phases:
            [
                "nominate: { kind: nomination, period: Q1, opens: after closing, due: 3wd }",
                "decide: { kind: decision, period: Q1, opens: after nominate, due: 3wd }",
            ]);
        var chief = api.Token("chief", AppRole.Authority);
        await api.NominateTwoAsync();
        await api.RunStepAsync("nominate", MilestoneKind.Lock);
        await api.RunStepAsync("decide", MilestoneKind.Open);
        api.Time.MoveTo(api.Plan.Window("decide").OpensAt!.Value.AddHours(1));

        var decision = $"api/v1/cycles/{api.Cycle}/decisions/village";
        Assert.Equal(["county"], (await api.GetAsync(decision, chief)).Is(200).Json["unheard"]!.AsArray().Select(u => (string)u!));
        const string Both = """{"units":["v-01","v-02"],"meeting":"会","document":"文"}""";
        Assert.Equal("vettingMissing", (await api.SendAsync(HttpMethod.Put, decision, chief, Both)).Is(409).Code);
        var one = (await api.SendAsync(
            HttpMethod.Put, $"{decision}/vetting/county", chief, """{"units":{"v-01":{"verdict":"yes","reason":"经考察，表现良好"}}}""")).Is(200);
        Assert.Equal("vettingMissing", (await api.SendAsync(HttpMethod.Put, decision, chief, Both)).Is(409).Code);
        const string Words = """{"units":{"v-01":{"verdict":"yes","reason":"经考察，表现良好"},"v-02":{"verdict":"no","reason":"有信访件"}}}""";
        (await api.SendAsync(HttpMethod.Put, $"{decision}/vetting/county", chief, Words, ("If-Match", one.ETag!))).Is(200);
        Assert.Equal("vettingAgainst", (await api.SendAsync(HttpMethod.Put, decision, chief, Both)).Code);
        (await api.SendAsync(HttpMethod.Put, $"{decision}/vetting/county", api.Reporter("v-01"), Words)).Is(403);
    }

    private static async Task DrawAsync(ApiUnderTest api)
    {
        var milestone = api.Plan.Milestones.Single(m => m.Phase == "assess" && m.Kind == MilestoneKind.Draw);
        var work = new MilestoneWork(api.Cycle, 1, milestone, ["g-1"], "1");
        await ActivatorUtilities.CreateInstance<DrawSample>(api.Service<IServiceProvider>()).Run(work, default);
        var cycle = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;
        await ActivatorUtilities.CreateInstance<StateWaves>(api.Service<IServiceProvider>()).DrawAsync(cycle, new(work, "g-1"), api.Time.GetUtcNow(), default);
    }
}
