using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Extensions;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;
using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.App.Tests.Changes;

public sealed class UnitChangeApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Merge_AcrossGroups_KilledBetweenItsSteps_IsCompletedByTheSameRequest()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var (a, b) = (await NewUnitAsync(api, "g-2", "t-2"), await NewUnitAsync(api, "g-3", "t-1"));
        var file = (await api.UploadAsync(a, "a.txt", "照片说明"u8.ToArray())).Is(201).Json["id"]!;
        (await api.SubmitAsync(a)).Is(200);
        var body = $$"""{"kind":"merge","into":"{{b}}","reason":"并村"}""";
        var dry = (await ChangeAsync(api, a, body, "?dryRun=true")).Is(200);
        Assert.Equal(["ended", "absorbed"], dry.Json["carried"]!.AsArray().Select(c => (string)c!["effect"]!));
        Assert.Equal("q1", (string)dry.Json["carried"]![0]!["phases"]![0]!);
        Assert.Null((await api.Store.ReadAsync(api.Cycle, "village", a, default))!.State.Left);

        // What a process leaves that dies after the first step.
        var change = new UnitChange(UnitChangeKind.Merge, a, [b]);
        await api.Store.TransactAsync(
            new(api.Cycle, "g-2", "village", a), new("killed", api.Time.GetUtcNow()),
            (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Transfers.Leave(current.State, change, api.Time.GetUtcNow(), "admin", "并村"))), default);
        Assert.Equal("unitLeft", (await api.SubmitAsync(a, headers: ("If-Match", "*"))).Is(409).Code);

        var first = (await ChangeAsync(api, a, body)).Is(200);
        Assert.Equal(first.Text, (await ChangeAsync(api, a, body)).Is(200).Text);
        var (left, merged) =
            ((await api.Store.ReadAsync(api.Cycle, "village", a, default))!.State, (await api.Store.ReadAsync(api.Cycle, "village", b, default))!.State);
        Assert.Equal(left.Phase("q1").Score, merged.Phase("q1").Score);
        Assert.Equal((SheetStatus.Submitted, a), (merged.Phase("q1").Status, merged.Origins.Single()));
        Assert.Equal(["enrolled", "evidenceAttached", "sheetSubmitted", "unitLeft"], await ActsAsync(api, a));
        Assert.Equal(["enrolled", "unitAbsorbed"], await ActsAsync(api, b));
        Assert.True((bool)(await api.GetAsync(api.Path(b, "ledger/verify"), Admin(api))).Is(200).Json["valid"]!);
        // The sheet stays its writer's, and is read where its score counts, in another group too.
        var carried = (await api.GetAsync(api.Path(b, "sheets/q1"), Admin(api))).Is(200).Json;
        Assert.Equal((a, 3m), ((string)carried["sheetOf"]!, (decimal)carried["answers"]!["deeds"]!["measured"]!));
        // So does its evidence, for the successor's people as for its own.
        var reporter = api.Reporter(b);
        var evidence = (await api.GetAsync(api.Path(b, "sheets/q1/evidence"), reporter)).Is(200).Json["items"]!.AsArray().Single()!;
        Assert.Equal(((string)file!, a), ((string)evidence["id"]!, (string)evidence["filedBy"]!));
        Assert.Equal("照片说明", (await api.GetAsync(api.Path(b, $"evidence/{file}/content"), reporter)).Is(200).Text);
        (await api.GetAsync(api.Path(a, $"evidence/{file}/content"), reporter)).Is(403);
        (await api.GetAsync(api.Path(b, $"evidence/{file}/content"), api.Reporter("v-01"))).Is(403);
        (await api.GetAsync(api.Path("v-01", $"evidence/{file}/content"), Admin(api))).Is(404);
        Assert.NotNull((await api.Service<DirectoryCache>().GetFreshAsync(default)).Unit(a)!.RetiredAt);
        var listed = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/participants?limit=1000", Admin(api))).Is(200).Json["items"]!.AsArray();
        Assert.DoesNotContain(a, listed.Select(i => (string)i!["unit"]!));
    }

    [Fact]
    public async Task Split_EnrolsTheSuccessorsInTheSameGroup_WithEverything()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var a = await NewUnitAsync(api, "g-2", "t-2");
        (await api.SubmitAsync(a)).Is(200);
        var body = $$"""{"kind":"split","successors":[{"id":"{{a}}-e","name":"东村"},{"id":"{{a}}-w","name":"西村"}],"reason":"分村"}""";
        var first = (await ChangeAsync(api, a, body, "", ("Idempotency-Key", $"split-{a}"))).Is(200);
        Assert.Equal(first.Text, (await ChangeAsync(api, a, body, "", ("Idempotency-Key", $"split-{a}"))).Is(200).Text);
        (await ChangeAsync(api, a, body)).Is(200);

        var source = (await api.Store.ReadAsync(api.Cycle, "village", a, default))!;
        foreach (var successor in new[] { $"{a}-e", $"{a}-w" })
        {
            var begun = (await api.Store.ReadAsync(api.Cycle, "village", successor, default))!;
            Assert.Equal(("g-2", source.State.Phase("q1").Score), (begun.Key.Group, begun.State.Phase("q1").Score));
            Assert.Equal(["enrolled"], await ActsAsync(api, successor));
            Assert.Equal(a, (string)(await api.GetAsync(api.Path(successor, "sheets/q1"), Admin(api))).Is(200).Json["sheetOf"]!);
        }
        Assert.Equal("endedOtherwise", (await ChangeAsync(api, a, """{"kind":"retire","reason":"x"}""")).Is(409).Code);
    }

    /// <summary>What was extended or sent back is so for the successors too: their deadlines are in the index, and the check that derives it misses none.</summary>
    [Fact]
    public async Task Split_OfAUnitWithDeadlines_GivesTheSuccessorsTheirs()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var a = await NewUnitAsync(api, "g-2", "t-2");
        var until = api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy-MM-dd", null);
        (await api.SendAsync(
            HttpMethod.Post, api.Path(a, "extensions"), api.Token("chief", AppRole.Authority), $$"""{"phase":"q1","until":"{{until}}","reason":"洪灾"}""")).Is(200);
        var body = $$"""{"kind":"split","successors":[{"id":"{{a}}-e","name":"东村"},{"id":"{{a}}-w","name":"西村"}],"reason":"分村"}""";
        (await ChangeAsync(api, a, body)).Is(200);

        var found = await api.Service<DueIndexCheck>().CheckAsync([api.Cycle], (_, group) => group == "g-2", default);

        Assert.Equal([new(ExtensionDue.DueKind, 2)], found.Implied);
        Assert.Empty(found.Entered);
    }

    [Fact]
    public async Task Merge_WithAUnitThatReworks_TakesItsDeadlineOver()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var (a, b) = (await NewUnitAsync(api, "g-2", "t-2"), await NewUnitAsync(api, "g-3", "t-1"));
        (await api.SubmitAsync(a)).Is(200);
        var returned = new ParticipantOperation("returned", api.Time.GetUtcNow());
        await api.Store.TransactAsync(new(api.Cycle, "g-2", "village", a), returned, (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Decision.Accept(
            current.State.With("q1", current.State.Phase("q1") with { Status = SheetStatus.Returned, ReworkUntil = api.Time.GetUtcNow().AddDays(60) })))), default);
        (await ChangeAsync(api, a, $$"""{"kind":"merge","into":"{{b}}","reason":"并村"}""")).Is(200);

        var found = await api.Service<DueIndexCheck>().CheckAsync([api.Cycle], (_, _) => true, default);

        Assert.Equal([new(Rework.DueKind, 1), new(ReworkReminder.DueKind, 1)], found.Implied);
        Assert.Empty(found.Entered);
    }

    [Fact]
    public async Task Move_ChangesWhereItStands_AndItIsFoundThere()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var a = await NewUnitAsync(api, "g-2", "t-2");
        (await ChangeAsync(api, a, """{"kind":"move","parent":"t-1","reason":"区划调整"}""")).Is(200);
        var moved = (await api.Store.ReadAsync(api.Cycle, "village", a, default))!;
        Assert.Equal(("g-2", "t-1", "t-1"), (moved.Key.Group, moved.State.Parent, moved.State.Area));
        var below = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/participants?under=t-1&limit=1000", Admin(api))).Is(200).Json["items"]!.AsArray();
        Assert.Contains(a, below.Select(i => (string)i!["unit"]!));
        Assert.Empty((await ChangeAsync(api, a, """{"kind":"move","parent":"t-1","reason":"again"}""")).Is(200).Json["carried"]!.AsArray());
        Assert.Equal("targetIsBelow", (await ChangeAsync(api, "t-1", $$"""{"kind":"move","parent":"{{a}}","reason":"x"}""")).Is(409).Code);
        (await ChangeAsync(api, a, """{"kind":"retire","reason":" "}""")).Is(422);
        (await ChangeAsync(api, "nobody", """{"kind":"retire","reason":"x"}""")).Is(404);
    }

    private static string Admin(ApiUnderTest api) => api.Token("admin", AppRole.Administrator, AppRole.Auditor);

    private static Task<Reply> ChangeAsync(ApiUnderTest api, string unit, string body, string query = "", params (string, string)[] headers) =>
        api.SendAsync(HttpMethod.Post, $"api/v1/units/{unit}/changes{query}", Admin(api), body, headers);

    private static async Task<IEnumerable<string>> ActsAsync(ApiUnderTest api, string unit) =>
        (await api.GetAsync(api.Path(unit, "ledger"), Admin(api))).Is(200).Json["items"]!.AsArray().Select(i => (string)i!["entry"]!["act"]!).ToList();

    /// <summary>A village of its own with a reporter, enrolled in a group of its own: the others are every test's.</summary>
    private static async Task<string> NewUnitAsync(ApiUnderTest api, string group, string parent)
    {
        var id = StorageFixture.NewId("u");
        await api.Service<DirectoryStore>().ReplaceAsync(
            [new(id, id, null, "village", "rural", parent)], [new($"rep-{id}", id, null, "en", id, [], [new(AssignmentKind.Reporter, id)])], id, default);
        await api.Store.EnrolAsync(
            api.Cycle, group, [new() { Track = "village", Unit = id, Parent = parent, Area = parent }], api.Time.GetUtcNow(), "setup", default);
        return id;
    }
}
