using Campaigns.App.Access;
using Campaigns.App.Directory;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Directory;

[Collection(AppDefinition.Name)]
public sealed class GapApiTests(AppUnderTest app)
{
    [Fact]
    public async Task Gaps_AreListedAPageAtATime_BelowTheUnitThatIsAsked()
    {
        var first = await app.AdminAsync(HttpMethod.Get, "api/v1/units/gaps?under=t-01&kind=leaderWithoutContactPoint");
        Assert.Equal(["t-01-deputy", "t-01-leader"], first.Json["items"]!.AsArray().Select(i => (string)i!["person"]!));

        var page = await app.AdminAsync(HttpMethod.Get, "api/v1/units/gaps?limit=1");
        Assert.Single(page.Json["items"]!.AsArray());
        var next = Uri.EscapeDataString((string)page.Json["continuation"]!);
        var second = await app.AdminAsync(HttpMethod.Get, $"api/v1/units/gaps?limit=1&continuation={next}");
        Assert.NotEqual(page.Json["items"]![0]!.ToJsonString(), second.Json["items"]![0]!.ToJsonString());
        Assert.Equal(400, (await app.AdminAsync(HttpMethod.Get, "api/v1/units/gaps?kind=nothing")).Status);
        var reviewer = await app.SendAsync(HttpMethod.Get, "api/v1/units/gaps", app.Token("t-01-reviewer-1", AppRole.Reviewer), null, "");
        Assert.Equal(403, reviewer.Status);
    }

    [Fact]
    public async Task PutPerson_AnotherLeader_KeepsWhoHeldThePostAndSinceWhen()
    {
        var (unit, old, young) = (AppUnderTest.NewId("v"), AppUnderTest.NewId("p"), AppUnderTest.NewId("p"));
        await app.AdminAsync(HttpMethod.Put, $"api/v1/units/{unit}", """{"name":"村","level":"village","sector":"rural","parent":"t-01"}""", "application/json");
        await PutAsync(old, $$"""[{"role":"leader","unit":"{{unit}}"}]""");
        await PutAsync(old, "[]", ("If-Match", "*"));
        await PutAsync(young, $$"""[{"role":"leader","unit":"{{unit}}"}]""");

        var now = await app.Host.Services.GetRequiredService<DirectoryCache>().GetFreshAsync(default);
        Assert.Equal([old], now.HoldersAt(AssignmentKind.Leader, unit, now.Person(old)!.Posts[0].From));
        Assert.Equal([young], now.HoldersAt(AssignmentKind.Leader, unit, DateTimeOffset.MaxValue));
        Assert.Empty(now.HoldersAt(AssignmentKind.Leader, unit, now.Person(old)!.Posts[0].From.AddTicks(-1)));
        Assert.NotNull(now.Person(old)!.Posts[0].Until);
    }

    async Task PutAsync(string person, string assignments, params (string, string)[] headers)
    {
        var answer = await app.AdminAsync(
            HttpMethod.Put, $"api/v1/people/{person}", $$"""{"name":"某某","unit":"t-01","assignments":{{assignments}}}""", "application/json", headers);
        Assert.True(answer.Status is 200 or 201, answer.Text);
    }
}
