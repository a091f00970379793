using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.App.Tests.Reviews;

public sealed class ReworkTimeTests
{
    private static readonly Authority County = new("county", "Asia/Shanghai", "cn", new(9, 0), new(18, 0));

    [Theory]
    [InlineData("2026-04-23T02:00:00Z", 3, true, "2026-04-28T10:00:00Z")]
    // Late on the 30th in Shanghai; the first five days of May are off, Saturday the 9th is worked.
    [InlineData("2026-04-30T15:00:00Z", 3, true, "2026-05-08T10:00:00Z")]
    [InlineData("2026-04-30T15:00:00Z", 4, true, "2026-05-09T10:00:00Z")]
    // Already the next day in Shanghai.
    [InlineData("2026-04-22T17:00:00Z", 1, true, "2026-04-24T10:00:00Z")]
    [InlineData("2026-04-23T02:00:00Z", 2, false, "2026-04-27T10:00:00Z")]
    public void Of_CountsFromTheDayOfTheReturnInTheAuthoritysZone(string returnedAt, int days, bool working, string expected)
    {
        var (until, awaiting) = ReworkTime.Of(Appraisal(new Offset(days, working)), County, HolidayTables.Bundled, DateTimeOffset.Parse(returnedAt, null));
        Assert.Equal(DateTimeOffset.Parse(expected, null), until);
        Assert.Null(awaiting);
    }

    [Fact]
    public void Of_WithoutARule_IsFiveWorkingDays() => Assert.Equal(
        new DateTimeOffset(2026, 4, 30, 10, 0, 0, TimeSpan.Zero),
        ReworkTime.Of(Appraisal(null), County, HolidayTables.Bundled, new DateTimeOffset(2026, 4, 23, 2, 0, 0, TimeSpan.Zero)).Until);

    [Fact]
    public void Of_IntoAYearWithoutItsTable_NamesTheYearAndNoDay() => Assert.Equal(
        (null, 2027),
        ReworkTime.Of(Appraisal(new Offset(5, true)), County, HolidayTables.Bundled, new DateTimeOffset(2026, 12, 30, 2, 0, 0, TimeSpan.Zero)));

    private static Phase Appraisal(Offset? rework) => new()
    {
        Id = "check",
        Kind = PhaseKind.Appraisal,
        Title = new("考评"),
        Period = new(PeriodKind.Half, 1),
        By = Actor.Parent,
        Tracks = [],
        Covers = ["q1"],
        Opens = new(Anchor.Start, Offset.None),
        Rework = rework,
    };
}
