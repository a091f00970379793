using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Reminding;

/// <summary>
/// Whether a notice about a participant still holds: asked when a wave makes its items and again when a digest is composed, which drops what was done
/// meanwhile. A returned sheet was handed in: its rework has a deadline and a notice of its own.
/// </summary>
public static class StillDue
{
    /// <summary>
    /// <paramref name="milestone"/> is the kind of the milestone that speaks. A reminder needs somebody who can still act (Open); an escalation also holds
    /// for those who stayed silent. Bulletins and the milestones that tell of results hold always; an evaluation runs by itself, so nobody is pressed for it.
    /// </summary>
    public static bool Holds(MilestoneKind milestone, PhaseKind phase, PhaseState state) => (milestone, phase) switch
    {
        (_, PhaseKind.Bulletin) or (MilestoneKind.Open, PhaseKind.Evaluation) => true,
        (MilestoneKind.Remind or MilestoneKind.Escalate, PhaseKind.Evaluation) => false,
        // Nobody reports participant by participant here: those with open work of their own are told it in one notice.
        (MilestoneKind.Remind or MilestoneKind.Escalate, _) when phase.IsSelecting() => false,
        // Whoever was not drawn is not visited, and no visit is not the participant's silence.
        (MilestoneKind.Remind or MilestoneKind.Escalate, PhaseKind.Inspection) => state.Drawn is not null && state.Status == SheetStatus.Open,
        (MilestoneKind.Open or MilestoneKind.Remind or MilestoneKind.Due or MilestoneKind.GraceEnd, _) => state.Status == SheetStatus.Open,
        (MilestoneKind.Escalate or MilestoneKind.Lock, _) => state.Status is SheetStatus.Open or SheetStatus.Silent,
        _ => true,
    };

    /// <summary>
    /// The same for the milestone of a wave over many: one that hangs on the due date or the lock does not hold for a participant whose time was extended,
    /// which is told by its own dates (J1).
    /// </summary>
    public static bool Holds(Milestone milestone, Phase phase, PhaseWindow plan, ParticipantState participant)
    {
        ArgumentNullException.ThrowIfNull(milestone);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(participant);
        return phase.Concerns(participant.Track) && Holds(milestone.Kind, phase.Kind, participant.Phase(phase.Id))
            && !(milestone.Rung is not null && milestone.At > plan.OpensAt && participant.Dates.Extends(plan));
    }
}
