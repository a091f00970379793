using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Directory;

[Collection(AppDefinition.Name)]
public sealed class DirectoryApiTests(AppUnderTest app)
{
    const string UnitHeader = "id,name,name_en,level,sector,parent\n";

    [Fact]
    public async Task ImportUnits_Twice_CreatesThenFindsUnchanged()
    {
        var id = AppUnderTest.NewId("v");
        var csv = UnitHeader + $"{id},新村,,village,rural,t-01\n";

        Assert.Equal((1, 0, 0), Counts(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", csv, "text/csv")));
        Assert.Equal((0, 0, 1), Counts(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", csv, "text/csv")));
        var changed = csv.Replace("新村", "新新村", StringComparison.Ordinal);
        Assert.Equal((0, 1, 0), Counts(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", changed, "text/csv")));
        Assert.Equal("新新村", (string)(await app.AdminAsync(HttpMethod.Get, $"api/v1/units/{id}")).Json["name"]!);
    }

    [Fact]
    public async Task ImportUnits_BadRows_AreNamedAndNothingIsImported()
    {
        var (good, bad) = (AppUnderTest.NewId("v"), AppUnderTest.NewId("v"));
        var csv = UnitHeader + $"{good},好村,,village,rural,t-01\n{bad},坏村,,hamlet,rural,t-99\n";

        var refused = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", csv, "text/csv");
        Assert.Equal((422, "badRows"), (refused.Status, refused.Code));
        Assert.Equal(["rows[3].level"], refused.ErrorPaths);
        Assert.Equal(404, (await app.AdminAsync(HttpMethod.Get, $"api/v1/units/{good}")).Status);

        var partly = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units?atomicMode=none", csv, "text/csv");
        Assert.Equal((1, 0, 0), Counts(partly));
        Assert.Equal(
            [(2, good, "created", ""), (3, bad, "rejected", "level")],
            partly.Json["rows"]!.AsArray().Select(r => (
                (int)r!["row"]!, (string)r["id"]!, (string)r["outcome"]!, string.Join(',', r["errors"]!.AsArray().Select(e => (string)e!["column"]!)))));
        Assert.Equal(200, (await app.AdminAsync(HttpMethod.Get, $"api/v1/units/{good}")).Status);
        Assert.Equal(404, (await app.AdminAsync(HttpMethod.Get, $"api/v1/units/{bad}")).Status);
    }

    [Fact]
    public async Task ImportUnits_DryRun_SaysAllAndWritesNothing()
    {
        var id = AppUnderTest.NewId("v");

        var answer = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units?dryRun=true", UnitHeader + $"{id},村,,village,rural,t-01\n", "text/csv");

        Assert.Equal((1, 0, 0), Counts(answer));
        Assert.Equal(404, (await app.AdminAsync(HttpMethod.Get, $"api/v1/units/{id}")).Status);
    }

    [Fact]
    public async Task ImportUnits_SameKey_GivesTheSameAnswerAndRefusesAnotherBody()
    {
        var csv = UnitHeader + $"{AppUnderTest.NewId("v")},村,,village,rural,t-01\n";
        var key = ("Idempotency-Key", AppUnderTest.NewId("key"));

        var first = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", csv, "text/csv", key);
        var again = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", csv, "text/csv", key);
        var other = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", csv + "\n", "text/csv", key);

        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Assert.Equal((1, 0, 0), Counts(again));
        Assert.Equal((422, "idempotencyKeyReused"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public async Task ImportUnits_BadKey_IsA400(string key)
    {
        var answer = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", UnitHeader, "text/csv", ("Idempotency-Key", key));

        Assert.Equal((400, "header.Idempotency-Key"), (answer.Status, answer.ErrorPaths.Single()));
    }

    [Fact]
    public async Task ImportUnits_Json_IsTakenAndItsMistakesHavePaths()
    {
        var id = AppUnderTest.NewId("v");
        var unit = new JsonObject { ["id"] = id, ["name"] = "村", ["level"] = "village", ["sector"] = "rural", ["parent"] = "t-01" };

        Assert.Equal((1, 0, 0), Counts(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", $"{{\"units\":[{unit.ToJsonString()}]}}")));
        var bad = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", "{\"units\":[{\"id\":7}]}");
        Assert.Equal((400, "$.units[0].id"), (bad.Status, bad.ErrorPaths.Single()));
        Assert.Equal(415, (await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", "x", "text/plain")).Status);
    }

    [Fact]
    public async Task ImportPeople_NewReporter_MayActAtOnce()
    {
        var id = AppUnderTest.NewId("p");
        var directory = app.Host.Services.GetRequiredService<DirectoryCache>();
        Assert.False((await directory.GetAsync(TimeSpan.FromMinutes(1), default)).People.ContainsKey(id));

        var csv = $"id,name,email,language,unit,categories,assignments\n{id},王芳,,zh,v-001,,reporter@v-001\n";
        Assert.Equal((1, 0, 0), Counts(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/people", csv, "text/csv")));

        var policy = app.Host.Services.GetRequiredService<AccessPolicy>();
        var caller = new Caller(id, id, "zh", new HashSet<AppRole> { AppRole.Reporter });
        Assert.True((await policy.MayAsync(caller, Act.SubmitSheet, "v-001", default)).IsAllowed);
        Assert.False((await policy.MayAsync(caller, Act.SubmitSheet, "v-002", default)).IsAllowed);
    }

    [Fact]
    public async Task PutUnit_NewChangedStaleAndBad_AnswerAsTheContractSays()
    {
        var path = $"api/v1/units/{AppUnderTest.NewId("v")}";
        const string Body = "{\"name\":\"村\",\"level\":\"village\",\"sector\":\"rural\",\"parent\":\"t-01\"}";
        var changed = Body.Replace("村", "大村", StringComparison.Ordinal);

        var created = await app.AdminAsync(HttpMethod.Put, path, Body);
        Assert.Equal(201, created.Status);
        Assert.Equal("/" + path, created.Headers["Location"]);
        Assert.Equal((428, "preconditionRequired"), Problem(await app.AdminAsync(HttpMethod.Put, path, changed)));
        Assert.Equal((412, "preconditionFailed"), Problem(await app.AdminAsync(HttpMethod.Put, path, Body, headers: ("If-None-Match", "*"))));

        var updated = await app.AdminAsync(HttpMethod.Put, path, changed, headers: ("If-Match", created.ETag!));
        Assert.Equal(200, updated.Status);
        Assert.NotEqual(created.ETag, updated.ETag);
        var stale = await app.AdminAsync(HttpMethod.Put, path, Body, headers: ("If-Match", created.ETag!));
        Assert.Equal((412, "preconditionFailed"), Problem(stale));
        Assert.Equal(("大村", updated.ETag), ((string)stale.Json["current"]!["name"]!, stale.ETag));
        Assert.Equal(updated.ETag, (await app.AdminAsync(HttpMethod.Get, path)).ETag);

        var bad = await app.AdminAsync(
            HttpMethod.Put, path, Body.Replace("t-01", "t-99", StringComparison.Ordinal), headers: ("If-Match", updated.ETag!));
        Assert.Equal((422, "$.parent"), (bad.Status, bad.ErrorPaths.Single()));
        Assert.Equal(400, (await app.AdminAsync(HttpMethod.Put, "api/v1/units/Not_A_Slug", Body)).Status);
    }

    [Fact]
    public async Task PutPerson_ThenRead_IsTheSame()
    {
        var path = $"api/v1/people/{AppUnderTest.NewId("p")}";
        const string Body = """
            {"name":"李强","email":"lq@example.org","language":"en","unit":"v-001","categories":["vanguard"],"assignments":[{"role":"liaison","unit":"v-002"}]}
            """;

        Assert.Equal(201, (await app.AdminAsync(HttpMethod.Put, path, Body)).Status);
        var read = await app.AdminAsync(HttpMethod.Get, path);

        Assert.Equal("李强", (string)read.Json["name"]!);
        Assert.Equal("liaison", (string)read.Json["assignments"]![0]!["role"]!);
        Assert.Contains("李强", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAssignments_ReplacesTheUnitsListAndLeavesOtherUnits()
    {
        var (one, two) = (AppUnderTest.NewId("p"), AppUnderTest.NewId("p"));
        foreach (var person in new[] { one, two })
        {
            var body = $"{{\"name\":\"某\",\"unit\":\"v-010\",\"assignments\":[{{\"role\":\"liaison\",\"unit\":\"v-011\"}}]}}";
            Assert.Equal(201, (await app.AdminAsync(HttpMethod.Put, $"api/v1/people/{person}", body)).Status);
        }
        var before = await app.AdminAsync(HttpMethod.Get, "api/v1/units/v-010/assignments");
        var wanted = $"{{\"assignments\":[{{\"role\":\"reporter\",\"person\":\"{one}\"}},{{\"role\":\"leader\",\"person\":\"{two}\"}}]}}";

        Assert.Equal(428, (await app.AdminAsync(HttpMethod.Put, "api/v1/units/v-010/assignments", wanted)).Status);
        var put = await app.AdminAsync(HttpMethod.Put, "api/v1/units/v-010/assignments", wanted, headers: ("If-Match", before.ETag!));

        Assert.Equal(200, put.Status);
        Assert.Equal([$"reporter:{one}", $"leader:{two}"], put.Json["assignments"]!.AsArray().Select(a => $"{a!["role"]}:{a["person"]}"));
        Assert.Equal(put.Text, (await app.AdminAsync(HttpMethod.Get, "api/v1/units/v-010/assignments")).Text);
        var person1 = (await app.AdminAsync(HttpMethod.Get, $"api/v1/people/{one}")).Json["assignments"]!.AsArray();
        Assert.Equal(["liaison@v-011", "reporter@v-010"], person1.Select(a => $"{a!["role"]}@{a["unit"]}"));
        var stale = await app.AdminAsync(HttpMethod.Put, "api/v1/units/v-010/assignments", wanted, headers: ("If-Match", before.ETag!));
        Assert.Equal((412, put.ETag, 2), (stale.Status, stale.ETag, stale.Json["current"]!["assignments"]!.AsArray().Count));
    }

    [Theory]
    [InlineData(AppRole.Reporter)]
    [InlineData(AppRole.Reviewer)]
    [InlineData(AppRole.Authority)]
    [InlineData(AppRole.Auditor)]
    public async Task DirectoryWrites_ByOthers_AreForbidden(AppRole role)
    {
        var token = app.Token("county-office-1", role);

        Assert.Equal((403, "roleMissing"), Problem(await app.SendAsync(HttpMethod.Post, "api/v1/imports/units", token, UnitHeader, "text/csv")));
        Assert.Equal((403, "roleMissing"), Problem(await app.SendAsync(HttpMethod.Put, "api/v1/units/v-001", token, "{}")));
        Assert.Equal(role == AppRole.Auditor ? 200 : 403, (await app.SendAsync(HttpMethod.Get, "api/v1/units/v-001", token)).Status);
    }

    static (int Created, int Updated, int Unchanged) Counts(Answer answer)
    {
        Assert.True(answer.Status == 200, answer.Text);
        return ((int)answer.Json["created"]!, (int)answer.Json["updated"]!, (int)answer.Json["unchanged"]!);
    }

    static (int Status, string Code) Problem(Answer answer) => (answer.Status, answer.Code);
}
