using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Sheets;

public sealed class SheetApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Draft = """{"answers":{"deeds":{"measured":1,"note":"走访三户"}}}""";

    [Fact]
    public async Task Draft_SavedAndReadBack_IsTheSameUnderItsETag()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = api.Path("v-01", "sheets/q1");

        var empty = (await api.GetAsync(path, api.Reporter("v-01"))).Is(200);
        Assert.False(empty.Headers.ContainsKey("ETag"));
        Assert.Equal(1, (int)empty.Json["missingEvidence"]!["deeds"]!);
        Assert.Equal("onTime", (string)empty.Json["timeliness"]!);
        Assert.Equal(["saveDraft", "submit", "attachEvidence"], empty.Json["allowedActions"]!.AsArray().Select(a => (string)a!));

        var saved = (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-01"), Draft, ("If-None-Match", "*"))).Is(200);
        var read = (await api.GetAsync(path, api.Reporter("v-01"))).Is(200);
        Assert.Equal(saved.ETag, read.ETag);
        Assert.Equal("走访三户", (string)read.Json["answers"]!["deeds"]!["note"]!);
        Assert.True((bool)read.Json["hasDraft"]!);
        Assert.Equal("open", (string)read.Json["status"]!);
    }

    [Fact]
    public async Task Form_OfASelfCheck_TellsEachClauseAndWhatItsAnswerHolds()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);

        var form = (await api.GetAsync(api.Path("v-01", "sheets/q1/form"), api.Reporter("v-01"))).Is(200).Json;

        Assert.False((bool)form["asksForText"]!);
        var clauses = form["sections"]!.AsArray().SelectMany(s => s!["clauses"]!.AsArray()).ToDictionary(c => (string)c!["id"]!);
        Assert.Equal(["measured"], clauses["deeds"]!["asks"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(1, (int)clauses["deeds"]!["evidence"]!["min"]!);
        Assert.All(clauses.Values, c => Assert.NotEmpty((string)c!["text"]!["zh"]!));
        var answers = new JsonObject(clauses.Values.Select(c =>
            KeyValuePair.Create((string)c!["id"]!, (JsonNode?)new JsonObject(
                c["asks"]!.AsArray().Where(a => (string)a! is "measured" or "points")
                    .Select(a => KeyValuePair.Create((string)a!, (JsonNode?)0))))));
        (await api.SendAsync(
            HttpMethod.Put, api.Path("v-01", "sheets/q1"), api.Reporter("v-01"),
            new JsonObject { ["answers"] = answers }.ToJsonString(), ("If-None-Match", "*"))).Is(200);
        Assert.Equal(404, (await api.GetAsync(api.Path("v-01", "sheets/bulletin/form"), api.Reporter("v-01"))).Status);
    }

    [Fact]
    public async Task Draft_OfAReporter_IsNotShownToTheReviewer()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        await api.SendAsync(HttpMethod.Put, api.Path("v-01", "sheets/q1"), api.Reporter("v-01"), Draft, ("If-None-Match", "*"));
        var seen = (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reviewer("t-1"))).Is(200);
        Assert.Empty(seen.Json["answers"]!.AsObject());
        Assert.Empty(seen.Json["allowedActions"]!.AsArray());
    }

    [Fact]
    public async Task Put_WithoutOrWithAStalePrecondition_Is428And412WithWhatIsThere()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var (path, token) = (api.Path("v-01", "sheets/q1"), api.Reporter("v-01"));
        var first = (await api.SendAsync(HttpMethod.Put, path, token, Draft)).Is(200);
        Assert.Equal("preconditionRequired", (await api.SendAsync(HttpMethod.Put, path, token, ApiUnderTest.Sheet)).Is(428).Code);
        var second = (await api.SendAsync(HttpMethod.Put, path, token, ApiUnderTest.Sheet, ("If-Match", first.ETag))).Is(200);
        var stale = (await api.SendAsync(HttpMethod.Put, path, token, """{"answers":{}}""", ("If-Match", first.ETag))).Is(412);

        Assert.Equal("preconditionFailed", stale.Code);
        Assert.Equal(second.ETag, stale.ETag);
        Assert.Equal(3, (int)stale.Json["current"]!["answers"]!["deeds"]!["measured"]!);
    }

    [Fact]
    public async Task Put_TheSameAgain_IsTheSameOperation()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var (path, token) = (api.Path("v-01", "sheets/q1"), api.Reporter("v-01"));
        var first = (await api.SendAsync(HttpMethod.Put, path, token, Draft, ("If-None-Match", "*"))).Is(200);
        var again = (await api.SendAsync(HttpMethod.Put, path, token, Draft, ("If-None-Match", "*"))).Is(200);
        Assert.Equal(first.ETag, again.ETag);
    }

    [Fact]
    public async Task Submit_WithItsContent_IsTwoRequestsWithWarmCaches()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-01")).Is(200);
        await api.GetAsync(api.Path("v-02"), api.Reporter("v-02"));
        var before = api.Storage.Meter.Total;

        var answer = (await api.SubmitAsync("v-02", key: "k-1")).Is(200);

        Assert.Equal(2, api.Storage.Meter.Total - before);
        Assert.Equal("submitted", (string)answer.Json["status"]!);
        // Without evidence the measured clause scores nothing and says so.
        Assert.Equal(40m, (decimal)answer.Json["score"]!);
        Assert.Contains(answer.Json["explanation"]!.AsArray(), line => (decimal)line!["lost"]! == 60m);
        Assert.Equal(1, (int)answer.Json["missingEvidence"]!["deeds"]!);
        Assert.Equal("onTime", (string)answer.Json["timeliness"]!);
        Assert.NotNull(answer.Json["lockedAt"]);
    }

    [Fact]
    public async Task Submit_SameKeyTwice_GivesTheSameAnswer_OtherBodyIsRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var first = (await api.SubmitAsync("v-01", key: "key")).Is(200);
        var again = (await api.SubmitAsync("v-01", key: "key")).Is(200);
        var other = await api.SubmitAsync("v-01", Draft, key: "key");

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("idempotencyKeyReused", other.Is(422).Code);
        Assert.Equal(1, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Version);
    }

    [Fact]
    public async Task Submit_SameKeyAtTheSameTimeToTwoProcesses_ActsOnce()
    {
        await using var one = await ApiUnderTest.StartAsync(fixture);
        await using var two = await ApiUnderTest.StartAsync(fixture, before: one);
        var answers = await Task.WhenAll(new[] { one, two, one, two }.Select(api => api.SubmitAsync("v-01", key: "key")));

        Assert.All(answers, a => a.Is(200));
        Assert.Single(answers.Select(a => a.Text).Distinct());
        Assert.Equal(1, (await one.Store.ReadAsync(one.Key("v-01"), default))!.State.Phase("q1").Version);
    }

    [Fact]
    public async Task Submit_OverASavedSheet_MustSayWhichStateItKnows()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var saved = (await api.SendAsync(HttpMethod.Put, api.Path("v-01", "sheets/q1"), api.Reporter("v-01"), Draft, ("If-None-Match", "*"))).Is(200);
        Assert.Equal("preconditionRequired", (await api.SubmitAsync("v-01")).Is(428).Code);
        Assert.Equal("preconditionFailed", (await api.SubmitAsync("v-01", headers: ("If-None-Match", "*"))).Is(412).Code);
        var submitted = (await api.SubmitAsync("v-01", headers: ("If-Match", saved.ETag))).Is(200);
        Assert.NotEqual(saved.ETag, submitted.ETag);
        Assert.False((bool)(await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reporter("v-01"))).Json["hasDraft"]!);
    }

    [Fact]
    public async Task Submit_WithoutABody_TakesTheDraft()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var submit = api.Path("v-01", "sheets/q1/submit");
        Assert.Equal("draftMissing", (await api.SendAsync(HttpMethod.Post, submit, api.Reporter("v-01"), null)).Is(409).Code);
        await api.SendAsync(HttpMethod.Put, api.Path("v-01", "sheets/q1"), api.Reporter("v-01"), Draft, ("If-None-Match", "*"));
        (await api.SendAsync(HttpMethod.Post, submit, api.Reporter("v-01"), null)).Is(200);
        Assert.Equal(1, (int)(await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reviewer("t-1"))).Json["answers"]!["deeds"]!["measured"]!);
    }

    [Fact]
    public async Task Submit_InGraceLateAndLocked_IsMarkedOrRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var window = api.Plan.Window("q1");
        api.Time.MoveTo(window.DueAt!.Value.AddSeconds(1));
        Assert.Equal("inGrace", (string)(await api.SubmitAsync("v-01")).Is(200).Json["timeliness"]!);
        api.Time.MoveTo(window.LockedAt!.Value);
        Assert.Equal("late", (string)(await api.SubmitAsync("v-02")).Is(200).Json["timeliness"]!);
        api.Time.MoveTo(window.LockedAt!.Value.AddTicks(1));
        Assert.Equal("deadlinePassed", (await api.SubmitAsync("v-03")).Is(409).Code);
        Assert.Equal("locked", (string)(await api.GetAsync(api.Path("v-03", "sheets/q1"), api.Reporter("v-03"))).Json["timeliness"]!);
    }

    [Fact]
    public async Task Submit_InACancelledCycle_IsRefused_AndStillRead()
    {
        await using var setUp = await ApiUnderTest.StartAsync(fixture);
        await setUp.Service<CycleStore>().ChangeAsync(setUp.Cycle, "cancel", c => c with { State = CycleState.Cancelled }, default);
        await using var api = await ApiUnderTest.StartAsync(fixture, before: setUp);
        Assert.Equal("cycleCancelled", (await api.SubmitAsync("v-01")).Is(409).Code);
        (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reporter("v-01"))).Is(200);
    }

    [Fact]
    public async Task Submit_OfBadContent_NamesEachPlace()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var answer = (await api.SubmitAsync("v-01", """{"answers":{"deeds":{"yes":true},"nothing":{"points":1}}}""")).Is(422);
        Assert.Equal(["answers.deeds.yes", "answers.nothing"], answer.Json["errors"]!.AsObject().Select(e => e.Key));
        Assert.Equal("badRequest", (await api.SubmitAsync("v-01", """{"answer":{}}""")).Is(400).Code);
    }

    [Fact]
    public async Task Summary_WithoutText_IsRefused_WithTextIsTaken()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var submit = api.Path("v-01", "sheets/text/submit");
        Assert.Equal("textMissing", (await api.SendAsync(HttpMethod.Post, submit, api.Reporter("v-01"), "{}")).Is(422).Code);
        var answer = (await api.SendAsync(HttpMethod.Post, submit, api.Reporter("v-01"), """{"text":"上半年工作小结"}""")).Is(200);
        Assert.Null(answer.Json["score"]);
    }

    [Fact]
    public async Task Sheet_OfOthersOrOfNothing_IsRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.GetAsync(api.Path("v-01", "sheets/q1"), null)).Is(401);
        (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reporter("v-02"))).Is(403);
        (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reviewer("t-2"))).Is(403);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "sheets/q1/submit"), api.Reviewer("t-1"), ApiUnderTest.Sheet)).Is(403);
        (await api.GetAsync(api.Path("v-01", "sheets/q9"), api.Reporter("v-01"))).Is(404);
        (await api.GetAsync(api.Path("v-01", "sheets/check"), api.Reporter("v-01"))).Is(404);
        (await api.GetAsync("api/v1/cycles/none/participants/village/v-01/sheets/q1", api.Reporter("v-01"))).Is(404);
        (await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Token("auditor", AppRole.Auditor))).Is(200);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Everything_WithEveryKthAnswerLost_IsAnsweredOnceAndTheLedgerHolds(int every)
    {
        await using var setUp = await ApiUnderTest.StartAsync(fixture);
        var faults = new LostAnswers(every);
        await using var api = await ApiUnderTest.StartAsync(fixture, faults, setUp);
        for (var i = 1; i <= 9; i++)
        {
            var unit = $"v-0{i}";
            var saved = (await api.SendAsync(HttpMethod.Put, api.Path(unit, "sheets/q1"), api.Reporter(unit), Draft, ("If-None-Match", "*"))).Is(200);
            (await api.UploadAsync(unit, "a.txt", "三件好事"u8.ToArray(), key: "file")).Is(201);
            var first = (await api.SubmitAsync(unit, key: "submit", headers: ("If-Match", saved.ETag))).Is(200);
            Assert.Equal(1, (int)first.Json["version"]!);
            Assert.Equal(100m, (decimal)first.Json["score"]!);
            var verified = (await api.GetAsync(api.Path(unit, "ledger/verify"), api.Reporter(unit))).Is(200);
            Assert.True((bool)verified.Json["valid"]!);
            Assert.Equal(3, (int)verified.Json["entries"]!);
        }
        Assert.True(faults.Lost > 5);
    }

    [Fact]
    public async Task EightUploadsAWaveAndASubmission_AtTheSameTime_AllSucceed()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        await using var other = await ApiUnderTest.StartAsync(fixture, before: api);
        var uploads = Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? api : other).UploadAsync("v-01", $"{i}.txt", [(byte)('a' + i)])).ToList();
        var wave = other.Store.TransactGroupAsync(
            api.Cycle, "g-1", "wave", api.Time.GetUtcNow(), Participants.StoreUnderTest.Fact("cardRaised", "g-1"),
            s => s.Cards.Count > 0 ? null : s with { Cards = [new(Card.Yellow, "m", api.Time.GetUtcNow())] }, default);
        var submission = api.SubmitAsync("v-01");

        foreach (var reply in await Task.WhenAll(uploads))
            reply.Is(201);
        (await submission).Is(200);
        Assert.Equal(10, (await wave).Changed);
        var state = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State;
        Assert.Equal((8, SheetStatus.Submitted, 1), (state.Phase("q1").Evidence["deeds"], state.Phase("q1").Status, state.Cards.Count));
        Assert.Equal(100m, state.Phase("q1").Score);
        Assert.True((bool)(await api.GetAsync(api.Path("v-01", "ledger/verify"), api.Reporter("v-01"))).Json["valid"]!);
    }
}
