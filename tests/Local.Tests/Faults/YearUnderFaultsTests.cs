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

        Assert.InRange(year.Lost, quiet.Calls.Values.Sum() / k, long.MaxValue);
        Assert.True(year.Aftermath.DifferencesFrom(quiet.Aftermath, 0) is { Count: 0 }, Explain(year, quiet, view));
    }

    [Fact]
    public async Task Year_OfAStorageThatFailsInEveryWay_LeavesTheSameBehind()
    {
        var quiet = await undisturbed.Year;
        var view = new QuietView();
        var mix = new FaultMix { Seed = 11, Every = 5, BurstEvery = 50, BurstOf = 12 };

        FaultyYear year;
        try {
        year = await new FaultyRehearsal(UndisturbedYear.Plan, HolidayTables.Bundled, view)
            .RunHereAsync(new FaultPlan { Mix = mix }, CancellationToken.None);
        } catch { output.WriteLine(view.Notes); throw; }

        output.WriteLine($"{year.Took} quiet {quiet.Took} {string.Join(',', quiet.Calls)} {string.Join(',', year.Tally.Seen)} {year.Tally} repeated {year.Aftermath.Repeated} cut {year.CutShort}");
        Assert.True(year.Aftermath.DifferencesFrom(quiet.Aftermath, year.CutShort) is { Count: 0 }, Explain(year, quiet, view));
    }

    static string Explain(FaultyYear year, FaultyYear quiet, QuietView view) =>
        string.Join('\n', [.. year.Aftermath.DifferencesFrom(quiet.Aftermath, year.Deaths), $"deaths {year.Deaths}, lost {year.Lost}", view.Notes]);
}
