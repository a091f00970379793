using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Calendar;

/// <summary>
/// The days of a phase's window; a bulletin has an opening alone. <paramref name="Written"/> is the due day as the definition has it, where that lies
/// before the opening and was moved to it.
/// </summary>
readonly record struct DayWindow(PlannedDay Opens, PlannedDay? Due, PlannedDay? Grace, PlannedDay? Locked, DateOnly? Written = null)
{
    /// <summary>The first year that any of the days awaits.</summary>
    public int? AwaitingYear => Opens.AwaitingYear ?? Due?.AwaitingYear ?? Grace?.AwaitingYear ?? Locked?.AwaitingYear;
}

/// <summary>
/// The days of a year's phases (C3), before hours and zone. <see cref="CyclePlanner"/> states the rules. A phase after another is computed through it;
/// the definition reader has refused circles, and one that came about otherwise is a fault.
/// </summary>
sealed class PhaseDays(IEnumerable<Phase> phases, int year, WorkingDays workingDays)
{
    readonly Dictionary<string, Phase> phases = phases.ToDictionary(p => p.Id);
    readonly Dictionary<string, DayWindow> windows = [];
    readonly HashSet<string> underway = [];

    public DayWindow Window(string phase)
    {
        if (windows.TryGetValue(phase, out var known))
            return known;
        if (!underway.Add(phase))
            throw new InvalidOperationException($"Phase {phase} comes after itself.");
        var window = Compute(phases.TryGetValue(phase, out var found) ? found : throw new InvalidOperationException($"There is no phase {phase}."));
        return windows[phase] = window;
    }

    /// <summary>The day of a rung of the phase; a day before the opening is moved to it.</summary>
    public PlannedDay Rung(DayWindow window, When at) => NotBefore(window.Opens, WrittenRung(window, at));

    /// <summary>The day of a rung as the definition has it, which may lie before the opening.</summary>
    public PlannedDay WrittenRung(DayWindow window, When at)
    {
        var day = at.Anchor switch
        {
            Anchor.Open => window.Opens,
            Anchor.Locked => window.Locked ?? window.Opens,
            _ => window.Due ?? window.Opens,
        };
        return day.Then(d => Move(d, at.Offset));
    }

    DayWindow Compute(Phase phase)
    {
        var opens = Day(phase, phase.Opens, default);
        if (phase.Kind is PhaseKind.Bulletin || phase.Due is null)
            return new DayWindow(opens, null, null, null);
        var written = Day(phase, phase.Due, opens);
        var due = NotBefore(opens, written);
        var grace = phase.Grace is { } g ? due.Then(d => Move(d, g)) : due;
        var locked = phase.Late is { } l ? grace.Then(d => Move(d, l)) : grace;
        return new DayWindow(opens, due, grace, locked, opens.AwaitingYear is null && due != written ? written.Date : null);
    }

    /// <summary>Until the opening is known nothing after it is: it might have to move.</summary>
    public static PlannedDay NotBefore(PlannedDay opens, PlannedDay day) => opens.Then(first => day.Then(d => PlannedDay.On(d < first ? first : d)));

    PlannedDay Day(Phase phase, When when, PlannedDay opens)
    {
        switch (when.Anchor)
        {
            case Anchor.Start:
                return FromFixed(phase.Period.FirstDay(year), when.Offset);
            case Anchor.End:
                return FromEnd(phase.Period.LastDay(year), when.Offset);
            case Anchor.Date when when.Date is { } date:
                return FromFixed(new DateOnly(year, date.Month, Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month))), when.Offset);
            case Anchor.After when when.Phase is { } other:
                var before = Window(other);
                return (before.Locked ?? before.Opens).Then(workingDays.Next).Then(d => Move(d, when.Offset));
            case Anchor.Open:
                return opens.Then(d => Move(d, when.Offset));
            default:
                throw new InvalidOperationException($"Phase {phase.Id} cannot be anchored at {when.Anchor}.");
        }
    }

    PlannedDay FromFixed(DateOnly day, Offset offset) =>
        offset.Working ? workingDays.RollForward(day).Then(d => Move(d, offset)) : workingDays.RollForward(day.AddDays(offset.Days));

    PlannedDay FromEnd(DateOnly day, Offset offset) =>
        offset.Working ? workingDays.RollBackward(day).Then(d => Move(d, offset))
        : offset.Days <= 0 ? workingDays.RollBackward(day.AddDays(offset.Days))
        : workingDays.RollForward(day.AddDays(offset.Days));

    /// <summary>From a working day by an offset; nothing to move asks nothing of a table.</summary>
    public PlannedDay Move(DateOnly day, Offset offset) =>
        offset.Days == 0 ? PlannedDay.On(day)
        : offset.Working ? workingDays.Add(day, offset.Days)
        : workingDays.RollForward(day.AddDays(offset.Days));
}
