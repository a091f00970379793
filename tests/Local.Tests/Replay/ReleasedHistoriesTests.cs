using Campaigns.App.Cycles;
using Campaigns.Local.Hosting;
using Campaigns.Local.Replay;
using Xunit;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Campaigns.Local.Tests.Replay;

/// <summary>Every history of every released version is followed by today's code, and there is one wherever an orchestrator can go (I1).</summary>
public sealed class ReleasedHistoriesTests(ReleasedHistories histories) : IClassFixture<ReleasedHistories>
{
    [Fact]
    public void Histories_OfAllReleasedVersions_AreFollowedByTodaysCode()
    {
        var all = OrchestrationVersion.Released.SelectMany(histories.Folder.Of).ToList();
        var left = all.Select(h => histories.Replay(h.History, h.Case)).OfType<string>().ToList();

        Assert.NotEmpty(all);
        Assert.True(left.Count == 0, string.Join("\n\n", left));
    }

    [Fact]
    public void Orchestrators_AllHaveHistoriesOfEveryReleasedVersion()
    {
        Assert.Equal(OrchestrationVersion.Released.Order(StringComparer.Ordinal), histories.Folder.Versions);
        Assert.All(OrchestrationVersion.Released, version =>
        {
            var there = histories.Folder.Of(version);
            Assert.All(there, h => Assert.Equal((version, h.Orchestrator), (h.History.Version, h.History.Orchestrator)));
            var without = histories.Orchestrators.Except(there.Select(h => h.Orchestrator)).ToList();
            Assert.True(without.Count == 0, $"{string.Join(", ", without)}: no history of version {version}.\n{ReleasedHistories.Advice}");
        });
    }

    [Fact]
    public void NewestVersion_HasAHistoryOfEveryWayThatOrchestratorsGo()
    {
        var newest = OrchestrationVersion.Newest.Current;
        var there = histories.Folder.Of(newest).Select(h => (h.Orchestrator, h.Case)).ToHashSet();
        var missing = HistoryCase.All.Where(c => !there.Contains((c.Orchestrator, c.Name))).Select(c => $"{newest}/{c.Orchestrator}/{c.Name}").ToList();

        Assert.Empty(histories.Orchestrators.Except(HistoryCase.All.Select(c => c.Orchestrator)));
        Assert.True(missing.Count == 0, $"Not recorded: {string.Join(", ", missing)}.\n{ReleasedHistories.Advice}");
    }

    [Fact]
    public void HostJson_NamesTheNewestVersion_AndLeavesNewerInstancesAlone()
    {
        var host = HostVersions.Read(Path.Combine(AppContext.BaseDirectory, "host.json"));

        Assert.True(
            host.Default == OrchestrationVersion.Newest.Current,
            $"host.json has defaultVersion {host.Default}, OrchestrationVersion.Released ends with {OrchestrationVersion.Newest.Current}.\n{ReleasedHistories.Advice}");
        Assert.Equal((VersionMatchStrategy.CurrentOrOlder, VersionFailureStrategy.Reject), (host.Match, host.Failure));
    }
}
