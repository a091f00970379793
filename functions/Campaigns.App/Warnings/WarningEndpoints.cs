using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Warnings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Warnings;

/// <summary>What can be done with a warning card.</summary>
public enum WarningAction
{
    Clear,
}

/// <summary>A warning card of a participant; <see cref="Id"/> is unique among that participant's.</summary>
public sealed record WarningAnswer(
    string Id, string Track, string Unit, string Area, Card Card, DateTimeOffset At, string? Rule, string? Milestone, string? Subject, CardClearing? Cleared,
    IReadOnlyList<WarningAction> AllowedActions)
{
    internal static WarningAnswer Of(ParticipantState state, WarningCard card, bool mayClear) => new(
        card.Id, state.Track, state.Unit, state.Area, card.Card, card.At, card.Rule, card.Milestone.Length == 0 ? null : card.Milestone, card.Subject,
        card.Cleared, mayClear && card.IsOpen ? [WarningAction.Clear] : []);
}

/// <summary>Whose card is cleared, and why.</summary>
public sealed record ClearBody(string Track, string Unit, string Reason);

/// <summary><c>GET /cycles/{cycle}/warnings</c> and <c>POST …/warnings/{id}/clear</c> (E4).</summary>
public sealed class WarningEndpoints(AccessPolicy access, CycleContexts cycles, ParticipantDesk desk, ParticipantScan scan, ParticipantStore participants)
{
    private const string Route = "api/v1/cycles/{cycle}/warnings";

    [Function(nameof(ListWarnings))]
    public async Task<IResult> ListWarnings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListWarnings, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var (open, card, under) = (reader.Flag("open"), reader.Choice<Card>("card"), reader.SlugOf("under"));
        var list = $"warnings|{cycle}|{open}|{card}|{under}";
        var paging = reader.Paging(list);
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (reader.Problem is { } problem)
            return problem;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var mayClear = await access.WouldAllowAsync(caller, Act.ClearWarning, found.Definition.Authority.Unit, cancellationToken);
        return Answers.Ok(await scan.ReadAsync(
            found, list, paging, caller, under,
            state => state.Cards.Where(c => (!open || c.IsOpen) && (card is null || c.Card == card)).Select(c => WarningAnswer.Of(state, c, mayClear)),
            cancellationToken));
    }

    [Function(nameof(ClearWarning))]
    public async Task<IResult> ClearWarning(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/clear")] HttpRequest request,
        string cycle,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var found = RequestReader.IsSlug(cycle) ? await cycles.GetAsync(cycle, cancellationToken) : null;
        if (await access.DeniesAsync(caller, Act.ClearWarning, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (RequestReader.BadRoute(("cycle", cycle), ("id", id)) is { } bad)
            return bad;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<ClearBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (!(await desk.OpenAsync(context, Act.ReadParticipant, cycle, body.Track, body.Unit, null, cancellationToken)).TryGet(out var scene, out problem))
            return problem;
        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = WarningDecider.Clear(current.State, id, body.Reason, caller.Person, scene.ReceivedAt);
            (int, string)? answer = decision is Accepted<ParticipantState> accepted
                ? (StatusCodes.Status200OK, Answers.Text(AnswerOf(accepted.State, id)))
                : null;
            return ValueTask.FromResult(new ParticipantWrite(decision, [], answer));
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(AnswerOf(committed.After.State, id))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? throw new InvalidOperationException("Clearing a card writes no row that could conflict.");
    }

    private static WarningAnswer AnswerOf(ParticipantState state, string id) => WarningAnswer.Of(state, state.Cards.First(c => c.Id == id), mayClear: true);
}
