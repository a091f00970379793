namespace Campaigns.Rules.Calendar;

/// <summary>
/// Moves instants by whole working days (J5): the day moves in the authority's zone, the time of day stays. What needs a missing holiday table has no
/// instant and names the year (J4).
/// </summary>
public sealed class WorkingDayShift(WorkingDays days, TimeZoneInfo zone)
{
    private const int MostDays = 1000;

    /// <summary><paramref name="instant"/> moved by <paramref name="count"/> working days; itself for none.</summary>
    public (DateTimeOffset? At, int? AwaitingYear) Move(DateTimeOffset instant, int count)
    {
        if (count == 0)
            return (instant, null);
        var day = days.Add(ZoneTime.DayOf(zone, instant), count);
        return day.Date is { } date ? (ZoneTime.At(zone, date, TimeOf(instant)), null) : (null, day.AwaitingYear);
    }

    /// <summary>
    /// The fewest working days by which everything after <paramref name="from"/> must move to come after <paramref name="to"/>: the working days between
    /// them, a begun one counted whole. Or the year whose holiday table is missing for the count.
    /// </summary>
    public (int Days, int? AwaitingYear) Between(DateTimeOffset from, DateTimeOffset to)
    {
        for (var count = 0; count <= MostDays; count++)
        {
            var (at, awaiting) = Move(from, count);
            if (awaiting is not null)
                return (0, awaiting);
            if (at >= to)
                return (count, null);
        }
        return (MostDays, null);
    }

    private TimeOnly TimeOf(DateTimeOffset instant) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
