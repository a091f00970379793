using Campaigns.App.Access;
using Xunit;

namespace Campaigns.App.Tests.Directory;

/// <summary>The tree as a list (A1), each to those who may see it.</summary>
[Collection(AppDefinition.Name)]
public sealed class UnitListTests(AppUnderTest app)
{
    private const string Auditor = "audit";

    [Fact]
    public async Task List_UnderAUnitByLevelAndSector_IsPagedInOrder()
    {
        var token = app.Token(Auditor, AppRole.Auditor);
        var all = await ReadAsync(token, "under=t-02&limit=1000");
        Assert.NotEmpty(all);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Contains("v-030", all);
        Assert.DoesNotContain("v-001", all);

        Assert.Equal(all, await ReadAsync(token, "under=t-02&limit=3"));
        var villages = await ReadAsync(token, "under=t-02&level=village");
        Assert.NotEmpty(villages);
        Assert.Equal(all.Where(villages.Contains), villages);
        Assert.Equal(villages, await ReadAsync(token, "under=t-02&level=village&sector=rural"));
        Assert.Empty(await ReadAsync(token, "under=t-02&level=township"));
        Assert.Empty(await ReadAsync(token, "under=t-02&sector=school"));
        Assert.Contains("t-02", await ReadAsync(token, "level=township"));
        Assert.Empty(await ReadAsync(token, "under=nowhere"));
    }

    [Fact]
    public async Task List_OfOthers_IsTheirOwnAndWhatIsBelow()
    {
        Assert.Equal(["v-030"], await ReadAsync(app.Token("v-030-reporter", AppRole.Reporter), "limit=1000"));
        var township = await ReadAsync(app.Token("t-02-reviewer-1", AppRole.Reviewer), "limit=1000");
        Assert.Contains("v-030", township);
        Assert.DoesNotContain("v-001", township);
        Assert.Empty(await ReadAsync(app.Token("nobody", AppRole.Reviewer), ""));
    }

    [Fact]
    public async Task List_BadFilters_AreNamed()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/units?under=A%20B&limit=0&ended=maybe", app.Token(Auditor, AppRole.Auditor), null);

        Assert.Equal(400, answer.Status);
        Assert.Equal(3, answer.ErrorPaths.Count());
    }

    private async Task<List<string>> ReadAsync(string token, string query)
    {
        var units = new List<string>();
        string? continuation = null;
        do
        {
            var more = continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation);
            var page = await app.SendAsync(HttpMethod.Get, $"api/v1/units?{query}{more}", token, null);
            Assert.Equal(200, page.Status);
            units.AddRange(page.Json["items"]!.AsArray().Select(u => (string)u!["id"]!));
            continuation = (string?)page.Json["continuation"];
        }
        while (continuation is not null);
        return units;
    }
}
