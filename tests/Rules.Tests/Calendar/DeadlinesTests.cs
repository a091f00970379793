using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

public sealed class DeadlinesTests
{
    private static readonly Deadlines Deadlines = new(Given.Campaign.Authority, HolidayTables.Bundled);

    [Fact]
    public void Due_AfterWorkingDays_IsTheDueHourInTheAuthoritysZone()
    {
        // 30 September 2026 at 23:00 UTC is 1 October in Shanghai; the holidays end on the 7th.
        var from = new DateTimeOffset(2026, 9, 30, 23, 0, 0, TimeSpan.Zero);
        Assert.Equal((new DateTimeOffset(2026, 10, 8, 10, 0, 0, TimeSpan.Zero), null), Deadlines.Due(from, new Offset(1, true)));
        Assert.Equal((new DateTimeOffset(2026, 10, 8, 0, 0, 0, TimeSpan.Zero), null), Deadlines.Opening(from, new Offset(1, true)));
    }

    [Fact]
    public void Due_AfterCalendarDays_RollsToAWorkingDay()
    {
        var thursday = new DateTimeOffset(2026, 5, 14, 3, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2026, 5, 18, 10, 0, 0, TimeSpan.Zero), Deadlines.Due(thursday, new Offset(2, false)).At);
        Assert.Equal(new DateTimeOffset(2026, 5, 15, 10, 0, 0, TimeSpan.Zero), Deadlines.Due(thursday, new Offset(1, false)).At);
    }

    [Theory]
    // Two working days after Friday 25 February 2028 are Tuesday the 29th, and the day after that is the first of March.
    [InlineData("2028-02-25", 2, true, "2028-02-29")]
    [InlineData("2028-02-25", 3, true, "2028-03-01")]
    [InlineData("2028-02-25", 4, false, "2028-02-29")]
    [InlineData("2028-02-29", 1, true, "2028-03-01")]
    [InlineData("2028-02-29", 366, false, "2029-03-01")]
    [InlineData("2027-02-26", 1, true, "2027-03-01")]
    public void LeapDay_DeadlinesFallOnItAndCountOverIt(string from, int days, bool working, string due)
    {
        var tables = new Deadlines(Given.Campaign.Authority, Planning.ToTheEndOf2029);
        var at = new DateTimeOffset(DateOnly.ParseExact(from, "O", null), new TimeOnly(10, 0), TimeSpan.FromHours(8));
        var expected = new DateTimeOffset(DateOnly.ParseExact(due, "O", null), new TimeOnly(18, 0), TimeSpan.FromHours(8));
        Assert.Equal(expected, tables.Due(at, new Offset(days, working)).At);
    }

    [Fact]
    public void Due_AfterCalendarDays_CountsTheDaysThatAreNotWorked()
    {
        var thursday = new DateTimeOffset(2026, 5, 14, 3, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateTimeOffset(2026, 5, 18, 10, 0, 0, TimeSpan.Zero), Deadlines.Due(thursday, new Offset(4, false)).At);
        Assert.Equal(new DateTimeOffset(2026, 5, 20, 10, 0, 0, TimeSpan.Zero), Deadlines.Due(thursday, new Offset(4, true)).At);
    }

    [Fact]
    public void Due_IntoAYearWithoutATable_IsAwaited() =>
        Assert.Equal((null, 2055), Deadlines.Due(new DateTimeOffset(2055, 5, 14, 3, 0, 0, TimeSpan.Zero), new Offset(2, true)));
}
