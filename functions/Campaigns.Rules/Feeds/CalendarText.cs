using System.Globalization;
using System.Text;

namespace Campaigns.Rules.Feeds;

/// <summary>An entry of a calendar: a deadline. <paramref name="Uid"/> stays the same, and <paramref name="Sequence"/> rises, when it moves or is over.</summary>
/// <param name="Description">May have several lines.</param>
/// <param name="Cancelled">Nobody need act on it any more: done, ended, or called off.</param>
public sealed record CalendarEntry(string Uid, DateTimeOffset At, int Sequence, bool Cancelled, string Title, string Description);

/// <summary>Writes an iCalendar (RFC 5545) in UTF-8: lines folded at 75 octets, never inside a character, text escaped, instants in UTC (J23).</summary>
public static class CalendarText
{
    private const int MaxOctets = 75;

    /// <param name="name">What calendar programs call it.</param>
    /// <param name="stamp">When it was written.</param>
    /// <param name="address">Where the deadlines can be worked on; null leaves it out.</param>
    public static string Write(string name, DateTimeOffset stamp, IEnumerable<CalendarEntry> entries, string? address)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Campaigns//Deadlines//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, "X-WR-CALNAME:" + Escape(name));
        Line(text, "NAME:" + Escape(name));
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        Line(text, "X-PUBLISHED-TTL:PT1H");
        foreach (var entry in entries)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, "UID:" + Escape(entry.Uid));
            Line(text, "DTSTAMP:" + Instant(stamp));
            // A moment: without an end it takes up no time.
            Line(text, "DTSTART:" + Instant(entry.At));
            Line(text, "SEQUENCE:" + entry.Sequence.ToString(CultureInfo.InvariantCulture));
            Line(text, "STATUS:" + (entry.Cancelled ? "CANCELLED" : "CONFIRMED"));
            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "SUMMARY:" + Escape(entry.Title));
            if (entry.Description.Length > 0)
                Line(text, "DESCRIPTION:" + Escape(entry.Description));
            if (address is not null)
                Line(text, "URL:" + address);
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            if (c is '\\' or ';' or ',')
                escaped.Append('\\').Append(c);
            else if (c == '\n')
                escaped.Append("\\n");
            else if (!char.IsControl(c))
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxOctets)
            {
                // The blank that a continued line begins with counts.
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
