using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;

namespace Campaigns.App.Cycles;

/// <summary>What a milestone of a dry run would say: to how many people, about how many participants.</summary>
public sealed record DryMilestone(Milestone Milestone, int Participants, IReadOnlyList<Notice> Notices);

/// <summary>
/// A year without anybody in it (B10, J17): the calendar, who would be enrolled, and every message that would go out if nobody handed anything in. It walks the
/// milestones in their order over states in memory and asks the very rules and texts of the live waves, so that its messages are theirs; it writes nothing.
/// </summary>
public sealed class DryRun(DirectoryCache directory, HolidayTables holidays)
{
    /// <summary>The plan and the roster of <paramref name="year"/>, by the directory as it is.</summary>
    public async Task<DryYear> PlanAsync(CampaignDefinition definition, int year, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var people = await directory.GetFreshAsync(cancellationToken);
        var roster = Enroller.Enrol(definition, people.ToTree());
        var plan = CyclePlanner.Plan(definition, year, holidays);
        var cycle = new CycleContext(CycleStarter.CycleId(definition.Id, year), year, definition, plan, 1, CycleState.Running)
        {
            Participants = roster.Participants.Count,
        };
        return new(cycle, roster, people);
    }
}

/// <summary>A year as a dry run sees it.</summary>
public sealed class DryYear(CycleContext cycle, EnrolmentPlan roster, DirectorySnapshot people)
{
    public CyclePlan Plan => cycle.Plan;

    public EnrolmentPlan Roster => roster;

    /// <summary>The milestones in their order, each with what it would say; those that await a calendar say nothing.</summary>
    public IEnumerable<DryMilestone> Walk()
    {
        var states = roster.Participants
            .Select(p => (p.Group, State: new ParticipantState { Track = p.Track, Unit = p.Unit, Parent = p.Parent, Area = p.Area })).ToArray();
        foreach (var milestone in cycle.Plan.Milestones)
        {
            if (milestone.At is not { } at)
            {
                yield return new(milestone, 0, []);
                continue;
            }
            switch (milestone.Kind)
            {
                case MilestoneKind.Remind or MilestoneKind.Escalate:
                    var phase = cycle.Definition.Phase(milestone.Phase);
                    var due = states.Where(s => StillDue.Holds(milestone, phase, cycle.Plan.Window(phase.Id), s.State)).ToList();
                    var items = due.SelectMany(s => ReminderWave.ItemsOf(cycle, milestone, s.State, s.Group, people));
                    yield return new(milestone, due.Count, [.. NoticeComposer.NoticesOf(cycle, milestone, ReminderItems.InOrder(items), people)]);
                    break;
                case MilestoneKind.Lock:
                    Lock(states, cycle.Definition.Phase(milestone.Phase), at);
                    yield return new(milestone, 0, []);
                    break;
                default:
                    yield return new(milestone, 0, []);
                    break;
            }
        }
    }

    private void Lock((string Group, ParticipantState State)[] states, Phase phase, DateTimeOffset at)
    {
        for (var i = 0; i < states.Length; i++)
        {
            if (phase.Concerns(states[i].State.Track) && StateWaves.Silenced(cycle, phase, states[i].State, at) is { } silent)
                states[i].State = silent;
        }
    }
}
