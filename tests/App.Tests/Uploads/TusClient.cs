using System.Diagnostics;
using Campaigns.Local.Emulator;

namespace Campaigns.App.Tests.Uploads;

/// <summary>The real tus-js-client in a process of its own, fetched from npm once and kept beside the emulator.</summary>
internal static class TusClient
{
    private const string Version = "4.3.1";

    private const string Script = """
        const tus = require('tus-js-client');
        const fs = require('fs');
        const [endpoint, path, token, chunk, ...pairs] = process.argv.slice(2);
        const metadata = Object.fromEntries(pairs.map(p => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)]));
        let requests = 0, failures = 0;
        const upload = new tus.Upload(fs.createReadStream(path), {
          endpoint, metadata, chunkSize: Number(chunk), uploadSize: fs.statSync(path).size, headers: { Authorization: 'Bearer ' + token },
          retryDelays: Array(40).fill(20),
          onBeforeRequest: () => { requests++; },
          onShouldRetry: () => { failures++; return true; },
          onError: e => { console.error(String(e)); process.exit(1); },
          onSuccess: () => { console.log(JSON.stringify({ requests, failures, url: upload.url })); process.exit(0); },
        });
        upload.start();
        """;

    /// <summary>Uploads the file; what the client printed, which is JSON.</summary>
    public static async Task<string> UploadAsync(Uri endpoint, string path, string token, int chunk, IReadOnlyDictionary<string, string> metadata)
    {
        var home = await EnsureAsync();
        string[] arguments = ["tus-upload.cjs", endpoint.AbsoluteUri, path, token, $"{chunk}", .. metadata.Select(m => $"{m.Key}={m.Value}")];
        return await RunAsync("node", home, arguments);
    }

    private static async Task<string> EnsureAsync()
    {
        var home = Path.Combine(new AzuriteOptions().CacheDirectory, $"tus-js-client-{Version}");
        if (!File.Exists(Path.Combine(home, "tus-upload.cjs")))
        {
            var fetched = System.IO.Directory.CreateDirectory($"{home}.{Path.GetRandomFileName()}").FullName;
            await File.WriteAllTextAsync(Path.Combine(fetched, "package.json"), """{ "private": true }""");
            await RunAsync(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm", fetched,
                ["install", $"tus-js-client@{Version}", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"]);
            await File.WriteAllTextAsync(Path.Combine(fetched, "tus-upload.cjs"), Script);
            if (!System.IO.Directory.Exists(home))
                System.IO.Directory.Move(fetched, home);
        }
        return home;
    }

    private static async Task<string> RunAsync(string program, string directory, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}{await output}");
    }
}
