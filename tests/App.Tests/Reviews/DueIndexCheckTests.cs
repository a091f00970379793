using Azure.Core;
using Azure.Core.Pipeline;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Extensions;
using Campaigns.App.Inspections;
using Campaigns.App.Participants;
using Campaigns.App.Plans;
using Campaigns.App.Pledges;
using Campaigns.App.Reviews;
using Campaigns.App.Selecting;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Reviews;

/// <summary>The due index is derived again from the truth (J1): what somebody lost is found, entered and acted on; what is complete is left alone.</summary>
public sealed class DueIndexCheckTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string SentBack = """{"reason":"缺少目标"}""";

    [Fact]
    public async Task Hints_OfWhatIsUnderWay_Lost_AreFoundAsTheyWere_AndActedOn()
    {
        await using var api = await StartAsync();
        await MakeDeadlinesAsync(api);
        var before = await HintsAsync(api);
        Assert.Equal(
            [ExtensionDue.DueKind, FindingDue.DueKind, PlanCompletion.DueKind, PledgeDeadline.DueKind, ReportDue.DueKind],
            before.Select(h => h.Kind).Order(StringComparer.Ordinal));

        await LoseAsync(api, before);
        var found = await CheckAsync(api);

        Assert.Equal(before.ToHashSet(), found.Entered.ToHashSet());
        Assert.Equal(before.ToHashSet(), (await HintsAsync(api)).ToHashSet());
        Assert.Empty((await CheckAsync(api)).Entered);
        api.Time.MoveTo(new DateTimeOffset(2026, 5, 29, 10, 0, 0, TimeSpan.Zero));
        await api.Service<DueTimes>().SweepAsync(default);
        async Task<ParticipantState> StateAsync(string unit) => (await api.Store.ReadAsync(api.Key(unit), default))!.State;
        Assert.Equal(SheetStatus.Silent, (await StateAsync("v-02")).Phase("plan").Status);
        Assert.Equal(SheetStatus.Silent, (await StateAsync("v-03")).Phase("q1").Status);
        Assert.Equal(1, (await StateAsync("v-04")).Inspected!.Overdue);
        Assert.Contains("publicReportOverdue", await ActsAsync(api, "v-05"));
        Assert.Equal(1, (await StateAsync("v-06")).Pledges!.Organisation.Broken);
        // What was acted on is implied no more; what it led to is in the index.
        Assert.Empty((await CheckAsync(api)).Entered);
    }

    [Fact]
    public async Task Hints_OfAReworkAndAnAppeal_Lost_AreFoundAndActedOn()
    {
        await using var api = await StartAsync();
        await ReturnAndAppealAsync(api);
        var before = await HintsAsync(api);
        Assert.Equal([ChallengeDesk.DueKind, Rework.DueKind, ReworkReminder.DueKind], before.Select(h => h.Kind).Order(StringComparer.Ordinal));

        await LoseAsync(api, before);
        Assert.Equal(before.ToHashSet(), (await CheckAsync(api)).Entered.ToHashSet());

        api.Time.MoveTo(before.Max(h => h.At).AddDays(-1).AddMinutes(5));
        await api.Service<DueTimes>().SweepAsync(default);
        api.Time.MoveTo(before.Max(h => h.At).AddMinutes(5));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Contains("reworkLapsed", await ActsAsync(api, "v-01"));
        var told = await ToldAsync(api);
        Assert.Contains(told, t => t.Contains("rework-due", StringComparison.Ordinal));
        Assert.Contains(told, t => t.Contains("challengeOverdue", StringComparison.Ordinal));
        // That it was reminded of, or told, stands in no row: neither is entered again.
        Assert.Empty((await CheckAsync(api)).Entered);
        Assert.Empty(await HintsAsync(api));
    }

    [Fact]
    public async Task Index_ThatIsComplete_IsReadInAFewRequests_AndLeftAlone()
    {
        await using var api = await StartAsync();
        var quiet = await CostAsync(api);
        // The groups, and the one group's participants: where nothing is under way nobody looks into the index.
        Assert.Equal((1, 1, 0, 0), (quiet["Participation"], quiet["Participants"], quiet["DueIndex"], quiet["writes"]));

        await MakeDeadlinesAsync(api);
        var shards = (await RowsAsync(api)).Select(r => r.Shard).Distinct().Count();
        var busy = await CostAsync(api);
        // Findings, reports and pledges are a range each; of the index the shards in question, as each holds less than a page.
        Assert.Equal((1, 1 + 3, shards, 0), (busy["Participation"], busy["Participants"], busy["DueIndex"], busy["writes"]));

        var others = await api.Service<DueIndexCheck>().CheckAsync([api.Cycle], (_, group) => group != "g-1", default);
        Assert.Empty(others.Implied);
    }

    [Fact]
    public async Task Hint_BeforeItsMoment_IsEnough_ALaterOneIsNot()
    {
        await using var api = await StartAsync();
        await MakeDeadlinesAsync(api);
        var pledge = (await HintsAsync(api)).Single(h => h.Kind == PledgeDeadline.DueKind);
        await LoseAsync(api, [pledge]);
        await api.Service<DueIndex>().AddAsync(pledge with { At = pledge.At.AddDays(-10) }, default);
        Assert.Empty((await CheckAsync(api)).Entered);

        await LoseAsync(api, [pledge with { At = pledge.At.AddDays(-10) }]);
        await api.Service<DueIndex>().AddAsync(pledge with { At = pledge.At.AddDays(2) }, default);
        await api.Service<DueIndex>().AddAsync(pledge with { Subject = "other" }, default);
        Assert.Equal([pledge], (await CheckAsync(api)).Entered);
        await LoseAsync(api, await HintsAsync(api));
    }

    [Fact]
    public async Task Hint_OfWhatWasMetWhileTheIndexWasRead_IsNotMissing()
    {
        Func<Task>? meanwhile = null;
        await using var api = await StartAsync(new BeforeRead("/DueIndex", () => Interlocked.Exchange(ref meanwhile, null)?.Invoke() ?? Task.CompletedTask));
        await MakeDeadlinesAsync(api);
        var pledge = (await HintsAsync(api)).Single(h => h.Kind == PledgeDeadline.DueKind);

        // Somebody acted on it after the truth was read, and dropped its hint.
        meanwhile = async () =>
        {
            (await api.SendAsync(
                HttpMethod.Post, api.Path("v-06", "pledges/road/fulfil"), api.Reporter("v-06"), """{"text":"已完工","evidence":[]}""")).Is(200);
            (await api.SendAsync(HttpMethod.Post, api.Path("v-06", "pledges/road/confirm"), api.Reviewer("t-2"), null)).Is(200);
            await LoseAsync(api, (await HintsAsync(api)).Where(h => h.Kind == PledgeDeadline.DueKind));
        };
        var found = await CheckAsync(api);

        Assert.Null(meanwhile);
        Assert.Equal(1, found.Implied[PledgeDeadline.DueKind]);
        Assert.Empty(found.Entered);
        Assert.DoesNotContain(await HintsAsync(api), h => h.Kind == PledgeDeadline.DueKind);
    }

    [Fact]
    public async Task Group_ThatCannotBeRead_IsToldOf_AndKeepsTheOthersNotWaiting()
    {
        var broken = false;
        await using var api = await StartAsync(new BeforeRead("g-0", () => broken ? throw new IOException("storage said no") : Task.CompletedTask));
        await MakeDeadlinesAsync(api);
        var state = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State;
        await api.Store.EnrolAsync(api.Cycle, "g-0", [state with { Track = "other" }], api.Time.GetUtcNow(), "setup", default);
        await LoseAsync(api, await HintsAsync(api));
        broken = true;

        var faults = await Assert.ThrowsAsync<AggregateException>(() => CheckAsync(api));

        Assert.Contains("g-0", Assert.Single(faults.InnerExceptions).Message, StringComparison.Ordinal);
        Assert.Equal(5, (await HintsAsync(api)).Count);
    }

    [Fact]
    public async Task PausedCycle_LosesNothing_AndACancelledOneHasNothingDue()
    {
        await using var api = await StartAsync();
        await MakeDeadlinesAsync(api);
        var client = await api.StartHubAsync(fixture);
        var desk = api.Service<CalendarDesk>();
        Assert.Null((await desk.PauseAsync(client, api.Cycle, "chief", "防汛", "p", default)).Refusal);

        // The plan's completion, the finding's reminder and the report fall into the pause and are put off, day by day.
        api.Time.MoveTo(new DateTimeOffset(2026, 4, 17, 3, 0, 0, TimeSpan.Zero));
        await api.Service<DueTimes>().SweepAsync(default);
        var put = await HintsAsync(api);
        Assert.Equal(3, put.Count(h => h.At == api.Time.GetUtcNow().AddDays(1)));
        var paused = await CheckAsync(api);
        Assert.Equal((5, 0), (paused.Implied.Values.Sum(), paused.Entered.Count));
        await LoseAsync(api, put);
        Assert.Equal(5, (await CheckAsync(api)).Entered.Count);

        api.Time.MoveTo(api.Time.GetUtcNow().AddHours(20));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Null((await desk.ResumeAsync(client, api.Cycle, null, "chief", "水退", "r", default)).Refusal);
        Assert.Empty((await CheckAsync(api)).Entered);
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.DoesNotContain("publicReportOverdue", await ActsAsync(api, "v-05"));
        api.Time.MoveTo(api.Time.GetUtcNow().AddDays(1).AddMinutes(2));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Contains("publicReportOverdue", await ActsAsync(api, "v-05"));
        Assert.Empty((await CheckAsync(api)).Entered);

        Assert.Null((await desk.CancelAsync(client, api.Cycle, "chief", "机构改革", "c", default)).Refusal);
        await LoseAsync(api, await HintsAsync(api));
        var cancelled = await CheckAsync(api);
        Assert.Empty(cancelled.Implied);
        Assert.Empty(cancelled.Entered);
    }

    [Fact]
    public async Task Completion_ThatAPauseHasMoved_IsAnsweredByItsNewEnd()
    {
        await using var api = await StartAsync();
        await MakeDeadlinesAsync(api);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-02", "plan/submit"), api.Reporter("v-02"), """{"text":"补充"}""", ("If-Match", "*"))).Is(200);
        var until = (await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Phase("plan").AnswerUntil!.Value;
        var moved = until.AddDays(5);
        await ChangeAsync(api, "v-02", s => s.With("plan", s.Phase("plan") with { AnswerUntil = moved }));

        api.Time.MoveTo(until.AddHours(1));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Empty((await CheckAsync(api)).Entered);
        Assert.DoesNotContain("planUnanswered", await ActsAsync(api, "v-02"));
        api.Time.MoveTo(moved.AddHours(1));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Contains("planUnanswered", await ActsAsync(api, "v-02"));
    }

    [Fact]
    public async Task Rework_ThatEndsBeforeItsOwnExtendedLock_LapsesAfterThat()
    {
        await using var api = await StartAsync();
        await ReturnAndAppealAsync(api);
        var until = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").ReworkUntil!.Value;
        var locked = until.AddDays(4);
        var extension = new Extension
        {
            Id = "q1-1",
            Phase = "q1",
            State = ExtensionState.Granted,
            Reason = "洪灾",
            OldDueAt = until,
            DueAt = locked,
            GraceUntil = locked,
            LockedAt = locked,
            RequestedBy = "rep-v-01",
            RequestedAt = api.Time.GetUtcNow(),
        };
        await ChangeAsync(api, "v-01", s => s with { Dates = new() { Extensions = [extension] } });
        await api.Service<DueIndex>().AddAsync(ExtensionDue.DueTimeOf(api.Key("v-01"), "q1", api.Time.GetUtcNow()), default);

        api.Time.MoveTo(until.AddMinutes(5));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Empty((await CheckAsync(api)).Entered);
        Assert.DoesNotContain("reworkLapsed", await ActsAsync(api, "v-01"));
        api.Time.MoveTo(locked.AddMinutes(5));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Contains("reworkLapsed", await ActsAsync(api, "v-01"));
    }

    /// <summary>A plan was sent back, an extension granted, a finding opened, a report came in and a pledge was published: a deadline each.</summary>
    private static async Task MakeDeadlinesAsync(ApiUnderTest api)
    {
        var chief = api.Token("chief", AppRole.Authority);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-02", "plan/submit"), api.Reporter("v-02"), """{"text":"打造特色"}""")).Is(200);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-02", "plan/return"), chief, SentBack)).Is(200);
        var until = api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy-MM-dd", null);
        (await api.SendAsync(
            HttpMethod.Post, api.Path("v-03", "extensions"), api.Reviewer("t-1"), $$"""{"phase":"q1","until":"{{until}}","reason":"洪灾"}""")).Is(200);
        var ordered = (await PostAsync(api, "inspections", chief, """{"track":"village","unit":"v-04","reason":"抽查"}""")).Is(201);
        (await PostAsync(api, $"inspections/{ordered.Json["inspection"]!["id"]}/findings", chief, """{"text":"台账不全"}""")).Is(201);
        (await api.SendAsync(
            HttpMethod.Post, $"api/v1/notices/{api.Cycle}/reports", null, """{"track":"village","reference":"v-05","text":"台账是年底补的"}""")).Is(201);
        (await api.SendAsync(
            HttpMethod.Put, api.Path("v-06", "pledges/road"), api.Reporter("v-06"),
            """
            {"kind":"organisation","direction":"down","text":"修好村道","audience":"全体村民","channel":"公开栏","due":"2026-05-20","proof":"照片"}
            """,
            ("If-None-Match", "*"))).Is(200);
    }

    /// <summary>v-07 has appealed against a score, and v-01's sheet was returned; the clock stands in the appraisal.</summary>
    private static async Task ReturnAndAppealAsync(ApiUnderTest api)
    {
        (await api.SubmitAsync("v-01")).Is(200);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-07", "sheets/again/submit"), api.Reporter("v-07"), ApiUnderTest.Sheet)).Is(200);
        api.Time.MoveTo(api.Plan.Window("again").LockedAt!.Value.AddHours(1));
        api.Time.MoveTo(api.Plan.Window("check").OpensAt!.Value.AddHours(1));
        (await api.SendAsync(
            HttpMethod.Post, api.Path("v-07", "appeals"), api.Reporter("v-07"), """{"phase":"again","text":"佐证材料漏计"}""")).Is(201);
        (await api.SendAsync(
            HttpMethod.Post, api.Path("v-01", "reviews/check/return"), api.Reviewer("t-1"), """{"sheet":"q1","reason":"数据不实"}""")).Is(200);
    }

    private Task<ApiUnderTest> StartAsync(HttpPipelinePolicy? before = null) => ApiUnderTest.StartAsync(
        fixture, text => text + "\nreports: { by: authority, answer: 5wd }", before, phases:
        [
            "plan: { kind: plan, opens: 03-01, due: 30wd, file-with: authority, rework: 3wd }",
            "pledge: { kind: pledging, opens: 03-01, due: 30wd, publish: 100%, kept: { organisation: 95%, member: 90% } }",
            "again: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 2wd, appeals: 30wd, answer: 2wd }",
        ]);

    private static Task<DueIndexFindings> CheckAsync(ApiUnderTest api) =>
        api.Service<DueIndexCheck>().CheckAsync([api.Cycle], (_, _) => true, default);

    /// <summary>Requests of a check by table, and how many of them wrote.</summary>
    private static async Task<Dictionary<string, long>> CostAsync(ApiUnderTest api)
    {
        await api.Service<CycleContexts>().GetAsync(api.Cycle, default);
        var before = api.Storage.Meter.Snapshot();
        Assert.Empty((await CheckAsync(api)).Entered);
        var since = api.Storage.Meter.Snapshot().Select(k => (k.Key, Count: k.Value - before.GetValueOrDefault(k.Key))).ToList();
        var tables = api.Storage.Tables;
        return new[] { ("Participation", tables.Participation), ("Participants", tables.Participants), ("DueIndex", tables.DueIndex) }
            .ToDictionary(t => t.Item1, t => since.Where(k => k.Key.Resource == t.Item2.Name).Sum(k => k.Count))
            .Append(new("writes", since.Where(k => k.Key.Operation is not ("query" or "read")).Sum(k => k.Count)))
            .ToDictionary(k => k.Key, k => k.Value);
    }

    private static async Task<List<DueTime>> HintsAsync(ApiUnderTest api) => [.. (await RowsAsync(api)).Select(r => r.Hint)];

    private static async Task<List<(string Shard, DueTime Hint)>> RowsAsync(ApiUnderTest api)
    {
        var rows = new List<(string, DueTime)>();
        foreach (var shard in DueIndex.AllShards)
        {
            await foreach (var hint in api.Service<DueIndex>().DueAsync(shard, DateTimeOffset.MaxValue, default))
            {
                if (hint.Cycle == api.Cycle)
                    rows.Add((shard, hint));
            }
        }
        return rows;
    }

    /// <summary>Takes hints out of the index by hand, as whatever loses them would.</summary>
    private static async Task LoseAsync(ApiUnderTest api, IEnumerable<DueTime> hints)
    {
        var lost = hints.ToHashSet();
        foreach (var shard in (await RowsAsync(api)).Where(r => lost.Contains(r.Hint)).GroupBy(r => r.Shard))
            await api.Service<DueIndex>().DropAsync(shard.Key, [.. shard.Select(r => r.Hint)], default);
    }

    private static Task<ParticipantOutcome> ChangeAsync(ApiUnderTest api, string unit, Func<ParticipantState, ParticipantState> change) =>
        api.Store.TransactAsync(
            api.Key(unit), new(StorageFixture.NewId("change"), api.Time.GetUtcNow()),
            (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Decision.Accept(change(current.State)))), default);

    private static Task<Reply> PostAsync(ApiUnderTest api, string below, string token, string body) =>
        api.SendAsync(HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/{below}", token, body);

    private static async Task<string[]> ActsAsync(ApiUnderTest api, string unit) =>
        [.. (await api.GetAsync(api.Path(unit, "ledger"), api.Token("chief", AppRole.Authority))).Is(200).Json["items"]!.AsArray()
            .Select(i => (string)i!["entry"]!["act"]!)];

    private static async Task<List<string>> ToldAsync(ApiUnderTest api) => await api.Storage.Tables.Notices.QueryAsync<Azure.Data.Tables.TableEntity>()
        .Select(r => r.RowKey).Where(k => k.Contains($"|{api.Cycle}|", StringComparison.Ordinal)).ToListAsync();

    /// <summary>Lets something happen before what has <paramref name="name"/> in its address is read.</summary>
    private sealed class BeforeRead(string name, Func<Task> happens) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Method == RequestMethod.Get && message.Request.Uri.ToString().Contains(name, StringComparison.Ordinal))
                await happens();
            await ProcessNextAsync(message, pipeline);
        }
    }
}
