using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Extending;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;

namespace Campaigns.App.Extensions;

/// <summary>Reminds, escalates and locks an extended participant by its own dates (J1): one hint at a time, each leading to the next.</summary>
public sealed class ExtensionDue(
    DueIndex index, ParticipantStore participants, CycleContexts cycles, DirectNotices notices, DirectoryCache directory, HolidayTables holidays) : IDueAction
{
    public const string DueKind = "extension";
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    public string Kind => DueKind;

    public static DueTime DueTimeOf(ParticipantKey key, string phase, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(at, key.Cycle, key.Track, key.Unit, DueKind, phase);
    }

    internal static IEnumerable<DueTime> Implied(
        CycleContext cycle, ParticipantKey key, ParticipantState state, HolidayTables holidays, DateTimeOffset now) =>
        from phase in state.Dates.Extensions.Where(e => e.State is ExtensionState.Granted).Select(e => e.Phase).Distinct(StringComparer.Ordinal)
        let next = ExtensionFollowUp.NextLook(state, cycle.Definition, cycle.Definition.Phase(phase), cycle.Plan.Window(phase), holidays, now)
        where next is not null
        select DueTimeOf(key, phase, next.Value);

    public IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return truth.OfEach((key, state) => Implied(truth.Cycle, key, state, holidays, truth.Now));
    }

    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { } participant)
        {
            return;
        }

        var phase = cycle.Definition.Phase(due.Subject);
        var seen = FollowUp(cycle, phase, participant.State, now);
        if (seen.Tell is { } tell)
            await TellAsync(cycle, participant.State, phase, tell, cancellationToken);
        if (seen.NextAt is { } next)
            await index.AddAsync(DueTimeOf(participant.Key, phase.Id, next), cancellationToken);
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"extension\n{participant.Key}\n{due.Subject}\n{due.At:O}")[..32], now);
        var outcome = await participants.TransactAsync(
            participant.Key, operation,
            (current, _) => ValueTask.FromResult(ParticipantWrite.Of(FollowUp(cycle, phase, current.State, now).Decision)), cancellationToken);
        if (outcome is ParticipantOutcome.Busy)
            throw new InvalidOperationException("The participant kept changing.");
    }

    private FollowedUp FollowUp(CycleContext cycle, Phase phase, ParticipantState state, DateTimeOffset now) =>
        ExtensionFollowUp.Decide(state, cycle.Definition, phase, cycle.Plan.Window(phase.Id), holidays, now);

    private async Task TellAsync(CycleContext cycle, ParticipantState state, Phase phase, Milestone milestone, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var rung = cycle.Definition.Ladder(phase.Ladder!).Rungs.Single(r => r.Id == milestone.Rung);
        var name = people.NameOf(state.Unit);
        var overdue = milestone.Kind is MilestoneKind.Escalate;
        var title = new LocalizedText(
            overdue ? $"{phase.Title.Zh}（延期）已逾期" : $"{phase.Title.Zh}（延期）即将截止",
            overdue ? $"{phase.Title.In("en")} (extended) is overdue" : $"{phase.Title.In("en")} (extended) is due soon");
        var due = cycle.LocalTime(state.Dates.Window(cycle.Plan.Window(phase.Id)).DueAt!.Value);
        var text = new LocalizedText($"{name}：延期后的截止时间 {due}。", $"{name}: due, as extended, {due}.");
        await notices.TellAsync(
            cycle,
            [.. Audiences.Resolve(rung, WaveContacts.Of(state, cycle.Definition.Authority.Unit, people)).Select(r => new DirectNotice(
                r.Person, $"extended|{state.Track}|{state.Unit}|{milestone.Id}", milestone.At!.Value, overdue ? "overdue" : "due", title, text))],
            cancellationToken);
    }
}
