namespace Campaigns.Rules.Calendar;

/// <summary>
/// Local wall-clock times of an IANA zone as instants. A time that a change to summer time skips moves forward by the length of the gap;
/// one that occurs twice is the first.
/// </summary>
public static class ZoneTime
{
    /// <summary>The instant, in UTC, at which clocks in <paramref name="zone"/> show <paramref name="time"/> on <paramref name="date"/>.</summary>
    public static DateTimeOffset At(TimeZoneInfo zone, DateOnly date, TimeOnly time)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = date.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            // The offset of an hour that does not exist is that of the time before it, so the instant reads as the moved time afterwards.
            return new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1))).ToUniversalTime();
        }
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The calendar day in <paramref name="zone"/> at an instant.</summary>
    public static DateOnly DayOf(TimeZoneInfo zone, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
    }

    /// <summary>An IANA zone by its name (<c>Asia/Shanghai</c>, <c>UTC</c>); null for anything else, Windows names and paths included.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var iana = name == "UTC" || name.Split('/') is { Length: > 1 } parts
            && parts.All(p => p.Length > 0 && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+'));
        return iana && name.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.Id == name ? zone : null;
    }
}
