using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Extending;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Extensions;

/// <summary>
/// Extensions of single participants (J1). The due index is told first, then the participant's row says so in one transaction with its ledger and with what
/// those whom it concerns are told.
/// </summary>
public sealed class ExtensionDesk(ParticipantStore participants, DueIndex dues, DirectoryCache directory, HolidayTables holidays)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>The dates that an extension until a day would have; or the refusal that says which year's calendar is missing.</summary>
    public (ExtendedDates? Dates, Refusal? Refusal) DatesOf(CampaignDefinition definition, Phase phase, DateOnly until)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var (dates, awaiting) = ExtensionDays.Of(phase, definition.Authority, holidays, until);
        return (dates, dates is null ? new(RefusalCode.CalendarMissing, "until", new Dictionary<string, string> { ["year"] = $"{awaiting}" }) : null);
    }

    /// <summary>What the rules say to <paramref name="command"/> about <paramref name="phase"/>; nothing is written.</summary>
    public Decision<ParticipantState> Decide(CycleContext cycle, ParticipantState state, Phase phase, ExtensionCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(phase);
        var plan = cycle.Plan.Window(phase.Id);
        var evaluation = cycle.Definition.PhasesOf(state.Track).Where(p => p.Kind is PhaseKind.Evaluation).Select(p => cycle.Plan.Window(p.Id).OpensAt).Min();
        var first = ExtensionDecider.Decide(state, phase, plan, evaluation, command, now, []);
        if (first is not Accepted<ParticipantState> { State: var extended })
            return first;
        // Rungs whose moment has passed under the new dates are not made up for.
        var passed = ExtensionDays.Milestones(cycle.Definition, phase, plan, extended.Dates, holidays)
            .Where(m => m.Rung is not null && m.At <= now).Select(m => m.Rung!).ToList();
        return passed.Count == 0 ? first : ExtensionDecider.Decide(state, phase, plan, evaluation, command, now, passed);
    }

    /// <summary>What the rules would say to either decision on <paramref name="extension"/> now (J12).</summary>
    public IReadOnlyList<ExtensionAction> AllowedOn(ParticipantScene scene, ParticipantState state, Extension extension)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(extension);
        return [.. Enum.GetValues<ExtensionAction>().Where(action => Decide(
            scene.Cycle, state, scene.Phase(extension.Phase),
            new DecideExtension(extension.Id, action is ExtensionAction.Grant, "-", scene.Caller.Person), scene.ReceivedAt).Refusal is null)];
    }

    /// <summary>Carries out <paramref name="command"/>; its answer is the extension as it is then.</summary>
    public async Task<IResult> ActAsync(
        ParticipantScene scene, Phase phase, Func<ParticipantState, ExtensionCommand> command, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        var (outcome, extension) = await ActAsync(scene.Cycle, scene.Key, phase, command, operation, scene.ReceivedAt, cancellationToken);
        return outcome is ParticipantOutcome.Committed
            ? Answers.Ok(ExtensionAnswer.Of(extension!))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? throw new InvalidOperationException("An extension writes no row that could conflict.");
    }

    /// <summary>The same for one of many, from a file.</summary>
    public async Task<(ParticipantOutcome Outcome, Extension? Extension)> ActAsync(
        CycleContext cycle, ParticipantKey key, Phase phase, Func<ParticipantState, ExtensionCommand> command, ParticipantOperation operation,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await participants.ReadAsync(key, cancellationToken) is { } seen
            && Decide(cycle, seen.State, phase, command(seen.State), now) is Accepted<ParticipantState> { State: var next }
            && NextOf(cycle, phase, next, now) is { } first)
        {
            await dues.AddAsync(ExtensionDue.DueTimeOf(key, phase.Id, first), cancellationToken);
        }

        async ValueTask<ParticipantWrite> DecideNow(StoredParticipant current, CancellationToken token)
        {
            var decision = Decide(cycle, current.State, phase, command(current.State), now);
            if (decision is not Accepted<ParticipantState> { State: var after })
                return ParticipantWrite.Of(decision);
            var extension = LatestOf(after, phase, now);
            return new(decision, [], (StatusCodes.Status200OK, Answers.Text(ExtensionAnswer.Of(extension))))
            {
                Notices = NoticesOf(cycle, after, phase, extension, await directory.GetAsync(PeopleAge, token)),
            };
        }

        var outcome = await participants.TransactAsync(key, operation, DecideNow, cancellationToken);
        return (outcome, outcome is ParticipantOutcome.Committed { After.State: var state } ? LatestOf(state, phase, now) : null);
    }

    /// <summary>When to look at the extended participant for the first time; null where nothing is extended.</summary>
    private DateTimeOffset? NextOf(CycleContext cycle, Phase phase, ParticipantState state, DateTimeOffset now) =>
        ExtensionDays.Milestones(cycle.Definition, phase, cycle.Plan.Window(phase.Id), state.Dates, holidays).FirstOrDefault(m => m.At > now)?.At;

    private static Extension LatestOf(ParticipantState state, Phase phase, DateTimeOffset now) =>
        state.Dates.Extensions.Where(e => e.Phase == phase.Id).OrderBy(e => e.DecidedAt == now || e.RequestedAt == now).Last();

    /// <summary>A request is told to those who decide, a decision to the reporters.</summary>
    private static IReadOnlyList<DirectNotice> NoticesOf(
        CycleContext cycle, ParticipantState state, Phase phase, Extension extension, DirectorySnapshot people)
    {
        var contacts = WaveContacts.Of(state, cycle.Definition.Authority.Unit, people);
        var name = people.NameOf(state.Unit);
        var (recipients, at, title) = extension.State switch
        {
            ExtensionState.Requested => (contacts.ParentReviewers, extension.RequestedAt, new LocalizedText($"{name}申请延期", $"{name} asks for an extension")),
            ExtensionState.Granted => (contacts.Reporters, extension.DecidedAt!.Value, new LocalizedText($"{name}的延期已批准", $"{name}: extension granted")),
            _ => (contacts.Reporters, extension.DecidedAt!.Value, new LocalizedText($"{name}的延期未获批准", $"{name}: extension refused")),
        };
        var due = cycle.LocalTime(extension.DueAt);
        var reason = extension.Refusal ?? extension.Reason;
        var text = new LocalizedText(
            $"{phase.Title.Zh}：截止时间 {due}。理由：{reason}",
            $"{phase.Title.In("en")}: due {due}. Reason: {reason}");
        return
        [
            .. recipients.Select(r => new DirectNotice(
                r, $"extension|{state.Track}|{state.Unit}|{extension.Id}|{extension.State}", at, "extension", title, text)),
        ];
    }
}
