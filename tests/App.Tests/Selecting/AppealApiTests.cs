using Campaigns.App.Access;
using Campaigns.App.Participants;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Selecting;

public sealed class AppealApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Phase = "again: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 2wd, appeals: 3wd, answer: 2wd }";

    [Fact]
    public async Task Appeal_AfterTheLock_IsAnsweredByTheOffice_AndChangesTheScoreOnce()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture, phases: Phase);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "sheets/again/submit"), api.Reporter("v-01"), ApiUnderTest.Sheet)).Is(200);
        var (appeals, mine) = (api.Path("v-01", "appeals"), api.Reporter("v-01"));
        const string Body = """{"phase":"again","text":"佐证材料漏计"}""";
        Assert.Equal("notOpenYet", (await api.SendAsync(HttpMethod.Post, appeals, mine, Body)).Is(409).Code);

        api.Time.MoveTo(api.Plan.Window("again").LockedAt!.Value.AddHours(1));
        (await api.SendAsync(HttpMethod.Post, appeals, api.Reporter("v-02"), Body)).Is(403);
        (await api.SendAsync(HttpMethod.Post, appeals, mine, """{"phase":"nowhere","text":"x"}""")).Is(404);
        Assert.Equal("textMissing", (await api.SendAsync(HttpMethod.Post, appeals, mine, """{"phase":"again","text":" "}""")).Is(422).Code);
        Assert.Equal("wrongKindOfPhase", (await api.SendAsync(HttpMethod.Post, appeals, mine, """{"phase":"q1","text":"x"}""")).Is(409).Code);
        var filed = (await api.SendAsync(HttpMethod.Post, appeals, mine, Body, ("Idempotency-Key", "a"))).Is(201);
        Assert.Equal(filed.Text, (await api.SendAsync(HttpMethod.Post, appeals, mine, Body, ("Idempotency-Key", "a"))).Is(201).Text);
        Assert.Equal("c-1", (string?)filed.Json["id"]);
        Assert.NotNull(filed.Json["answerBy"]);

        var chief = api.Token("chief", AppRole.Authority);
        const string Upheld = """{"upheld":true,"text":"补计","score":77.5}""";
        (await api.SendAsync(HttpMethod.Post, appeals + "/c-1/answer", mine, Upheld)).Is(403);
        (await api.SendAsync(HttpMethod.Post, appeals + "/c-9/answer", chief, Upheld)).Is(404);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "objections/c-1/answer"), chief, Upheld)).Is(404);
        var answered = (await api.SendAsync(HttpMethod.Post, appeals + "/c-1/answer", chief, Upheld)).Is(200);
        Assert.Equal(("upheld", 77.5m), ((string?)answered.Json["status"], (decimal)answered.Json["scoreAfter"]!));
        Assert.Equal("alreadyAnswered", (await api.SendAsync(HttpMethod.Post, appeals + "/c-1/answer", chief, Upheld)).Is(409).Code);

        var state = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State;
        Assert.Equal(77.5m, state.Phase("again").Score);
        Assert.Empty(state.Selection!.Open);
        var listed = (await api.GetAsync(api.Path("v-01", "challenges"), chief)).Is(200).Json["items"]!.AsArray();
        Assert.Equal("chief", (string?)Assert.Single(listed)!["answeredBy"]);

        api.Time.MoveTo(api.Plan.Window("again").LockedAt!.Value.AddDays(20));
        Assert.Equal("deadlinePassed", (await api.SendAsync(HttpMethod.Post, appeals, mine, Body)).Is(409).Code);
    }

    [Fact]
    public async Task Objection_IsAnsweredWithoutAPathToTheParticipant()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, text => text.Replace("attain: {", "select: { quota: 2, by: score }\n    attain: {", StringComparison.Ordinal),
            phases:
            [
                "notice: { kind: public-notice, period: Q1, opens: after closing, due: 5wd, answer: 3wd }",
                "decide: { kind: decision, period: Q1, opens: after notice, due: 3wd }",
            ]);
        var published = new ParticipantOperation("published", api.Time.GetUtcNow());
        await api.Store.TransactAsync(api.Key("v-01"), published, (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Decision.Accept(
            current.State with { Selection = new() { Intended = true } }))), default);
        api.Time.MoveTo(api.Plan.Window("notice").OpensAt!.Value.AddHours(1));

        var filed = (await api.SendAsync(
            HttpMethod.Post, $"api/v1/notices/{api.Cycle}/objections", null, """{"track":"village","reference":"v-01","text":"与实际不符"}""")).Is(201);
        // Of a person's participation it would tell who stands behind the reference.
        Assert.Equal($"/api/v1/notices/{api.Cycle}/objections", filed.Headers["Location"]);
    }
}
