using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.App.Storage;
using Campaigns.Rules.Adoption;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Adoption;

/// <summary><c>POST …/clauses/{clause}/applicability</c> and <c>GET …/feedback</c> (L4).</summary>
public sealed class ClauseEndpoints(ParticipantDesk desk, ParticipantStore participants, ContentStore contents, DirectoryCache directory)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/";

    [Function(nameof(JudgeClauseApplicability))]
    public async Task<IResult> JudgeClauseApplicability(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "clauses/{clause}/applicability")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string clause,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("ratings");
        if (!(await desk.OpenAsync(context, Act.JudgeClause, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<ApplicabilityBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var by = ReviewerIdentity.Of(await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), scene.Caller.Person);
        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var judged = new JudgeClause(clause, body.Applies, body.Reason, by);
            var decision = Applicability.Decide(scene.Definition, current.State, judged, await contents.ReadAsync(scene.Key, current.State, token));
            (int, string)? answer = decision is Accepted<ParticipantState> accepted
                ? (StatusCodes.Status200OK, Answers.Text(new ApplicabilityAnswer(accepted.State.NotApplicable)))
                : null;
            return new ParticipantWrite(decision, [], answer);
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(new ApplicabilityAnswer(committed.After.State.NotApplicable))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? throw new InvalidOperationException("A judgement writes no row that could conflict.");
    }

    [Function(nameof(GetFeedback))]
    public async Task<IResult> GetFeedback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "feedback")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadScore, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await participants.ReadAsync(scene.Key, cancellationToken) is { } participant
            ? Answers.Ok(FeedbackLetter.Of(scene.Definition, participant.State, await contents.ReadAsync(scene.Key, participant.State, cancellationToken)))
            : Problems.NotFound($"participant {track}/{unit}");
    }
}

/// <summary>Whether the clause applies to the participant, and why it does not, or does after all.</summary>
public sealed record ApplicabilityBody(bool Applies, string Reason);

/// <summary>The clauses that do not apply to the participant, with the reasons.</summary>
public sealed record ApplicabilityAnswer(IReadOnlyDictionary<string, string> NotApplicable);
