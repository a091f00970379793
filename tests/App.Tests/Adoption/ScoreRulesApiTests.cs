using Campaigns.App.Adoption;
using Campaigns.App.Campaigns;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.Rules.Adoption;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Adoption;

/// <summary>Votes, duty reports, clauses that do not apply, feedback, targets and rules that change after scoring began, over HTTP and real storage.</summary>
public sealed class ScoreRulesApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly string[] Phases =
    [
        "people: { kind: vote, period: Q1, opens: start + 5wd, due: end + 20wd, turnout: 50%, options: { good: 100, bad: 0 } }",
        "duty: { kind: duty-report, period: Q1, by: parent, opens: start + 5wd, due: end + 20wd }",
    ];

    [Fact]
    public async Task Vote_EachCodeOnce_AndNobodyElse()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture, phases: Phases);
        var issue = api.Path("v-01", "votes/people/codes");
        Assert.Equal(403, (await api.SendAsync(HttpMethod.Post, issue, api.Reporter("v-01"), """{"count":2}""")).Status);
        Assert.Equal("answerOutOfRange", (await api.SendAsync(HttpMethod.Post, issue, api.Reviewer("t-1"), """{"count":0}""")).Is(422).Code);
        var codes = (await api.SendAsync(HttpMethod.Post, issue, api.Reviewer("t-1"), """{"count":2}""")).Is(200).Json["codes"]!.AsArray()
            .Select(c => (string)c!).ToList();
        Assert.Equal(
            codes,
            (await api.SendAsync(HttpMethod.Post, issue, api.Reviewer("t-1"), """{"count":2}""")).Is(200).Json["codes"]!.AsArray().Select(c => (string)c!));

        Task<Reply> Cast(string code, string option = "good") =>
            api.SendAsync(HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/votes/people/ballots", null, $$"""{"code":"{{code}}","option":"{{option}}"}""");
        Assert.Equal("unknownOption", (await Cast(codes[0], "ugly")).Is(422).Code);
        (await Cast(codes[0])).Is(200);
        Assert.Equal("codeUsed", (await Cast(codes[0], "bad")).Is(409).Code);
        (await Cast(codes[0][..^1] + (codes[0][^1] == '0' ? '1' : '0'))).Is(404);
        (await Cast(codes[0].Replace(".1.", ".3.", StringComparison.Ordinal))).Is(404);
        (await Cast("nonsense")).Is(404);
        (await Cast(codes[1], "bad")).Is(200);

        var tally = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("people").Vote!;
        Assert.Equal((2, 2, 1), (tally.Issued, tally.Cast, tally.Ballots["good"]));
    }

    [Fact]
    public async Task DutyReport_HandedInAndRatedOnce()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture, phases: Phases);
        var rate = api.Path("v-01", "duty-reports/duty/rate");
        Assert.Equal("nothingToReview", (await api.SendAsync(HttpMethod.Post, rate, api.Reviewer("t-1"), """{"points":90}""")).Is(409).Code);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "sheets/duty/submit"), api.Reporter("v-01"), """{"text":"一年来……"}""")).Is(200);
        Assert.Equal(403, (await api.SendAsync(HttpMethod.Post, rate, api.Reporter("v-01"), """{"points":90}""")).Status);
        Assert.Equal(
            90,
            (decimal)(await api.SendAsync(HttpMethod.Post, rate, api.Reviewer("t-1"), """{"points":90}""", ("Idempotency-Key", "r"))).Is(200).Json["score"]!);
        Assert.Equal(
            90,
            (decimal)(await api.SendAsync(HttpMethod.Post, rate, api.Reviewer("t-1"), """{"points":90}""", ("Idempotency-Key", "r"))).Is(200).Json["score"]!);
        Assert.Equal("alreadyAccepted", (await api.SendAsync(HttpMethod.Post, rate, api.Reviewer("t-1"), """{"points":95}""")).Is(409).Code);
    }

    [Fact]
    public async Task Clause_NotApplicable_IsScoredAgainAndTheLetterSaysWhatIsLost()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-02")).Is(200);
        var path = api.Path("v-02", "clauses/deeds/applicability");
        Assert.Equal("reasonMissing", (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"applies":false,"reason":" "}""")).Is(422).Code);
        Assert.Equal(403, (await api.SendAsync(HttpMethod.Post, path, api.Reporter("v-02"), """{"applies":false,"reason":"无"}""")).Status);
        var lost = (await api.GetAsync(api.Path("v-02", "feedback"), api.Reporter("v-02"))).Is(200).Json["lost"]!.AsArray();
        Assert.Equal(("service.deeds", 60m), ((string)lost[0]!["path"]!, (decimal)lost[0]!["points"]!));

        (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), """{"applies":false,"reason":"搬迁村"}""")).Is(200);

        // Order kept, 40 of the 40 points that are left.
        Assert.Equal(100, (await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Phase("q1").Score);
        Assert.Empty((await api.GetAsync(api.Path("v-02", "feedback"), api.Reporter("v-02"))).Is(200).Json["lost"]!.AsArray());
    }

    [Fact]
    public async Task Rules_AdoptedAfterScoringBegan_ComeToWhatThePreviewShowed()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        foreach (var (unit, deeds) in new[] { ("v-01", 1), ("v-02", 2), ("v-03", 3) })
        {
            (await api.UploadAsync(unit, "photo.png", Png)).Is(201);
            var order = deeds < 3 ? "true" : "false";
            (await api.SubmitAsync(unit, $$"""{"answers":{"deeds":{"measured":{{deeds}} },"order":{"yes":{{order}} } } }""")).Is(200);
        }
        var desk = api.Service<RuleDesk>();
        var campaigns = api.Service<CampaignStore>();
        var cycles = api.Service<CycleStore>();
        var text = (await campaigns.GetAsync(api.Cycle, 1, default))!.Text;
        var milder = text.Replace("target: 3, points: 60", "target: 2, points: 60", StringComparison.Ordinal);
        var other = text.Replace("due: end + 10wd, grace: 3wd", "due: end + 11wd, grace: 3wd", StringComparison.Ordinal);
        foreach (var version in new[] { milder, other })
            Assert.NotNull(
                await campaigns.AddAsync(
                    DefinitionReader.Read(version).Definition!, version, await campaigns.CurrentAsync(api.Cycle, default), "chief",
                    version.GetHashCode(StringComparison.Ordinal).ToString(System.Globalization.CultureInfo.InvariantCulture), default));
        var context = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;

        Assert.Equal(RefusalCode.BeyondRules, (await desk.PreviewAsync(context, api.Cycle, 3, default))!.Refusal!.Code);
        Assert.Equal(RefusalCode.BeyondRules, (await desk.AdoptAsync(api.Cycle, 3, "chief", "x", default))!.Refusal!.Code);
        Assert.Null(await desk.PreviewAsync(context, api.Cycle, 4, default));
        var preview = Assert.IsType<Accepted<IReadOnlyList<TrackPreview>>>(await desk.PreviewAsync(context, api.Cycle, 2, default)).State.Single();
        Assert.Equal(["v-02", "v-01"], preview.Moves.Where(m => m.ScoreBefore != m.ScoreAfter).Select(m => m.Unit));

        var adopted = Assert.IsType<Accepted<Cycle>>(await desk.AdoptAsync(api.Cycle, 2, "chief", "标准过严", default)).State;
        Assert.Equal((2, 1, "标准过严"), (adopted.Version, adopted.Adopted!.Number, adopted.Adopted.Why));
        var snapshot = (await cycles.ReadSnapshotAsync(api.Cycle, default))!;
        Assert.Equal(
            [("cycle|rescore|1", MilestoneState.Claimed), ("cycle|rescore|1-settled", MilestoneState.Pending)],
            snapshot.Milestones.Select(m => (m.Milestone.Id, m.State)).OrderBy(m => m.Id, StringComparer.Ordinal));
        var after = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;
        var work = new GroupWork(new MilestoneWork(api.Cycle, 1, snapshot.Milestones[0].Milestone, ["g-1"], "run"), "g-1");
        Assert.Equal(2, (await api.Service<RescoreWave>().RunAsync(adopted, after, work, api.Time.GetUtcNow(), default)).Changed);
        Assert.Equal(0, (await api.Service<RescoreWave>().RunAsync(adopted, after, work, api.Time.GetUtcNow(), default)).Changed);

        var contenders = new List<Contender>();
        await foreach (var participant in api.Store.ReadGroupAsync(api.Cycle, "g-1", default))
            contenders.Add(Contender.Of(after.Definition, participant.State, Evaluator.Evaluate(after.Definition, participant.State)));
        var standard = after.Definition.Standards[0];
        var ranking = Ranking.Rank(standard, contenders);
        foreach (var move in preview.Moves)
        {
            var place = ranking.Single(r => r.Unit == move.Unit);
            Assert.Equal((place.Rank, place.Contender.Score), (move.RankAfter, move.ScoreAfter));
        }
        Assert.Equal(adopted.Version, Assert.IsType<Accepted<Cycle>>(await desk.AdoptAsync(api.Cycle, 2, "chief", "again", default)).State.Version);
    }

    [Fact]
    public async Task Targets_AfterACount_AreReadFromOneRow()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.UploadAsync("v-01", "photo.png", Png)).Is(201);
        (await api.SubmitAsync("v-01")).Is(200);

        await api.Service<RollUp>().CountAsync(api.Cycle, ["g-1"], default);

        var counts = (await api.Service<RollUp>().TargetsAsync(api.Cycle, default))!;
        Assert.Equal((1m, 10m), (counts.Parts["attain-village"].Value, counts.Parts["attain-village"].Of));
    }

    private static byte[] Png => Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
}
