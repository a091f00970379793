using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Inspections;

/// <summary>A participant with a report about it; <see cref="Speaks"/> is the rung that fired and is to be told now, the latest where several were due.</summary>
public sealed record ReportCase(ParticipantState Participant, PublicReport Report)
{
    public TimedRung? Speaks { get; init; }
}

/// <summary>What a pursued report came to: the inspection that stands for it, and the finding.</summary>
public sealed record PursuedReport(ParticipantState Participant, PublicReport Report, Inspection Inspection, Finding Finding);

/// <summary>
/// Reports from the public 举报 as one switch (K17): waiting → pursued with a finding (E3), or dismissed with a reason. Anybody files; who answers the
/// definition says, never one of the participant's own people. Every step is in the participant's ledger, without the words or the contact of who reported.
/// </summary>
public static class PublicReportDecider
{
    public const int MaxText = 2000;
    public const int MaxContact = 200;

    /// <summary>Waiting reports about one participant in a cycle; more are refused, since there is enough to look into and a flood says nothing new.</summary>
    public const int MostWaiting = 20;

    private static readonly AnswerClock.Names Unanswered = new(Acts.PublicReportReminded, Acts.PublicReportEscalated, Acts.PublicReportOverdue);

    /// <summary>A new report, taken while the cycle runs and its definition hears reports.</summary>
    public static Decision<ReportCase> File(ParticipantState state, ReportTerms? terms, CycleState cycle, PublicReport report, Standard standard)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(standard);
        var record = state.Reported ?? ReportRecord.None;
        if (terms is null || cycle is not CycleState.Running)
            return Decision.Refuse<ReportCase>(RefusalCode.ReportsNotTaken);
        if (Refusal.Of([.. Problems(report, standard)]) is { } refusal)
            return Decision.Refuse<ReportCase>(refusal);
        if (record.Waiting.Count >= MostWaiting)
            return Decision.Refuse<ReportCase>(RefusalCode.TooManyReports);
        var next = state with { Reported = new(record.Received + 1, [.. record.Waiting, report.Id]) };
        return Decision.Accept(new ReportCase(next, report), Fact(report, Acts.PublicReportReceived, "public", null, new()
        {
            ["dueAt"] = report.DueAt is { } due ? CanonicalJson.Instant(due) : "",
        }));
    }

    /// <summary>Nothing in it, or nothing that concerns this campaign: the reason is in the ledger.</summary>
    public static Decision<ReportCase> Dismiss(ReportCase at, ReportTerms? terms, ReportAnswerer who, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(who);
        if (Barred(at, terms, who) is { } barred)
            return Decision.Refuse<ReportCase>(barred);
        if (string.IsNullOrWhiteSpace(reason))
            return Decision.Refuse<ReportCase>(RefusalCode.ReasonMissing, "reason");
        if (SheetValidation.TooLong(reason, "reason") is { } tooLong)
            return Decision.Refuse<ReportCase>(tooLong);
        var report = at.Report with { State = PublicReportState.Dismissed, AnsweredBy = who.By.Person, AnsweredAt = now, Reason = reason };
        return Decision.Accept(new ReportCase(Answered(at), report), Fact(report, Acts.PublicReportDismissed, who.By.Person, reason, []));
    }

    /// <summary>
    /// It has something in it: an inspection on the report, and its finding with the report's reference as its source. The finding's words are the answerer's
    /// own, and everything from there on is a finding like any other.
    /// </summary>
    public static Decision<PursuedReport> Pursue(
        ReportCase at, ReportTerms? terms, ReportAnswerer who, Inspection inspection, Finding finding, DateTimeOffset now, Standard standard)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(inspection);
        ArgumentNullException.ThrowIfNull(finding);
        if (Barred(at, terms, who) is { } barred)
            return Decision.Refuse<PursuedReport>(barred);
        var ordered = InspectionDecider.Order(Answered(at), inspection, who.By);
        if (ordered is not Accepted<InspectionCase> { State.Participant: var looked, Facts: var order })
            return Decision.Refuse<PursuedReport>(ordered.Refusal!);
        var opened = FindingDecider.Open(looked, inspection, finding with { Report = at.Report.Id }, who.By, who.ForAuthority, now, standard);
        if (opened is not Accepted<FindingCase> { State: var found, Facts: var opening })
            return Decision.Refuse<PursuedReport>(opened.Refusal!);
        var report = at.Report with
        {
            State = PublicReportState.Pursued,
            AnsweredBy = who.By.Person,
            AnsweredAt = now,
            Inspection = inspection.Id,
            Finding = finding.Id,
        };
        var pursued = Fact(report, Acts.PublicReportPursued, who.By.Person, null, new() { ["inspection"] = inspection.Id, ["finding"] = finding.Id });
        return new Accepted<PursuedReport>(
            new PursuedReport(found.Participant, report, inspection, found.Finding), [pursued, .. order, .. opening]);
    }

    /// <summary>The engine looks at the clock: rungs fire, an overdue answer is recorded. Safe to repeat.</summary>
    public static Decision<ReportCase> LetTimePass(ReportCase at, IReadOnlyList<TimedRung> rungs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(rungs);
        if (at.Report is not { State: PublicReportState.Waiting, DueAt: { } due } report
            || AnswerClock.Look(due, report.OverdueAt, report.Fired, rungs, now, Unanswered) is not { } tick)
            return Decision.Accept(at with { Speaks = null });
        return new Accepted<ReportCase>(
            new ReportCase(at.Participant, report with { Fired = tick.Fired, OverdueAt = tick.OverdueAt }) { Speaks = tick.Speaks },
            [.. tick.Facts.Select(f => Fact(report, f.Act, Acts.Engine, null, f.Facts))]);
    }

    private static Refusal? Barred(ReportCase at, ReportTerms? terms, ReportAnswerer who) =>
        ReportActions.Of(at.Report).Count == 0 ? new Refusal(RefusalCode.ReportAnswered)
        : who.By.Person == at.Participant.Unit || who.By.OwnUnits.Contains(at.Participant.Unit) ? new Refusal(RefusalCode.ReviewerIsParticipant)
        : terms?.By is not ReportOwner.Inspector && !who.ForAuthority ? new Refusal(RefusalCode.NotYourReport)
        : null;

    private static ParticipantState Answered(ReportCase at)
    {
        var record = at.Participant.Reported ?? ReportRecord.None;
        return at.Participant with { Reported = record with { Waiting = [.. record.Waiting.Where(id => id != at.Report.Id)] } };
    }

    private static IEnumerable<Refusal> Problems(PublicReport report, Standard standard)
    {
        if (string.IsNullOrWhiteSpace(report.Text))
            yield return new Refusal(RefusalCode.TextMissing, "text");
        else if (SheetValidation.TooLong(report.Text, "text", MaxText) is { } tooLong)
            yield return tooLong;
        if (report.Clause is { } clause && !standard.Clauses.Any(c => c.Id == clause))
            yield return SheetValidation.Unknown("clause", clause);
        if (SheetValidation.TooLong(report.Contact, "contact", MaxContact) is { } longContact)
            yield return longContact;
    }

    private static LedgerFact Fact(PublicReport report, string act, string by, string? why, Dictionary<string, string> facts) =>
        new(act, by, $"{report.Track}/{report.Unit}/{report.Id}", facts, why);
}
