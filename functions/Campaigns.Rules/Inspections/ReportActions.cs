namespace Campaigns.Rules.Inspections;

/// <summary>What can be done with a report from the public.</summary>
public enum ReportAction
{
    Pursue,
    Dismiss,
}

/// <summary>What a report's state allows (J12, K17); <see cref="PublicReportDecider"/> asks the same question.</summary>
public static class ReportActions
{
    /// <summary>Both while it waits, neither once it is answered.</summary>
    public static IReadOnlyList<ReportAction> Of(PublicReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.State is PublicReportState.Waiting ? [ReportAction.Pursue, ReportAction.Dismiss] : [];
    }
}
