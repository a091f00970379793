using Campaigns.Local.Faults;
using Xunit;

namespace Campaigns.Local.Tests.Faults;

public sealed class FaultReportTests
{
    [Fact]
    public void Kills_AreToldWithTheirPlaces_AndWhatTheyExcuse() => Assert.Equal(
        ["The app was killed 3 times: 2 in waves, 1 in dispatches.", "At most 80 messages may have come again."],
        FaultReport.OfKills(Year([new(FaultPlace.Wave, 7, true), new(FaultPlace.Wave, 9, false), new(FaultPlace.Dispatch, 2, true)], cutShort: 1)));

    [Fact]
    public void OneKill_IsToldAsOne() => Assert.Equal(
        ["The app was killed once: 1 in submissions.", "At most 20 messages may have come again."],
        FaultReport.OfKills(Year([new(FaultPlace.Submission, 7, true)], cutShort: 0)));

    [Fact]
    public void DispatchesCutShortWithoutAKill_ExcuseMessagesAlone() =>
        Assert.Equal(["At most 40 messages may have come again."], FaultReport.OfKills(Year([], cutShort: 2)));

    [Fact]
    public void YearWithoutEither_SaysNothing() => Assert.Empty(FaultReport.OfKills(Year([], cutShort: 0)));

    static FaultyYear Year(IReadOnlyList<Kill> kills, long cutShort) => new(
        new([], [], [], [], new Dictionary<string, int>()), new Dictionary<FaultPlace, long>(), kills, kills.Count, 0, TimeSpan.FromSeconds(90))
    {
        Tally = new(new Dictionary<FaultKind, long>(), new Dictionary<FaultPlace, long> { [FaultPlace.Dispatch] = cutShort }),
    };
}
