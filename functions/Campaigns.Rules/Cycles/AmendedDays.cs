using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Cycles;

/// <summary>A phase's window under an amendment, with its days. <see cref="IsInverted"/>: its dates are in the wrong order.</summary>
internal sealed record AmendedWindow(PhaseWindow Window, DayWindow Days, bool Moved, bool OpensMoved, bool DueMoved, bool LockMoved, bool IsInverted);

/// <summary>
/// The days of a cycle under amendments, worked out from the windows as they are now and not from the definition anew, so that an earlier pause, outage or
/// amendment stays in force where this one changes nothing.
/// </summary>
internal sealed class AmendedDays(
    CampaignDefinition definition, CycleProgress cycle, IReadOnlyDictionary<string, PhaseAmendment> amendments, HolidayTables tables)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone);
    private readonly WorkingDays _working = new(definition.Authority.Workdays, tables);
    private readonly PhaseDays _days = new([], 1, new WorkingDays(definition.Authority.Workdays, tables));
    private readonly Dictionary<string, AmendedWindow> _known = [];

    public AmendedWindow Of(Phase phase)
    {
        if (_known.TryGetValue(phase.Id, out var known))
            return known;
        var before = cycle.Windows.Single(w => w.Phase == phase.Id);
        var published = phase.Kind is PhaseKind.Bulletin
            && cycle.Milestones.Any(m => m.Milestone.Phase == phase.Id && m.State is MilestoneState.Done or MilestoneState.Claimed);
        var window = published ? Unchanged(before) : Work(phase, before, amendments.GetValueOrDefault(phase.Id));
        return _known[phase.Id] = window;
    }

    /// <summary>The phase's milestones by its new window: all of its own, and the rungs whose anchor moves.</summary>
    public IEnumerable<Milestone> Milestones(Phase phase, AmendedWindow window)
    {
        var hours = new CyclePlanner.Hours(_zone, definition.Authority);
        var rungs = phase.Ladder is { } ladder && phase.Kind is not PhaseKind.Bulletin ? definition.Ladder(ladder).Rungs : [];
        return CyclePlanner.Of(phase, window.Window, definition).Concat(rungs
            .Where(r => window.OpensMoved || (r.At.Anchor switch { Anchor.Open => false, Anchor.Locked => window.LockMoved, _ => window.DueMoved }))
            .Select(r => CyclePlanner.Of(phase, r, window.Window, window.Days, _days, hours)));
    }

    /// <summary>The cycle's end where it moves: a day after the last milestone.</summary>
    public MilestoneProgress? Close(IReadOnlyList<MilestoneProgress> moved)
    {
        var last = cycle.Milestones.Where(m => m.Milestone.Phase != CyclePlanner.Cycle)
            .Select(m => (moved.FirstOrDefault(n => n.Milestone.Id == m.Milestone.Id) ?? m).Milestone).ToList();
        var close = CyclePlanner.Close(last, _zone);
        return cycle.Milestones.FirstOrDefault(m => m.Milestone.Id == close.Id) is { State: MilestoneState.Pending } now && now.Milestone.At != close.At
            ? now with { Milestone = close }
            : null;
    }

    private AmendedWindow Work(Phase phase, PhaseWindow before, PhaseAmendment? given)
    {
        var (opensAt, dueAt) = (definition.Authority.OpensAt, definition.Authority.DueAt);
        var opens = given?.Opens is { } first ? To(_working.RollForward(first), opensAt, before.OpensAt)
            : Following(phase) is { } following ? To(following, opensAt, before.OpensAt)
            : Kept(before.OpensAt, before);
        if (phase.Kind is PhaseKind.Bulletin)
            return new(before with { OpensAt = opens.At, AwaitingYear = opens.Day.AwaitingYear }, new(opens.Day, null, null, null), opens.Moved, opens.Moved,
                false, false, false);

        var due = given?.Due is { } day ? To(_working.RollForward(day), dueAt, before.DueAt)
            : opens.Moved && phase.Due is { Anchor: Anchor.Open } span ? To(opens.Day.Then(d => _days.Move(d, span.Offset)), dueAt, before.DueAt)
            : Kept(before.DueAt, before);
        if (given?.Due is null && opens.Day.Date > due.Day.Date)
            due = To(opens.Day, dueAt, before.DueAt);
        var grace = given?.Grace is { } end ? To(_working.RollForward(end), dueAt, before.GraceUntil)
            : due.Moved ? To(phase.Grace is { } g ? due.Day.Then(d => _days.Move(d, g)) : due.Day, dueAt, before.GraceUntil)
            : Kept(before.GraceUntil, before);
        var locked = given?.Locked is { } last ? To(_working.RollForward(last), dueAt, before.LockedAt)
            : grace.Moved ? To(phase.Late is { } l ? grace.Day.Then(d => _days.Move(d, l)) : grace.Day, dueAt, before.LockedAt)
            : Kept(before.LockedAt, before);
        var window = before with
        {
            OpensAt = opens.At,
            DueAt = due.At,
            GraceUntil = grace.At,
            LockedAt = locked.At,
            AwaitingYear = opens.Day.AwaitingYear ?? due.Day.AwaitingYear ?? grace.Day.AwaitingYear ?? locked.Day.AwaitingYear,
        };
        return new(
            window, new(opens.Day, due.Day, grace.Day, locked.Day), opens.Moved || due.Moved || grace.Moved || locked.Moved, opens.Moved, due.Moved,
            locked.Moved, window.OpensAt > window.DueAt || window.DueAt > window.GraceUntil || window.GraceUntil > window.LockedAt);
    }

    /// <summary>The new opening day of a phase after another whose end moves; null where it stays.</summary>
    private PlannedDay? Following(Phase phase)
    {
        if (phase.Opens is not { Anchor: Anchor.After, Phase: { } other } || cycle.Windows.All(w => w.Phase != other))
            return null;
        var before = Of(definition.Phase(other));
        if (!before.LockMoved && !(before.Days.Locked is null && before.OpensMoved))
            return null;
        return (before.Days.Locked ?? before.Days.Opens).Then(_working.Next).Then(d => _days.Move(d, phase.Opens.Offset));
    }

    private AmendedWindow Unchanged(PhaseWindow window) => new(
        window, new(Kept(window.OpensAt, window).Day, null, null, null), false, false, false, false, false);

    private Edge Kept(DateTimeOffset? at, PhaseWindow window) =>
        new(at is { } known ? PlannedDay.On(ZoneTime.DayOf(_zone, known)) : PlannedDay.Awaiting(window.AwaitingYear ?? 0), at, false);

    private Edge To(PlannedDay day, TimeOnly hour, DateTimeOffset? before)
    {
        DateTimeOffset? at = day.Date is { } date ? ZoneTime.At(_zone, date, hour) : null;
        return new(day, at, at != before);
    }

    /// <summary>One of a window's instants with its day.</summary>
    private readonly record struct Edge(PlannedDay Day, DateTimeOffset? At, bool Moved);
}
