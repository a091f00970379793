using System.Net;
using Campaigns.App.Tests.Cycles;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Rehearsal.Summaries;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.App.Tests.Selecting;

/// <summary>A quarter on the real engine with every step from scores to honours, done by simulated people over HTTP, and what is possible after it.</summary>
public sealed class ChosenQuarterTests
{
    const string Office = "county-office-1";

    [Fact]
    public async Task Year_FromNominationToDecision_HonoursWithinTheQuota()
    {
        await using var app = await RunningApp.StartAsync(2026);
        var plan = RunningApp.Plan("chosen-quarter.yaml", townships: 2);
        var season = await new RehearsalDriver(app.Api, plan, new Unwatched(), TimeProvider.System).RunAsync(CancellationToken.None);
        var cycle = plan.Cycle;

        var figures = (await SelectionFigures.ReadAsync(season, CancellationToken.None))!;
        var villages = figures["villages"]!;
        Assert.Equal(2, (int)villages["nominators"]!);
        Assert.InRange((int)villages["nominated"]!, 4, 12);
        Assert.Equal((9, 1, 0), ((int)villages["members"]!, (int)villages["excused"]!, (int)villages["held"]!));
        Assert.Equal((int)villages["nominated"]!, (int)villages["scored"]!);
        Assert.Equal(0, (int)villages["open"]!);
        Assert.InRange((int)villages["decided"]!, 3, 8);
        Assert.InRange((int)figures["stations"]!["decided"]!, 1, 2);

        var honours = await app.Api.ListAsync(null, $"api/v1/honours?cycle={cycle}", CancellationToken.None);
        Assert.Equal((int)villages["decided"]! + (int)figures["stations"]!["decided"]!, honours.Count);
        var unit = (string)honours.First(h => (string?)h["track"] == "villages")["unit"]!;
        await AssertHonourAsync(app.Api, cycle, unit);
    }

    [Fact]
    public async Task PanelShortOfQuorum_IsHeldForTheAuthority_WhichClosesItAndDecidesLate()
    {
        await using var app = await RunningApp.StartAsync(2026);
        // All nine have to score, and one drops out: nobody reaches the quorum.
        var sample = RunningApp.Plan("chosen-quarter.yaml", townships: 2);
        var text = sample.DefinitionText.Replace("members: 3, quorum: 2", "members: 9, quorum: 9", StringComparison.Ordinal)
            .Replace("unattended: adopt", "unattended: hold", StringComparison.Ordinal);
        var plan = sample with { DefinitionText = text, Definition = DefinitionReader.Read(text).Definition! };
        var season = await new RehearsalDriver(app.Api, plan, new Unwatched(), TimeProvider.System).RunAsync(CancellationToken.None);
        var (api, cycle) = (app.Api, plan.Cycle);
        var figures = (await SelectionFigures.ReadAsync(season, CancellationToken.None))!["villages"]!;
        Assert.Equal((0, (int)figures["nominated"]!), ((int)figures["scored"]!, (int)figures["held"]!));
        Assert.DoesNotContain(await api.ListAsync(null, $"api/v1/honours?cycle={cycle}", CancellationToken.None), h => (string?)h["track"] == "villages");
        Assert.Contains(
            await api.ListAsync(Office, "api/v1/me/notices", CancellationToken.None), n => ((string)n["title"]!).Contains("法定人数", StringComparison.Ordinal));

        var panel = $"api/v1/cycles/{cycle}/panel/villages";
        Assert.Equal("reasonMissing", (await api.PostAsync(Office, $"{panel}/close", new { reason = "" }, "c-0", CancellationToken.None)).Code);
        var closed = (await api.PostAsync(Office, $"{panel}/close", new { reason = "一名评委因公缺席" }, "c-1", CancellationToken.None)).Value;
        Assert.Empty(closed["held"]!.AsArray());
        Assert.Equal("一名评委因公缺席", (string?)closed["closedReason"]);

        var decision = $"api/v1/cycles/{cycle}/decisions/villages";
        var intended = (await api.GetAsync(Office, decision, CancellationToken.None)).Value["intended"]!.AsArray().Select(u => (string)u!).ToList();
        Assert.InRange(intended.Count, 3, 8);
        var late = await api.PutAsync(Office, decision, new { units = intended, meeting = "县委常委会", document = "县委〔2026〕9号" }, CancellationToken.None);
        Assert.Equal("县委〔2026〕9号", (string?)late.Value["decision"]!["document"]);
        var honoured = (await api.ListAsync(null, $"api/v1/honours?cycle={cycle}", CancellationToken.None)).Where(h => (string?)h["track"] == "villages");
        Assert.Equal(intended.Order(StringComparer.Ordinal), honoured.Select(h => (string)h["unit"]!).Order(StringComparer.Ordinal));
        Assert.Equal("alreadyDecided", (await api.PutAsync(
            Office, decision,
            new
            {
                units = intended.Skip(1),
                meeting = "会",
                document = "文",
                departures = new Dictionary<string, string> { [intended[0]] = "撤回" },
                shortfallReason = "少"
            },
            CancellationToken.None)).Code);
    }

    static async Task AssertHonourAsync(CampaignApi api, string cycle, string unit)
    {
        var participant = (await api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{cycle}/participants/villages/{unit}", CancellationToken.None)).Value;
        Assert.True((bool)participant["outcome"]!["honoured"]!);
        var id = $"api/v1/honours/{cycle}_villages_{unit}";
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(null, $"{id}/certificate", CancellationToken.None)).Status);

        Assert.Equal("reasonMissing", (await api.PostAsync(Office, $"{id}/withdraw", new { reason = " " }, "w-0", CancellationToken.None)).Code);
        Assert.NotNull((await api.PostAsync(Office, $"{id}/recheck", new { note = "符合" }, "r-1", CancellationToken.None)).Value["rechecked"]);
        Assert.Equal("alreadyRechecked", (await api.PostAsync(Office, $"{id}/recheck", new { note = "符合" }, "r-2", CancellationToken.None)).Code);
        var withdrawn = (await api.PostAsync(Office, $"{id}/withdraw", new { reason = "发生责任事故" }, "w-1", CancellationToken.None)).Value;
        Assert.Equal("发生责任事故", (string?)withdrawn["withdrawn"]!["reason"]);
        Assert.Equal("alreadyWithdrawn", (await api.PostAsync(Office, $"{id}/withdraw", new { reason = "再次" }, "w-2", CancellationToken.None)).Code);
        Assert.DoesNotContain(await api.ListAsync(null, $"api/v1/honours?cycle={cycle}", CancellationToken.None), h => (string?)h["unit"] == unit);
        await AssertRefusalsAsync(api, cycle, unit);
    }

    /// <summary>When everything is over nothing more is taken, and the answers say why.</summary>
    static async Task AssertRefusalsAsync(CampaignApi api, string cycle, string unit)
    {
        var nomination = $"api/v1/cycles/{cycle}/nominations/villages/t-01";
        var seen = await api.GetAsync("t-01-reviewer-1", nomination, CancellationToken.None);
        Assert.Equal((4, 6), ((int)seen.Value["least"]!, (int)seen.Value["most"]!));
        Assert.Equal("deadlinePassed", (await api.PutAsync("t-01-reviewer-1", nomination, new { units = new[] { unit } }, CancellationToken.None,
            seen.ETag)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("t-02-reviewer-1", nomination, CancellationToken.None)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(Office, nomination.Replace("villages", "stations", StringComparison.Ordinal),
            CancellationToken.None)).Status);

        var panel = $"api/v1/cycles/{cycle}/panel/villages";
        var mine = (await api.GetAsync("county-panel-1", panel, CancellationToken.None)).Value;
        Assert.Single(mine["members"]!.AsArray());
        Assert.Empty(mine["results"]!.AsArray());
        Assert.Equal("notOfThePanel", (await api.PutAsync("t-01-reviewer-1", $"{panel}/{unit}/scores", new { score = 90 }, CancellationToken.None)).Code);
        Assert.Equal("panelNotHeld", (await api.PostAsync(Office, $"{panel}/close", new { reason = "x" }, "c", CancellationToken.None)).Code);
        var all = (await api.GetAsync(Office, panel, CancellationToken.None)).Value;
        var left = all["members"]!.AsArray().Where(m => m!["excused"] is null).Select(m => new { person = (string?)m!["person"] }).Skip(1);
        Assert.Equal("panelMemberHasScored", (await api.PutAsync(Office, panel, new { members = left }, CancellationToken.None)).Code);

        var late = await api.PostAsync(
            null, $"api/v1/notices/{cycle}/objections", new { track = "villages", reference = unit, text = "迟到的异议" }, "late", CancellationToken.None);
        Assert.Equal("deadlinePassed", late.Code);
        Assert.Equal("validation", Refused((await api.PostAsync(
            null, $"api/v1/notices/{cycle}/objections", new { track = "villages", reference = unit, text = "x", evil = 1 }, "evil",
                CancellationToken.None)).Status));
        var decision = $"api/v1/cycles/{cycle}/decisions/villages";
        var decided = await api.GetAsync(Office, decision, CancellationToken.None);
        Assert.NotNull(decided.Value["decision"]);
        Assert.Equal("quotaExceeded", (await api.PutAsync(
            Office, decision, new { units = Enumerable.Range(1, 9).Select(n => $"v-{n:D3}"), meeting = "会", document = "文" }, CancellationToken.None,
                decided.ETag)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PutAsync(
            "t-01-reviewer-1", decision, new { units = new[] { unit }, meeting = "会", document = "文" }, CancellationToken.None)).Status);
    }

    static string Refused(HttpStatusCode status) => status == HttpStatusCode.BadRequest ? "validation" : status.ToString();
}
