using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Cycles;

/// <summary>
/// New days of one phase; what is left out follows from the others by the definition (a grace from its due date) or stays. A day that is not worked rolls
/// forward.
/// </summary>
public sealed record PhaseAmendment(DateOnly? Opens = null, DateOnly? Due = null, DateOnly? Grace = null, DateOnly? Locked = null);

/// <summary>
/// Amends the calendar of a running cycle (C4, J3), also retroactively. One amendment moves everything that hangs on it: phases that open after the moved one,
/// rungs, locks, the cycle's end. A phase whose lock moves into the future opens again; one whose lock moves into the past locks at once. A reminder or
/// escalation that was sent stays sent; one whose new moment has passed is superseded. What has been decided no longer moves.
/// </summary>
public static class CalendarAmender
{
    /// <summary>The change and the list of what it moves; applying it gives exactly these instants.</summary>
    public static Decision<PlannedChange> Amend(
        CampaignDefinition definition, CycleProgress cycle, IReadOnlyDictionary<string, PhaseAmendment> amendments, HolidayTables tables,
        string by, string why, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(amendments);
        if (string.IsNullOrWhiteSpace(why))
            return Decision.Refuse<PlannedChange>(RefusalCode.ReasonMissing, "reason");
        if (!cycle.State.Takes(CycleAction.AmendCalendar))
            return Decision.Refuse<PlannedChange>(PauseRule.StateRefusal(cycle.State));
        var unknown = amendments.Keys.Where(id => definition.Phases.All(p => p.Id != id)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            return Decision.Refuse<PlannedChange>(Refusal.Of([.. unknown.Select(id => Of(RefusalCode.UnknownPhase, id))])!);

        var days = new AmendedDays(definition, cycle, amendments, tables);
        var phases = definition.Phases.Where(p => cycle.Windows.Any(w => w.Phase == p.Id)).ToList();
        var windows = phases.ToDictionary(p => p.Id, days.Of);
        if (Refusal.Of([.. amendments.Keys.Where(id => !windows.ContainsKey(id) || windows[id].IsInverted).Order(StringComparer.Ordinal)
            .Select(id => Of(RefusalCode.WindowInverted, id))]) is { } inverted)
            return Decision.Refuse<PlannedChange>(inverted);
        var moved = phases.Where(p => windows[p.Id].Moved).ToList();
        if (moved.Find(p => IsDecided(p, cycle)) is { } decided)
            return Decision.Refuse<PlannedChange>(Of(RefusalCode.PhaseDecided, decided.Id));
        if (moved.Count == 0)
            return Decision.Refuse<PlannedChange>(RefusalCode.NothingMoves, "phases");

        var milestones = moved.SelectMany(p => Milestones(p, windows[p.Id], days, cycle, now)).ToList();
        if (days.Close(milestones) is { } close)
            milestones.Add(close);
        var change = new CalendarChange
        {
            Kind = MilestoneKind.Amend,
            State = cycle.State,
            Windows = [.. cycle.Windows.Select(w => windows.TryGetValue(w.Phase, out var amended) ? amended.Window : w)],
            Milestones = milestones,
            At = now,
            Effect = new()
            {
                By = by,
                Why = why,
                Moved = [.. moved.Select(p => p.Id)],
                Reopened = [.. moved.Where(p => Reopens(p, milestones, cycle)).Select(p => p.Id)],
            },
        };
        return Decision.Accept(new PlannedChange(change, Moves(cycle, change)));
    }

    private static Refusal Of(RefusalCode code, string phase) => new(code, $"phases.{phase}", new Dictionary<string, string> { ["phase"] = phase });

    private static bool IsDecided(Phase phase, CycleProgress cycle) =>
        phase.Kind is PhaseKind.Evaluation or PhaseKind.Decision
        && cycle.Milestones.Any(m => m.Milestone.Phase == phase.Id && m.State is MilestoneState.Done or MilestoneState.Claimed
            && m.Milestone.Kind is MilestoneKind.Evaluate or MilestoneKind.Rank or MilestoneKind.Decide);

    private static bool Reopens(Phase phase, IEnumerable<MilestoneProgress> milestones, CycleProgress cycle) =>
        milestones.Any(m => m.Milestone.Phase == phase.Id && m.Milestone.Kind is MilestoneKind.Lock && m.State is MilestoneState.Pending
            && cycle.Milestones.Single(c => c.Milestone.Id == m.Milestone.Id).State is not MilestoneState.Pending);

    private static IEnumerable<MilestoneProgress> Milestones(Phase phase, AmendedWindow window, AmendedDays days, CycleProgress cycle, DateTimeOffset now)
    {
        var planned = days.Milestones(phase, window)
            .Select(p => (New: p, Old: cycle.Milestones.FirstOrDefault(c => c.Milestone.Id == p.Id)))
            .Where(m => m.Old is { State: not MilestoneState.Claimed } && m.Old.Milestone.At != m.New.At)
            .ToList();
        var reopened = planned.Any(m => m.New.Kind is MilestoneKind.Lock && m.Old!.State is not MilestoneState.Pending && Ahead(m.New));
        foreach (var (milestone, old) in planned)
        {
            var rung = milestone.Kind is MilestoneKind.Remind or MilestoneKind.Escalate;
            if (old!.State is MilestoneState.Pending)
                yield return new(milestone, rung && !Ahead(milestone) ? MilestoneState.Superseded : MilestoneState.Pending);
            else if (Ahead(milestone) && (!rung || reopened) && milestone.Kind is not MilestoneKind.Bulletin)
                yield return new(milestone, MilestoneState.Pending);
        }

        bool Ahead(Milestone milestone) => !(milestone.At <= now);
    }

    private static IReadOnlyList<MovedInstant> Moves(CycleProgress cycle, CalendarChange change) =>
    [
        .. cycle.Windows.Zip(change.Windows).SelectMany(w => ((string, DateTimeOffset?, DateTimeOffset?)[])
            [
                ("opensAt", w.First.OpensAt, w.Second.OpensAt), ("dueAt", w.First.DueAt, w.Second.DueAt),
                ("graceUntil", w.First.GraceUntil, w.Second.GraceUntil), ("lockedAt", w.First.LockedAt, w.Second.LockedAt),
            ], (w, i) => new MovedInstant($"{w.First.Phase}.{i.Item1}", i.Item2, i.Item3)).Where(m => m.From != m.To),
        .. change.Milestones.OrderBy(m => m.Milestone, MilestoneOrder.Instance).Select(m => new MovedInstant(
            m.Milestone.Id, cycle.Milestones.Single(c => c.Milestone.Id == m.Milestone.Id).Milestone.At, m.Milestone.At)),
    ];
}
