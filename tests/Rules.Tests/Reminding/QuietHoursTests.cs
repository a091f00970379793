using Campaigns.Rules.Calendar;
using Campaigns.Rules.Reminding;
using Xunit;

namespace Campaigns.Rules.Tests.Reminding;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("2026-04-14T09:00+08:00", "2026-04-14T09:00+08:00")] // a Tuesday morning
    [InlineData("2026-04-14T08:00+08:00", "2026-04-14T08:00+08:00")]
    [InlineData("2026-04-14T03:00+08:00", "2026-04-14T08:00+08:00")]
    [InlineData("2026-04-14T21:00+08:00", "2026-04-15T08:00+08:00")]
    [InlineData("2026-04-17T22:30+08:00", "2026-04-20T08:00+08:00")] // Friday night: Monday
    [InlineData("2026-04-18T10:00+08:00", "2026-04-20T08:00+08:00")] // Saturday
    [InlineData("2026-04-18T08:00+08:00", "2026-04-20T08:00+08:00")]
    [InlineData("2026-10-01T10:00+08:00", "2026-10-08T08:00+08:00")] // the National Day holiday
    public void NextAllowed_AtNightOrOnADayOff_IsTheNextWorkingMorning(string now, string expected)
    {
        var allowed = QuietHours.NextAllowed(Instant(now), "Asia/Shanghai", "cn", HolidayTables.Bundled);
        Assert.Equal(Instant(expected), allowed);
    }

    [Fact]
    public void NextAllowed_MakeUpSaturday_IsAWorkingDay()
    {
        var saturday = Instant("2026-02-14T10:00+08:00");
        Assert.Equal(saturday, QuietHours.NextAllowed(saturday, "Asia/Shanghai", "cn", HolidayTables.Bundled));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
