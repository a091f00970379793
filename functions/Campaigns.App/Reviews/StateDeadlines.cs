using Campaigns.App.Cycles;
using Campaigns.App.Extensions;
using Campaigns.App.Participants;
using Campaigns.App.Plans;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Reviews;

/// <summary>
/// The individual deadlines that follow from a participant's own row. Whoever hands a row on to another participant (J20) enters them for that one first: its
/// truth implies them as it did the other's, and the other's hints lead nowhere.
/// </summary>
public static class StateDeadlines
{
    public static IEnumerable<DueTime> Of(CycleContext cycle, ParticipantKey key, ParticipantState state, HolidayTables holidays, DateTimeOffset now) =>
    [
        .. Rework.Implied(cycle, key, state),
        .. ReworkReminder.Implied(cycle, key, state, now),
        .. PlanCompletion.Implied(cycle, key, state),
        .. ExtensionDue.Implied(cycle, key, state, holidays, now),
    ];
}
