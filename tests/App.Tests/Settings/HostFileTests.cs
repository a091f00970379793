using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.App.Tests.Settings;

/// <summary>What the app counts on in its <c>host.json</c>, which the platform reads and no compiler sees.</summary>
public sealed class HostFileTests
{
    private static readonly JsonNode Host = JsonNode.Parse(File.ReadAllText(PathOf("functions/Campaigns.App/host.json")))!;

    private static JsonNode Durable => Host["extensions"]!["durableTask"]!;

    [Fact]
    public void Routes_StartAtTheRoot_SinceTheyNameTheirOwnPrefix() => Assert.Equal("", (string?)Host["extensions"]!["http"]!["routePrefix"]);

    /// <summary>Two deployments must never share a hub by accident: its name is the deployment's to give.</summary>
    [Fact]
    public void TaskHub_IsNamedByASetting() => Assert.Equal("%TASK_HUB%", (string?)Durable["hubName"]);

    /// <summary>
    /// Every orchestration carries a version from the first deployment on. A host runs its own and older ones; one that meets a newer version, after a
    /// rollback or beside a deployment under way, leaves it to a newer host instead of failing it.
    /// </summary>
    [Fact]
    public void Orchestrations_AreVersioned_AndNewerOnesAreLeftAlone()
    {
        Assert.True(Version.TryParse((string?)Durable["defaultVersion"], out _));
        Assert.Equal("CurrentOrOlder", (string?)Durable["versionMatchStrategy"]);
        Assert.Equal("Reject", (string?)Durable["versionFailureStrategy"]);
    }

    /// <summary>A group's activity holds one page of rows (some 32 MB at most): eight at once fit an instance of 2 GB many times over.</summary>
    [Fact]
    public void Concurrency_IsBounded_SoThatAWaveFitsAnInstance()
    {
        Assert.InRange((int)Durable["maxConcurrentActivityFunctions"]!, 4, 16);
        Assert.InRange((int)Durable["maxConcurrentOrchestratorFunctions"]!, 4, 16);
        Assert.Contains("instanceMemoryMB: 2048", File.ReadAllText(PathOf("infra/functionapp.bicep")), StringComparison.Ordinal);
    }

    /// <summary>The watchdog's patience must outlast the longest single activity, or it would take a cycle from a driver that is at work.</summary>
    [Fact]
    public void Timeout_OfAFunction_IsNoLongerThanTheWatchdogsPatience() =>
        Assert.InRange(TimeSpan.Parse((string)Host["functionTimeout"]!, null), TimeSpan.FromMinutes(10), DriverWatch.Patience);

    /// <summary>Four activities follow each other in a wave at most, and each may be tried again after it has run out of time.</summary>
    [Fact]
    public void Timeout_OfAWavesActivities_AddsUpToNoMoreThanTheWatchdogLeavesIt() =>
        Assert.InRange(4 * 2 * TimeSpan.Parse((string)Host["functionTimeout"]!, null), TimeSpan.Zero, DriverWatch.LongestWave);

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file);
}
