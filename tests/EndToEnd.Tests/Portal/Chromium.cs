using System.Diagnostics;
using Microsoft.Playwright;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>A real Chromium: the one on the path, else the distribution's where this process may install it, else Playwright's own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    readonly IPlaywright _playwright;

    Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<Chromium> LaunchAsync()
    {
        var path = Installed() ?? await InstallFromDistributionAsync() ?? InstallFromPlaywright();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync", "--disable-default-apps",
                "--disable-component-update", "--no-first-run",
            ],
        });
        return new(playwright, browser);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }

    static string? Installed() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    static async Task<string?> InstallFromDistributionAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/etc/debian_version"))
            return null;
        using var install = Process.Start(new ProcessStartInfo("apt-get")
        {
            ArgumentList = { "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk" },
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
            RedirectStandardOutput = true,
        })!;
        var output = install.StandardOutput.ReadToEndAsync();
        await install.WaitForExitAsync().WaitAsync(InstallLimit);
        await output;
        return Installed();
    }

    // Null lets Playwright launch what it has just installed.
    static string? InstallFromPlaywright()
    {
        var code = Microsoft.Playwright.Program.Main(["install", "chromium"]);
        return code == 0 ? null : throw new InvalidOperationException($"No Chromium on the path, and Playwright could not install one (exit {code}).");
    }
}
