using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Completeness;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Xunit;

namespace Campaigns.App.Tests.Participants;

/// <summary>How the process fares at the transaction of an act.</summary>
public enum Mishap
{
    /// <summary>Its answer is lost on the way, and the client's own retry meets what it has written.</summary>
    AnswerLost,

    /// <summary>It dies after the transaction, and whoever acted sends the same again.</summary>
    DiedAndRepeated,

    /// <summary>It dies after the transaction, and nobody sends it again: the roll-up comes by.</summary>
    DiedAndCounted,
}

/// <summary>
/// Every act that tells somebody (J7) tells them once, whatever happens between its transaction and the telling: acts of people over HTTP, and the engine's on
/// individual deadlines, over half a year.
/// </summary>
public sealed class UntoldNoticesTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly TransactionFaults _faults = new();

    [Theory]
    [InlineData(Mishap.AnswerLost)]
    [InlineData(Mishap.DiedAndRepeated)]
    [InlineData(Mishap.DiedAndCounted)]
    public async Task Act_WhoseTransactionIsApplied_TellsEverybodyOnce(Mishap mishap)
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, text => text + "\nreports: { by: authority, answer: 5wd }", _faults, null,
            "plan: { kind: plan, opens: 03-01, due: 30wd, file-with: authority, rework: 3wd }",
            "pledge: { kind: pledging, opens: 03-01, due: 30wd, publish: 100%, kept: { organisation: 95%, member: 90% } }",
            "again: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 2wd, appeals: 3wd, answer: 2wd }");
        var (chief, township) = (api.Token("chief", AppRole.Authority), api.Reviewer("t-1"));
        var cycle = $"api/v1/cycles/{api.Cycle}";
        Task<Reply> ActAsync(string notice, string path, string? token, string? json, int status = 200) =>
            ToldAsync(api, mishap, notice, status, key => api.SendAsync(HttpMethod.Post, path, token, json, ("Idempotency-Key", key)));

        // On 24 March: plans, extensions, findings, reports from the public, pledges.
        const string Plan = """{"text":"打造特色","measures":[{"title":"修路","owner":"支部书记","due":"2026-06-01"}]}""";
        (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "plan/submit"), api.Reporter("v-01"), Plan)).Is(200);
        await ActAsync("planReturned|plan|village|v-01|1", api.Path("v-01", "plan/return"), chief, """{"reason":"缺少目标"}""");

        var asked = $$"""{"phase":"q1","until":"{{api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime:yyyy-MM-dd}}","reason":"洪灾"}""";
        foreach (var village in new[] { "v-02", "v-03" })
            await ActAsync($"extension|village|{village}|q1-1|Requested", api.Path(village, "extensions"), api.Reporter(village), asked);
        await ActAsync("extension|village|v-02|q1-1|Granted", api.Path("v-02", "extensions/q1-1/grant"), township, null);
        await ActAsync("extension|village|v-03|q1-1|Refused", api.Path("v-03", "extensions/q1-1/refuse"), township, """{"reason":"理由不足"}""");

        var (closed, path) = await FindAsync(api, "v-04", chief, ActAsync);
        var evidence = (await api.SendContentAsync(
            HttpMethod.Post, path + "/evidence", api.Reporter("v-04"),
            new MultipartFormDataContent { { new ByteArrayContent("照片说明"u8.ToArray()), "file", "a.txt" } }, [])).Is(201).Json["id"]!;
        var fix = $$"""{"text":"已补齐台账","evidence":["{{evidence}}"]}""";
        await ActAsync($"finding|{closed}|fixed-0", path + "/fix", api.Reporter("v-04"), fix);
        await ActAsync($"finding|{closed}|rejected-1", path + "/reject", township, """{"reason":"仍不全"}""");
        await ActAsync($"finding|{closed}|fixed-1", path + "/fix", api.Reporter("v-04"), fix);
        await ActAsync($"finding|{closed}|closed", path + "/verify", township, """{"comment":"属实"}""");
        var (falsified, other) = await FindAsync(api, "v-05", township, ActAsync);
        await ActAsync($"finding|{falsified}|extended", other + "/extend", chief, """{"until":"2026-04-21","reason":"雨季"}""");
        await ActAsync($"finding|{falsified}|falsified-", other + "/falsified", township, """{"reason":"照片系往年所摄"}""");
        await ActAsync($"finding|{falsified}|confirmed", other + "/falsified/confirm", chief, """{"reason":"属实"}""");

        Task<Reply> ReportAsync(string village) => ActAsync(
            "report|", $"api/v1/notices/{api.Cycle}/reports", null, $$"""{"track":"village","reference":"{{village}}","text":"台账是年底补的"}""", 201);
        var pursued = (string)(await ReportAsync("v-06")).Json["reference"]!;
        var found = await ActAsync("finding|", api.Path("v-06", $"reports/{pursued}/finding"), chief, """{"text":"台账不全","clause":"deeds"}""", 201);
        var waiting = (string)(await ReportAsync("v-08")).Json["reference"]!;

        const string Pledge =
            """{"kind":"organisation","direction":"down","text":"修好村道","audience":"村民","channel":"公开栏","due":"2026-05-20","proof":"照片"}""";
        foreach (var village in new[] { "v-07", "v-09" })
        {
            (await api.SendAsync(HttpMethod.Put, api.Path(village, "pledges/road"), api.Reporter(village), Pledge, ("If-None-Match", "*"))).Is(200);
        }
        await ActAsync("pledgesReported|", api.Path("v-07", "pledges/road/fulfil"), api.Reporter("v-07"), """{"text":"修好了","evidence":["e-1"]}""");
        (await api.SubmitAsync("v-10")).Is(200);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-10", "sheets/again/submit"), api.Reporter("v-10"), ApiUnderTest.Sheet)).Is(200);

        // The plan that was sent back lapses on the 27th; the report that waits is pressed on the 30th, the working day before its time ends.
        await SweptAsync(api, mishap, "planLapsed|plan|village|v-01|1", new(2026, 3, 27, 10, 3, 0, TimeSpan.Zero));
        await SweptAsync(api, mishap, $"report|{waiting}|", new(2026, 3, 30, 1, 0, 5, TimeSpan.Zero));
        api.Time.MoveTo(api.Plan.Window("again").LockedAt!.Value.AddHours(1));
        await ActAsync("challenge|village|v-10|c-1", api.Path("v-10", "appeals"), api.Reporter("v-10"), """{"phase":"again","text":"漏计"}""", 201);
        await SweptAsync(api, mishap, $"finding|{(string)found.Json["id"]!}|rung-", new(2026, 4, 14, 1, 0, 5, TimeSpan.Zero));

        api.Time.MoveTo(api.Plan.Window("check").OpensAt!.Value.AddHours(1));
        var returned = await ActAsync(
            "returned|village|v-10|q1|1", api.Path("v-10", "reviews/check/return"), api.Reviewer("t-2"), """{"sheet":"q1","reason":"补充照片"}""");
        await SweptAsync(api, mishap, "rework-lapsed|village|v-10|q1|1", ((DateTimeOffset)returned.Json["reworkUntil"]!).AddMinutes(3));
        await SweptAsync(api, mishap, "pledgeBroken|village|v-09|road", new(2026, 5, 20, 10, 3, 0, TimeSpan.Zero));
    }

    private static async Task<(string Id, string Path)> FindAsync(
        ApiUnderTest api, string village, string by, Func<string, string, string?, string?, int, Task<Reply>> actAsync)
    {
        var inspections = $"api/v1/cycles/{api.Cycle}/inspections";
        var ordered = (await api.SendAsync(
            HttpMethod.Post, inspections, by, $$"""{"track":"village","unit":"{{village}}","reason":"群众反映"}""")).Is(201);
        var findings = $"{inspections}/{ordered.Json["inspection"]!["id"]}/findings";
        var id = (string)(await actAsync("finding|", findings, by, """{"text":"台账不全","clause":"deeds"}""", 201)).Json["id"]!;
        return (id, $"{findings}/{id}");
    }

    /// <summary>Sends a request whose transaction meets the mishap, and sees that what it tells begins with <paramref name="notice"/>.</summary>
    private async Task<Reply> ToldAsync(ApiUnderTest api, Mishap mishap, string notice, int status, Func<string, Task<Reply>> send)
    {
        var (before, key) = (await NoticesAsync(api), StorageFixture.NewId("key"));
        _faults.Arm(mishap);
        var first = await send(key);
        Assert.True(_faults.Happened, $"{notice}: {first.Text}");
        Assert.Equal(mishap is Mishap.AnswerLost ? status : 500, first.Status);
        _faults.Revive();
        if (mishap is Mishap.DiedAndCounted)
        {
            await api.Service<RollUp>().CountDirtyAsync(api.Cycle, default);
            await SeesAsync(api, before, notice);
        }
        var reply = mishap is Mishap.AnswerLost ? first : (await send(key)).Is(status);
        await SeesAsync(api, before, notice);
        return reply;
    }

    /// <summary>Sweeps what falls due at <paramref name="at"/>, the first of whose transactions meets the mishap.</summary>
    private async Task SweptAsync(ApiUnderTest api, Mishap mishap, string notice, DateTimeOffset at)
    {
        var dues = api.Service<DueTimes>();
        api.Time.MoveTo(at.AddMinutes(-5));
        await dues.SweepAsync(default);
        var before = await NoticesAsync(api);
        api.Time.MoveTo(at);
        _faults.Arm(mishap);
        await Record.ExceptionAsync(() => dues.SweepAsync(default));
        if (mishap is not Mishap.AnswerLost)
        {
            _faults.Revive();
            await dues.SweepAsync(default);
            await api.Service<RollUp>().CountDirtyAsync(api.Cycle, default);
        }
        Assert.True(_faults.Happened, "nothing fell due");
        await SeesAsync(api, before, notice);
    }

    private static async Task SeesAsync(ApiUnderTest api, List<string> before, string notice)
    {
        var told = await NoticesAsync(api);
        var news = told.Except(before).ToList();
        Assert.True(news.Count > 0 && news.All(n => n.Split(' ')[1].StartsWith(notice, StringComparison.Ordinal)), $"{notice}: {string.Join(", ", news)}");
        Assert.Equal(told.Distinct(), told);
        var partition = ParticipantKeys.Partition(api.Cycle, "g-1");
        await foreach (var row in api.Storage.Tables.Participants.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}")))
            Assert.False(ParticipantKeys.IsUntold(row.RowKey), row.RowKey);
    }

    /// <summary>Recipient and id of every notice of the cycle, as often as it stands there.</summary>
    private static async Task<List<string>> NoticesAsync(ApiUnderTest api)
    {
        var told = new List<string>();
        await foreach (var row in api.Storage.Tables.Notices.QueryAsync<TableEntity>())
        {
            if (row.RowKey.Split('|', 5) is ["n", var recipient, _, var of, var id] && of == api.Cycle)
                told.Add($"{recipient} {id}");
        }
        return told;
    }

    /// <summary>
    /// Lets the next transaction on participants through and loses its answer, or lets nothing at all through after it, as a process that died would.
    /// </summary>
    private sealed class TransactionFaults : HttpPipelinePolicy
    {
        private volatile Armed? _armed;
        private volatile bool _dead;

        public bool Happened { get; private set; }

        public void Arm(Mishap mishap) => (Happened, _armed) = (false, new(mishap));

        public void Revive() => _dead = false;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Before();
            ProcessNext(message, pipeline);
            After(message);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Before();
            await ProcessNextAsync(message, pipeline);
            After(message);
        }

        private void Before()
        {
            if (_dead)
                throw new InvalidOperationException("The process has died.");
        }

        private void After(HttpMessage message)
        {
            if (_armed is not { Mishap: var mishap } || !message.Request.Uri.ToString().Contains("$batch", StringComparison.Ordinal))
                return;
            using var body = new MemoryStream();
            message.Request.Content!.WriteTo(body, default);
            if (!Encoding.UTF8.GetString(body.ToArray()).Contains("/Participants", StringComparison.Ordinal))
                return;
            (Happened, _armed) = (true, null);
            if (mishap is Mishap.AnswerLost)
                throw new IOException("The answer was lost.");
            _dead = true;
            throw new InvalidOperationException("The process dies.");
        }

        private sealed record Armed(Mishap Mishap);
    }
}
