using System.Collections.Frozen;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>
/// The one table from the rules' refusals to HTTP: 409 where the time or the state forbids, 422 where the content does, 403 where the person may not.
/// </summary>
public static class RefusalProblems
{
    static readonly FrozenDictionary<RefusalCode, int> Statuses = new Dictionary<RefusalCode, int>
    {
        [RefusalCode.NotOpenYet] = StatusCodes.Status409Conflict,
        [RefusalCode.DeadlinePassed] = StatusCodes.Status409Conflict,
        [RefusalCode.ReworkTimePassed] = StatusCodes.Status409Conflict,
        [RefusalCode.NotLockedYet] = StatusCodes.Status409Conflict,
        [RefusalCode.PhaseNotOfTrack] = StatusCodes.Status409Conflict,
        [RefusalCode.WrongKindOfPhase] = StatusCodes.Status409Conflict,
        [RefusalCode.SheetFrozen] = StatusCodes.Status409Conflict,
        [RefusalCode.AlreadyReturned] = StatusCodes.Status409Conflict,
        [RefusalCode.AlreadyAccepted] = StatusCodes.Status409Conflict,
        [RefusalCode.NothingToReview] = StatusCodes.Status409Conflict,
        [RefusalCode.SheetNotCovered] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.ReviewerIsParticipant] = StatusCodes.Status403Forbidden,
        [RefusalCode.ReasonMissing] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.ReworkTimeMissing] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.TextMissing] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.TextTooLong] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.AnswerMissing] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.AnswerNotAsked] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.AnswerOutOfRange] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.UnknownClause] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.UnknownRecognition] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.EvidenceOfWrongKind] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.YearDecided] = StatusCodes.Status409Conflict,
        [RefusalCode.UnknownOption] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.BeyondRules] = StatusCodes.Status409Conflict,
        [RefusalCode.RecordNotAsked] = StatusCodes.Status409Conflict,
        [RefusalCode.PracticeSelected] = StatusCodes.Status409Conflict,
        [RefusalCode.PracticeNotSelected] = StatusCodes.Status409Conflict,
        [RefusalCode.UnitLeft] = StatusCodes.Status409Conflict,
        [RefusalCode.PlanRegistered] = StatusCodes.Status409Conflict,
        [RefusalCode.TooMany] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.PledgePublished] = StatusCodes.Status409Conflict,
        [RefusalCode.PledgeNotPublished] = StatusCodes.Status409Conflict,
        [RefusalCode.PledgeReported] = StatusCodes.Status409Conflict,
        [RefusalCode.PledgeDecided] = StatusCodes.Status409Conflict,
        [RefusalCode.PersonMissing] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.DueOutOfRange] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.DayInFuture] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.TooManyNominees] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NomineeTwice] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NomineeNotYours] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NomineeBarred] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NomineeNotChecked] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NomineeBehindEligible] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NotOfThePanel] = StatusCodes.Status403Forbidden,
        [RefusalCode.PanelConflict] = StatusCodes.Status403Forbidden,
        [RefusalCode.NotAssignedToYou] = StatusCodes.Status403Forbidden,
        [RefusalCode.PanelBelowQuorum] = StatusCodes.Status409Conflict,
        [RefusalCode.PanelMemberHasScored] = StatusCodes.Status409Conflict,
        [RefusalCode.NotOnTheList] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.TooManyChallenges] = StatusCodes.Status409Conflict,
        [RefusalCode.AlreadyAnswered] = StatusCodes.Status409Conflict,
        [RefusalCode.ReportsNotTaken] = StatusCodes.Status409Conflict,
        [RefusalCode.TooManyReports] = StatusCodes.Status409Conflict,
        [RefusalCode.ReportAnswered] = StatusCodes.Status409Conflict,
        [RefusalCode.NotYourReport] = StatusCodes.Status403Forbidden,
        [RefusalCode.AnsweredByScorer] = StatusCodes.Status403Forbidden,
        [RefusalCode.NotACandidate] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.ObjectionOpen] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.VettingMissing] = StatusCodes.Status409Conflict,
        [RefusalCode.AssessmentMissing] = StatusCodes.Status409Conflict,
        [RefusalCode.VettingAgainst] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.QuotaExceeded] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.DepartureUnexplained] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.AlreadyDecided] = StatusCodes.Status409Conflict,
        [RefusalCode.NotHonoured] = StatusCodes.Status409Conflict,
        [RefusalCode.AlreadyWithdrawn] = StatusCodes.Status409Conflict,
        [RefusalCode.AlreadyRechecked] = StatusCodes.Status409Conflict,
        [RefusalCode.HonourExpired] = StatusCodes.Status409Conflict,
        [RefusalCode.NotYourUnit] = StatusCodes.Status403Forbidden,
        [RefusalCode.CardUnknown] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.CardCleared] = StatusCodes.Status409Conflict,
        [RefusalCode.VisitRecorded] = StatusCodes.Status409Conflict,
        [RefusalCode.NotYourInspection] = StatusCodes.Status403Forbidden,
        [RefusalCode.FindingClosed] = StatusCodes.Status409Conflict,
        [RefusalCode.FindingFalsified] = StatusCodes.Status409Conflict,
        [RefusalCode.FixAwaitsVerification] = StatusCodes.Status409Conflict,
        [RefusalCode.FixEvidenceMissing] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.EvidenceUnknown] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NothingToVerify] = StatusCodes.Status409Conflict,
        [RefusalCode.AlreadyExtended] = StatusCodes.Status409Conflict,
        [RefusalCode.ExtensionOutOfRange] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.AlreadyReported] = StatusCodes.Status409Conflict,
        [RefusalCode.NothingReported] = StatusCodes.Status409Conflict,
        [RefusalCode.SamePersonConfirms] = StatusCodes.Status403Forbidden,
        [RefusalCode.ReportDecided] = StatusCodes.Status409Conflict,
        [RefusalCode.CycleEnrolling] = StatusCodes.Status409Conflict,
        [RefusalCode.CyclePaused] = StatusCodes.Status409Conflict,
        [RefusalCode.CycleNotPaused] = StatusCodes.Status409Conflict,
        [RefusalCode.CycleOver] = StatusCodes.Status409Conflict,
        [RefusalCode.CalendarMissing] = StatusCodes.Status409Conflict,
        [RefusalCode.UnknownPhase] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.NothingMoves] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.WindowInverted] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.PhaseDecided] = StatusCodes.Status409Conflict,
        [RefusalCode.ExtensionPending] = StatusCodes.Status409Conflict,
        [RefusalCode.ExtensionDecided] = StatusCodes.Status409Conflict,
        [RefusalCode.UnknownExtension] = StatusCodes.Status409Conflict,
        [RefusalCode.ExtensionNotLater] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.ExtensionTooLong] = StatusCodes.Status422UnprocessableEntity,
        [RefusalCode.LateRefused] = StatusCodes.Status409Conflict,
        [RefusalCode.ReportHandedIn] = StatusCodes.Status409Conflict,
    }.ToFrozenDictionary();

    /// <summary>The status of <paramref name="code"/>.</summary>
    public static int StatusOf(RefusalCode code) => Statuses[code];

    /// <summary>
    /// The refusal as a problem in <paramref name="language"/>: status and code of the first reason, every reason with a path under <c>errors</c>.
    /// </summary>
    public static IResult ToProblem(this Refusal refusal, string language)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var errors = refusal.All.Where(r => r.Path is not null)
            .GroupBy(r => r.Path!)
            .ToDictionary(g => g.Key, g => g.Select(r => r.Message.In(language)).ToArray());
        return Problems.Of(
            StatusOf(refusal.Code), RequestReader.CamelCase(refusal.Code.ToString()), refusal.Message.In(language), errors.Count == 0 ? null : errors);
    }
}
