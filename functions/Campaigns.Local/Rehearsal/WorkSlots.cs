namespace Campaigns.Local.Rehearsal;

/// <summary>
/// The moments at which simulated people sit down to work: two a weekday in the authority's zone. Few moments shared by many keep the number of clock
/// steps of a year small without changing what each of them does.
/// </summary>
internal sealed class WorkSlots(TimeZoneInfo zone)
{
    static readonly TimeSpan[] Moments = [new(9, 40, 0), new(15, 20, 0)];

    /// <summary>
    /// The moment that <paramref name="share"/> (in [0, 1)) picks among those after <paramref name="from"/> and at or before
    /// <paramref name="until"/>.
    /// </summary>
    /// <remarks>Where a span holds no such moment, the instant that lies at the share of it.</remarks>
    public DateTimeOffset Pick(DateTimeOffset from, DateTimeOffset until, double share)
    {
        var moments = Between(from, until).ToList();
        if (moments.Count > 0)
            return moments[(int)(share * moments.Count)];
        var ticks = (long)((until - from).Ticks * (0.5 + share / 2));
        return from.AddTicks(ticks - ticks % TimeSpan.TicksPerSecond);
    }

    /// <summary>The first moment after <paramref name="instant"/>.</summary>
    public DateTimeOffset After(DateTimeOffset instant) => Between(instant, instant.AddDays(5)).First();

    IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset until)
    {
        var last = TimeZoneInfo.ConvertTime(until, zone).Date;
        for (var day = TimeZoneInfo.ConvertTime(from, zone).Date; day <= last; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            foreach (var moment in Moments)
            {
                var local = day + moment;
                var instant = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
                if (instant > from && instant <= until)
                    yield return instant;
            }
        }
    }
}
