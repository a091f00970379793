using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.App.Tests.Telemetry;
using Campaigns.App.Webhooks;
using Campaigns.Local.Clocks;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Webhooks;

/// <summary>Webhooks over HTTP and to a real receiver (J22). They share one queue, so they go one after the other.</summary>
[Collection(nameof(WebhookApiTests))]
public sealed class WebhookApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _id = StorageFixture.NewId("hook");

    private string Path => $"api/v1/webhooks/{_id}";

    [Fact]
    public async Task Webhook_SetUp_IsToldOfWhatHappens_SignedAndOnce()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        using var receiver = new Receiver();
        var admin = api.Token("admin", AppRole.Administrator);
        (await api.SubmitAsync("v-01")).Is(200);
        api.Time.MoveTo(api.Time.GetUtcNow().AddMinutes(1));
        var (secret, made) = await PutAsync(api, receiver.Url);
        (await api.SubmitAsync("v-02")).Is(200);
        await DoneAsync(api, MilestoneKind.Lock);
        await TurnAsync(api);

        // v-01 handed in before anybody listened.
        var submitted = Assert.Single(receiver.Came, r => (string)r.Json["type"]! == "participant.sheetSubmitted");
        Assert.Equal([true], submitted.Check(secret));
        Assert.Equal(("v-02", "village/v-02/q1"), ((string)submitted.Json["data"]!["unit"]!, (string)submitted.Json["data"]!["subject"]!));
        Assert.Equal(api.Time.GetUtcNow(), (DateTimeOffset)submitted.Json["timestamp"]!);
        var locked = Assert.Single(receiver.Came, r => (string)r.Json["type"]! == "cycle.phaseLocked");
        Assert.Equal((api.Cycle, "q1"), ((string)locked.Json["data"]!["cycle"]!, (string)locked.Json["data"]!["phase"]!));
        var soFar = receiver.Came.Count;
        await TurnAsync(api);
        Assert.Equal(soFar, receiver.Came.Count);

        var rotated = (await api.SendAsync(HttpMethod.Post, Path + "/rotate", admin, null, ("Idempotency-Key", "r"))).Is(200);
        Assert.Equal(rotated.Text, (await api.SendAsync(HttpMethod.Post, Path + "/rotate", admin, null, ("Idempotency-Key", "r"))).Is(200).Text);
        var ping = (await api.SendAsync(HttpMethod.Post, Path + "/test", admin, null)).Is(200);
        Assert.Equal((true, 204), ((bool)ping.Json["delivered"]!, (int)ping.Json["status"]!));
        var pinged = receiver.Came[^1];
        Assert.Equal("webhook.ping", (string)pinged.Json["type"]!);
        Assert.Equal([true, false], pinged.Check((string)rotated.Json["secret"]!));
        Assert.Equal([false, true], pinged.Check(secret));

        var log = (await api.GetAsync(Path + "/deliveries?limit=2", admin)).Is(200).Json;
        Assert.All(log["items"]!.AsArray(), i => Assert.Equal(("delivered", 1, 204), ((string)i!["state"]!, (int)i["tries"]!, (int)i["status"]!)));
        var rest = (await api.GetAsync($"{Path}/deliveries?continuation={log["continuation"]}", admin)).Is(200).Json["items"]!.AsArray();
        Assert.Equal(soFar + 1, 2 + rest.Count);

        // What the receiver's address holds, and the secrets, stay with those who set it up; at rest they are encrypted.
        var audited = (await api.GetAsync(Path, api.Token("auditor", AppRole.Auditor))).Is(200);
        Assert.Equal(($"http://127.0.0.1:{receiver.Port}", null), ((string)audited.Json["url"]!, (string?)audited.Json["secret"]));
        Assert.DoesNotContain("whsec", (await api.GetAsync("api/v1/webhooks", admin)).Is(200).Text, StringComparison.Ordinal);
        var row = (await api.Storage.Tables.Webhooks.GetEntityAsync<TableEntity>("w", "c|" + _id)).Value.GetString("Json");
        Assert.DoesNotContain(secret["whsec_".Length..], row, StringComparison.Ordinal);
        (await api.SendAsync(HttpMethod.Put, Path, admin, Body(receiver.Url, api.Cycle), ("If-Match", made.ETag))).Is(412);
        (await api.SendAsync(HttpMethod.Put, Path, admin, Body(receiver.Url, api.Cycle))).Is(428);

        (await api.SendAsync(HttpMethod.Delete, Path, admin, null)).Is(204);
        (await api.GetAsync(Path, admin)).Is(404);
        (await api.SubmitAsync("v-03")).Is(200);
        var before = receiver.Came.Count;
        await TurnAsync(api);
        Assert.Equal(before, receiver.Came.Count);
    }

    [Fact]
    public async Task Webhook_ThatFails_IsTriedAgainUnderTheSameId_AndSwitchedOffInTheEnd()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        using var receiver = new Receiver { Status = 500 };
        var (secret, _) = await PutAsync(api, receiver.Url);
        (await api.SubmitAsync("v-01")).Is(200);
        var platform = new VirtualTime(TimeProvider.System.GetUtcNow().AddMinutes(1));
        var deliveries = Deliveries(api, platform);
        await api.Service<RollUp>().CountDirtyAsync(api.Cycle, default);
        using var heard = new HeardMeasurements();

        await deliveries.SendDueAsync(default);
        await deliveries.SendDueAsync(default);
        Assert.Single(receiver.Came);
        var waits = (await LogAsync(api))[0]!;
        Assert.Equal(("waiting", 500, "refused"), ((string)waits["state"]!, (int)waits["status"]!, (string)waits["error"]!));
        Assert.NotNull(waits["nextAt"]);
        receiver.Status = 302;
        platform.MoveTo(platform.GetUtcNow().AddMinutes(2));
        await deliveries.SendDueAsync(default);
        Assert.Equal("redirects", (string)(await LogAsync(api))[0]!["error"]!);
        Assert.Equal(["failed", "failed"], heard.Own("campaigns.webhooks.delivered").Select(m => m.Tags[TelemetryTags.Outcome]));
        receiver.Status = 200;
        platform.MoveTo(platform.GetUtcNow().AddMinutes(6));
        await deliveries.SendDueAsync(default);
        // What was not tried while it failed follows in the same turn.
        var tried = receiver.Came.GroupBy(r => r.Id).Single(g => g.Count() > 1).ToList();
        Assert.Equal(3, tried.Count);
        Assert.All(tried, r => Assert.Equal([true], r.Check(secret)));
        Assert.Equal(tried.Count, tried.Select(r => r.Timestamp).Distinct().Count());
        Assert.All(await LogAsync(api), l => Assert.Equal("delivered", (string)l!["state"]!));
        Assert.Null((string?)(await api.GetAsync(Path, api.Token("admin", AppRole.Administrator))).Is(200).Json["failingSince"]);

        receiver.Status = 503;
        foreach (var (village, days) in new[] { ("v-02", 0), ("v-03", 5) })
        {
            (await api.SubmitAsync(village)).Is(200);
            await api.Service<RollUp>().CountDirtyAsync(api.Cycle, default);
            platform.MoveTo(platform.GetUtcNow().AddDays(days).AddHours(1));
            await deliveries.SendDueAsync(default);
        }
        var off = (await api.GetAsync(Path, api.Token("admin", AppRole.Administrator))).Is(200).Json;
        Assert.Equal((false, "failing"), ((bool)off["enabled"]!, (string)off["offBecause"]!));
        var notices = (await api.Service<Inbox>().ReadAsync("admin", 100, null, default)).Notices;
        Assert.Single(notices, n => n.Kind == "webhookOff" && n.Milestone.StartsWith($"webhookOff|{_id}|", StringComparison.Ordinal));
        await TakeAwayAsync(api);
    }

    [Fact]
    public async Task Webhook_ToAnInsideAddress_IsNeverConnected()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        using var receiver = new Receiver();
        var admin = api.Token("admin", AppRole.Administrator);
        string[] refused =
        [
            "http://example.org/", "ftp://example.org/", "https://169.254.169.254/metadata", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://10.1.2.3/",
            "https://2852039166/", "https://0x0a.1/", "https://user:word@example.org/", "https://example.org/#part", "//example.org", "not an address",
        ];
        foreach (var url in refused)
        {
            var answer = (await api.SendAsync(HttpMethod.Put, Path, admin, Body(url, api.Cycle), ("If-None-Match", "*"))).Is(422);
            Assert.Equal(["$.url"], answer.Json["errors"]!.AsObject().Select(e => e.Key));
        }
        Assert.Equal(["$.kinds[0]"], (await api.SendAsync(HttpMethod.Put, Path, admin, Body(receiver.Url, api.Cycle, "nothing"), ("If-None-Match", "*")))
            .Is(422).Json["errors"]!.AsObject().Select(e => e.Key));

        // A name shows where it leads when it is connected to.
        await PutAsync(api, $"https://localhost:{receiver.Port}/");
        var ping = (await api.SendAsync(HttpMethod.Post, Path + "/test", admin, null)).Is(200);
        Assert.Equal((false, "addressNotAllowed"), ((bool)ping.Json["delivered"]!, (string)ping.Json["error"]!));
        Assert.Empty(receiver.Came);
        (await api.SendAsync(HttpMethod.Put, Path, api.Token("chief", AppRole.Authority), Body(receiver.Url, api.Cycle))).Is(403);
        (await api.SendAsync(HttpMethod.Post, Path + "/test", api.Token("auditor", AppRole.Auditor), null)).Is(403);
        await TakeAwayAsync(api);
    }

    private async Task<(string Secret, Reply Reply)> PutAsync(ApiUnderTest api, string url)
    {
        var made = (await api.SendAsync(
            HttpMethod.Put, Path, api.Token("admin", AppRole.Administrator), Body(url, api.Cycle), ("If-None-Match", "*"))).Is(201);
        return ((string)made.Json["secret"]!, made);
    }

    private async Task TakeAwayAsync(ApiUnderTest api) =>
        (await api.SendAsync(HttpMethod.Delete, Path, api.Token("admin", AppRole.Administrator), null)).Is(204);

    private async Task<JsonArray> LogAsync(ApiUnderTest api) =>
        (await api.GetAsync(Path + "/deliveries", api.Token("admin", AppRole.Administrator))).Is(200).Json["items"]!.AsArray();

    private static string Body(string url, string cycle, string kind = "*") =>
        new JsonObject { ["url"] = url, ["kinds"] = new JsonArray(kind), ["cycle"] = cycle }.ToJsonString();

    /// <summary>What the roll-up's timer does, for one cycle.</summary>
    private static async Task TurnAsync(ApiUnderTest api)
    {
        await api.Service<RollUp>().CountDirtyAsync(api.Cycle, default);
        var pump = api.Service<WebhookPump>();
        await pump.EndAsync(await pump.BeginAsync(default), null, default);
    }

    private static async Task DoneAsync(ApiUnderTest api, MilestoneKind kind)
    {
        var milestone = api.Plan.Milestones.Single(m => m.Phase == "q1" && m.Kind == kind);
        await api.Storage.Tables.Cycles.UpsertEntityAsync(CycleRows.Of(
            api.Cycle, new CycleMilestone(milestone, MilestoneState.Done, 1, api.Time.GetUtcNow(), null)));
    }

    /// <summary>Another process's deliveries, by a platform clock that the test moves.</summary>
    private static WebhookDeliveries Deliveries(ApiUnderTest api, TimeProvider platform)
    {
        var hints = new DirtyHints(api.Storage.Tables, new CampaignClock(api.Time), NullLogger<DirtyHints>.Instance);
        var sender = new WebhookSender(api.Service<IOptions<WebhookOptions>>(), api.Service<WebhookSecrets>(), platform);
        return new(
            api.Service<WebhookStore>(), new WebhookQueue(api.Storage.Tables, hints, platform), sender, api.Service<NoticeBook>(), api.Service<DirectoryCache>(),
            new CampaignClock(api.Time), platform, NullLogger<WebhookDeliveries>.Instance);
    }
}
