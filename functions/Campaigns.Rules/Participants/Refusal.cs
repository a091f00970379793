using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Participants;

/// <summary>
/// Why something is refused. <see cref="Path"/> names the place in what was sent (<c>answers.deeds.measured</c>), <see cref="Facts"/> the values that the
/// message mentions. Where several things are wrong, this is the first and <see cref="Also"/> holds the others.
/// </summary>
public sealed record Refusal(RefusalCode Code, string? Path = null, IReadOnlyDictionary<string, string>? Facts = null)
{
    public IReadOnlyList<Refusal> Also { get; init; } = [];

    /// <summary>This refusal and the others, in order.</summary>
    public IEnumerable<Refusal> All => [this, .. Also];

    /// <summary>The sentence that people read, with the facts filled in.</summary>
    public LocalizedText Message => RefusalMessages.Of(this);

    /// <summary>All of <paramref name="refusals"/> as one, or null where there are none.</summary>
    public static Refusal? Of(IReadOnlyList<Refusal> refusals) => refusals.Count == 0 ? null : refusals[0] with { Also = [.. refusals.Skip(1)] };
}

/// <summary>The reasons for which the rules refuse, each named as the sentence that it stands for.</summary>
public enum RefusalCode
{
    NotOpenYet,
    DeadlinePassed,
    ReworkTimePassed,
    NotLockedYet,
    PhaseNotOfTrack,
    WrongKindOfPhase,
    SheetFrozen,
    AlreadyReturned,
    AlreadyAccepted,
    NothingToReview,
    SheetNotCovered,
    ReviewerIsParticipant,
    ReasonMissing,
    ReworkTimeMissing,
    TextMissing,
    TextTooLong,
    AnswerMissing,
    AnswerNotAsked,
    AnswerOutOfRange,
    UnknownClause,
    UnknownRecognition,
    EvidenceOfWrongKind,
    NotYourUnit,
    YearDecided,
    UnknownOption,
    BeyondRules,
    CardUnknown,
    CardCleared,
    VisitRecorded,
    NotYourInspection,
    FindingClosed,
    FindingFalsified,
    FixAwaitsVerification,
    FixEvidenceMissing,
    EvidenceUnknown,
    NothingToVerify,
    AlreadyExtended,
    ExtensionOutOfRange,
    AlreadyReported,
    NothingReported,
    SamePersonConfirms,
    ReportDecided,
    PlanRegistered,
    UnitLeft,
    RecordNotAsked,
    DayInFuture,
    PracticeSelected,
    PracticeNotSelected,
    TooMany,
    PledgePublished,
    PledgeNotPublished,
    PledgeReported,
    PledgeDecided,
    PersonMissing,
    DueOutOfRange,
    TooManyNominees,
    NomineeTwice,
    NomineeNotYours,
    NomineeBarred,
    NomineeNotChecked,
    NomineeBehindEligible,
    NotOfThePanel,
    PanelConflict,
    NotAssignedToYou,
    PanelBelowQuorum,
    PanelMemberHasScored,
    NotOnTheList,
    TooManyChallenges,
    AlreadyAnswered,
    ReportsNotTaken,
    TooManyReports,
    ReportAnswered,
    NotYourReport,
    AnsweredByScorer,
    NotACandidate,
    ObjectionOpen,
    VettingMissing,
    AssessmentMissing,
    VettingAgainst,
    QuotaExceeded,
    DepartureUnexplained,
    AlreadyDecided,
    NotHonoured,
    AlreadyWithdrawn,
    AlreadyRechecked,
    HonourExpired,
    CycleEnrolling,
    CyclePaused,
    CycleNotPaused,
    CycleOver,
    CalendarMissing,
    UnknownPhase,
    NothingMoves,
    WindowInverted,
    PhaseDecided,
    ExtensionPending,
    ExtensionDecided,
    UnknownExtension,
    ExtensionNotLater,
    ExtensionTooLong,
    LateRefused,
    ReportHandedIn,
}
