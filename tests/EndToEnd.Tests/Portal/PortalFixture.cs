using Microsoft.Playwright;
using Xunit;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>The app with the small county in it, and a browser: started once for all tests of the pages.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    Chromium? _chromium;
    ServedApp? _app;

    public ServedApp App => _app ?? throw new InvalidOperationException("The app has not been started.");

    public async Task InitializeAsync()
    {
        var browser = Chromium.LaunchAsync();
        _app = await ServedApp.StartAsync();
        await SmallCounty.SetUpAsync(_app);
        _chromium = await browser;
    }

    /// <summary>A browser of its own for one reader.</summary>
    public async Task<Reader> ReadAsync(string locale = "zh-CN", int width = 1280, int height = 900, bool script = true)
    {
        var context = await _chromium!.Browser.NewContextAsync(new()
        {
            BaseURL = App.Address.ToString(),
            Locale = locale,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            JavaScriptEnabled = script,
        });
        return new(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class PortalCollection : ICollectionFixture<PortalFixture>
{
    public const string Name = "Portal";
}
