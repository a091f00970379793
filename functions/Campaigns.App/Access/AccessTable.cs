using System.Collections.Frozen;

namespace Campaigns.App.Access;

/// <summary>Where a rule's role counts, seen from the unit that is acted on.</summary>
public enum Relation
{
    /// <summary>Everybody, signed in or not.</summary>
    Public,

    /// <summary>Everybody who is signed in.</summary>
    SignedIn,

    /// <summary>Anywhere: the role alone decides.</summary>
    Anywhere,

    /// <summary>Its reporter; an individual is its own.</summary>
    Reporter,

    /// <summary>Any assignment at the unit itself; an individual belongs to itself.</summary>
    Member,

    /// <summary>
    /// Looks after it from outside: its contact point, instructor, liaison, or for the cooperating department; an individual's as its unit's.
    /// </summary>
    Companion,

    /// <summary>Leader, reviewer or authority of a unit somewhere above.</summary>
    Above,

    /// <summary>Reviewer of the unit right above (see <see cref="Directory.DirectorySnapshot.ParentOf"/>).</summary>
    ParentReviewer,

    /// <summary>Reviewer of the unit itself.</summary>
    Reviewer,

    /// <summary>Authority of the unit right above.</summary>
    ParentAuthority,

    /// <summary>Authority of the unit itself.</summary>
    Authority,

    /// <summary>Inspector for a unit somewhere above.</summary>
    InspectorAbove,
}

/// <summary>One way to be allowed: the role, null where any role will do, and where it must hold.</summary>
public sealed record AccessRule(AppRole? Role, Relation Relation);

/// <summary>Who may do what: the whole policy. An act is allowed where one of its rules holds.</summary>
public static class AccessTable
{
    static readonly AccessRule Everybody = new(null, Relation.Public);
    static readonly AccessRule SignedIn = new(null, Relation.SignedIn);
    static readonly AccessRule Administrator = new(AppRole.Administrator, Relation.Anywhere);
    static readonly AccessRule Auditor = new(AppRole.Auditor, Relation.Anywhere);
    static readonly AccessRule Reporter = new(AppRole.Reporter, Relation.Reporter);
    static readonly AccessRule Reviewer = new(AppRole.Reviewer, Relation.ParentReviewer);
    static readonly AccessRule AuthorityRightAbove = new(AppRole.Authority, Relation.ParentAuthority);
    static readonly AccessRule ReviewerOfTheUnit = new(AppRole.Reviewer, Relation.Reviewer);
    static readonly AccessRule AuthorityAbove = new(AppRole.Authority, Relation.Above);
    static readonly AccessRule AuthorityOfTheUnit = new(AppRole.Authority, Relation.Authority);

    static readonly AccessRule Inspector = new(AppRole.Inspector, Relation.InspectorAbove);
    static readonly AccessRule ReviewerAbove = new(AppRole.Reviewer, Relation.Above);

    // Who inspects: those named for it and, where nobody is, the offices above.
    static readonly AccessRule[] Inspection = [Inspector, ReviewerAbove, AuthorityAbove];

    // Scope: the unit's own people, those of the units above it, and the auditor.
    static readonly AccessRule[] Scope =
        [new(null, Relation.Member), new(AppRole.Reviewer, Relation.Above), new(AppRole.Authority, Relation.Above), Auditor];

    static readonly FrozenDictionary<Act, AccessRule[]> Table = new Dictionary<Act, AccessRule[]>
    {
        [Act.ReadHealth] = [Everybody],
        [Act.ReadDescription] = [Everybody],
        [Act.ReadHonours] = [Everybody],
        [Act.ReadPublicPages] = [Everybody],
        [Act.ReadUploadRules] = [Everybody],

        [Act.ReadOwn] = [SignedIn],
        [Act.ReadOwnNotices] = [SignedIn],
        [Act.WriteOwnFeed] = [SignedIn],
        [Act.ReadFeed] = [Everybody],
        [Act.ReadCampaign] = [SignedIn],
        [Act.ValidateCampaign] = [SignedIn],
        [Act.ReadCycle] = [SignedIn],
        [Act.ReadBulletins] = [SignedIn],
        [Act.ListParticipants] = [SignedIn],

        [Act.ImportUnits] = [Administrator],
        [Act.ImportPeople] = [Administrator],
        [Act.ImportAssignments] = [Administrator],
        [Act.ImportClusters] = [Administrator],
        [Act.ImportRows] =
            [new(AppRole.Reporter, Relation.Anywhere), new(AppRole.Reviewer, Relation.Anywhere), new(AppRole.Authority, Relation.Anywhere)],
        [Act.ReadClusters] = [SignedIn],
        [Act.WriteCluster] = [Administrator],
        [Act.ListUnits] = [SignedIn],
        [Act.ReadUnit] = [Administrator, Auditor],
        [Act.ReadUnits] = [Administrator, Auditor],
        [Act.ReadPeople] = [Administrator, Auditor],
        [Act.ReadUnitLedger] = [Auditor, AuthorityOfTheUnit, AuthorityAbove],
        [Act.WriteUnit] = [Administrator],
        [Act.ReadPerson] = [Administrator, Auditor],
        [Act.WritePerson] = [Administrator],
        [Act.ErasePerson] = [Administrator],
        // A person's own acts: the place is the person.
        [Act.ReadDelegations] = [new(null, Relation.Member), Administrator, Auditor],
        [Act.WriteDelegation] = [new(null, Relation.Member), Administrator],
        [Act.ReadAssignments] = [Administrator, Auditor],
        [Act.WriteAssignments] = [Administrator],
        [Act.ChangeUnit] = [Administrator],
        [Act.ReadGaps] = [Administrator, Auditor, AuthorityOfTheUnit],

        [Act.ReadWebhooks] = [Administrator, Auditor],
        [Act.WriteWebhook] = [Administrator],

        [Act.WriteCampaign] = [Administrator, AuthorityOfTheUnit],
        [Act.ReadTemplates] = [SignedIn],
        [Act.UseTemplate] = [Administrator, AuthorityOfTheUnit],
        [Act.RehearseCampaign] = [Administrator, AuthorityOfTheUnit, Auditor],
        [Act.StartCycle] = [AuthorityOfTheUnit],
        [Act.PauseCycle] = [AuthorityOfTheUnit],
        [Act.ResumeCycle] = [AuthorityOfTheUnit],
        [Act.CancelCycle] = [AuthorityOfTheUnit],
        [Act.AmendCalendar] = [AuthorityOfTheUnit],
        [Act.RetryGroup] = [Administrator, AuthorityOfTheUnit],

        [Act.ReadParticipant] = Scope,
        [Act.ReadSheet] = Scope,
        [Act.WriteSheet] = [Reporter],
        [Act.SubmitSheet] = [Reporter],
        [Act.ReadEvidence] = Scope,
        [Act.AddEvidence] = [Reporter],
        [Act.ContinueUpload] = [SignedIn],
        [Act.AskExtension] = [Reporter, Reviewer, AuthorityAbove],
        [Act.GrantExtension] = [Reviewer, AuthorityAbove],
        [Act.ExtendMany] = [AuthorityOfTheUnit],
        [Act.MarkNotApplicable] = [AuthorityAbove],
        [Act.ReadReview] = Scope,
        [Act.WriteReview] = [Reviewer, AuthorityRightAbove],
        [Act.AcceptReview] = [Reviewer, AuthorityRightAbove],
        [Act.ReturnReview] = [Reviewer, AuthorityRightAbove],
        [Act.WriteNote] = [new(null, Relation.Companion), Reviewer, AuthorityRightAbove],
        [Act.RegisterPlan] = [Reviewer, AuthorityRightAbove, new(AppRole.Authority, Relation.Above)],
        [Act.ReadScore] = Scope,
        [Act.RateReport] = [Reviewer, AuthorityRightAbove, new(AppRole.Authority, Relation.Above)],
        [Act.IssueVoteCodes] = [Reviewer, AuthorityRightAbove, new(AppRole.Authority, Relation.Above)],
        [Act.JudgeClause] = [Reviewer, AuthorityRightAbove, new(AppRole.Authority, Relation.Above)],
        [Act.CastBallot] = [Everybody],
        [Act.ChangeRules] = [AuthorityOfTheUnit],
        [Act.ReadLedger] = Scope,
        [Act.ReadArchive] = Scope,
        [Act.MakeArchive] = Scope,
        [Act.ReadCycleArchive] = [Administrator, Auditor, AuthorityOfTheUnit],
        [Act.MakeCycleArchive] = [Administrator, Auditor, AuthorityOfTheUnit],
        [Act.VerifyGroupLedger] = [Auditor, Administrator],

        [Act.ListInspections] = [SignedIn],
        [Act.ListFindings] = [SignedIn],
        [Act.ListWarnings] = [SignedIn],
        [Act.ListFlags] = [SignedIn],
        [Act.ReadInspection] = [.. Scope, Inspector],
        [Act.OrderInspection] = Inspection,
        [Act.RecordVisit] = Inspection,
        [Act.OpenFinding] = Inspection,
        [Act.FixFinding] = [Reporter],
        [Act.AddFixEvidence] = [Reporter],
        [Act.VerifyFinding] = Inspection,
        [Act.RejectFinding] = Inspection,
        [Act.ExtendFinding] = [ReviewerAbove, AuthorityAbove],
        [Act.ReportFalsified] = Inspection,
        [Act.DecideFalsified] = [AuthorityAbove],
        [Act.DismissFalsified] = [AuthorityAbove],
        [Act.ClearWarning] = [AuthorityOfTheUnit],
        [Act.ReadSelection] = [AuthorityOfTheUnit, Auditor],
        [Act.ReadNomination] = [ReviewerOfTheUnit, AuthorityOfTheUnit, new(AppRole.Authority, Relation.Above), Auditor],
        [Act.WriteNomination] = [ReviewerOfTheUnit, AuthorityOfTheUnit, new(AppRole.Authority, Relation.Above)],
        [Act.ReadPanel] = [SignedIn],
        [Act.WritePanel] = [AuthorityOfTheUnit],
        [Act.WritePanelScore] = [SignedIn],
        [Act.ReadPublicNotice] = [Everybody],
        [Act.FileObjection] = [Everybody],
        [Act.FileAppeal] = [Reporter],
        [Act.FileReport] = [Everybody],
        [Act.ListReports] = [SignedIn],
        [Act.ReadReport] = [Inspector, AuthorityAbove, Auditor],
        [Act.AnswerReport] = [Inspector, AuthorityAbove],
        [Act.AnswerChallenge] = [new(AppRole.Authority, Relation.Above)],
        [Act.ReadDecision] = [SignedIn],
        [Act.WriteDecision] = [AuthorityOfTheUnit],
        [Act.WriteVetting] = [Reporter, AuthorityOfTheUnit, new(AppRole.Authority, Relation.Above)],
        [Act.WriteHonour] = [new(AppRole.Authority, Relation.Above)],
    }.ToFrozenDictionary();

    /// <summary>The rules of <paramref name="act"/>; none for an act without a row.</summary>
    public static IReadOnlyList<AccessRule> RulesOf(Act act) => Table.TryGetValue(act, out var rules) ? rules : [];
}
