using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Inspections;

/// <summary>A rung of an individual deadline's ladder as an instant; it escalates where it comes after the deadline (J8).</summary>
public sealed record TimedRung(string Id, DateTimeOffset At, IReadOnlyList<Audience> To, bool Escalates)
{
    /// <summary>
    /// The rungs of <paramref name="ladder"/> for something that came in at <paramref name="from"/> and is due at <paramref name="due"/>, in order of time.
    /// One that would need a missing holiday table is left out.
    /// </summary>
    internal static IReadOnlyList<TimedRung> Of(Ladder ladder, Authority authority, DateTimeOffset from, DateTimeOffset due, HolidayTables holidays)
    {
        var deadlines = new Deadlines(authority, holidays);
        return [.. ladder.Rungs
            .Select(rung => (Rung: rung, At: InstantOf(rung.At, from, due, deadlines)))
            .Where(r => r.At is not null)
            .Select(r => new TimedRung(r.Rung.Id, r.At!.Value, r.Rung.To, r.At > due))
            .OrderBy(r => r.At).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    private static DateTimeOffset? InstantOf(When when, DateTimeOffset from, DateTimeOffset due, Deadlines deadlines)
    {
        var counted = when.Anchor == Anchor.Open ? from : due;
        return when.Offset.Days != 0 ? deadlines.Opening(counted, when.Offset).At
            : when.Anchor == Anchor.Open ? counted
            : counted + CyclePlanner.LockDelay;
    }
}
