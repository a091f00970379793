using Campaigns.Local.Faults;
using Xunit;

namespace Campaigns.Local.Tests.Faults;

public sealed class FaultPlanTests
{
    static readonly Dictionary<FaultPlace, long> Calls = new()
    {
        [FaultPlace.Wave] = 900,
        [FaultPlace.Submission] = 5000,
        [FaultPlace.Dispatch] = 60,
        [FaultPlace.Hub] = 20000,
        [FaultPlace.Other] = 40000,
    };

    [Fact]
    public void Kills_TwentyOfAYear_FallFiveIntoEachPlaceAndWithinItsCalls()
    {
        var kills = FaultPlan.DrawKills(1, 20, Calls);

        Assert.Equal(20, kills.Distinct().Count());
        Assert.All(kills.GroupBy(k => k.Place), place => Assert.Equal(5, place.Count()));
        Assert.All(kills, kill => Assert.InRange(kill.Ordinal, 1, Calls[kill.Place]));
        Assert.Contains(kills, kill => kill.Applied);
        Assert.Contains(kills, kill => !kill.Applied);
    }

    [Fact]
    public void Kills_OfTheSameSeed_AreTheSame_AndOfAnotherAreNot()
    {
        Assert.Equal(FaultPlan.DrawKills(3, 8, Calls), FaultPlan.DrawKills(3, 8, Calls));
        Assert.NotEqual(FaultPlan.DrawKills(3, 8, Calls), FaultPlan.DrawKills(4, 8, Calls));
    }

    [Fact]
    public void Plan_WrittenAndRead_IsTheSame()
    {
        var plan = new FaultPlan { Kills = [new Kill(FaultPlace.Wave, 17, true)], LoseEvery = 7, Record = "record" };

        var read = FaultPlan.Parse(plan.ToJson());

        Assert.Equal(plan.Kills, read.Kills);
        Assert.Equal((plan.LoseEvery, plan.Record), (read.LoseEvery, read.Record));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{ "loseEvery": 1 }""")]
    [InlineData("""{ "kills": [ { "place": "wave", "ordinal": 0 } ] }""")]
    [InlineData("""{ "kills": [ { "place": "nowhere", "ordinal": 1 } ] }""")]
    [InlineData("""{ "explosions": 3 }""")]
    public void Plan_ThatIsNone_IsRefused(string json) => Assert.Throws<FormatException>(() => FaultPlan.Parse(json));
}
