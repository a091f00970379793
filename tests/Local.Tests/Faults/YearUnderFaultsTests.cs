using System.Text.Json.Nodes;
using Campaigns.Local.Faults;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;
using Xunit;
using Xunit.Abstractions;

namespace Campaigns.Local.Tests.Faults;

/// <summary>The year without faults that disturbed ones are held against; rehearsed once.</summary>
public sealed class UndisturbedYear
{
    readonly Lazy<Task<FaultyYear>> _year = new(() =>
        new FaultyRehearsal(Plan, HolidayTables.Bundled, new QuietView()).RunHereAsync(new FaultPlan(), CancellationToken.None));

    internal static RehearsalPlan Plan { get; } = OneQuarter.Plan(seed: 5);

    internal Task<FaultyYear> Year => _year.Value;
}

public sealed class YearUnderFaultsTests(UndisturbedYear undisturbed, ITestOutputHelper output) : IClassFixture<UndisturbedYear>
{
    readonly FaultDiary diary = new(output);

    const int Kills = 6;

    [Fact]
    public async Task Year_WithoutFaults_HasEverythingThatAFaultCanHit()
    {
        var year = await undisturbed.Year;

        Assert.Equal("completed", year.Aftermath.Result["state"]!.GetValue<string>());
        Assert.All(new[] { FaultPlace.Wave, FaultPlace.Submission, FaultPlace.Dispatch, FaultPlace.Hub }, place =>
            Assert.InRange(year.Calls[place], 10, long.MaxValue));
        Assert.Equal(8, year.Aftermath.Result["honours"]!["demonstration-village"]!.AsArray().Count);
        Assert.InRange(year.Aftermath.Result["phases"]![0]!["returned"]!.GetValue<int>(), 1, 33);
        Assert.InRange(year.Aftermath.Messages.Count, 50, 1000);
        Assert.Equal(0, year.Aftermath.Repeated);
        Assert.Empty(year.Aftermath.Waiting);
        Assert.Equal(33, year.Aftermath.Result["ledgers"]!["verified"]!.GetValue<int>());
    }

    [Fact]
    public async Task Year_OfAnAppThatIsKilledAgainAndAgain_LeavesTheSameBehind()
    {
        var quiet = await undisturbed.Year;
        var kills = FaultPlan.DrawKills(UndisturbedYear.Plan.Seed, Kills, quiet.Calls);
        var view = new QuietView();

        var year = await new FaultyRehearsal(UndisturbedYear.Plan, HolidayTables.Bundled, view)
            .RunApartAsync(new FaultPlan { Kills = kills }, CancellationToken.None);

        diary.Write(year, quiet);
        Assert.Equal(Kills, year.Deaths);
        Assert.Equal(kills, year.Kills);
        Assert.True(year.Aftermath.DifferencesFrom(quiet.Aftermath, Kills) is { Count: 0 }, Explain(year, quiet, view));
    }

    [Theory]
    [InlineData(7)]
    public async Task Year_WithEveryKthAnswerLostAfterTheCallWasApplied_LeavesTheSameBehind(int k)
    {
        var quiet = await undisturbed.Year;
        var view = new QuietView();

        var year = await new FaultyRehearsal(UndisturbedYear.Plan, HolidayTables.Bundled, view)
            .RunHereAsync(new FaultPlan { LoseEvery = k }, CancellationToken.None);

        diary.Write(year, quiet);
        Assert.InRange(year.Lost, quiet.Calls.Values.Sum() / k, long.MaxValue);
        Assert.True(year.Aftermath.DifferencesFrom(quiet.Aftermath, 0) is { Count: 0 }, Explain(year, quiet, view));
    }

    [Fact]
    public async Task Year_OfAStorageThatFailsInEveryWay_OnAMachineWhoseClockIsSet_LeavesTheSameBehind()
    {
        var quiet = await undisturbed.Year;
        var view = new QuietView();
        var faults = new FaultPlan
        {
            Mix = new FaultMix { Seed = 11, Every = 5, BurstEvery = 50, BurstOf = 12 },
            // A sleep of hours, then corrections backwards, each in the middle of the phase.
            Steps = [new(On(3, 27), TimeSpan.FromHours(3)), new(On(4, 4), TimeSpan.FromMinutes(-5)), new(On(4, 14), TimeSpan.FromMinutes(-4))],
        };

        var year = await Rehearsal(view).RunHereAsync(faults, CancellationToken.None);

        diary.Write(year, quiet);
        Assert.True(year.Aftermath.DifferencesFrom(quiet.Aftermath, year.CutShort) is { Count: 0 }, Explain(year, quiet, view));
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.InRange(year.Tally.Injected[kind], 1, long.MaxValue));
        // The clients' own tries were not enough: activities, timers and the people who ask again had to do theirs.
        Assert.All([FaultPlace.Wave, FaultPlace.Submission, FaultPlace.Hub], place => Assert.InRange(year.Tally.Seen[place], 1, long.MaxValue));
    }

    [Fact]
    public async Task Year_OnTwoHosts_IsDrivenByOneAtATime_AlsoWhereTheyTakeItFromEachOtherAndOneIsKilledForGood()
    {
        var quiet = await undisturbed.Year;
        var view = new QuietView();
        // Each takes the other's lease for one that has run out, since its own clock is ahead; the other is at work.
        var first = new FaultPlan
        {
            Mix = new FaultMix { Seed = 12, Every = 25 },
            Steps = [new(On(4, 10), TimeSpan.FromMinutes(5))],
            Kills = [new Kill(FaultPlace.Wave, 55, Applied: true)],
        };
        var second = new FaultPlan { Mix = first.Mix with { Seed = 13 }, Steps = [new(On(4, 1), TimeSpan.FromMinutes(2))] };
        DateOnly[] takeovers = [new(2026, 3, 20), new(2026, 3, 22), new(2026, 4, 10), new(2026, 4, 13)];

        var year = await Rehearsal(view).RunOnTwoAsync(first, second, comeBack: false, takeovers, CancellationToken.None);

        diary.Write(year, quiet);
        Assert.True(year.Aftermath.DifferencesFrom(quiet.Aftermath, year.CutShort) is { Count: 0 }, Explain(year, quiet, view));
        Assert.Equal((1, 2), (year.Deaths, year.Takeovers.WhileWaiting));
        Assert.InRange(year.Takeovers.Midway, 1, 2);
        Assert.InRange(year.Takeovers.Hub, 2, 10);
        Assert.InRange(year.Drivers!.Epochs.Count, 4, 10);
        Assert.Empty(year.Drivers.Differences(year.Takeovers.Midway));
    }

    [Fact]
    public async Task Year_InWhichNobodyWasThereForAFortnight_GivesTheTimeBackAndHonoursTheSame()
    {
        var quiet = await undisturbed.Year;
        var view = new QuietView();
        // From before a reminder until after the lock and the next phase's beginning.
        var plan = UndisturbedYear.Plan with { Outages = [new(On(4, 1), On(4, 15))] };

        var year = await new FaultyRehearsal(plan, HolidayTables.Bundled, view).RunHereAsync(new FaultPlan(), CancellationToken.None);

        diary.Write(year, quiet);
        var (before, after) = (Milestones(quiet), Milestones(year));
        var extended = Assert.Single(after.Keys.Except(before.Keys));
        Assert.StartsWith("q1|extend|", extended, StringComparison.Ordinal);
        Assert.Empty(before.Keys.Except(after.Keys));
        Assert.All(after.Values, m => Assert.Equal("done", m.State));
        // 12 days from the first milestone that was missed: nothing of the phase falls due before that time is given back.
        foreach (var moved in new[] { "q1|due", "q1|escalate|3", "q1|grace-end", "q1|lock", "q1|escalate|4" })
            Assert.Equal(before[moved].At!.Value.AddDays(12), after[moved].At);
        // Nothing is appraised or published before the sheets are in.
        Assert.All(new[] { "a1|open", "b1|bulletin" }, follows => Assert.True(after[follows].At > after["q1|lock"].At, follows));
        Assert.True(after["year|evaluate"].At > after["a1|lock"].At);
        Assert.True(JsonNode.DeepEquals(quiet.Aftermath.Result["honours"], year.Aftermath.Result["honours"]), Explain(year, quiet, view));
        Assert.Equal(0, year.Aftermath.Result["phases"]![0]!["late"]!.GetValue<int>());
        Assert.Equal(0, year.Aftermath.Repeated);
        Assert.Empty(year.Aftermath.Waiting);
        Assert.DoesNotContain(year.Aftermath.DifferencesFrom(year.Aftermath, 0), d => d.Contains("twice", StringComparison.Ordinal));
        Assert.Empty(year.Aftermath.Result["ledgers"]!["broken"]!.AsArray());
    }

    static FaultyRehearsal Rehearsal(QuietView view) => new(UndisturbedYear.Plan, HolidayTables.Bundled, view);

    static DateTimeOffset On(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);

    static Dictionary<string, (DateTimeOffset? At, string State)> Milestones(FaultyYear year) => year.Aftermath.Result["milestones"]!.AsArray().ToDictionary(
        m => m!["id"]!.GetValue<string>(), m => (m!["at"]?.GetValue<DateTimeOffset>(), m["state"]!.GetValue<string>()));

    static string Explain(FaultyYear year, FaultyYear quiet, QuietView view) =>
        string.Join('\n', [.. year.Aftermath.DifferencesFrom(quiet.Aftermath, year.CutShort), .. FaultReport.Of(year, quiet.Aftermath), view.Notes]);
}
