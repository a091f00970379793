using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Inspections;

/// <summary>A participant with one of its inspections.</summary>
public sealed record InspectionCase(ParticipantState Participant, Inspection Inspection);

/// <summary>
/// Orders inspections and records their visits (E2). Nobody inspects its own unit; where an inspector is assigned it is that one or whoever acts for the
/// authority. A visit of a phase leaves its score with the phase, on the scale of the track's standard.
/// </summary>
public static class InspectionDecider
{
    /// <summary>An unscheduled check 不定期抽查, or one on a report from the public, for the reason that the inspection states.</summary>
    public static Decision<InspectionCase> Order(ParticipantState state, Inspection inspection, Reviewer by)
    {
        if (IsOwn(state, by))
            return Decision.Refuse<InspectionCase>(RefusalCode.ReviewerIsParticipant);
        if (string.IsNullOrWhiteSpace(inspection.Reason))
            return Decision.Refuse<InspectionCase>(RefusalCode.ReasonMissing, "reason");
        if (SheetValidation.TooLong(inspection.Reason, "reason") is { } tooLong)
            return Decision.Refuse<InspectionCase>(tooLong);
        return Decision.Accept(new InspectionCase(state, inspection), new LedgerFact(
            Acts.InspectionOrdered, by.Person, Subject(state, inspection),
            new Dictionary<string, string> { ["inspector"] = inspection.Inspector ?? "", ["origin"] = Word(inspection.Origin) }, inspection.Reason));
    }

    /// <summary>
    /// Records what was seen. <paramref name="window"/> is that of the inspection's phase, null for an unscheduled one, which has no deadline and needs no
    /// score. With <paramref name="assesses"/> the visit is an on-site assessment (K3), which the choice waits for: after its lock it is still taken, as late.
    /// </summary>
    public static Decision<InspectionCase> Record(
        InspectionCase at, Visit visit, Reviewer by, bool forAuthority, PhaseWindow? window, Standard standard, bool assesses = false)
    {
        var (state, inspection) = at;
        if (Barred(state, inspection, by, forAuthority) is { } barred)
            return Decision.Refuse<InspectionCase>(barred);
        if (inspection.Visit is not null)
            return Decision.Refuse<InspectionCase>(RefusalCode.VisitRecorded);
        if (window?.At(visit.At) == Timeliness.NotOpen)
            return Decision.Refuse<InspectionCase>(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", window.OpensAt));
        if (window?.At(visit.At) == Timeliness.Locked && !assesses)
            return Decision.Refuse<InspectionCase>(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", window.LockedAt));
        if (inspection.Phase is not null && visit.Score is null)
            return Decision.Refuse<InspectionCase>(RefusalCode.AnswerMissing, "score");
        if (visit.Score is { } given && SheetValidation.OutOfRange(given, 0, standard.Scale, "score") is { } outOfRange)
            return Decision.Refuse<InspectionCase>(outOfRange);
        if (SheetValidation.TooLong(visit.Notes, "notes") is { } tooLong)
            return Decision.Refuse<InspectionCase>(tooLong);

        var counts = state.Inspected ?? InspectionRecord.None;
        var next = state with { Inspected = counts with { Visits = counts.Visits + 1 } };
        var facts = new Dictionary<string, string> { ["score"] = visit.Score is { } score ? Scorer.Text(Rounding.Points(score)) : "" };
        if (inspection.Phase is { } phase && window is not null)
        {
            var timeliness = window.At(visit.At) is var then and not Timeliness.Locked ? then : Timeliness.Late;
            next = next.With(phase, next.Phase(phase) with
            {
                Status = SheetStatus.Accepted,
                SubmittedAt = visit.At,
                Timeliness = timeliness,
                Score = Rounding.Points(visit.Score!.Value),
                Version = next.Phase(phase).Version + 1,
            });
            facts["timeliness"] = SheetDecider.Name(timeliness);
        }
        return Decision.Accept(
            new InspectionCase(next, inspection with { Visit = visit }),
            new LedgerFact(Acts.InspectionRecorded, by.Person, Subject(state, inspection), facts, visit.Notes));
    }

    /// <summary>Why <paramref name="by"/> may not act on this inspection, or null where it may.</summary>
    internal static Refusal? Barred(ParticipantState state, Inspection inspection, Reviewer by, bool forAuthority) =>
        IsOwn(state, by) ? new Refusal(RefusalCode.ReviewerIsParticipant)
        : !forAuthority && inspection.Inspector is { } inspector && inspector != by.Person ? new Refusal(RefusalCode.NotYourInspection)
        : null;

    private static bool IsOwn(ParticipantState state, Reviewer by) => by.Person == state.Unit || by.OwnUnits.Contains(state.Unit);

    private static string Subject(ParticipantState state, Inspection inspection) => $"{state.Track}/{state.Unit}/{inspection.Id}";

    private static string Word(InspectionOrigin origin) => origin switch
    {
        InspectionOrigin.Drawn => "drawn",
        InspectionOrigin.Unscheduled => "unscheduled",
        _ => "report",
    };
}
