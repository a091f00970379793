using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Sheets;

/// <summary>When the rework of a returned sheet is over (C6).</summary>
public static class ReworkEnd
{
    /// <summary>
    /// The last instant at which the returned sheet of <paramref name="phase"/> is still taken: the end of its rework, or the participant's own lock where
    /// that is later. After it the sheet stands as it was handed in before. Null where nothing is returned; while the lock awaits its calendar (J4) the
    /// rework's own end, at which nothing lapses yet.
    /// </summary>
    /// <param name="plan">The phase's window by the cycle's plan; what is the participant's own is added here.</param>
    public static DateTimeOffset? Of(ParticipantState state, Phase phase, PhaseWindow plan)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(phase);
        if (!phase.Kind.IsSheet() || state.Phase(phase.Id) is not { Status: SheetStatus.Returned, ReworkUntil: { } until })
            return null;
        return state.Dates.Window(plan).LockedAt is { } locked && locked > until ? locked : until;
    }
}
