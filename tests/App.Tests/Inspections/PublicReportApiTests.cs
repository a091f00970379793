using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;
using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.App.Tests.Inspections;

/// <summary>Reports from the public over HTTP (K17), and what waits for the authority in its findings (E5, J7).</summary>
public sealed class PublicReportApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Contact = "13800000000";
    private const string Words = "台账是年底补的";

    [Fact]
    public async Task Report_ByAnybody_OpensAFinding_AndItsWordsAndContactStayWithThoseWhoAnswer()
    {
        await using var api = await StartAsync();
        var chief = api.Token("chief", AppRole.Authority);
        var filed = (await FileAsync(api, "v-01", "a")).Is(201);
        var id = (string)filed.Json["reference"]!;
        Assert.Equal($$"""{"reference":"{{id}}"}""", filed.Text);
        Assert.Equal($"/api/v1/notices/{api.Cycle}/reports", filed.Headers["Location"]);
        Assert.Equal(filed.Text, (await FileAsync(api, "v-01", "a")).Is(201).Text);
        var other = (string)(await FileAsync(api, "v-06", "b")).Is(201).Json["reference"]!;

        // Who takes no part, and what is none, get the same answer.
        var nobody = (await FileAsync(api, "v-99", "c")).Is(404);
        Assert.Equal(nobody.Json["detail"]!.ToJsonString(), (await FileAsync(api, "v-01", "d", track: "vanguard")).Is(404).Json["detail"]!.ToJsonString());
        Assert.Equal(nobody.Json["detail"]!.ToJsonString(), (await FileAsync(api, "../v-01", "e")).Is(404).Json["detail"]!.ToJsonString());
        Assert.Equal("textMissing", (await FileAsync(api, "v-01", "f", text: " ")).Is(422).Code);
        Assert.Equal("unknownClause", (await FileAsync(api, "v-01", "g", clause: "nowhere")).Is(422).Code);

        // Those above read it, with the contact where they may answer; the participant's side reads nothing of it.
        var seen = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/reports?limit=1", chief)).Is(200).Json;
        Assert.Equal((id, Words, Contact), ((string)seen["items"]![0]!["id"]!, (string)seen["items"]![0]!["text"]!, (string)seen["items"]![0]!["contact"]!));
        var rest = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/reports?limit=1&continuation={seen["continuation"]}", chief)).Is(200).Json;
        Assert.Equal(other, (string)rest["items"]![0]!["id"]!);
        Assert.Equal([id], await ListAsync(api, chief, "?under=t-1&state=waiting"));
        var audited = (await api.GetAsync(api.Path("v-01", $"reports/{id}"), api.Token("auditor", AppRole.Auditor))).Is(200);
        Assert.Equal((Words, null), ((string)audited.Json["text"]!, (string?)audited.Json["contact"]));
        foreach (var token in new[] { api.Reporter("v-01"), api.Reviewer("t-1") })
        {
            Assert.Empty(await ListAsync(api, token, ""));
            (await api.GetAsync(api.Path("v-01", $"reports/{id}"), token)).Is(403);
            (await PostAsync(api, $"participants/village/v-01/reports/{id}/dismiss", token, """{"reason":"x"}""")).Is(403);
        }
        var waits = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/coverage?kind=answerReport", chief)).Is(200).Json["items"]!.AsArray();
        Assert.Equal([("v-01", id, "chief", "2026-03-31T10:00:00+00:00"), ("v-06", other, "chief", "2026-03-31T10:00:00+00:00")], waits.Select(w =>
            ((string)w!["unit"]!, (string)w["subject"]!, (string)w["owners"]![0]!, (string)w["dueAt"]!)));
        Assert.All(waits, w => Assert.NotNull(w!["nextAt"]));

        var pursue = $"participants/village/v-01/reports/{id}/finding";
        Assert.Equal("textMissing", (await PostAsync(api, pursue, chief, """{"text":" "}""")).Is(422).Code);
        var found = (await PostAsync(api, pursue, chief, """{"text":"台账不全","clause":"deeds"}""", "p")).Is(201);
        Assert.Equal((id, "open", "2026-04-15T10:00:00+00:00"),
            ((string)found.Json["report"]!, (string)found.Json["state"]!, (string)found.Json["dueAt"]!));
        Assert.Equal(found.Text, (await PostAsync(api, pursue, chief, """{"text":"台账不全","clause":"deeds"}""", "p")).Is(201).Text);
        Assert.Equal("reportAnswered", (await PostAsync(api, pursue, chief, """{"text":"再次"}""")).Is(409).Code);
        Assert.Equal([id], await ListAsync(api, chief, "?state=pursued"));
        // From here on it is a finding like any other.
        Assert.Equal("nothingToVerify", (await PostAsync(
            api, $"inspections/{found.Json["inspection"]}/findings/{found.Json["id"]}/verify", chief, "{}")).Is(409).Code);
        var listed = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/findings", api.Reporter("v-01"))).Is(200).Json["items"]!.AsArray();
        Assert.Equal(id, (string)Assert.Single(listed)!["report"]!);

        var ledger = (await api.GetAsync(api.Path("v-01", "ledger"), api.Reporter("v-01"))).Is(200);
        Assert.Equal(["enrolled", "publicReportReceived", "publicReportPursued", "inspectionOrdered", "findingOpened"],
            ledger.Json["items"]!.AsArray().Select(i => (string)i!["entry"]!["act"]!));
        Assert.True((bool)(await api.GetAsync(api.Path("v-01", "ledger/verify"), chief)).Is(200).Json["valid"]!);
        foreach (var answer in new[] { ledger.Text, found.Text, listed.ToJsonString(), await NoticesAsync(api) })
        {
            Assert.DoesNotContain(Contact, answer, StringComparison.Ordinal);
            Assert.DoesNotContain(Words, answer, StringComparison.Ordinal);
        }
        Assert.Equal(1, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Inspected!.Open);
    }

    [Fact]
    public async Task ReportAndFalsification_LeftAlone_AreRemindedAndEscalated_UntilTheyAreDecided()
    {
        await using var api = await StartAsync();
        var chief = api.Token("chief", AppRole.Authority);
        var id = (string)(await FileAsync(api, "v-02", "a")).Is(201).Json["reference"]!;
        var ordered = (await PostAsync(api, "inspections", api.Reviewer("t-1"), """{"track":"village","unit":"v-03","reason":"抽查"}""")).Is(201);
        var inspection = (string)ordered.Json["inspection"]!["id"]!;
        var opened = (await PostAsync(api, $"inspections/{inspection}/findings", api.Reviewer("t-1"), """{"text":"照片重复使用"}""")).Is(201);
        var finding = $"inspections/{inspection}/findings/{opened.Json["id"]}";
        (await PostAsync(api, finding + "/falsified", api.Reviewer("t-1"), """{"reason":"照片系往年所摄"}""")).Is(200);
        var waits = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/coverage?kind=decideFalsification", chief)).Is(200).Json["items"]!.AsArray();
        Assert.Equal(("v-03", "2026-03-31T10:00:00+00:00", "2026-03-30T01:00:00+00:00"),
            ((string)Assert.Single(waits)!["unit"]!, (string)waits[0]!["dueAt"]!, (string)waits[0]!["nextAt"]!));

        // Monday 30 March at nine in Shanghai, the working day before; then Tuesday the 31st, past 18:00, swept by two at once.
        api.Time.MoveTo(new DateTimeOffset(2026, 3, 30, 1, 0, 1, TimeSpan.Zero));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal("publicReportReminded", (await ActsAsync(api, "v-02"))[^1]);
        Assert.Equal("falsificationReminded", (await ActsAsync(api, "v-03"))[^1]);
        api.Time.MoveTo(new DateTimeOffset(2026, 3, 31, 10, 3, 0, TimeSpan.Zero));
        await Task.WhenAll(api.Service<DueTimes>().SweepAsync(default), api.Service<DueTimes>().SweepAsync(default));
        Assert.Equal(["publicReportReceived", "publicReportReminded", "publicReportEscalated", "publicReportOverdue"], (await ActsAsync(api, "v-02"))[1..]);
        Assert.Equal(["falsificationReported", "falsificationReminded", "falsificationEscalated", "falsificationOverdue"],
            (await ActsAsync(api, "v-03"))[^4..]);
        Assert.Equal([id], await ListAsync(api, chief, "?overdue=true"));
        var notices = await NoticesAsync(api);
        Assert.All(
            new[] { "awaits your answer", "is due soon", "has not been answered in time", "awaits your decision", "has not been decided in time" },
            title => Assert.Contains(title, notices, StringComparison.Ordinal));

        Assert.Equal("reasonMissing", (await PostAsync(api, $"participants/village/v-02/reports/{id}/dismiss", chief, """{"reason":" "}""")).Is(422).Code);
        var dismissed = (await PostAsync(api, $"participants/village/v-02/reports/{id}/dismiss", chief, """{"reason":"经查不属实"}""")).Is(200);
        Assert.Equal(("dismissed", "经查不属实", "chief"),
            ((string)dismissed.Json["state"]!, (string)dismissed.Json["reason"]!, (string)dismissed.Json["answeredBy"]!));
        (await PostAsync(api, finding + "/falsified/dismiss", chief, """{"reason":"经核实不成立"}""")).Is(200);
        api.Time.MoveTo(new DateTimeOffset(2026, 4, 2, 10, 0, 0, TimeSpan.Zero));
        await api.Service<DueTimes>().SweepAsync(default);
        Assert.Equal("publicReportDismissed", (await ActsAsync(api, "v-02"))[^1]);
        Assert.Equal("falsificationDismissed", (await ActsAsync(api, "v-03"))[^1]);
        Assert.Empty((await api.Store.ReadAsync(api.Key("v-02"), default))!.State.Reported!.Waiting);
    }

    [Fact]
    public async Task ReportAndFinding_OfAUnitThatLeft_AreDropped_AndNobodyReportsItAnyMore()
    {
        await using var api = await StartAsync();
        var chief = api.Token("chief", AppRole.Authority);
        (await FileAsync(api, "v-04", "a")).Is(201);
        var id = (string)(await FileAsync(api, "v-04", "b", text: "又一件")).Is(201).Json["reference"]!;
        (await PostAsync(api, $"participants/village/v-04/reports/{id}/finding", chief, """{"text":"台账不全"}""")).Is(201);
        var operation = new ParticipantOperation("left", api.Time.GetUtcNow()) { OfChange = true };
        await api.Store.TransactAsync(api.Key("v-04"), operation, (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Decision.Accept(
            current.State with { Left = new(UnitChangeKind.Merge, ["v-05"], operation.At) }))), default);

        Assert.Equal((await FileAsync(api, "v-99", "c")).Is(404).Json["detail"]!.ToJsonString(),
            (await FileAsync(api, "v-04", "d")).Is(404).Json["detail"]!.ToJsonString());
        api.Time.MoveTo(new DateTimeOffset(2026, 5, 29, 10, 0, 0, TimeSpan.Zero));
        await api.Service<DueTimes>().SweepAsync(default);
        await foreach (var due in api.Storage.Tables.DueIndex.QueryAsync<Azure.Data.Tables.TableEntity>())
            Assert.DoesNotContain($"|{api.Cycle}|village|v-04|", due.RowKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WhereNoneAreTaken_IsRefusedAndLeavesNothing()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        Assert.Equal("reportsNotTaken", (await FileAsync(api, "v-01", "a")).Is(409).Code);
        Assert.Null((await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Reported);
    }

    private Task<ApiUnderTest> StartAsync() => ApiUnderTest.StartAsync(fixture, text => text + "\nreports: { by: authority, answer: 5wd }");

    private static Task<Reply> FileAsync(
        ApiUnderTest api, string reference, string key, string track = "village", string text = Words, string? clause = null) => api.SendAsync(
        HttpMethod.Post, $"api/v1/notices/{api.Cycle}/reports", null,
        new JsonObject { ["track"] = track, ["reference"] = reference, ["text"] = text, ["clause"] = clause, ["contact"] = Contact }.ToJsonString(),
        ("Idempotency-Key", key));

    private static Task<Reply> PostAsync(ApiUnderTest api, string below, string token, string body, string? key = null) => api.SendAsync(
        HttpMethod.Post, $"api/v1/cycles/{api.Cycle}/{below}", token, body, key is null ? [] : [("Idempotency-Key", key)]);

    private static async Task<string[]> ListAsync(ApiUnderTest api, string token, string query) =>
        [.. (await api.GetAsync($"api/v1/cycles/{api.Cycle}/reports{query}", token)).Is(200).Json["items"]!.AsArray().Select(i => (string)i!["id"]!)];

    private static async Task<string[]> ActsAsync(ApiUnderTest api, string unit) =>
        [.. (await api.GetAsync(api.Path(unit, "ledger"), api.Token("chief", AppRole.Authority))).Is(200).Json["items"]!.AsArray()
            .Select(i => (string)i!["entry"]!["act"]!)];

    // Every notice of the cycle, with who gets it.
    private static async Task<string> NoticesAsync(ApiUnderTest api)
    {
        var said = new List<string>();
        await foreach (var row in api.Storage.Tables.Notices.QueryAsync<Azure.Data.Tables.TableEntity>())
        {
            if (row.RowKey.Split('|', 5) is ["n", var recipient, _, var of, _] && of == api.Cycle)
                said.Add($"{recipient}: {row.GetString("Title")} {row.GetString("Text")}");
        }
        return string.Join('\n', said);
    }
}
