using Campaigns.Local.Faults;
using Xunit;

namespace Campaigns.Local.Tests.Faults;

public sealed class FaultMixTests
{
    [Fact]
    public void Mix_HitsOneCallInEachWindow_AndOfTheSameSeedTheSame()
    {
        var mix = new FaultMix { Seed = 3, Every = 10 };

        var hit = Enumerable.Range(0, 5000).Where(n => mix.At(FaultPlace.Other, n, n) is not null).ToList();

        Assert.Equal(Enumerable.Range(0, 500), hit.Select(n => n / 10));
        Assert.Equal(hit, Enumerable.Range(0, 5000).Where(n => mix.At(FaultPlace.Wave, n, 1) is not null));
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Contains(hit, n => mix.At(FaultPlace.Other, n, n) == kind));
        Assert.NotEqual(hit, Enumerable.Range(0, 5000).Where(n => (mix with { Seed = 4 }).At(FaultPlace.Other, n, n) is not null));
    }

    [Theory]
    [InlineData("busy", FaultKind.Busy)]
    [InlineData("lost, Hang", FaultKind.Lost, FaultKind.Hang)]
    internal void Mix_OfSomeKinds_HasNoOthers(string text, params FaultKind[] kinds)
    {
        var mix = FaultMix.Parse(text, seed: 1);

        Assert.Equal(kinds.Order(), Enumerable.Range(0, 20000).Select(n => mix.At(FaultPlace.Other, n, n)).OfType<FaultKind>().Distinct().Order());
    }

    [Fact]
    public void Burst_IsSoManyCallsOfOnePlaceInARow_AndNotAmongTheFirst()
    {
        var mix = new FaultMix { BurstEvery = 40, BurstOf = 10 };

        Assert.Equal(Enumerable.Range(10, 10), Enumerable.Range(1, 40).Where(n => mix.At(FaultPlace.Wave, 1000, n) is FaultKind.Busy));
        Assert.Equal(Enumerable.Range(40, 10), Enumerable.Range(1, 160).Where(n => mix.At(FaultPlace.Hub, 1000, n) is FaultKind.Busy));
        Assert.DoesNotContain(Enumerable.Range(1, 160), n => mix.At(FaultPlace.Other, n <= 150 ? n : 150, n) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("storms")]
    [InlineData("busy,storms")]
    public void Mix_OfWhatThereIsNot_IsRefusedWithWhatThereIs(string text) =>
        Assert.Contains("throttled", Assert.Throws<FormatException>(() => FaultMix.Parse(text, 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 0, 10, false)]
    [InlineData(2, 0, 10, true)]
    [InlineData(0, 40, 10, true)]
    [InlineData(0, 39, 10, false)]
    [InlineData(0, 40, 0, false)]
    public void Mix_ThatLeavesNoCallInPeace_IsNotSound(int every, int burstEvery, int burstOf, bool sound) =>
        Assert.Equal(sound, new FaultMix { Every = every, BurstEvery = burstEvery, BurstOf = burstOf }.IsSound);
}
