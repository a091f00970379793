using System.ComponentModel;
using System.Diagnostics;

namespace Campaigns.Local.Emulator;

/// <summary>The emulator's files in the user's cache, fetched from the npm registry the first time.</summary>
internal static class AzuriteInstallation
{
    /// <summary>The emulator's version that this program is tested with.</summary>
    public const string Version = "3.35.0";

    private const string Needed = "The storage emulator needs Node.js 20 or newer with npm: install it, or name a storage account to use instead.";

    /// <summary>Finds the emulator's script, and fetches it when it is not there. Processes that fetch at the same time do not disturb each other.</summary>
    /// <exception cref="AzuriteException">npm is missing, or could not fetch.</exception>
    public static Task<string> EnsureAsync(string cacheDirectory, Action<string>? log, CancellationToken cancellationToken) =>
        EnsureAsync(cacheDirectory, FetchAsync, log, cancellationToken);

    /// <summary>Finds the emulator's script, and lets <paramref name="fetch"/> put it into the folder it is given when it is not there.</summary>
    public static async Task<string> EnsureAsync(
        string cacheDirectory, Func<string, CancellationToken, Task> fetch, Action<string>? log, CancellationToken cancellationToken)
    {
        var home = Path.Combine(cacheDirectory, $"azurite-{Version}");
        var script = ScriptIn(home);
        if (File.Exists(script))
        {
            return script;
        }

        log?.Invoke($"Fetching Azurite {Version} into {home} (once)");
        var fetched = $"{home}.{Path.GetRandomFileName()}";
        Directory.CreateDirectory(fetched);
        try
        {
            await fetch(fetched, cancellationToken);
            Publish(fetched, home);
        }
        finally
        {
            if (Directory.Exists(fetched))
            {
                Directory.Delete(fetched, recursive: true);
            }
        }

        return script;
    }

    /// <summary>Says that a program of Node.js is not there.</summary>
    public static AzuriteException Missing(string program, Win32Exception cause) => new($"{program} could not be started. {Needed}", cause);

    private static string ScriptIn(string home) => Path.Combine(home, "node_modules", "azurite", "dist", "src", "azurite.js");

    private static async Task FetchAsync(string directory, CancellationToken cancellationToken)
    {
        // Without a package file of its own npm would look for one further up, and install there.
        await File.WriteAllTextAsync(Path.Combine(directory, "package.json"), """{ "private": true }""", cancellationToken);
        using var npm = new Process
        {
            StartInfo = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
            {
                ArgumentList = { "install", $"azurite@{Version}", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline" },
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            },
        };
        try
        {
            npm.Start();
        }
        catch (Win32Exception e)
        {
            throw Missing("npm", e);
        }

        try
        {
            npm.StandardInput.Close();
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = npm.StandardError.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0 || !File.Exists(ScriptIn(directory)))
            {
                throw new AzuriteException($"npm could not fetch azurite@{Version} (exit code {npm.ExitCode}).\n{await errors}{await output}".TrimEnd());
            }
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            await npm.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static void Publish(string fetched, string home)
    {
        try
        {
            Directory.Move(fetched, home);
        }
        catch (IOException) when (File.Exists(ScriptIn(home)))
        {
            // Another process was faster; its copy is as good.
        }
    }
}
