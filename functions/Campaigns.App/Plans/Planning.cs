using Azure;
using Campaigns.App.Access;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Plans;

/// <summary>Plans at work (B8): saved and filed by the participant, registered or sent back by the office that they are filed with.</summary>
public sealed class Planning(
    ParticipantStore participants, PlanStore plans, ParticipantDesk desk, DueIndex dues, DirectoryCache directory, HolidayTables holidays)
{
    /// <summary>The plan phase that the scene's track is in, or null where it writes no plan.</summary>
    public static Phase? PhaseOf(ParticipantScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return PlanDecider.PhaseOf(scene.Definition, scene.Key.Track, scene.Window, scene.ReceivedAt);
    }

    /// <summary>The plan for a GET; whoever may not write it sees what was filed.</summary>
    public async Task<IResult> ReadAsync(ParticipantScene scene, Phase phase, CancellationToken cancellationToken)
    {
        var (answer, etag) = await CurrentAsync(scene, phase, cancellationToken);
        return answer is null ? Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}") : Answers.Ok(answer, etag);
    }

    /// <summary>Saves a draft; the same draft under the same precondition again is the same operation.</summary>
    public async Task<IResult> SaveAsync(
        ParticipantScene scene, Phase phase, PlanContent content, string bodyHash, Precondition precondition, CancellationToken cancellationToken)
    {
        var by = scene.Caller.Person;
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"plan\n{by}\n{scene.Path}\n{phase.Id}\n{bodyHash}\n{precondition}")[..32], scene.ReceivedAt);
        var row = await plans.DraftAsync(scene.Key, phase.Id, content, new(by, scene.ReceivedAt, precondition), cancellationToken);
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, _) => ValueTask.FromResult(new ParticipantWrite(DecideOn(scene, phase, current.State, new SavePlan(content, by)), [row])),
            cancellationToken);
        return outcome is ParticipantOutcome.Committed
            ? await ReadAsync(scene, phase, cancellationToken)
            : OutcomeAnswer.Of(outcome, operation, scene) ?? await StaleAsync(scene, phase, precondition, cancellationToken);
    }

    /// <summary>Files <paramref name="content"/>, or the saved draft where that is null.</summary>
    public async Task<IResult> FileAsync(
        ParticipantScene scene, Phase phase, PlanContent? content, Precondition precondition, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        var by = scene.Caller.Person;
        if (content is null)
        {
            var saved = await plans.ReadAsync(scene.Key, phase.Id, cancellationToken);
            if (saved?.Working is not { } working)
                return Problems.Conflict("draftMissing", "Nothing has been saved that could be filed.");
            (content, precondition) = (working, precondition is Precondition.Unstated ? new Precondition.Matches(saved.ETag) : precondition);
        }
        var row = await plans.FiledAsync(scene.Key, phase.Id, content, new(by, scene.ReceivedAt, precondition), cancellationToken);
        return await ActAsync(scene, phase, operation, new FilePlan(content, by), [row], content, precondition, cancellationToken);
    }

    /// <summary>Takes the filed plan into the register.</summary>
    public async Task<IResult> RegisterAsync(ParticipantScene scene, Phase phase, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var filed = await plans.ReadAsync(scene.Key, phase.Id, cancellationToken);
        return await ActAsync(
            scene, phase, operation, new RegisterPlan(await RegistrarAsync(scene, cancellationToken)), [], filed?.Filed, new Precondition.Unstated(),
            cancellationToken);
    }

    /// <summary>Sends the plan back until a day that the calendar gives; the due index is told first, the participant's reporters with it.</summary>
    public async Task<IResult> SendBackAsync(
        ParticipantScene scene, Phase phase, string reason, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var (until, awaiting) = ReworkTime.Of(phase, scene.Definition.Authority, holidays, scene.ReceivedAt);
        if (until is not { } end)
            return Problems.Conflict("awaitingCalendar", $"The working days of {awaiting} are not known yet, so the completion has no end.");
        var command = new SendBackPlan(reason, end, await RegistrarAsync(scene, cancellationToken));
        if (await participants.ReadAsync(scene.Key, cancellationToken) is { } now && DecideOn(scene, phase, now.State, command).Refusal is null)
            await dues.AddAsync(PlanCompletion.DueTimeOf(scene.Key, phase.Id, end), cancellationToken);
        var filed = await plans.ReadAsync(scene.Key, phase.Id, cancellationToken);
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        return await ActAsync(
            scene, phase, operation, command, [], filed?.Filed, new Precondition.Unstated(), cancellationToken,
            after => PlanNotices.SentBack(
                scene.Cycle, scene.Key, phase, after.Phase(phase.Id), reason, WaveContacts.Of(after, scene.Definition.Authority.Unit, people)));
    }

    private async Task<IResult> ActAsync(
        ParticipantScene scene, Phase phase, ParticipantOperation operation, PlanCommand command, IReadOnlyList<Azure.Data.Tables.TableTransactionAction> rows,
        PlanContent? content, Precondition precondition, CancellationToken cancellationToken, Func<ParticipantState, IReadOnlyList<DirectNotice>>? tell = null)
    {
        var mayWrite = await desk.MayAsync(scene, Act.WriteSheet, cancellationToken);
        var mayRegister = await desk.MayAsync(scene, Act.RegisterPlan, cancellationToken);
        PlanAnswer AnswerOf(ParticipantState state) => PlanAnswer.Of(scene, phase.Id, state, content, mayWrite, mayRegister);
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, _) =>
            {
                var decision = DecideOn(scene, phase, current.State, command);
                if (decision is not Accepted<ParticipantState> { State: var after })
                    return ValueTask.FromResult(ParticipantWrite.Of(decision));
                return ValueTask.FromResult(
                    new ParticipantWrite(decision, rows, (StatusCodes.Status200OK, Answers.Text(AnswerOf(after)))) { Notices = tell?.Invoke(after) ?? [] });
            },
            cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(AnswerOf(committed.After.State), committed.ETags.Count > 0 ? committed.ETags.Values.First() : null)
            : OutcomeAnswer.Of(outcome, operation, scene) ?? await StaleAsync(scene, phase, precondition, cancellationToken);
    }

    private static Decision<ParticipantState> DecideOn(ParticipantScene scene, Phase phase, ParticipantState state, PlanCommand command) =>
        PlanDecider.Decide(state, phase, scene.Window(phase.Id), command, scene.ReceivedAt, scene.Definition.Authority.Unit);

    /// <summary>The caller with its own units and those that it reviews or acts for.</summary>
    private async Task<Registrar> RegistrarAsync(ParticipantScene scene, CancellationToken cancellationToken)
    {
        var person = (await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken)).Person(scene.Caller.Person);
        if (person is null)
            return new(scene.Caller.Person, [], []);
        var own = person.Assignments.Where(a => a.Role is AssignmentKind.Reporter or AssignmentKind.Leader).Select(a => a.Unit);
        var offices = person.Assignments.Where(a => a.Role is AssignmentKind.Reviewer or AssignmentKind.Authority).Select(a => a.Unit);
        return new(scene.Caller.Person, [.. own.Append(person.Unit).Distinct()], [.. offices.Distinct()]);
    }

    private async Task<(PlanAnswer? Answer, ETag? ETag)> CurrentAsync(ParticipantScene scene, Phase phase, CancellationToken cancellationToken)
    {
        var reading = plans.ReadAsync(scene.Key, phase.Id, cancellationToken);
        var participant = await participants.ReadAsync(scene.Key, cancellationToken);
        var plan = await reading;
        if (participant is null)
            return (null, null);
        var mayWrite = await desk.MayAsync(scene, Act.WriteSheet, cancellationToken);
        var mayRegister = await desk.MayAsync(scene, Act.RegisterPlan, cancellationToken);
        return (PlanAnswer.Of(scene, phase.Id, participant.State, mayWrite ? plan?.Working : plan?.Filed, mayWrite, mayRegister), plan?.ETag);
    }

    private async Task<IResult> StaleAsync(ParticipantScene scene, Phase phase, Precondition precondition, CancellationToken cancellationToken)
    {
        if (precondition is Precondition.Unstated)
            return Problems.PreconditionRequired();
        var (current, etag) = await CurrentAsync(scene, phase, cancellationToken);
        return new StaleAnswer<PlanAnswer?>(current, etag);
    }
}
