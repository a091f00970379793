namespace Campaigns.Rules.Ledger;

/// <summary>
/// Something that happened, before it has a place in a chain (E6). <see cref="Act"/> is one of <see cref="Acts"/>; <see cref="By"/> a person's id or
/// <see cref="Acts.Engine"/>; <see cref="Subject"/> <c>track/unit/phase</c>, the group, or what else it happened to; <see cref="Why"/> a reason that
/// somebody gave. People appear by id only.
/// </summary>
public sealed record LedgerFact(string Act, string By, string Subject, IReadOnlyDictionary<string, string> Facts, string? Why = null);

/// <summary>The acts that ledgers name, in the past tense.</summary>
public static class Acts
{
    /// <summary>Who acts where no person does.</summary>
    public const string Engine = "engine";

    public const string SheetSubmitted = "sheetSubmitted";
    public const string SheetAmended = "sheetAmended";
    public const string SheetReworked = "sheetReworked";
    public const string SheetReturned = "sheetReturned";
    public const string SheetAccepted = "sheetAccepted";
    public const string EvidenceAttached = "evidenceAttached";
    public const string PhaseSilent = "phaseSilent";
    public const string ReworkLapsed = "reworkLapsed";
    public const string AppraisalAccepted = "appraisalAccepted";
    public const string CardRaised = "cardRaised";
    public const string DutyReportRated = "dutyReportRated";
    public const string VoteCodesIssued = "voteCodesIssued";
    public const string VoteCounted = "voteCounted";
    public const string ClauseNotApplicable = "clauseNotApplicable";
    public const string ClauseApplies = "clauseApplies";
    public const string RulesAdopted = "rulesAdopted";
    public const string ReferencesEntered = "referencesEntered";
    public const string Rescored = "rescored";
    public const string ClassesImported = "classesImported";
    public const string Enrolled = "enrolled";
    public const string PhaseOpened = "phaseOpened";
    public const string PhaseLocked = "phaseLocked";
    public const string Reminded = "reminded";
    public const string Escalated = "escalated";
    public const string Evaluated = "evaluated";
    public const string Decided = "decided";
    public const string SelfScoreFlagged = "selfScoreFlagged";
    public const string CardCleared = "cardCleared";
    public const string SampleDrawn = "sampleDrawn";
    public const string InspectionOrdered = "inspectionOrdered";
    public const string InspectionRecorded = "inspectionRecorded";
    public const string FindingOpened = "findingOpened";
    public const string FindingReminded = "findingReminded";
    public const string FindingEscalated = "findingEscalated";
    public const string FindingOverdue = "findingOverdue";
    public const string FindingFixed = "findingFixed";
    public const string FixRejected = "fixRejected";
    public const string FindingClosed = "findingClosed";
    public const string FindingExtended = "findingExtended";
    public const string VerificationOverdue = "verificationOverdue";
    public const string FalsificationReported = "falsificationReported";
    public const string FalsificationConfirmed = "falsificationConfirmed";
    public const string FalsificationDismissed = "falsificationDismissed";
    /// <summary>The authority is reminded of a reported falsification that it has not decided, or those above it are told.</summary>
    public const string FalsificationReminded = "falsificationReminded";
    public const string FalsificationEscalated = "falsificationEscalated";
    public const string FalsificationOverdue = "falsificationOverdue";
    /// <summary>举报: somebody of the public reported something; never with the words or the name.</summary>
    public const string PublicReportReceived = "publicReportReceived";
    /// <summary>A report from the public led to a finding.</summary>
    public const string PublicReportPursued = "publicReportPursued";
    public const string PublicReportDismissed = "publicReportDismissed";
    public const string PublicReportReminded = "publicReportReminded";
    public const string PublicReportEscalated = "publicReportEscalated";
    public const string PublicReportOverdue = "publicReportOverdue";
    public const string Disqualified = "disqualified";
    public const string HonourWithdrawn = "honourWithdrawn";
    public const string ReportAccepted = "reportAccepted";
    public const string RecordKept = "recordKept";
    public const string PracticeSelected = "practiceSelected";
    public const string PracticePublished = "practicePublished";
    public const string NoteWritten = "noteWritten";
    /// <summary>A unit came into the directory, became another there, or ended there; who belongs to it or has a part at it changed.</summary>
    public const string UnitEntered = "unitEntered";
    public const string UnitChanged = "unitChanged";
    public const string UnitRetired = "unitRetired";
    public const string PeopleChanged = "peopleChanged";
    public const string PersonErased = "personErased";

    /// <summary>Somebody stands in for somebody at the unit, from one instant to another.</summary>
    public const string Delegated = "delegated";

    /// <summary>A delegation was ended before its time.</summary>
    public const string DelegationEnded = "delegationEnded";
    public const string UnitMoved = "unitMoved";
    public const string UnitLeft = "unitLeft";
    public const string UnitAbsorbed = "unitAbsorbed";
    public const string PlanFiled = "planFiled";
    public const string PlanRegistered = "planRegistered";
    public const string PlanSentBack = "planSentBack";
    public const string PlanLapsed = "planLapsed";
    /// <summary>A filed plan was not answered in time by the office that it was filed with.</summary>
    public const string PlanUnanswered = "planUnanswered";
    public const string PledgeMade = "pledgeMade";
    public const string PledgePublished = "pledgePublished";
    public const string PledgeReported = "pledgeReported";
    public const string PledgeDenied = "pledgeDenied";
    public const string PledgeKept = "pledgeKept";
    public const string PledgeUnanswered = "pledgeUnanswered";
    public const string PledgeBroken = "pledgeBroken";
    public const string Nominated = "nominated";
    public const string NominationShort = "nominationShort";
    public const string PanelScored = "panelScored";
    public const string PanelClosed = "panelClosed";
    public const string PanelHeld = "panelHeld";
    public const string Intended = "intended";
    public const string ObjectionReceived = "objectionReceived";
    public const string ObjectionAnswered = "objectionAnswered";
    public const string AppealReceived = "appealReceived";
    public const string AppealAnswered = "appealAnswered";
    public const string HonourRechecked = "honourRechecked";
    public const string ExtensionRequested = "extensionRequested";
    public const string ExtensionGranted = "extensionGranted";
    public const string ExtensionRefused = "extensionRefused";
    public const string NilReturned = "nilReturned";
    public const string FoundNotApplicable = "foundNotApplicable";
    public const string CyclePaused = "cyclePaused";
    public const string CycleResumed = "cycleResumed";
    public const string CycleCancelled = "cycleCancelled";
    public const string CalendarAmended = "calendarAmended";
    /// <summary>Time given back after an outage.</summary>
    public const string PhaseExtended = "phaseExtended";
}
