using System.Text.Json;
using Microsoft.Playwright;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>Somebody in front of a browser; collects whatever the browser complains about.</summary>
public sealed class Reader : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly List<string> _complaints = [];

    public Reader(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += (_, dialog) => _complaints.Add("dialog: " + dialog.Message);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, uncaught errors, dialogs.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Opens a page, signing in on the way as the person, through the sign-in page like everybody.</summary>
    public async Task SignInAsync(string person, string path)
    {
        await Page.GotoAsync(path);
        await Page.FillAsync("#username", person);
        await Page.Locator("form", new() { Has = Page.Locator("#username") }).Locator("button").ClickAsync();
        await Page.Locator("main#main").WaitForAsync();
    }

    /// <summary>How far the page is wider than the screen, in CSS pixels.</summary>
    public Task<int> OverhangAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Texts whose contrast with what is behind them is below 4.5 (below 3 where they are large), as WCAG 2.2 counts.</summary>
    public async Task<IReadOnlyList<string>> FaintTextsAsync()
    {
        var faint = await Page.EvaluateAsync<JsonElement>("""
            () => {
              const channels = css => css.match(/[\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const ground = element => {
                for (let e = element; e; e = e.parentElement) {
                  const colour = channels(getComputedStyle(e).backgroundColor);
                  if (colour.length < 4 || colour[3] > 0) return colour;
                }
                return [255, 255, 255];
              };
              const faint = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const text = walker.currentNode.textContent.trim();
                const element = walker.currentNode.parentElement;
                if (!text || !element.checkVisibility()) continue;
                const style = getComputedStyle(element);
                const [a, b] = [luminance(channels(style.color)), luminance(ground(element))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
                if (ratio < (large ? 3 : 4.5)) faint.push(`${text} ${ratio.toFixed(2)}`);
              }
              return faint;
            }
            """);
        return [.. faint.EnumerateArray().Select(t => t.GetString()!)];
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
