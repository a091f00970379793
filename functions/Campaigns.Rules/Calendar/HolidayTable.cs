namespace Campaigns.Rules.Calendar;

/// <summary>
/// The holidays and make-up working days 调休 of one year of one calendar (J4). A day off is a weekday or weekend day that is not worked, a make-up day
/// a weekend day that is; all other weekdays are worked, all other weekend days not.
/// </summary>
public sealed record HolidayTable(string Calendar, int Year, bool Fictitious, string Source, IReadOnlySet<DateOnly> DaysOff, IReadOnlySet<DateOnly> MakeUpDays)
{
    /// <summary>Whether <paramref name="day"/>, which lies in <see cref="Year"/>, is worked.</summary>
    public bool IsWorkingDay(DateOnly day) => IsWeekend(day) ? MakeUpDays.Contains(day) : !DaysOff.Contains(day);

    internal static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
