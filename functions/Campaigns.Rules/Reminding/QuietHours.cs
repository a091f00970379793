using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Reminding;

/// <summary>Nobody is written to at night or on a day off: a notice composed then waits for the morning of the next working day.</summary>
public static class QuietHours
{
    public static TimeOnly From { get; } = new(21, 0);
    public static TimeOnly To { get; } = new(8, 0);

    /// <summary>
    /// <paramref name="now"/> itself where it is a working day's daytime in <paramref name="zone"/>, else the next such morning. Where the year's holiday table
    /// is missing the day counts as worked: a notice that was due is better early than never.
    /// </summary>
    public static DateTimeOffset NextAllowed(DateTimeOffset now, string zone, string workdays, HolidayTables holidays)
    {
        var place = ZoneTime.Find(zone) ?? throw new ArgumentException($"There is no time zone {zone}.", nameof(zone));
        var days = new WorkingDays(workdays, holidays);
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, place).DateTime);
        var day = ZoneTime.DayOf(place, now);
        if (days.IsWorking(day) != false && time >= To && time < From)
            return now;
        if (time >= To)
            day = day.AddDays(1);
        while (days.IsWorking(day) == false)
            day = day.AddDays(1);
        return ZoneTime.At(place, day, To);
    }
}
