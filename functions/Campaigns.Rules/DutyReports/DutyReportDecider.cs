using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.DutyReports;

/// <summary>The rating of a duty report 述职 that was handed in and heard (K11): points on the standard's scale, and what was said.</summary>
public sealed record RateReport(decimal Points, string? Comment, Reviewer By);

/// <summary>
/// Rates duty reports (K11). The text is handed in like any sheet, within the phase's window; the phase's actor hears and rates it from then on until the year
/// is ranked, once, and never its own people's.
/// </summary>
public static class DutyReportDecider
{
    public static Decision<ParticipantState> Decide(ParticipantState state, Phase phase, RateReport rating, DateTimeOffset now, Standard standard)
    {
        var current = state.Phase(phase.Id);
        var refusal = !phase.Concerns(state.Track) ? new Refusal(RefusalCode.PhaseNotOfTrack)
            : phase.Kind is not PhaseKind.DutyReport ? new Refusal(RefusalCode.WrongKindOfPhase)
            : rating.By.Person == state.Unit || rating.By.OwnUnits.Contains(state.Unit) ? new Refusal(RefusalCode.ReviewerIsParticipant)
            : state.Outcome?.Rank is not null ? new Refusal(RefusalCode.YearDecided)
            : current.Status is SheetStatus.Accepted ? new Refusal(RefusalCode.AlreadyAccepted)
            : current.Status is not SheetStatus.Submitted ? new Refusal(RefusalCode.NothingToReview)
            : SheetValidation.OutOfRange(rating.Points, 0, standard.Scale, "points") ?? SheetValidation.TooLong(rating.Comment, "comment");
        if (refusal is not null)
            return Decision.Refuse<ParticipantState>(refusal);
        var score = Rounding.Points(rating.Points);
        return Decision.Accept(
            state.With(phase.Id, current with { Status = SheetStatus.Accepted, Score = score, RatedAt = now }),
            new LedgerFact(Acts.DutyReportRated, rating.By.Person, $"{state.Track}/{state.Unit}/{phase.Id}",
                new Dictionary<string, string> { ["score"] = Scorer.Text(score) }, rating.Comment));
    }
}
