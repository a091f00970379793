using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>
/// What anybody may report: the track and the participant as the public names it, what happened, perhaps the clause, perhaps how to ask back.
/// </summary>
public sealed record ReportBody(string Track, string Reference, string Text, string? Clause = null, string? Contact = null);

/// <summary>All that whoever filed a report gets to know: its reference.</summary>
public sealed record ReportFiled(string Reference);

/// <summary>
/// A report as those above read it; <see cref="Contact"/> and what can be done with it only where the reader may answer it, <see cref="OverdueAt"/> when its
/// time was found to have passed.
/// </summary>
public sealed record ReportAnswer(
    string Id, string Track, string Unit, string Text, string? Clause, string? Contact, DateTimeOffset ReceivedAt, DateTimeOffset? DueAt, bool Overdue,
    DateTimeOffset? OverdueAt, PublicReportState State, string? AnsweredBy, DateTimeOffset? AnsweredAt, string? Reason, string? Inspection, string? Finding,
    IReadOnlyList<ReportAction> AllowedActions)
{
    internal static ReportAnswer Of(PublicReport report, bool mayAnswer, DateTimeOffset now) => new(
        report.Id, report.Track, report.Unit, report.Text, report.Clause, mayAnswer ? report.Contact : null, report.ReceivedAt, report.DueAt,
        report.IsOverdue(now), report.OverdueAt, report.State, report.AnsweredBy, report.AnsweredAt, report.Reason, report.Inspection, report.Finding,
        mayAnswer ? ReportActions.Of(report) : []);
}
