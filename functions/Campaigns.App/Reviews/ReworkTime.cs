using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reviews;

/// <summary>Until when a returned sheet may be handed in again (C6).</summary>
internal static class ReworkTime
{
    private static readonly Offset Default = new(5, Working: true);

    /// <summary>
    /// The authority's due hour on the last day of the rework, counted from the day of the return in the authority's zone (five working days where the phase
    /// names none); or the year whose holiday table is missing, because no day is guessed (J4).
    /// </summary>
    public static (DateTimeOffset? Until, int? AwaitingYear) Of(Phase phase, Authority authority, HolidayTables holidays, DateTimeOffset returnedAt)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(authority.Zone);
        var days = new WorkingDays(authority.Workdays, holidays);
        var from = ZoneTime.DayOf(zone, returnedAt);
        var rework = phase.Rework ?? Default;
        var last = rework.Working ? days.Add(from, rework.Days) : days.RollForward(from.AddDays(rework.Days));
        return last.Date is { } date ? (ZoneTime.At(zone, date, authority.DueAt), null) : (null, last.AwaitingYear);
    }
}
