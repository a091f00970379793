using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>What the pages' functions answer, beside what a browser shows of it.</summary>
[Collection(PortalCollection.Name)]
public sealed partial class PageAnswersTests(PortalFixture portal)
{
    [Theory]
    [InlineData("/", "/local/identity/signin?return=%2F")]
    [InlineData("/cycles/x?lang=en", "/local/identity/signin?return=%2Fcycles%2Fx%3Flang%3Den")]
    [InlineData("/inbox", "/local/identity/signin?return=%2Finbox")]
    public async Task Page_WithoutSignIn_LeadsToTheSignInAndBack(string path, string target)
    {
        using var answer = await portal.App.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(target, answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/cycles/no-such-cycle")]
    [InlineData("/cycles/NOT%20A%20SLUG")]
    [InlineData("/cycles/summer-drive-2026/phases/no-such-phase")]
    [InlineData("/cycles/summer-drive-2026/ranking/villages?after=abc")]
    [InlineData("/cycles/summer-drive-2026/bulletins/none")]
    [InlineData("/inbox?continuation=abc")]
    public async Task Page_ThatIsNotThere_SaysSoAsAPage(string path)
    {
        using var answer = await SignedInAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("没有这一页", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Answered_IsNeverKeptAndRunsOnlyItsOwnScript()
    {
        using var answer = await SignedInAsync("/cycles/" + SmallCounty.Summer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Contains("二季度集中创建", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_ByTheirNames_AreKeptForGoodAndPacked()
    {
        using var page = await SignedInAsync("/cycles");
        var assets = AssetPath().Matches(await page.Content.ReadAsStringAsync()).Select(m => m.Value).ToList();
        Assert.Equal(3, assets.Count);
        foreach (var path in assets)
        {
            using var plain = await portal.App.GetAsync(path);
            using var packed = await portal.App.GetAsync(path, ("Accept-Encoding", "gzip"));
            Assert.Equal(TimeSpan.FromDays(365), plain.Headers.CacheControl!.MaxAge);
            Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
            Assert.Equal(plain.Content.Headers.ContentType, packed.Content.Headers.ContentType);
        }
        using var unknown = await portal.App.GetAsync("/assets/portal.000000000000.css");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    async Task<HttpResponseMessage> SignedInAsync(string path) =>
        await portal.App.GetAsync(path, ("Authorization", "Bearer " + await portal.App.TokenAsync(SmallCounty.Authority)), ("Accept-Language", "zh-CN"));

    [GeneratedRegex("/assets/portal\\.[0-9a-f]{12}\\.(css|js|svg)")]
    private static partial Regex AssetPath();
}
