namespace Campaigns.App.Access;

/// <summary>Everything that somebody may want to do. Each has one row in <see cref="AccessTable"/>; an act without a row is denied to everybody.</summary>
public enum Act
{
    ReadHealth,
    /// <summary>The API's own description.</summary>
    ReadDescription,
    ReadHonours,

    ReadOwn,
    ReadOwnNotices,
    /// <summary>Draws or ends the address of one's own calendar feed.</summary>
    WriteOwnFeed,
    /// <summary>A calendar feed: whoever has its token, nobody signs in for it.</summary>
    ReadFeed,

    ImportUnits,
    ImportPeople,
    ImportAssignments,
    ImportClusters,
    /// <summary>Pledges or review points of many participants from a file; each row is asked again for its participant.</summary>
    ImportRows,
    ReadClusters,
    WriteCluster,
    /// <summary>Units as a list, each to those who may see it.</summary>
    ListUnits,
    ReadUnit,
    /// <summary>The whole tree of units as a file.</summary>
    ReadUnits,
    /// <summary>Everybody, or everybody's assignments, as a file.</summary>
    ReadPeople,
    /// <summary>What happened to a unit outside its cycles.</summary>
    ReadUnitLedger,
    WriteUnit,
    ReadPerson,
    WritePerson,
    /// <summary>Takes a person's name, address and messages out of everything that is not a record of its own.</summary>
    ErasePerson,
    /// <summary>Who stands in for a person, and for whom the person does.</summary>
    ReadDelegations,
    /// <summary>Lets another stand in for a person, and ends that.</summary>
    WriteDelegation,
    ReadAssignments,
    WriteAssignments,
    /// <summary>Moves, retires, splits or merges a unit.</summary>
    ChangeUnit,
    /// <summary>What is not assigned yet below a unit.</summary>
    ReadGaps,

    /// <summary>Webhooks and their log, without their secrets; who may not write them sees no receiver's key.</summary>
    ReadWebhooks,
    /// <summary>Sets up a webhook, draws its secrets, tests it, takes it away.</summary>
    WriteWebhook,

    ReadCampaign,
    ValidateCampaign,
    WriteCampaign,
    ReadTemplates,
    UseTemplate,
    RehearseCampaign,
    StartCycle,
    PauseCycle,
    ResumeCycle,
    CancelCycle,
    AmendCalendar,
    RetryGroup,

    /// <summary>A cycle's state, timeline, completeness, ranking: figures, nothing of a single sheet.</summary>
    ReadCycle,
    ReadBulletins,
    /// <summary>The list of participants; each of its rows is shown only where <see cref="ReadParticipant"/> is allowed.</summary>
    ListParticipants,

    ReadParticipant,
    ReadSheet,
    WriteSheet,
    SubmitSheet,
    ReadEvidence,
    AddEvidence,
    /// <summary>Go on with an upload of one's own; for whom it is, is asked as <see cref="AddEvidence"/>.</summary>
    ContinueUpload,
    /// <summary>What uploads can do and how large they may be: nothing about anybody.</summary>
    ReadUploadRules,
    /// <summary>Ask for an extension, or give one where <see cref="GrantExtension"/> is allowed too.</summary>
    AskExtension,
    GrantExtension,
    ExtendMany,
    MarkNotApplicable,
    ReadReview,
    WriteReview,
    AcceptReview,
    ReturnReview,
    /// <summary>Writes a guidance note about a unit.</summary>
    WriteNote,
    /// <summary>Takes a filed plan into the register, or sends it back for completion.</summary>
    RegisterPlan,
    ReadScore,

    /// <summary>Nominations, panel results and objections of a whole track.</summary>
    ReadSelection,
    ReadNomination,
    WriteNomination,
    /// <summary>The panel; each member sees its own work alone.</summary>
    ReadPanel,
    WritePanel,
    /// <summary>To score for a panel; who is of it, and for whom, the panel itself says.</summary>
    WritePanelScore,
    ReadPublicNotice,
    FileObjection,
    FileAppeal,
    /// <summary>举报: anybody reports something about a participant; reading and answering it is for those above alone.</summary>
    FileReport,
    ListReports,
    ReadReport,
    AnswerReport,
    AnswerChallenge,
    ReadDecision,
    WriteDecision,
    WriteVetting,
    WriteHonour,

    /// <summary>A duty report is rated, codes for a vote are issued, a clause is found not applicable: what the tier above does beside appraising.</summary>
    RateReport,
    IssueVoteCodes,
    JudgeClause,
    /// <summary>A ballot: whoever holds a code, nobody signs in for it.</summary>
    CastBallot,
    /// <summary>Adopting other rules, reference values, the year's classes.</summary>
    ChangeRules,
    ReadLedger,
    /// <summary>A participant's year in one file, with everything that may be read of it.</summary>
    ReadArchive,
    /// <summary>Makes that file in the background, where it is large.</summary>
    MakeArchive,
    /// <summary>A whole cycle in one file.</summary>
    ReadCycleArchive,
    MakeCycleArchive,
    VerifyGroupLedger,

    /// <summary>The lists of a cycle's inspections, findings, warnings and flags; each row is shown only where reading it is allowed.</summary>
    ListInspections,
    ListFindings,
    ListWarnings,
    ListFlags,
    ReadInspection,
    OrderInspection,
    RecordVisit,
    OpenFinding,
    FixFinding,
    AddFixEvidence,
    VerifyFinding,
    RejectFinding,
    ExtendFinding,
    ReportFalsified,
    /// <summary>Confirms a falsification that another reported.</summary>
    DecideFalsified,
    DismissFalsified,
    ClearWarning,

    /// <summary>The portal's pages that everybody may see.</summary>
    ReadPublicPages,
}
