using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.DutyReports;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Votes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Votes;

/// <summary>
/// <c>POST …/votes/{phase}/codes</c> for the tier above and <c>POST /cycles/{cycle}/votes/{phase}/ballots</c> for whoever holds a code (K12). A ballot is two
/// rows' worth: that its code was used, and one more in the tally; nothing ties the one to the other, so a ballot has no Idempotency-Key either: a code that
/// was used already says that the ballot counts.
/// </summary>
public sealed class VoteEndpoints(
    ParticipantDesk desk, ParticipantStore participants, VoteCodes codes, DirectoryCache directory, AccessPolicy access, CycleContexts cycles,
    ParticipationIndex index, CampaignClock clock)
{
    [Function(nameof(IssueVoteCodes))]
    public async Task<IResult> IssueVoteCodes(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "post", Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/votes/{phase}/codes")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("votes");
        if (!(await desk.OpenAsync(context, Act.IssueVoteCodes, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!(await Json.ReadAsync<CodesBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem))
            return problem;
        var by = ReviewerIdentity.Of(await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), scene.Caller.Person);
        var operation = new ParticipantOperation($"{scene.Path}|{phase}|codes|{body.Count}", scene.ReceivedAt);
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, token) => ValueTask.FromResult(ParticipantWrite.Of(VoteDecider.Decide(
                current.State, scene.Phase(phase), scene.Window(phase), new IssueCodes(body.Count, by), scene.ReceivedAt, scene.Standard))),
            cancellationToken);
        return OutcomeAnswer.Of(outcome, operation, scene)
            ?? Answers.Ok(new CodesAnswer(phase, await codes.AllAsync(scene.Key, phase, body.Count, cancellationToken)));
    }

    [Function(nameof(CastBallot))]
    public async Task<IResult> CastBallot(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cycles/{cycle}/votes/{phase}/ballots")] HttpRequest request,
        string cycle,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("votes");
        var now = clock.Now;
        if (RequestReader.BadRoute(("cycle", cycle), ("phase", phase)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.CastBallot, null, cancellationToken) is { } no)
            return no;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found
            || found.Definition.Phases.FirstOrDefault(p => p.Id == phase) is not { Kind: PhaseKind.Vote } vote)
            return Problems.NotFound($"vote {phase} in cycle {cycle}");
        if (!(await Json.ReadAsync<BallotBody>(request, cancellation: cancellationToken)).TryGet(out var body, out var problem))
            return problem;
        if (VoteCodes.Read(body.Code) is not { } code
            || await index.GroupOfAsync(cycle, code.Track, code.Unit, cancellationToken) is not { } group
            || new ParticipantKey(cycle, group, code.Track, code.Unit) is var key
                && !await codes.IsIssuedAsync(key, phase, code.Number, code.Check, cancellationToken))
            return Problems.NotFound("vote code");

        var used = new TableEntity(ParticipantKeys.Partition(cycle, group), ParticipantKeys.UsedCode(code.Track, code.Unit, phase, code.Number))
        {
            [ParticipantRow.SchemaProperty] = 1,
        };
        var standard = found.Definition.Standard(found.Definition.Track(code.Track).Standard);
        // Named by the request: a code that comes again is another operation, and says so, whatever it is used for.
        var outcome = await participants.TransactAsync(
            key, new ParticipantOperation($"{cycle}|{phase}|{code.Track}|{code.Unit}|ballot|{context.InvocationId}", now),
            (current, token) => ValueTask.FromResult(new ParticipantWrite(
                VoteDecider.Decide(current.State, vote, found.Plan.Window(phase), new CastBallot(body.Option), now, standard),
                [new(TableTransactionActionType.Add, used)])),
            cancellationToken);
        return outcome switch
        {
            ParticipantOutcome.Committed => Answers.Ok(new BallotAnswer(true)),
            ParticipantOutcome.RowConflict => Problems.Conflict("codeUsed", "This code was used already; its ballot counts."),
            ParticipantOutcome.Refused refused => refused.Reason.ToProblem(context.Caller().Language),
            _ => Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Too many are voting right now; send the ballot again."),
        };
    }

    /// <summary>Rates a duty report that was handed in (K11).</summary>
    [Function(nameof(RateDutyReport))]
    public async Task<IResult> RateDutyReport(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "post", Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/duty-reports/{phase}/rate")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("ratings");
        if (!(await desk.OpenAsync(context, Act.RateReport, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<RatingBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var by = ReviewerIdentity.Of(await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), scene.Caller.Person);
        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = DutyReportDecider.Decide(
                current.State, scene.Phase(phase), new RateReport(body.Points, body.Comment, by), scene.ReceivedAt, scene.Standard);
            (int, string)? answer = decision is Accepted<ParticipantState> accepted
                ? (StatusCodes.Status200OK, Answers.Text(new RatingAnswer(phase, accepted.State.Phase(phase).Score)))
                : null;
            return ValueTask.FromResult(new ParticipantWrite(decision, [], answer));
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(new RatingAnswer(phase, committed.After.State.Phase(phase).Score))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? throw new InvalidOperationException("A rating writes no row that could conflict.");
    }
}

/// <summary>How many may vote, in all.</summary>
public sealed record CodesBody(int Count);

/// <summary>The codes to be handed out; asking again gives the same.</summary>
public sealed record CodesAnswer(string Phase, IReadOnlyList<string> Codes);

public sealed record BallotBody(string Code, string Option);

public sealed record BallotAnswer(bool Counted);

public sealed record RatingBody(decimal Points, string? Comment = null);

public sealed record RatingAnswer(string Phase, decimal? Score);
