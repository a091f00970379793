using System.Globalization;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

public sealed class ZoneTimeTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-07-14", "18:00", "2026-07-14T10:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-01-01", "00:30", "2025-12-31T16:30:00Z")]
    [InlineData("Europe/Berlin", "2026-03-27", "09:00", "2026-03-27T08:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-30", "09:00", "2026-03-30T07:00:00Z")] // summer time since the day before
    [InlineData("Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T00:59:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30:00Z")] // skipped: reads 03:30
    [InlineData("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z")] // twice: the first
    [InlineData("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z")]
    [InlineData("America/New_York", "2026-03-06", "18:00", "2026-03-06T23:00:00Z")]
    [InlineData("America/New_York", "2026-03-08", "02:15", "2026-03-08T07:15:00Z")]
    [InlineData("America/New_York", "2026-03-09", "18:00", "2026-03-09T22:00:00Z")]
    [InlineData("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z")]
    [InlineData("Pacific/Apia", "2026-06-30", "18:00", "2026-06-30T05:00:00Z")]
    [InlineData("Pacific/Apia", "2026-01-02", "09:00", "2026-01-01T20:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-06-30", "18:00", "2026-06-30T12:15:00Z")]
    [InlineData("UTC", "2028-02-29", "18:00", "2028-02-29T18:00:00Z")]
    public void At_LocalTime_IsTheInstant(string zone, string date, string time, string expected)
    {
        var instant = ZoneTime.At(ZoneTime.Find(zone)!, DateOnly.Parse(date, CultureInfo.InvariantCulture), TimeOnly.Parse(time, CultureInfo.InvariantCulture));

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Fact]
    public void DayOf_Instant_IsTheZonesDay() =>
        Assert.Equal(new DateOnly(2026, 1, 1), ZoneTime.DayOf(ZoneTime.Find("Asia/Shanghai")!, new DateTimeOffset(2025, 12, 31, 16, 30, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("China Standard Time")]
    [InlineData("../../etc/localtime")]
    [InlineData("Asia/Peking")]
    [InlineData("asia/shanghai")]
    [InlineData("CET")]
    [InlineData("Asia//Shanghai")]
    [InlineData("Asia/./Shanghai")]
    [InlineData("Europe/../Asia/Shanghai")]
    [InlineData("")]
    public void Find_AnythingButAnIanaName_IsNothing(string name) => Assert.Null(ZoneTime.Find(name));
}
