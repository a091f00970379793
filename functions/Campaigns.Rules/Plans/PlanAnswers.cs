using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;

namespace Campaigns.Rules.Plans;

/// <summary>
/// A filed plan that waits for its office (B8, J7): it is the office's, due when its phase locks, or when the time for its completion ends where it was filed
/// again after being sent back. The rungs of the phase's ladder from the due date on speak to the office about it, those after the lock to its leaders too.
/// </summary>
public static class PlanAnswers
{
    /// <summary>What happens next to a plan that was filed again: the end of its time for completion.</summary>
    public const string Completion = "plan-completion";

    /// <summary>Neither registered nor sent back.</summary>
    public static bool Waits(Phase phase, PhaseState plan)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(plan);
        return phase.Kind is PhaseKind.Plan && plan.Status is SheetStatus.Submitted;
    }

    public static Audience Owner(Phase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        return phase.FileWith is Actor.Authority ? Audience.Authority : Audience.ParentReviewer;
    }

    /// <summary>Until when the office has answered; null while the phase's lock awaits a calendar.</summary>
    public static DateTimeOffset? DueAt(PhaseState plan, PhaseWindow window)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(window);
        return plan.AnswerUntil ?? window.LockedAt;
    }

    /// <summary>Whether a milestone of the phase's ladder speaks to the office about this plan.</summary>
    public static bool Speaks(Milestone milestone, Phase phase, ParticipantState participant)
    {
        ArgumentNullException.ThrowIfNull(milestone);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(participant);
        return milestone.Kind is MilestoneKind.Escalate && phase.Concerns(participant.Track) && Waits(phase, participant.Phase(phase.Id));
    }

    /// <summary>Whom it speaks to: the office and, once the phase has locked, its leaders; each person once.</summary>
    public static IReadOnlyList<Recipient> Recipients(Phase phase, Contacts contacts, bool locked)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var owner = Owner(phase);
        var office = contacts.Of(owner).Select(p => new Recipient(p, owner));
        var leaders = locked ? contacts.ParentLeaders.Select(p => new Recipient(p, Audience.ParentLeader)) : [];
        return [.. office.Concat(leaders).DistinctBy(r => r.Person)];
    }
}
