using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.Local.Sample;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Campaigns;

[Collection(AppDefinition.Name)]
public sealed class CampaignApiTests(AppUnderTest app)
{
    const string Yaml = "application/yaml";

    [Fact]
    public async Task Put_NewUnchangedAndChanged_MakesVersions()
    {
        var (id, text) = Sample();
        var path = $"api/v1/campaigns/{id}";

        var created = await OfficeAsync(HttpMethod.Put, path, text);
        Assert.True(created.Status == 201, created.Text);
        Assert.Equal((id, 1), ((string)created.Json["campaign"]!, (int)created.Json["version"]!));
        var same = await OfficeAsync(HttpMethod.Put, path, text);
        Assert.Equal((200, 1, created.ETag), (same.Status, (int)same.Json["version"]!, same.ETag));

        var changed = text + "\n# 改\n";
        Assert.Equal(428, (await OfficeAsync(HttpMethod.Put, path, changed)).Status);
        var second = await OfficeAsync(HttpMethod.Put, path, changed, ("If-Match", created.ETag!));
        Assert.Equal((200, 2), (second.Status, (int)second.Json["version"]!));
        Assert.Equal(412, (await OfficeAsync(HttpMethod.Put, path, text, ("If-Match", created.ETag!))).Status);

        var reader = app.Token("stranger", AppRole.Reporter);
        Assert.Equal(changed, (string)(await app.SendAsync(HttpMethod.Get, path, reader)).Json["text"]!);
        Assert.Equal(text, (string)(await app.SendAsync(HttpMethod.Get, path + "/versions/1", reader)).Json["text"]!);
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, path + "/versions/3", reader)).Status);
        Assert.Equal(400, (await app.SendAsync(HttpMethod.Get, path + "/versions/one", reader)).Status);
        Assert.Equal(404, (await app.SendAsync(HttpMethod.Get, "api/v1/campaigns/nowhere", reader)).Status);
    }

    [Fact]
    public async Task Put_TwoAtOnce_OneWinsAndOneReadsAgain()
    {
        var (id, text) = Sample();
        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => OfficeAsync(HttpMethod.Put, $"api/v1/campaigns/{id}", $"{text}\n# {n}\n")));

        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.True(a.Status is 412 or 428));
    }

    [Fact]
    public async Task Put_TextTooLongForARow_IsKeptWhole()
    {
        var (id, text) = Sample();
        var longer = text + string.Concat(Enumerable.Repeat("\n# 此处说明很长,放不进一行。", 3000));

        Assert.Equal(201, (await OfficeAsync(HttpMethod.Put, $"api/v1/campaigns/{id}", longer)).Status);

        // Another process has nothing in memory.
        var services = app.Host.Services;
        var elsewhere = ActivatorUtilities.CreateInstance<CampaignStore>(services);
        var read = await elsewhere.LatestAsync(id, default);
        Assert.Equal(longer, read!.Text);
        Assert.Equal(id, (await elsewhere.DefinitionAsync(id, 1, default)).Id);
    }

    [Fact]
    public async Task Put_WithMistakes_Is422WithPlacesAndNothingIsStored()
    {
        var (id, text) = Sample();
        var broken = text.Replace("zone: Asia/Shanghai", "zone: Asia/Nowhere", StringComparison.Ordinal)
            .Replace("years: 2026", "years: soon", StringComparison.Ordinal);

        var answer = await OfficeAsync(HttpMethod.Put, $"api/v1/campaigns/{id}", broken);

        Assert.Equal((422, "invalid"), (answer.Status, answer.Code));
        Assert.Equal(["authority.zone", "programme.years"], answer.ErrorPaths.Order());
        Assert.All(answer.Json["errors"]!.AsObject(), e => Assert.Matches("^[0-9]+:[0-9]+ ", (string)e.Value![0]!));
        Assert.Equal(404, (await OfficeAsync(HttpMethod.Get, $"api/v1/campaigns/{id}")).Status);
    }

    [Fact]
    public async Task Put_UnderAnotherName_Is422()
    {
        var (_, text) = Sample();

        var answer = await OfficeAsync(HttpMethod.Put, $"api/v1/campaigns/{AppUnderTest.NewId("other")}", text);

        Assert.Equal((422, "campaign"), (answer.Status, answer.ErrorPaths.Single()));
    }

    [Fact]
    public async Task Put_ByOthers_IsForbidden()
    {
        var (id, text) = Sample();
        var path = $"api/v1/campaigns/{id}";

        var reporter = await app.SendAsync(HttpMethod.Put, path, app.Token("county-office-1", AppRole.Reporter), text, Yaml);
        var elsewhere = await app.SendAsync(HttpMethod.Put, path, app.Token("t-01-leader", AppRole.Authority), text, Yaml);

        Assert.Equal((403, "roleMissing"), (reporter.Status, reporter.Code));
        Assert.Equal((403, "notYourUnit"), (elsewhere.Status, elsewhere.Code));
        Assert.Equal(401, (await app.SendAsync(HttpMethod.Put, path, null, text, Yaml)).Status);
    }

    [Fact]
    public async Task Put_OfAnAuthoritysOwnUnitOverAnothersCampaign_IsForbidden()
    {
        var (id, text) = Sample();
        var path = $"api/v1/campaigns/{id}";
        var created = await OfficeAsync(HttpMethod.Put, path, text);
        var person = AppUnderTest.NewId("p");
        await app.AdminAsync(
            HttpMethod.Put, $"api/v1/people/{person}", "{\"name\":\"某\",\"unit\":\"t-01\",\"assignments\":[{\"role\":\"authority\",\"unit\":\"t-01\"}]}");
        var theirs = text.Replace("unit: county", "unit: t-01", StringComparison.Ordinal);

        var answer = await app.SendAsync(
            HttpMethod.Put, path, app.Token(person, AppRole.Authority), theirs, Yaml, ("If-Match", created.ETag!));

        Assert.Equal((403, "notYourUnit"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Validate_GoodAndBad_ListsEveryMistakeWithItsPlace()
    {
        var (_, text) = Sample();
        var token = app.Token("stranger", AppRole.Reporter);

        var fine = await app.SendAsync(HttpMethod.Post, "api/v1/campaigns/validate", token, text, Yaml);
        var broken = await app.SendAsync(HttpMethod.Post, "api/v1/campaigns/validate", token, "campaign: X y\ntitel: 错\n", Yaml);

        Assert.Equal(200, fine.Status);
        Assert.Empty(fine.Json["errors"]!.AsArray());
        // The sample has vetoes, which no document asks for: that is no mistake, and is said.
        Assert.Contains("一票否决", fine.Json["warnings"]!.AsArray().Select(w => (string)w!).First(), StringComparison.Ordinal);
        Assert.True(broken.Json["errors"]!.AsArray().Count >= 3);
        Assert.All(broken.Json["errors"]!.AsArray(), e => Assert.True((int)e!["line"]! >= 1 && (int)e["column"]! >= 1));
        Assert.Equal(413, (await app.SendAsync(HttpMethod.Post, "api/v1/campaigns/validate", token, new string('a', 1024 * 1024 + 1), Yaml)).Status);
        Assert.Equal(401, (await app.SendAsync(HttpMethod.Post, "api/v1/campaigns/validate", null, text, Yaml)).Status);
    }

    static (string Id, string Text) Sample()
    {
        var id = AppUnderTest.NewId("contest");
        return (id, SampleDefinition.Text.Replace("campaign: three-level-contest", $"campaign: {id}", StringComparison.Ordinal));
    }

    Task<Answer> OfficeAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        app.SendAsync(method, path, app.Token("county-office-1", AppRole.Authority), body, Yaml, headers);
}
