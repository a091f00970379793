using System.Diagnostics;
using System.Runtime.CompilerServices;
using Campaigns.EndToEnd.Tests.Portal;
using Xunit;

namespace Campaigns.EndToEnd.Tests.Deployment;

/// <summary>The questions that a deployment is asked (infra/smoke.sh), asked of an app that runs here: they fit what the app answers.</summary>
public sealed class SmokeTests
{
    [Fact]
    public async Task Smoke_OfAnAppThatIsWell_FindsNothingAmiss()
    {
        await using var app = await ServedApp.StartAsync();

        using var smoke = Process.Start(new ProcessStartInfo("bash", [PathOf("infra/smoke.sh"), app.Address.ToString()]) { RedirectStandardOutput = true })!;
        var said = await smoke.StandardOutput.ReadToEndAsync();
        await smoke.WaitForExitAsync();

        Assert.True(smoke.ExitCode == 0, said);
        Assert.DoesNotContain("FAILED", said, StringComparison.Ordinal);
        Assert.Contains("/api/v1/health/ready", said, StringComparison.Ordinal);
    }

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file);
}
