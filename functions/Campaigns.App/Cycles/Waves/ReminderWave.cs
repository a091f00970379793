using System.Globalization;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;
using Campaigns.Rules.Reminding;
using Campaigns.Rules.Warnings;

namespace Campaigns.App.Cycles.Waves;

/// <summary>
/// A rung of a ladder over one group (J8): inserts what is to be said, by recipient, raises the rung's card, and writes the group's ledger. Nothing is sent
/// here: when all groups are through, one notice a recipient is composed.
/// </summary>
public sealed class ReminderWave(ParticipantStore participants, ReminderItems items, DirectoryCache directory)
{
    private static readonly TimeSpan ContactsAge = TimeSpan.FromSeconds(60);

    public async Task<WaveCounts> RunAsync(CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var milestone = work.Work.Milestone;
        var phase = cycle.Definition.Phase(milestone.Phase);
        var window = cycle.Plan.Window(phase.Id);
        var rung = RungOf(cycle, milestone).Rung;
        var people = await directory.GetAsync(ContactsAge, cancellationToken);

        // Of a participant no more is kept than its name and what is said of it: late in the year its state is the largest thing here.
        var (due, unanswered) = (new List<string>(), new List<string>());
        var (told, answers) = (new List<ReminderItem>(), new List<ReminderItem>());
        await foreach (var participant in participants.ReadGroupAsync(work.Work.Cycle, work.Group, cancellationToken))
        {
            if (StillDue.Holds(milestone, phase, window, participant.State))
            {
                due.Add(ParticipantStore.NameOf(participant.State));
                told.AddRange(ItemsOf(cycle, milestone, participant.State, work.Group, people));
            }
            else if (PlanAnswers.Speaks(milestone, phase, participant.State))
            {
                unanswered.Add(ParticipantStore.NameOf(participant.State));
                answers.AddRange(AnswersOf(cycle, milestone, participant.State, work.Group, people));
            }
        }
        told.AddRange(answers);
        await items.InsertAsync(work.Work.Cycle, milestone.Id, work.Group, ReminderItems.Shards(cycle.Participants), told, cancellationToken);

        var fact = new LedgerFact(
            milestone.Kind == MilestoneKind.Escalate ? Acts.Escalated : Acts.Reminded,
            Acts.Engine,
            $"{work.Group}/{milestone.Id}",
            new Dictionary<string, string> { ["items"] = told.Count.ToString(CultureInfo.InvariantCulture) });
        if (due.Count > 0)
            await participants.RecordGroupAsync(work.Work.Cycle, work.Group, $"{work.Work.Cycle}|{work.Work.Occurrence}", now, fact, due, cancellationToken);
        if (unanswered.Count > 0)
        {
            await participants.RecordGroupAsync(
                work.Work.Cycle, work.Group, $"{work.Work.Cycle}|{work.Work.Occurrence}|answers", now, fact with { Act = Acts.PlanUnanswered }, unanswered,
                cancellationToken);
        }
        if (rung.Card is not { } card || due.Count == 0)
            return new(told.Count, Changed: due.Count);

        await participants.TransactGroupAsync(
            work.Work.Cycle,
            work.Group,
            $"{work.Work.Cycle}|{work.Work.Occurrence}|card",
            now,
            fact with { Act = Acts.CardRaised },
            state => StillDue.Holds(milestone, phase, window, state) && WarningCards.Raise(state, phase, milestone, card, now) is { Facts.Count: > 0 } raised
                ? WarningDecider.Repeated(raised.State, cycle.Definition.Warnings, now).State
                : null,
            cancellationToken);
        return new(told.Count, due.Count, due.Count);
    }

    /// <summary>Who is told of a participant by a milestone's rung.</summary>
    internal static IEnumerable<ReminderItem> ItemsOf(
        CycleContext cycle, Milestone milestone, ParticipantState participant, string group, DirectorySnapshot people)
    {
        var (ladder, rung) = RungOf(cycle, milestone);
        return InspectionAudience.Of(
            participant, cycle.Definition.Phase(milestone.Phase), rung, ladder, WaveContacts.Of(participant, cycle.Definition.Authority.Unit, people))
            .Select(r => new ReminderItem(r.Person, r.As, participant.Track, participant.Unit, participant.Area, group));
    }

    /// <summary>Who is told that a filed plan waits for its answer.</summary>
    internal static IEnumerable<ReminderItem> AnswersOf(
        CycleContext cycle, Milestone milestone, ParticipantState participant, string group, DirectorySnapshot people)
    {
        var contacts = WaveContacts.Of(participant, cycle.Definition.Authority.Unit, people);
        var locked = milestone.At > cycle.Plan.Window(milestone.Phase).LockedAt;
        return PlanAnswers.Recipients(cycle.Definition.Phase(milestone.Phase), contacts, locked)
            .Select(r => new ReminderItem(r.Person, r.As, participant.Track, participant.Unit, participant.Area, group) { Answers = true });
    }

    private static (Ladder Ladder, Rung Rung) RungOf(CycleContext cycle, Milestone milestone)
    {
        var ladder = cycle.Definition.Ladder(cycle.Definition.Phase(milestone.Phase).Ladder!);
        return (ladder, ladder.Rungs.Single(r => r.Id == milestone.Rung));
    }
}
