using Campaigns.App.Reviews;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using Xunit;

namespace Campaigns.App.Tests.Pledges;

public sealed class PledgeApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Fulfilled = """{"text":"修好了","evidence":["e-1"]}""";

    [Fact]
    public async Task Pledge_IsMade_Published_ReportedAndConfirmed()
    {
        await using var api = await StartAsync();
        var (path, rep) = (api.Path("v-01", "pledges/road"), api.Reporter("v-01"));
        var made = (await api.SendAsync(HttpMethod.Put, path, rep, Body(null), ("If-None-Match", "*"))).Is(200);
        Assert.Equal("made", (string)made.Json["status"]!);
        Assert.Equal("preconditionRequired", (await api.SendAsync(HttpMethod.Put, path, rep, Body("公开栏照片"))).Is(428).Code);
        var published = (await api.SendAsync(HttpMethod.Put, path, rep, Body("公开栏照片"), ("If-Match", made.ETag))).Is(200);
        Assert.Equal(published.Text, (await api.SendAsync(HttpMethod.Put, path, rep, Body("公开栏照片"), ("If-Match", made.ETag))).Is(200).Text);
        Assert.Equal(["fulfil"], published.Json["allowedActions"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(SheetStatus.Submitted, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("pledge").Status);

        (await api.SendAsync(HttpMethod.Post, path + "/confirm", api.Reviewer("t-1"), null)).Is(409);
        var reported = (await api.SendAsync(HttpMethod.Post, path + "/fulfil", rep, Fulfilled, ("Idempotency-Key", "k"))).Is(200);
        Assert.Equal(reported.Text, (await api.SendAsync(HttpMethod.Post, path + "/fulfil", rep, Fulfilled, ("Idempotency-Key", "k"))).Is(200).Text);
        Assert.Equal(["rev-t-1"], await RecipientsAsync(api, "pledgesReported"));
        (await api.SendAsync(HttpMethod.Post, path + "/confirm", rep, null)).Is(403);
        (await api.SendAsync(HttpMethod.Post, path + "/confirm", api.Reviewer("t-1"), null)).Is(200);
        var state = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State;
        Assert.Equal((100m, new PledgeCounts(1, 1, 0, 1)), (state.Phase("pledge").Score!.Value, state.Pledges!.Organisation));
        Assert.Single((await api.GetAsync(api.Path("v-01", "pledges"), api.Reviewer("t-1"))).Is(200).Json["items"]!.AsArray());
    }

    private static async Task<List<string>> RecipientsAsync(ApiUnderTest api, string kind)
    {
        var told = new List<string>();
        await foreach (var row in api.Storage.Tables.Notices.QueryAsync<Azure.Data.Tables.TableEntity>())
        {
            if (row.RowKey.Split('|', 5) is ["n", var recipient, _, var of, _] && of == api.Cycle && row.GetString("Kind") == kind)
                told.Add(recipient);
        }
        return told;
    }

    [Fact]
    public async Task Pledge_NotReportedByItsDate_IsBroken_AndTheRatesSaySo()
    {
        await using var api = await StartAsync();
        foreach (var (id, unit) in new[] { ("road", "v-02"), ("well", "v-02"), ("road", "v-06") })
            (await api.SendAsync(HttpMethod.Put, api.Path(unit, $"pledges/{id}"), api.Reporter(unit), Body("照片"), ("If-None-Match", "*"))).Is(200);
        (await api.SendAsync(HttpMethod.Post, api.Path("v-02", "pledges/well/fulfil"), api.Reporter("v-02"), Fulfilled)).Is(200);

        // Due at 18:00 in Shanghai; the report may be answered for ten working days.
        api.Time.MoveTo(new DateTimeOffset(2026, 5, 20, 10, 5, 0, TimeSpan.Zero));
        await Task.WhenAll(api.Service<DueTimes>().SweepAsync(default), api.Service<DueTimes>().SweepAsync(default));
        var broken = (await api.GetAsync(api.Path("v-02", "pledges/road"), api.Reporter("v-02"))).Is(200);
        Assert.Equal(("broken", "engine"), ((string)broken.Json["status"]!, (string)broken.Json["decidedBy"]!));
        Assert.Equal("kept", (string)(await api.GetAsync(api.Path("v-02", "pledges/well"), api.Reporter("v-02"))).Is(200).Json["status"]!);

        var rates = (await api.GetAsync($"api/v1/cycles/{api.Cycle}/pledges/rates?under=t-1", api.Reporter("v-02"))).Is(200).Json["items"]![0]!;
        Assert.Equal((10, 2, 33.33m, false), ((int)rates["all"]!["expected"]!, (int)rates["all"]!["pledged"]!,
            (decimal)rates["all"]!["organisation"]!["keptRate"]!, (bool)rates["all"]!["organisation"]!["keptReached"]!));
        Assert.Equal(50m, (decimal)rates["units"]!["v-02"]!["organisation"]!["keptRate"]!);
        Assert.Equal(0m, (decimal)rates["areas"]!["t-2"]!["organisation"]!["keptRate"]!);
        (await api.GetAsync($"api/v1/cycles/{api.Cycle}/pledges/rates?phase=q1", api.Reporter("v-02"))).Is(404);
    }

    [Fact]
    public async Task Pledge_OfSomebodyElse_OrWithAWrongDate_IsRefused()
    {
        await using var api = await StartAsync();
        var path = api.Path("v-03", "pledges/road");
        var other = Body(null).Replace("\"organisation\"", "\"member\",\"person\":\"rep-v-04\"", StringComparison.Ordinal);
        Assert.Equal("$.person", (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-03"), other)).Is(422).Json["errors"]!.AsObject().Single().Key);
        var late = Body(null).Replace("2026-05-20", "2027-01-01", StringComparison.Ordinal);
        Assert.Equal("dueOutOfRange", (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-03"), late)).Is(422).Code);
        (await api.SendAsync(HttpMethod.Put, path, api.Reporter("v-04"), Body(null))).Is(403);
        (await api.GetAsync(path, api.Reporter("v-03"))).Is(404);
    }

    private static string Body(string? proof) =>
        $$"""{"kind":"organisation","direction":"down","text":"修好村道","audience":"全体村民","channel":"公开栏","due":"2026-05-20","proof":{{(proof is null ? "null" : $"\"{proof}\"")}}}""";

    private Task<ApiUnderTest> StartAsync() => ApiUnderTest.StartAsync(
        fixture, phases: "pledge: { kind: pledging, opens: 03-01, due: 30wd, publish: 100%, kept: { organisation: 95%, member: 90% } }");
}
