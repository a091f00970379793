using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Calendar;

/// <summary>
/// Individual deadlines in an authority's calendar (J1, J4): counted in days from the local day of an instant, due at the authority's due hour. An offset of
/// calendar days rolls forward to a working day. What needs a missing holiday table has no instant and names its year: no day is guessed.
/// </summary>
public sealed class Deadlines(Authority authority, HolidayTables holidays)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(authority.Zone);
    private readonly WorkingDays _days = new(authority.Workdays, holidays);

    /// <summary>The due hour of the day <paramref name="offset"/> after (before, where it is negative) the local day of <paramref name="from"/>.</summary>
    public (DateTimeOffset? At, int? AwaitingYear) Due(DateTimeOffset from, Offset offset) => At(from, offset, authority.DueAt);

    /// <summary>The opening hour of that day: when reminders go out.</summary>
    public (DateTimeOffset? At, int? AwaitingYear) Opening(DateTimeOffset from, Offset offset) => At(from, offset, authority.OpensAt);

    private (DateTimeOffset? At, int? AwaitingYear) At(DateTimeOffset from, Offset offset, TimeOnly hour)
    {
        var day = ZoneTime.DayOf(_zone, from);
        var there = offset.Working ? _days.Add(day, offset.Days) : _days.RollForward(day.AddDays(offset.Days));
        return there.Date is { } date ? (ZoneTime.At(_zone, date, hour), null) : (null, there.AwaitingYear);
    }
}
