using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Programmes;
using Campaigns.Rules.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Programmes;

/// <summary>The years of a programme side by side, what the next one changes, its start by the timer, and a parked group, over HTTP (B5, C5, J24).</summary>
[Collection(AppDefinition.Name)]
public sealed class ProgrammeApiTests(AppUnderTest app)
{
    [Fact]
    public async Task Programme_ShowsItsYears_AndRolloverWhatTheNextOneChanges()
    {
        var (id, text) = await CampaignAsync();
        var reader = app.Token("stranger", AppRole.Reporter);
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}/rollover?year=2027", reader)).Status);
        await StartAsync(id);
        var cycle = CycleStarter.CycleId(id, 2026);
        var group = (await Cycles.ReadSnapshotAsync(cycle, default))!.Groups[0].Id;
        await Service<ParticipantStore>().EnrolAsync(
            cycle, group, [new() { Track = "stations", Unit = "gone", Parent = "t-01", Area = "t-01" }], DateTimeOffset.UnixEpoch, "setup", default);

        var programme = await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}/programme", reader);
        Assert.Equal(200, programme.Status);
        Assert.Equal("automatic", (string)programme.Json["next"]!);
        var years = programme.Json["years"]!.AsArray();
        Assert.Equal([2026, 2027], years.Select(y => (int)y!["year"]!));
        Assert.Equal((cycle, "打基础", null), ((string)years[0]!["cycle"]!, (string)years[0]!["theme"]!["zh"]!, (string?)years[1]!["cycle"]));
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, "api/v1/campaigns/nowhere/programme", reader)).Status);
        Assert.Equal(401, (await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}/programme", null)).Status);

        var changed = text.Replace("en: People are content }, points: 60", "en: People are content }, yes-no: 60", StringComparison.Ordinal)
            .Replace("each: 5, cap: 20 } }", "each: 5, cap: 20 } }\n          - { id: more, text: 新增, deduct: { measure: fires, each: 5, cap: 20 } }",
                StringComparison.Ordinal)
            .Replace("due: 5wd }", "due: 6wd }", StringComparison.Ordinal);
        await PutAsync(id, changed);
        var rollover = await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}/rollover?year=2027", reader);
        Assert.True(rollover.Status == 200, rollover.Text);
        var track = Assert.Single(rollover.Json["tracks"]!.AsArray())!;
        Assert.Equal((1, 2), ((int)rollover.Json["versionBefore"]!, (int)rollover.Json["version"]!));
        Assert.Equal(["work.more"], Texts(track["clausesAdded"]));
        Assert.Equal(["work.served"], Texts(track["clausesChanged"]));
        Assert.Equal(["gone"], Texts(track["left"]));
        Assert.Equal((1, (int)track["after"]!), ((int)track["before"]!, Texts(track["joined"]).Length));
        Assert.Equal(["decision"], Texts(rollover.Json["phasesChanged"]));
        foreach (var year in new[] { "2026", "2028", "soon" })
            Assert.Equal(400, (await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}/rollover?year={year}", reader)).Status);
        // Looking starts nothing.
        Assert.Null(await Cycles.ReadAsync(CycleStarter.CycleId(id, 2027), default));
    }

    [Fact]
    public async Task NextYear_StartsByTheTimer_Once_AndNotAfterACancelledOne()
    {
        var (over, _) = await CampaignAsync();
        var (cancelled, _) = await CampaignAsync();
        foreach (var (id, state) in new[] { (over, CycleState.Completed), (cancelled, CycleState.Cancelled) })
        {
            await StartAsync(id);
            await Cycles.ChangeAsync(CycleStarter.CycleId(id, 2026), "end", c => c with { State = state }, default);
        }
        var timer = ActivatorUtilities.CreateInstance<NextYearTimer>(app.Host.Services);
        await timer.StartNextYears(new TimerInfo(), Service<DurableTaskClient>(), default);
        var started = (await Cycles.ReadAsync(CycleStarter.CycleId(over, 2027), default))!;
        Assert.Equal((2027, "engine"), (started.Year, started.StartedBy));
        Assert.Null(await Cycles.ReadAsync(CycleStarter.CycleId(cancelled, 2027), default));

        await timer.StartNextYears(new TimerInfo(), Service<DurableTaskClient>(), default);
        Assert.Equal(started.ETag, (await Cycles.ReadAsync(started.Id, default))!.ETag);
        Assert.Null(await Cycles.ReadAsync(CycleStarter.CycleId(over, 2028), default));
    }

    [Fact]
    public async Task RetryGroup_OfAParkedGroup_IsTakenOnce_OthersAreRefused()
    {
        var (id, _) = await CampaignAsync();
        await StartAsync(id);
        var cycle = CycleStarter.CycleId(id, 2026);
        var group = (await Cycles.ReadSnapshotAsync(cycle, default))!.Groups[0].Id;
        var path = $"api/v1/cycles/{cycle}/groups/{group}/retry";
        Assert.Equal("groupNotParked", (await OfficeAsync(HttpMethod.Post, path)).Code);
        Assert.Equal(404, (await OfficeAsync(HttpMethod.Post, path.Replace(group, "g-none", StringComparison.Ordinal))).Status);

        await Cycles.ChangeGroupAsync(cycle, group, "park", g => g with { Parked = "it failed", Pending = ["q1|open"] }, default);
        Assert.Equal(403, (await app.SendAsync(HttpMethod.Post, path, app.Token("auditor", AppRole.Auditor))).Status);
        for (var i = 0; i < 2; i++)
        {
            var taken = await OfficeAsync(HttpMethod.Post, path);
            Assert.True(taken.Status == 202, taken.Text);
            Assert.Contains("it failed", taken.Text, StringComparison.Ordinal);
        }
        var retried = (await Cycles.ReadSnapshotAsync(cycle, default))!;
        Assert.True(retried.Groups.Single(g => g.Id == group).Retry);
        Assert.NotNull(retried.Groups.Single(g => g.Id == group).RetriedAt);

        await Cycles.ChangeAsync(cycle, "end", c => c with { State = CycleState.Cancelled }, default);
        Assert.Equal("cycleOver", (await OfficeAsync(HttpMethod.Post, path)).Code);
    }

    private CycleStore Cycles => Service<CycleStore>();

    private T Service<T>() where T : notnull => app.Host.Services.GetRequiredService<T>();

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(i => (string)i!)];

    /// <summary>A campaign of two years of which the second starts by itself.</summary>
    private async Task<(string Id, string Text)> CampaignAsync()
    {
        var id = AppUnderTest.NewId("spring");
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "single-quarter.yaml"))
            .Replace("campaign: spring-drive", $"campaign: {id}", StringComparison.Ordinal)
            .Replace("years: 2026 }", "years: 2026..2027, next: automatic, themes: { 2026: 打基础 } }", StringComparison.Ordinal);
        await PutAsync(id, text);
        return (id, text);
    }

    private async Task PutAsync(string id, string text)
    {
        var there = await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}", app.Token("stranger", AppRole.Reporter));
        (string, string)[] headers = there.Status == 200 ? [("If-Match", there.ETag!)] : [];
        var put = await app.SendAsync(
            HttpMethod.Put, $"api/v1/campaigns/{id}", app.Token("county-office-1", AppRole.Authority), text, "application/yaml", headers);
        Assert.True(put.Status is 200 or 201, put.Text);
    }

    private async Task StartAsync(string id)
    {
        var started = await OfficeAsync(HttpMethod.Post, $"api/v1/campaigns/{id}/cycles", """{"year":2026}""");
        Assert.True(started.Status == 202, started.Text);
    }

    private Task<Answer> OfficeAsync(HttpMethod method, string path, string? body = null) =>
        app.SendAsync(method, path, app.Token("county-office-1", AppRole.Authority), body);
}
