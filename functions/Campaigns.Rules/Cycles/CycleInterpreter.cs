using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// The small interpreter that a year runs on: given where a cycle stands and what time it is, the one thing to do next. Every driver that asks with the
/// same facts gets the same answer, so it does not matter which process asks or how often.
/// </summary>
public static class CycleInterpreter
{
    /// <summary>How late the engine may come to a milestone before that counts as an outage.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The next step (C3, J6). Milestones run in <see cref="MilestoneOrder"/>, each once; one that awaits a calendar never runs (J4). After an outage a rung
    /// that a later rung of its phase has overtaken, or whose purpose (a reminder before the due date) is gone, is recorded as superseded; a deadline that
    /// fell into the outage is extended by it before anybody is escalated.
    /// </summary>
    public static CycleStep Next(CycleProgress cycle, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var recorded = new List<MilestoneProgress>();
        if (cycle.State is CycleState.Enrolling)
            return new CycleStep.Enrol();

        var inHand = cycle.Milestones.Where(m => m.State == MilestoneState.Claimed).Select(m => m.Milestone);
        if (inHand.Order(MilestoneOrder.Instance).FirstOrDefault() is { } claimed)
            return new CycleStep.Run(claimed, recorded);
        if (cycle.State is CycleState.Completed or CycleState.Cancelled)
            return new CycleStep.End(recorded);
        if (cycle.State == CycleState.Paused)
            return new CycleStep.Wait(null, recorded);

        var pending = cycle.Milestones.Where(m => m.State == MilestoneState.Pending).Select(m => m.Milestone).Order(MilestoneOrder.Instance).ToList();
        if (pending.FirstOrDefault() is { At: { } earliest })
        {
            var missed = cycle.ChangedAt > earliest ? cycle.ChangedAt.Value : earliest;
            if (now - missed > Tolerance && OutageRule.Extend(cycle, missed, now) is { } extension)
                return new CycleStep.Extend(extension, recorded);
        }

        foreach (var milestone in pending)
        {
            if (milestone.At is not { } at)
                return new CycleStep.Wait(null, recorded);
            if (at > now)
                return new CycleStep.Wait(at, recorded);
            if (milestone.Kind is MilestoneKind.Due or MilestoneKind.GraceEnd)
                recorded.Add(new(milestone, MilestoneState.Done));
            else if (IsOvertaken(milestone, pending, cycle.Windows, now))
                recorded.Add(new(milestone, MilestoneState.Superseded));
            else
                return new CycleStep.Run(milestone, recorded);
        }

        return new CycleStep.End(recorded);
    }

    /// <summary>
    /// How the milestones of a plan begin when the cycle starts at <paramref name="now"/>: those of phases that are over by then never happen and say so.
    /// </summary>
    public static IReadOnlyList<MilestoneProgress> AtStart(CyclePlan plan, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var over = plan.Windows.Where(w => (w.LockedAt ?? w.OpensAt) < now).Select(w => w.Phase).ToHashSet(StringComparer.Ordinal);
        return [.. plan.Milestones.Select(m => new MilestoneProgress(m, over.Contains(m.Phase) ? MilestoneState.Superseded : MilestoneState.Pending))];
    }

    private static bool IsOvertaken(Milestone milestone, List<Milestone> pending, IReadOnlyList<PhaseWindow> windows, DateTimeOffset now)
    {
        if (milestone.Kind is not (MilestoneKind.Remind or MilestoneKind.Escalate) || now - milestone.At <= Tolerance)
            return false;
        var later = pending.Any(m => m.Phase == milestone.Phase && m.Kind is MilestoneKind.Remind or MilestoneKind.Escalate
            && m.At <= now && MilestoneOrder.Instance.Compare(milestone, m) < 0);
        var purposeGone = milestone.Kind == MilestoneKind.Remind && windows.Any(w => w.Phase == milestone.Phase && w.DueAt < now);
        return later || purposeGone;
    }
}
