using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Calendar;

/// <summary>
/// Turns a definition and a year into instants (C3, J2, J4). A pure function: the same input gives the same plan.
/// <para>Days. Every day of a plan is a working day of the authority's calendar. A fixed date, and the start of a period, that is not worked rolls forward;
/// the end of a period rolls backward, so that nothing leaves its period. Working-day offsets count from the rolled day. Calendar-day offsets count from the
/// unrolled date and then roll, backward from an <c>end</c> that is not exceeded, forward otherwise. <c>after X</c> is the first working day after the day
/// on which X locks. 29 February is the 28th in a common year.</para>
/// <para>Hours. Phases open, and rungs fire, at the authority's opening hour; due, grace and lock are at its due hour. A rung without offset fires at the very
/// instant of its anchor. A due date or rung that holidays push before the opening moves to the opening.</para>
/// <para>What needs the holiday table of a year that is not loaded has no instant and names that year; it is never guessed.</para>
/// </summary>
public static class CyclePlanner
{
    /// <summary>How long after a phase's lock the step runs that records who is silent.</summary>
    public static TimeSpan LockDelay { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The phase name of the one milestone that belongs to the whole cycle, <c>cycle|close</c>.</summary>
    public const string Cycle = "cycle";

    public static CyclePlan Plan(CampaignDefinition definition, int year, HolidayTables tables)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(tables);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone);
        var days = new PhaseDays(definition.Phases, year, new WorkingDays(definition.Authority.Workdays, tables));
        var hours = new Hours(zone, definition.Authority);
        var windows = new List<PhaseWindow>();
        var milestones = new List<Milestone>();
        foreach (var phase in definition.Phases)
        {
            var dayWindow = days.Window(phase.Id);
            var window = hours.Window(phase, phase.Period.Id(year), dayWindow);
            windows.Add(window);
            milestones.AddRange(Of(phase, window, definition));
            if (phase.Ladder is { } ladder && phase.Kind is not PhaseKind.Bulletin)
                milestones.AddRange(definition.Ladder(ladder).Rungs.Select(rung => Of(phase, rung, window, dayWindow, days, hours)));
        }
        milestones.Add(Close(milestones, zone));
        milestones.Sort(MilestoneOrder.Instance);
        return new CyclePlan(year, definition.Authority.Zone, windows, milestones);
    }

    /// <summary>The stable id of a milestone: <c>q1|open</c>, <c>q1|remind|2</c>, <c>cycle|close</c>.</summary>
    public static string MilestoneId(string phase, MilestoneKind kind, string? rung = null) =>
        rung is null ? $"{phase}|{Word(kind)}" : $"{phase}|{Word(kind)}|{rung}";

    static string Word(MilestoneKind kind) => kind switch
    {
        MilestoneKind.Draw => "draw",
        MilestoneKind.Open => "open",
        MilestoneKind.Remind => "remind",
        MilestoneKind.Due => "due",
        MilestoneKind.GraceEnd => "grace-end",
        MilestoneKind.Escalate => "escalate",
        MilestoneKind.Lock => "lock",
        MilestoneKind.Bulletin => "bulletin",
        MilestoneKind.Evaluate => "evaluate",
        MilestoneKind.Rank => "rank",
        MilestoneKind.Decide => "decide",
        MilestoneKind.Close => "close",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    internal static IEnumerable<Milestone> Of(Phase phase, PhaseWindow window, CampaignDefinition definition)
    {
        if (phase.Kind is PhaseKind.Bulletin)
        {
            yield return New(MilestoneKind.Bulletin, window.OpensAt);
            yield break;
        }
        var evaluation = phase.Kind is PhaseKind.Evaluation;
        if (phase.Kind is PhaseKind.Inspection)
            yield return New(MilestoneKind.Draw, window.OpensAt);
        yield return New(evaluation ? MilestoneKind.Evaluate : MilestoneKind.Open, window.OpensAt);
        yield return New(MilestoneKind.Due, window.DueAt);
        if (phase.Grace is not null)
            yield return New(MilestoneKind.GraceEnd, window.GraceUntil);
        yield return New(End(phase, definition), window.LockedAt + LockDelay);

        Milestone New(MilestoneKind kind, DateTimeOffset? at) =>
            new(MilestoneId(phase.Id, kind), phase.Id, kind, null, at, at is null ? window.AwaitingYear : null);
    }

    /// <summary>An evaluation ranks, and decides too unless one of its tracks has a decision phase of its own, which then decides.</summary>
    static MilestoneKind End(Phase phase, CampaignDefinition definition) => phase.Kind switch
    {
        PhaseKind.Evaluation => definition.Phases.Any(p => p.Kind is PhaseKind.Decision && p.Shares(phase)) ? MilestoneKind.Rank : MilestoneKind.Decide,
        PhaseKind.Decision => MilestoneKind.Decide,
        _ => MilestoneKind.Lock,
    };

    internal static Milestone Of(Phase phase, Rung rung, PhaseWindow window, DayWindow dayWindow, PhaseDays days, Hours hours)
    {
        var kind = KindOf(rung);
        var day = days.Rung(dayWindow, rung.At);
        var at = rung.At.Offset.Days != 0 ? hours.Opening(day) : rung.At.Anchor switch
        {
            Anchor.Open => window.OpensAt,
            Anchor.Locked => window.LockedAt,
            _ => window.DueAt,
        };
        return new Milestone(MilestoneId(phase.Id, kind, rung.Id), phase.Id, kind, rung.Id, at, at is null ? day.AwaitingYear : null);
    }

    /// <summary>
    /// A rung from the opening, or at or before the due date, reminds; one after the due date or from the lock escalates. It follows from how the rung is
    /// written and not from a year's days, so that a milestone's id holds when the calendar moves.
    /// </summary>
    internal static MilestoneKind KindOf(Rung rung) => rung.At.Anchor switch
    {
        Anchor.Open => MilestoneKind.Remind,
        Anchor.Locked => MilestoneKind.Escalate,
        _ => rung.At.Offset.Days > 0 ? MilestoneKind.Escalate : MilestoneKind.Remind,
    };

    /// <summary>The same time of day, one day after the last milestone.</summary>
    internal static Milestone Close(IReadOnlyCollection<Milestone> milestones, TimeZoneInfo zone)
    {
        var awaiting = milestones.Where(m => m.At is null).Select(m => m.AwaitingYear).Max();
        DateTimeOffset? at = null;
        if (awaiting is null && milestones.Count > 0)
        {
            var last = TimeZoneInfo.ConvertTime(milestones.Max(m => m.At)!.Value, zone).DateTime;
            at = ZoneTime.At(zone, DateOnly.FromDateTime(last).AddDays(1), TimeOnly.FromDateTime(last));
        }
        return new Milestone(MilestoneId(Cycle, MilestoneKind.Close), Cycle, MilestoneKind.Close, null, at, awaiting);
    }

    /// <summary>The authority's hours in its zone.</summary>
    internal sealed record Hours(TimeZoneInfo Zone, Authority Authority)
    {
        public DateTimeOffset? Opening(PlannedDay? day) => day?.Date is { } date ? ZoneTime.At(Zone, date, Authority.OpensAt) : null;

        public PhaseWindow Window(Phase phase, string periodId, DayWindow days) =>
            new(phase.Id, periodId, Opening(days.Opens), Due(days.Due), Due(days.Grace), Due(days.Locked), days.AwaitingYear);

        DateTimeOffset? Due(PlannedDay? day) => day?.Date is { } date ? ZoneTime.At(Zone, date, Authority.DueAt) : null;
    }
}
