using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Sheets;

/// <summary>The late policy of a phase (C4).</summary>
public static class LateRule
{
    /// <summary>
    /// The working days begun between the end of the grace and <paramref name="at"/>: at least 1 for anything late, 0 for what is not. Where the holiday table
    /// is missing weekdays count, because a sheet in hand cannot wait for a calendar.
    /// </summary>
    public static int DaysLate(PhaseWindow window, DateTimeOffset at, Authority authority, HolidayTables tables)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(authority);
        if (window.GraceUntil is not { } grace || at <= grace)
            return 0;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(authority.Zone);
        var (from, to) = (ZoneTime.DayOf(zone, grace), ZoneTime.DayOf(zone, at));
        var days = new WorkingDays(authority.Workdays, tables).Between(from, to)
            ?? new WorkingDays(HolidayTables.Weekdays, HolidayTables.Empty).Between(from, to) ?? 0;
        return Math.Max(1, days);
    }

    /// <summary>The points that handing in so many working days late takes under <paramref name="policy"/>; null for none.</summary>
    public static decimal? Deduction(LatePolicy policy, int daysLate)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Treatment is LateTreatment.Deduct && daysLate > 0
            ? Math.Min(policy.Cap, policy.Points * ((daysLate + policy.Per - 1) / policy.Per))
            : null;
    }

    /// <summary>The score with the line that says what being late takes, which is no more than there is; itself where that is nothing.</summary>
    public static Score Explain(Score score, decimal? deduction)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (Math.Min(deduction ?? 0, score.Total) is not (> 0 and var taken))
            return score;
        var line = new ScoreLine(
            ScoreRules.Whole, ScoreRules.Late, -taken, taken,
            new LocalizedText($"逾期报送扣{Scorer.Text(taken)}分", $"{Scorer.Text(taken)} points off for lateness"));
        return score with { Total = score.Total - taken, Lines = [.. score.Lines, line] };
    }
}
