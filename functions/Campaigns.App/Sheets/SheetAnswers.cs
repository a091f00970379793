using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Sheets;

/// <summary>What a reporter sends: the answers by clause and, in a summary, the text. Either may be left out.</summary>
public sealed record SheetBody(IReadOnlyDictionary<string, ClauseAnswer>? Answers = null, string? Text = null)
{
    internal SheetContent ToContent() => new(Answers ?? SheetContent.Empty.Answers, Text);
}

/// <summary>A sheet as its readers see it (D4, J2, J12).</summary>
/// <param name="Answers">What is being worked on for those who may write it, what was handed in for the others.</param>
/// <param name="HasDraft">True when something was saved since the last handing in.</param>
/// <param name="MissingEvidence">Files still missing by clause.</param>
/// <param name="SheetOf">Id of the unit that handed it in and under whose name its evidence stands, where that is another (J20).</param>
public sealed record SheetAnswer(
    string Phase,
    IReadOnlyDictionary<string, ClauseAnswer> Answers,
    string? Text,
    bool HasDraft,
    SheetStatus Status,
    Timeliness Timeliness,
    DateTimeOffset? OpensAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt,
    DateTimeOffset? SubmittedAt,
    decimal? Score,
    bool Vetoed,
    int Version,
    int Returns,
    DateTimeOffset? ReworkUntil,
    IReadOnlyDictionary<string, int> Evidence,
    IReadOnlyDictionary<string, int> MissingEvidence,
    IReadOnlyList<SheetAction> AllowedActions,
    string? SheetOf = null)
{
    internal static SheetAnswer Of(ParticipantScene scene, string phase, ParticipantState state, StoredSheet? sheet, bool mayWrite)
    {
        var content = (mayWrite ? sheet?.Working : sheet?.Submitted) ?? SheetContent.Empty;
        var at = PhaseAnswer.Of(state.Phase(phase), scene.Window(phase, state), scene.ReceivedAt);
        IReadOnlyList<SheetAction> allowed = mayWrite ? scene.Allowed(state, phase) : [];
        return new(
            phase, content.Answers, content.Text, mayWrite && sheet?.Draft is not null, at.Status, at.Timeliness, at.OpensAt, at.DueAt, at.GraceUntil,
            at.LockedAt, at.SubmittedAt, at.Score, at.Vetoed, at.Version, at.Returns, at.ReworkUntil, at.Evidence,
            SheetGaps.Of(scene, phase, state, content), allowed, state.Phase(phase).SheetOf);
    }
}

/// <summary>What handing in came to: the score line by line, and what is still missing.</summary>
public sealed record SubmissionAnswer(
    SheetStatus Status,
    DateTimeOffset? SubmittedAt,
    Timeliness? Timeliness,
    int Version,
    decimal? Score,
    bool Vetoed,
    IReadOnlyList<ScoreLine> Explanation,
    IReadOnlyDictionary<string, int> MissingEvidence,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt);
