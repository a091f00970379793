using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Objections;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;
using Campaigns.Rules.Pledges;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Archives;

/// <summary>
/// A participant's year as an archive keeps it (D3): what was handed in, found and decided. Drafts, what others may not know yet (who is intended for an
/// honour) and names and contacts of those who objected stay out; people are named by id.
/// </summary>
public sealed record ArchivedParticipant(
    string Cycle,
    LocalizedText Campaign,
    int DefinitionVersion,
    string Track,
    LocalizedText TrackTitle,
    string Unit,
    LocalizedText UnitName,
    string Parent,
    string Area,
    IReadOnlyList<ArchivedPhase> Phases,
    IReadOnlyList<ArchivedSheet> Sheets,
    IReadOnlyList<ArchivedAppraisal> Appraisals,
    IReadOnlyList<ArchivedPlan> Plans,
    IReadOnlyList<Extension> Extensions,
    IReadOnlyList<ArchivedPledge> Pledges,
    IReadOnlyList<ArchivedKept> Records,
    IReadOnlyList<Records.Note> Notes,
    IReadOnlyList<Inspection> Inspections,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Challenge> Challenges,
    IReadOnlyList<WarningCard> Cards,
    IReadOnlyDictionary<string, string> NotApplicable,
    ArchivedScore Score,
    Outcome? Outcome,
    HonourState? Honour,
    IReadOnlyList<Consequence> Consequences);

/// <summary>Where the participant stands in a phase, with its own dates.</summary>
public sealed record ArchivedPhase(
    string Id,
    LocalizedText Title,
    PhaseKind Kind,
    SheetStatus Status,
    Timeliness? Timeliness,
    DateTimeOffset? OpensAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt,
    DateTimeOffset? SubmittedAt,
    decimal? Score,
    bool Vetoed,
    decimal? LateDeduction,
    int Version,
    int Returns,
    Fulfilment? Fulfilled,
    IReadOnlyDictionary<string, int> Evidence,
    IReadOnlyDictionary<string, int> MissingEvidence);

/// <summary>What was handed in last, and its self-score line by line.</summary>
/// <param name="SheetOf">Id of the unit that handed it in, where that is another (J20).</param>
public sealed record ArchivedSheet(
    string Phase, IReadOnlyDictionary<string, ClauseAnswer> Answers, string? Text, string? SheetOf, IReadOnlyList<ScoreLine> Lines);

/// <summary>A concluded appraisal, and its score line by line.</summary>
public sealed record ArchivedAppraisal(string Phase, AppraisalContent Content, string By, DateTimeOffset At, IReadOnlyList<ScoreLine> Lines);

/// <summary>A plan as it was filed last.</summary>
public sealed record ArchivedPlan(string Phase, PlanContent Content);

public sealed record ArchivedPledge(string Id, string Phase, Pledge Pledge);

public sealed record ArchivedKept(string Id, Rules.Records.KeptRecord Record);

/// <summary>The composite score: the lines sum to the total.</summary>
public sealed record ArchivedScore(decimal Total, bool Vetoed, string? Grade, IReadOnlyList<ScoreLine> Lines);
