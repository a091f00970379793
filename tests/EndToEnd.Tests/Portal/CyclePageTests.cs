using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>The first page in a real browser: who gets to it, what it says, in which language, on which screen.</summary>
[Collection(PortalCollection.Name)]
public sealed class CyclePageTests(PortalFixture portal)
{
    const string SummerPage = "/cycles/" + SmallCounty.Summer;
    const string SpringPage = "/cycles/" + SmallCounty.Spring;
    static readonly string[] Pages = [SummerPage, SpringPage, SummerPage + "/phases/check", SpringPage + "/ranking/villages", "/inbox", "/cycles"];

    [Fact]
    public async Task Start_NotSignedIn_LeadsThroughTheSignInToTheRunningYear()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, "/");
        Assert.EndsWith(SummerPage, new Uri(reader.Page.Url).AbsolutePath, StringComparison.Ordinal);
        await Expect(reader.Page.Locator("h1")).ToContainTextAsync("二季度集中创建");
        await Expect(reader.Page.Locator(".reader")).ToContainTextAsync("周明");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task CyclePage_InTheFirstPhase_ShowsTimelineFiguresAndNotices()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);

        var figures = reader.Page.Locator("#completeness tbody tr").First;
        await Expect(figures.Locator("th")).ToContainTextAsync("进行中");
        await Expect(figures.Locator("td[data-label='应报']")).ToHaveTextAsync("4");
        await Expect(reader.Page.Locator("#completeness th[scope='col']")).ToHaveCountAsync(10);

        var check = reader.Page.Locator("#t-check");
        await Expect(check).ToHaveAttributeAsync("open", "");
        await Expect(check.Locator(".instants")).ToContainTextAsync("2026-06-30 17:30");
        foreach (var named in new[] { "截止", "宽限至", "锁定" })
            await Expect(check.Locator(".instants dt", new() { HasTextString = named })).ToHaveCountAsync(1);
        await Expect(check.Locator(".milestone.Done").First).ToContainTextAsync("已完成");
        await Expect(reader.Page.Locator(".milestone.Next")).ToHaveCountAsync(1);
        await Expect(reader.Page.Locator(".milestone.Next")).ToContainTextAsync("下一个");

        await Expect(reader.Page.Locator("#notices li").First).ToContainTextAsync("二季度集中创建");
        await Expect(reader.Page.Locator("#rankings")).ToContainTextAsync("年终总评后公布排名");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task CyclePage_AfterTheDecision_ShowsRankingAndBulletin()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SpringPage);
        await Expect(reader.Page.Locator("#rankings tbody tr").First).ToContainTextAsync("石桥村");
        await Expect(reader.Page.Locator("#rankings tbody tr").First).ToContainTextAsync("命名表彰");

        await reader.Page.Locator("#rankings a").ClickAsync();
        await Expect(reader.Page.Locator("tbody tr")).ToHaveCountAsync(4);
        await Expect(reader.Page.Locator("tbody tr").Nth(1)).ToContainTextAsync("柳林村");
        await Expect(reader.Page.Locator("tbody tr").Nth(1)).ToContainTextAsync("石桥镇");

        await reader.Page.Locator(".crumbs a").ClickAsync();
        await reader.Page.Locator("#bulletins a").ClickAsync();
        await Expect(reader.Page.Locator("h1")).ToContainTextAsync("一季度集中创建");
        await Expect(reader.Page.Locator("tbody tr")).ToContainTextAsync(["75%"]);
        Assert.Empty(reader.Complaints);
    }

    [Theory]
    [InlineData("zh-CN", "zh-Hans", "报送情况")]
    [InlineData("en-GB", "en", "Reports")]
    public async Task CyclePage_ByTheBrowsersLanguage_IsInIt(string locale, string lang, string heading)
    {
        await using var reader = await portal.ReadAsync(locale);
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        await Expect(reader.Page.Locator("html")).ToHaveAttributeAsync("lang", lang);
        await Expect(reader.Page.Locator("#completeness-title")).ToHaveTextAsync(heading);
    }

    [Fact]
    public async Task Language_Chosen_IsRememberedOnOtherPages()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(reader.Page.Locator("h1")).ToContainTextAsync("Summer drive");
        await reader.Page.GotoAsync("/inbox");
        await Expect(reader.Page.Locator("h1")).ToHaveTextAsync("My notices");
        Assert.Empty(reader.Complaints);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-GB")]
    public async Task Pages_OnAPhone_FitTheScreenAndAreLegible(string locale)
    {
        await using var reader = await portal.ReadAsync(locale, width: 360, height: 740);
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        foreach (var path in Pages.Append(SpringPage + "/bulletins/bulletin"))
        {
            await reader.Page.GotoAsync(path);
            Assert.Equal((path, 0), (path, await reader.OverhangAsync()));
            Assert.Equal([], await reader.FaintTextsAsync());
        }
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Pages_OnADesk_AreLegibleAndHaveLandmarks()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        foreach (var path in Pages)
        {
            await reader.Page.GotoAsync(path);
            Assert.Equal([], await reader.FaintTextsAsync());
            foreach (var landmark in new[] { "h1", "main", "body > header", "body > footer" })
                await Expect(reader.Page.Locator(landmark)).ToHaveCountAsync(1);
            await Expect(reader.Page.Locator("table th:not([scope])")).ToHaveCountAsync(0);
            Assert.Equal(0, await reader.OverhangAsync());
        }
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task PhasePage_WithAHostileName_ShowsItAsText()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        await reader.Page.Locator("#completeness tbody a").First.ClickAsync();
        await Expect(reader.Page.Locator("tbody th").Nth(0)).ToHaveTextAsync("石桥镇");
        await Expect(reader.Page.Locator("tbody th").Nth(1)).ToHaveTextAsync(SmallCounty.HostileName);
        await reader.Page.GotoAsync(SpringPage + "/ranking/villages");
        await Expect(reader.Page.Locator("tbody")).ToContainTextAsync("<img src=x onerror=window.hacked=1>村");
        Assert.False(await reader.Page.EvaluateAsync<bool>("() => 'hacked' in window"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Figures_WhenASheetIsHandedIn_FollowWithoutAReload()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        var handedIn = reader.Page.Locator("#completeness tbody tr").First.Locator("td[data-label='已报']");
        await Expect(handedIn).ToHaveTextAsync("1");
        await reader.Page.EvaluateAsync("() => { window.stayed = true; document.querySelector('#t-decision').open = true; }");

        await SmallCounty.SubmitAsync(portal.App, SmallCounty.Summer, "v-02", 85);
        await portal.App.MoveToAsync(SmallCounty.Now.AddHours(1));

        await Expect(handedIn).ToHaveTextAsync("2", new() { Timeout = 60_000 });
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => window.stayed && document.querySelector('#t-decision').open"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task CyclePage_WithoutScript_IsWhole()
    {
        await using var reader = await portal.ReadAsync(script: false);
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        await Expect(reader.Page.Locator("#completeness td[data-label='应报']").First).ToHaveTextAsync("4");
        await reader.Page.Locator("#t-decision summary").ClickAsync();
        await Expect(reader.Page.Locator("#t-decision .milestone").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keyboard_FirstTab_SkipsToTheContent()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        await reader.Page.Keyboard.PressAsync("Tab");
        await Expect(reader.Page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(reader.Page.Locator(".skip")).ToBeInViewportAsync();
        await reader.Page.Keyboard.PressAsync("Enter");
        await Expect(reader.Page.Locator("#main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task SignOut_ThenAPage_AsksToSignInAgain()
    {
        await using var reader = await portal.ReadAsync();
        await reader.SignInAsync(SmallCounty.Authority, SummerPage);
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await reader.Page.GotoAsync(SpringPage);
        await Expect(reader.Page.Locator("#username")).ToBeVisibleAsync();
    }
}
