using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Templates;
using Xunit;

namespace Campaigns.App.Tests.Templates;

[Collection(AppDefinition.Name)]
public sealed class TemplateApiTests(AppUnderTest app)
{
    [Fact]
    public async Task List_AndOne_ShowWhatIsThereAndWhatItNeeds()
    {
        var token = app.Token("stranger", AppRole.Reporter);

        var list = await app.SendAsync(HttpMethod.Get, "api/v1/templates", token);
        var one = await app.SendAsync(HttpMethod.Get, "api/v1/templates/advanced-county", token);

        Assert.Equal(TemplateCatalog.All.Select(t => t.Id), list.Json["items"]!.AsArray().Select(t => (string)t!["id"]!));
        var county = list.Json["items"]![2]!;
        Assert.Equal((2026, 2028, "county"), ((int)county["firstYear"]!, (int)county["lastYear"]!, (string)county["authority"]!));
        Assert.Contains(county["needs"]!.AsArray(), n => (string?)n!["individual"] == "member");
        Assert.Equal((200, TemplateCatalog.TextOf("advanced-county")), (one.Status, one.Text));
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, "api/v1/templates/nothing", token)).Status);
        Assert.Equal(401, (await app.SendAsync(HttpMethod.Get, "api/v1/templates", null)).Status);
    }

    [Fact]
    public async Task Use_WithStart_MakesTheCampaignAndItsCycleOnce()
    {
        var id = AppUnderTest.NewId("used");
        var path = $"api/v1/templates/three-level-contest/campaigns/{id}";
        const string Body = """{ "start": true, "tracks": { "demonstration-village": { "quota": "40" } }, "title": { "zh": "我县三级联争" } }""";

        var made = await OfficeAsync(path, Body, ("Idempotency-Key", id));
        var again = await OfficeAsync(path, Body, ("Idempotency-Key", id));

        Assert.True(made.Status == 201, made.Text);
        Assert.Equal((201, made.Text), (again.Status, again.Text));
        Assert.Equal($"{id}-2026", (string)made.Json["cycle"]!);
        var campaign = await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}", app.Token("stranger", AppRole.Reporter));
        Assert.Equal((1, "我县三级联争"), ((int)campaign.Json["version"]!, (string)campaign.Json["title"]!["zh"]!));
        Assert.Contains("quota: 40", (string)campaign.Json["text"]!, StringComparison.Ordinal);
        Assert.Equal(200, (await app.SendAsync(HttpMethod.Get, $"api/v1/cycles/{id}-2026", app.Token("stranger", AppRole.Reporter))).Status);

        var other = await OfficeAsync(path, "{}");
        Assert.Equal((409, "campaignExists"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Use_WithoutStart_MakesOnlyTheCampaign()
    {
        var id = AppUnderTest.NewId("used");

        var made = await OfficeAsync($"api/v1/templates/five-good-village/campaigns/{id}", """{ "years": "2027" }""");

        Assert.Equal((201, null), (made.Status, made.Json["cycle"]));
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, $"api/v1/cycles/{id}-2027", app.Token("stranger", AppRole.Reporter))).Status);
    }

    [Fact]
    public async Task Use_WithWhatCannotBe_NamesEveryPathAndMakesNothing()
    {
        var id = AppUnderTest.NewId("used");
        var body = new JsonObject
        {
            ["years"] = "soon",
            ["title"] = new JsonObject { ["zh"] = "一\n二" },
            ["tracks"] = JsonNode.Parse("""{ "nobody": {}, "demonstration-village": { "quota": "-1", "share": "half" } }"""),
        };

        var answer = await OfficeAsync($"api/v1/templates/three-level-contest/campaigns/{id}", body.ToJsonString());

        Assert.Equal((422, "invalid"), (answer.Status, answer.Code));
        Assert.Subset(
            answer.ErrorPaths.ToHashSet(),
            new HashSet<string> { "years", "title", "tracks.nobody", "tracks.demonstration-village.quota", "tracks.demonstration-village.share" });
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, $"api/v1/campaigns/{id}", app.Token("stranger", AppRole.Reporter))).Status);
        Assert.Equal(422, (await OfficeAsync($"api/v1/templates/three-level-contest/campaigns/{id}", """{ "start": true, "year": 2040 }""")).Status);
        Assert.Equal(404, (await OfficeAsync($"api/v1/templates/nothing/campaigns/{id}", """{ "authority": "county" }""")).Status);
    }

    [Fact]
    public async Task Use_ByOthers_IsForbidden()
    {
        var path = $"api/v1/templates/three-level-contest/campaigns/{AppUnderTest.NewId("used")}";

        Assert.Equal(401, (await app.SendAsync(HttpMethod.Post, path, null, "{}")).Status);
        Assert.Equal("roleMissing", (await app.SendAsync(HttpMethod.Post, path, app.Token("county-office-1", AppRole.Reporter), "{}")).Code);
        Assert.Equal("notYourUnit", (await app.SendAsync(HttpMethod.Post, path, app.Token("t-01-leader", AppRole.Authority), "{}")).Code);
        // An administrator may make the campaign; starting it is for its authority.
        Assert.Equal("roleMissing", (await app.SendAsync(HttpMethod.Post, path, app.Token("admin", AppRole.Administrator), """{ "start": true }""")).Code);
    }

    Task<Answer> OfficeAsync(string path, string body, params (string Name, string Value)[] headers) =>
        app.SendAsync(HttpMethod.Post, path, app.Token("county-office-1", AppRole.Authority), body, "application/json", headers);
}
