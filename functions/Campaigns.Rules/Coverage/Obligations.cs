using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Coverage;

public enum ObligationKind
{
    /// <summary>A sheet or another report of the participant's own.</summary>
    Report,
    /// <summary>A returned sheet.</summary>
    Rework,
    /// <summary>The tier above has not appraised yet.</summary>
    Appraise,
    /// <summary>Somebody asked for an extension.</summary>
    DecideExtension,
}

/// <summary>
/// Something that waits for somebody (J6, J7): what, whose it is, when it is due, and the next thing that will happen to it by itself.
/// <see cref="Next"/> is a milestone's id, or <c>rework</c> or <c>extension</c> for an individual deadline; null where nothing will happen any more.
/// </summary>
public sealed record Obligation(string Track, string Unit, string Phase, ObligationKind Kind, Audience Owner, DateTimeOffset? DueAt, string? Next, DateTimeOffset? NextAt);

/// <summary>Lists what waits: every waiting state has an owner, a due date and something that happens next.</summary>
public static class Obligations
{
    /// <summary>What waits of one participant at <paramref name="now"/>, in the order of the definition's phases. A paused cycle waits as a whole.</summary>
    public static IReadOnlyList<Obligation> Of(ParticipantState state, CampaignDefinition definition, CycleProgress cycle, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(cycle);
        var waiting = new List<Obligation>();
        foreach (var phase in definition.PhasesOf(state.Track))
        {
            var plan = cycle.Windows.FirstOrDefault(w => w.Phase == phase.Id);
            if (plan is null)
                continue;
            var (own, at) = (state.Dates.Window(plan), state.Phase(phase.Id));
            var next = NextOf(cycle, phase.Id, now, own != plan, own);
            if (at.Status is SheetStatus.Returned)
                waiting.Add(new(state.Track, state.Unit, phase.Id, ObligationKind.Rework, Audience.Reporter, at.ReworkUntil, "rework", at.ReworkUntil + CyclePlanner.LockDelay));
            else if (at.Status is SheetStatus.Open && phase.Kind.IsAwaited() && own.At(now) is Timeliness.OnTime or Timeliness.InGrace or Timeliness.Late)
                waiting.Add(Open(state, phase, own, next));
            waiting.AddRange(state.Dates.Extensions.Where(e => e.Phase == phase.Id && e.IsOpen).Select(e => new Obligation(
                state.Track, state.Unit, phase.Id, ObligationKind.DecideExtension, Audience.ParentReviewer, e.OldDueAt, next.Next, next.At)));
        }
        return waiting;
    }

    private static Obligation Open(ParticipantState state, Phase phase, PhaseWindow own, (string? Next, DateTimeOffset? At) next)
    {
        var (kind, owner) = phase.By switch
        {
            Actor.Self => (ObligationKind.Report, Audience.Reporter),
            Actor.Parent => (ObligationKind.Appraise, Audience.ParentReviewer),
            _ => (ObligationKind.Appraise, Audience.Authority),
        };
        return new(state.Track, state.Unit, phase.Id, kind, owner, own.DueAt, next.Next, next.At);
    }

    private static (string? Next, DateTimeOffset? At) NextOf(CycleProgress cycle, string phase, DateTimeOffset now, bool extended, PhaseWindow own)
    {
        if (extended && own.LockedAt + CyclePlanner.LockDelay is { } ends && ends > now)
            return ("extension", ends);
        var next = cycle.Milestones.Where(m => m.Milestone.Phase == phase && m.State is MilestoneState.Pending or MilestoneState.Claimed)
            .Select(m => m.Milestone).Order(MilestoneOrder.Instance).FirstOrDefault();
        return (next?.Id, next?.At);
    }
}
