using System.Globalization;
using System.Text.RegularExpressions;
using Campaigns.App.Cycles;
using Campaigns.Local.Commands;
using Campaigns.Local.Faults;
using Campaigns.Local.Replay;
using Campaigns.Local.TaskHub;
using Xunit;

namespace Campaigns.Local.Tests.Replay;

/// <summary>The year in which nothing is deployed, that the others are held against; run once.</summary>
public sealed class YearOfOneVersion : IAsyncLifetime
{
    internal Aftermath Aftermath { get; private set; } = null!;

    internal IReadOnlyList<(string Milestone, string Version)> Finished { get; private set; } = [];

    internal HistoryRecorder Histories { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await using var year = await Deployments.BeginAsync();
        await year.DeployAsync(AppDeployment.Built);
        (Aftermath, Finished, Histories) = (await year.RunAsync(), year.Finished, year.Histories);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>
/// A new orchestration version comes in the middle of a running year, and goes again: the cycle follows by itself, its result is the same, and no milestone is
/// finished twice (I1, C3).
/// </summary>
public sealed partial class MidYearDeploymentTests(YearOfOneVersion undisturbed, ReleasedHistories histories)
    : IClassFixture<YearOfOneVersion>, IClassFixture<ReleasedHistories>
{
    static readonly string Today = OrchestrationVersion.Newest.Current;

    [Fact]
    public void Year_OfTodaysApp_GoesTheWaysThatWereRecorded()
    {
        var picked = undisturbed.Histories.Pick(histories.Hosted);

        Assert.InRange(picked.Count, 5, HistoryCase.All.Count);
        Assert.All(picked, p => Assert.Equal(Steps(histories.Of(p.Key.Orchestrator, p.Key.Name)), Steps(RecordedHistory.Parse(p.Value))));
    }

    [Fact]
    public async Task FirstVersion_ReplacedByTodaysInTheMiddleOfAMilestone_FinishesItAndHandsTheYearOver()
    {
        var first = OrchestrationVersion.Released[0];
        var before = AppDeployment.Built with { Orchestration = new(first), Versions = AppDeployment.Built.Versions with { Default = first } };
        await using var year = await Deployments.BeginAsync();
        await year.DeployAsync(year.UntilMilestone(before, "q1|lock", () => year.DeployAsync(AppDeployment.Built)));

        var aftermath = await year.RunAsync();

        Same(year, aftermath, downs: 1);
        Assert.Equal([first, Today], year.Drivers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(first, year.Finished.Single(f => f.Milestone == "q1|lock").Version);
        Assert.Equal(Today, year.Finished[^1].Version);
    }

    [Fact]
    public async Task VersionTwo_DeployedInTheMiddleOfAMilestone_FinishesItAndTakesTheYearOver()
    {
        await using var year = await Deployments.BeginAsync();
        await year.DeployAsync(year.UntilMilestone(AppDeployment.Built, "q1|remind|2", () => year.DeployAsync(VersionTwo.Deployment)));

        var aftermath = await year.RunAsync();

        Same(year, aftermath, downs: 1);
        Assert.Equal(2, (int)(await year.CycleAsync())["epoch"]!);
        Assert.Equal([Today, VersionTwo.Version], year.Drivers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Today, year.Finished.Single(f => f.Milestone == "q1|remind|2").Version);
        Assert.Contains(year.Finished, f => f.Version == VersionTwo.Version);
        Assert.Equal(1, year.Finished.Count(f => f.Milestone == undisturbed.Finished[^1].Milestone && f.Version == VersionTwo.Version));
    }

    [Fact]
    public async Task VersionTwo_RolledBackInTheMiddleOfAMilestone_LosesNothing_AndMayComeAgain()
    {
        await using var year = await Deployments.BeginAsync();
        var back = DateTimeOffset.MaxValue;
        await year.DeployAsync(year.UntilMilestone(VersionTwo.Deployment, "q1|lock", async () =>
        {
            await year.DeployAsync(AppDeployment.Built);
            // The driver of 2.0 is left alone as long as the app that can run it may still be there.
            Assert.Equal(1, (int)(await year.CycleAsync())["epoch"]!);
            await year.PassAsync(Rules.Cycles.DriverWatch.Patience);
        }));
        year.OnDay = async day =>
        {
            if (back == DateTimeOffset.MaxValue && year.Finished.Any(f => f is { Milestone: "q1|lock", Version: var v } && v == Today))
                back = day.Now.AddDays(3);
            if (day.Now < back)
                return;
            back = DateTimeOffset.MaxValue.AddDays(-1);
            Assert.Equal(2, (int)(await year.CycleAsync())["epoch"]!);
            await year.DeployAsync(VersionTwo.Deployment);
        };

        var aftermath = await year.RunAsync();

        // The lock waited until the driver of 2.0 had been silent for long enough; that, and nothing else, stands in the groups' ledgers at a later instant.
        Same(year, aftermath with { Engine = Earlier(aftermath.Engine, "phaseLocked", "q1|lock", Rules.Cycles.DriverWatch.Patience) }, downs: 2);
        Assert.Equal(3, (int)(await year.CycleAsync())["epoch"]!);
        Assert.Equal(Today, year.Finished.Single(f => f.Milestone == "q1|lock").Version);
        Assert.Equal(VersionTwo.Version, year.Finished[^1].Version);
        // What 2.0 had under way when it went is awake again, and has ended without a word.
        Assert.Contains(year.Histories.All, h => h is { Orchestrator: nameof(CampaignCycleOrchestrator), Version: VersionTwo.Version, End.Status: "Completed" }
            && h.InstanceId.EndsWith(":1", StringComparison.Ordinal));
    }

    // What the engine did, with one act of a milestone put back by as much as it came late.
    static List<string> Earlier(IReadOnlyList<string> facts, string act, string milestone, TimeSpan late) =>
    [
        .. facts.Select(fact => fact.Contains($" {act} ", StringComparison.Ordinal) && fact.Contains($"/{milestone} ", StringComparison.Ordinal)
            ? LedgerInstant().Replace(fact, at => Earlier(at.Value, late), 1)
            : fact).Order(StringComparer.Ordinal),
    ];

    static string Earlier(string instant, TimeSpan late) =>
        (DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture) - late).UtcDateTime.ToString("o", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex LedgerInstant();

    void Same(Deployments year, Aftermath aftermath, int downs)
    {
        var differences = aftermath.DifferencesFrom(undisturbed.Aftermath, downs);
        Assert.True(differences.Count == 0, string.Join('\n', [.. differences, year.Notes]));
        Assert.Equal(
            undisturbed.Finished.Select(f => f.Milestone).Order(StringComparer.Ordinal), year.Finished.Select(f => f.Milestone).Order(StringComparer.Ordinal));
    }

    // How many children there are, and in how many tries, is the year's; what is called, in which order, and how it ends is the code's.
    static IEnumerable<string?> Steps(RecordedHistory history) => history.Events.Select(e => e switch
    {
        TaskScheduled task => task.Name,
        ChildScheduled child => child.Name,
        TimerCreated => "timer",
        _ => null,
    }).Where(s => s is not null).Distinct().Append(history.End?.Status);
}
