using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Inspections;

/// <summary>When a report from the public is due, and when it has to be looked at (K17, J7, J8).</summary>
public static class PublicReportSchedule
{
    /// <summary>
    /// The report with its due time by the calendar, where it has none yet; unchanged while the holiday table is missing, or reports are no longer heard.
    /// </summary>
    public static PublicReport Dated(CampaignDefinition definition, PublicReport report, HolidayTables holidays)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(report);
        return report.DueAt is null && definition.Reports is { } terms
            && new Deadlines(definition.Authority, holidays).Due(report.ReceivedAt, terms.Answer).At is { } due
            ? report with { DueAt = due }
            : report;
    }

    /// <summary>The rungs of a report that waits, in order of time; none where it does not, or has no due time yet.</summary>
    public static IReadOnlyList<TimedRung> Rungs(CampaignDefinition definition, PublicReport report, HolidayTables holidays)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(report);
        return report is { State: PublicReportState.Waiting, DueAt: { } due }
            ? AnswerClock.Rungs(definition, definition.Reports?.Ladder, report.ReceivedAt, due, holidays)
            : [];
    }

    /// <summary>The first instant at which something about the report may have to be told or recorded; null when nothing is left, or none is known.</summary>
    public static DateTimeOffset? NextLook(PublicReport report, IReadOnlyList<TimedRung> rungs)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report is { State: PublicReportState.Waiting, DueAt: { } due } ? AnswerClock.NextLook(due, report.OverdueAt, report.Fired, rungs) : null;
    }
}
