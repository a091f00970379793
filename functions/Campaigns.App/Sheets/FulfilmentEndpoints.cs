using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Sheets;

/// <summary><c>POST …/sheets/{phase}/nil</c> by the unit and <c>/not-applicable</c> by the authority: fulfilled without a report (J9).</summary>
public sealed class FulfilmentEndpoints(ParticipantDesk desk, ParticipantStore participants)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/sheets/{phase}/";

    [Function(nameof(ReturnNil))]
    public Task<IResult> ReturnNil(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "nil")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync(request, cycle, track, unit, phase, context, Act.SubmitSheet, (reason, by) => new Rules.Sheets.ReturnNil(reason, by), cancellationToken);

    [Function(nameof(MarkNotApplicable))]
    public Task<IResult> MarkNotApplicable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "not-applicable")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync(
            request, cycle, track, unit, phase, context, Act.MarkNotApplicable, (reason, by) => new Rules.Sheets.MarkNotApplicable(reason, by),
            cancellationToken);

    private async Task<IResult> ActAsync(
        HttpRequest request, string cycle, string track, string unit, string phase, FunctionContext context, Act act,
        Func<string, string, SheetCommand> command, CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, act, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<Cycles.ReasonBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        PhaseAnswer AnswerOf(ParticipantState state) => PhaseAnswer.Of(state.Phase(phase), scene.Window(phase, state), scene.ReceivedAt);
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, _) =>
            {
                var decision = SheetDecider.Decide(
                    current.State, scene.Phase(phase), scene.Window(phase), command(body.Reason, scene.Caller.Person), scene.ReceivedAt, scene.Standard);
                (int, string)? answer = decision is Accepted<ParticipantState> accepted
                    ? (StatusCodes.Status200OK, Answers.Text(AnswerOf(accepted.State)))
                    : null;
                return ValueTask.FromResult(new ParticipantWrite(decision, [], answer));
            },
            cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(AnswerOf(committed.After.State))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? throw new InvalidOperationException("It writes no row that could conflict.");
    }
}
