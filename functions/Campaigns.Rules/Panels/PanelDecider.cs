using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Panels;

/// <summary>
/// What a member's score is decided on. <see cref="Assigned"/> says whether the participant was given to the member; <see cref="Held"/> that the panel was
/// short of its quorum when the phase locked, so that it still takes scores.
/// </summary>
public sealed record PanelScene(Phase Phase, PhaseWindow Window, Standard Standard, PanelMember? Member, PanelCandidate Candidate, bool Assigned, bool Held);

/// <summary>Takes the scores of a panel's members (J15); a member may correct its own while the panel takes scores.</summary>
public static class PanelDecider
{
    /// <summary>
    /// Decides the score of a participant by a member, on the scale of its standard. <paramref name="before"/> is what the member gave earlier. The state of
    /// the participant does not change before the panel closes; the ledger knows of every score.
    /// </summary>
    public static Decision<ParticipantState> Score(
        ParticipantState state, PanelScene scene, decimal score, string? comment, decimal? before, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(scene);
        if (Closed(state, scene, now) is { } closed)
            return Decision.Refuse<ParticipantState>(closed);
        if (SheetValidation.OutOfRange(score, 0, scene.Standard.Scale, "score") is { } outOfRange)
            return Decision.Refuse<ParticipantState>(outOfRange);
        if (SheetValidation.TooLong(comment, "comment") is { } tooLong)
            return Decision.Refuse<ParticipantState>(tooLong);
        var facts = new Dictionary<string, string> { ["score"] = Scorer.Text(score) };
        if (before is { } earlier)
            facts["before"] = Scorer.Text(earlier);
        return Decision.Accept(state, new LedgerFact(Acts.PanelScored, scene.Member!.Person, $"{state.Track}/{state.Unit}/{scene.Phase.Id}", facts, comment));
    }

    /// <summary>Why the member cannot score the participant now, or null where it can.</summary>
    public static Refusal? Closed(ParticipantState state, PanelScene scene, DateTimeOffset now)
    {
        var timeliness = scene.Window.At(now);
        return !scene.Phase.Concerns(state.Track) ? new Refusal(RefusalCode.PhaseNotOfTrack)
            : scene.Phase.Kind != PhaseKind.Panel ? new Refusal(RefusalCode.WrongKindOfPhase)
            : timeliness == Timeliness.NotOpen ? new Refusal(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", scene.Window.OpensAt))
            : scene.Member is null or { Excused: not null } ? new Refusal(RefusalCode.NotOfThePanel)
            : scene.Member.ConflictsWith(scene.Candidate) ? new Refusal(RefusalCode.PanelConflict)
            : !scene.Assigned ? new Refusal(RefusalCode.NotAssignedToYou)
            : timeliness == Timeliness.Locked && !scene.Held
                ? new Refusal(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", scene.Window.LockedAt))
                : null;
    }
}
