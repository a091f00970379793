using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Reviews;

/// <summary>
/// What a reviewer sends: points by clause, events asserted under deduction and veto clauses, deductions whose waiver it confirms, why it gave discretionary
/// points, a comment.
/// </summary>
public sealed record ReviewBody(
    IReadOnlyDictionary<string, decimal> Points,
    IReadOnlyDictionary<string, decimal>? Measured = null,
    string? Comment = null,
    IReadOnlyList<string>? Waived = null,
    IReadOnlyDictionary<string, string>? Reasons = null)
{
    internal AppraisalContent ToContent() => new(Points, Measured, Comment) { Waived = Waived ?? [], Reasons = Reasons ?? new Dictionary<string, string>() };
}

/// <summary>Which covered sheet goes back, and why.</summary>
public sealed record ReturnBody(string Sheet, string Reason);

/// <summary>A covered sheet beside the appraisal (E1): its self-score line by line.</summary>
public sealed record SelfScore(
    string Phase, SheetStatus Status, DateTimeOffset? SubmittedAt, Timeliness Timeliness, decimal? Score, bool Vetoed, IReadOnlyList<ScoreLine> Lines);

/// <summary>An appraisal as its readers see it (J2, J12).</summary>
/// <param name="Flags">Self-scores above the review by more than the definition lets pass: of what is put down so far, once every scored clause has
/// points.</param>
/// <param name="FlaggedClauses">The clauses that make the difference.</param>
/// <param name="Returnable">Covered sheets that could be returned now.</param>
public sealed record ReviewAnswer(
    string Phase,
    IReadOnlyDictionary<string, decimal> Points,
    IReadOnlyDictionary<string, decimal> Measured,
    string? Comment,
    IReadOnlyList<string> Waived,
    IReadOnlyDictionary<string, string> Reasons,
    SheetStatus Status,
    Timeliness Timeliness,
    DateTimeOffset? OpensAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt,
    DateTimeOffset? SubmittedAt,
    decimal? Score,
    bool Vetoed,
    IReadOnlyList<SelfScore> SelfScores,
    IReadOnlyList<ScoreFlag> Flags,
    IReadOnlyList<FlaggedClause> FlaggedClauses,
    IReadOnlyList<SheetAction> AllowedActions,
    IReadOnlyList<string> Returnable);

/// <summary>What accepting came to.</summary>
public sealed record AcceptanceAnswer(
    SheetStatus Status,
    DateTimeOffset? SubmittedAt,
    Timeliness? Timeliness,
    decimal? Score,
    bool Vetoed,
    IReadOnlyList<ScoreLine> Explanation,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt);

/// <summary>Until when the returned sheet may be handed in again.</summary>
public sealed record ReturnAnswer(string Sheet, SheetStatus Status, int Returns, DateTimeOffset ReworkUntil);
