using System.Globalization;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Cycles.Waves;

/// <summary>
/// A change of the calendar over one group (J3, J5): participants follow it, and the group's ledger tells who changed it, why, and what it did.
/// </summary>
public sealed class CalendarWave(ParticipantStore participants, CycleStore cycles, HolidayTables holidays)
{
    public async Task<WaveCounts> RunAsync(Cycle row, CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var milestone = await cycles.ReadMilestoneAsync(row.Id, work.Work.Milestone.Id, cancellationToken);
        var effect = milestone?.Effect ?? throw new InvalidOperationException($"Milestone {work.Work.Milestone.Id} of cycle {row.Id} has lost its effect.");
        var fact = new LedgerFact(ActOf(work.Work.Milestone.Kind), effect.By, $"{work.Group}/{work.Work.Milestone.Id}", FactsOf(effect, row), effect.Why);
        var wave = $"{row.Id}|{work.Work.Occurrence}";
        await participants.RecordGroupAsync(row.Id, work.Group, wave, now, fact, [], cancellationToken);
        if (effect.WorkingDays == 0 && effect.Moved.Count == 0)
            return new();

        var authority = cycle.Definition.Authority;
        var shift = new WorkingDayShift(new(authority.Workdays, holidays), TimeZoneInfo.FindSystemTimeZoneById(authority.Zone));
        var changed = await participants.TransactGroupAsync(
            row.Id, work.Group, wave, now, fact,
            state => CalendarEffectRule.Follow(state, effect, milestone.PlanVersion, row.Windows, shift), cancellationToken);
        return new(Changed: changed.Changed);
    }

    private static Dictionary<string, string> FactsOf(CalendarEffect effect, Cycle row)
    {
        var facts = new Dictionary<string, string>();
        if (effect.WorkingDays > 0)
            facts["workingDays"] = effect.WorkingDays.ToString(CultureInfo.InvariantCulture);
        foreach (var window in row.Windows.Where(w => effect.Moved.Contains(w.Phase)))
            facts[window.Phase] = $"{window.OpensAt:O} {window.DueAt:O} {window.LockedAt:O}";
        return facts;
    }

    private static string ActOf(MilestoneKind kind) => kind switch
    {
        MilestoneKind.Pause => Acts.CyclePaused,
        MilestoneKind.Resume => Acts.CycleResumed,
        MilestoneKind.Amend => Acts.CalendarAmended,
        _ => Acts.CycleCancelled,
    };
}
