using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Objections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary>A participant's objections and appeals: list, appeal, answer (G4, J16).</summary>
public sealed class ChallengeEndpoints(ParticipantDesk desk, ChallengeDesk challenging, Challenges challenges)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}";
    private const int MaxBytes = 32 * 1024;

    [Function(nameof(ListChallenges))]
    public async Task<IResult> ListChallenges(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/challenges")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.AnswerChallenge, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return Answers.Ok(new Page<ChallengeAnswer>([.. (await challenges.OfAsync(scene.Key, cancellationToken)).Select(ChallengeAnswer.Of)]));
    }

    [Function(nameof(FileAppeal))]
    public async Task<IResult> FileAppeal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/appeals")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (!(await desk.OpenAsync(context, Act.FileAppeal, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<AppealBody>(request, MaxBytes, cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (scene.Definition.PhasesOf(track).FirstOrDefault(p => p.Id == body.Phase) is not { } phase)
            return Problems.NotFound($"phase {body.Phase} in track {track}");
        return await challenging.AppealAsync(scene, phase, new(body.Text), OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }

    [Function(nameof(AnswerObjection))]
    public Task<IResult> AnswerObjection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/objections/{id}/answer")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        AnswerAsync(request, context, new(cycle, "", track, unit), id, ChallengeKind.Objection, cancellationToken);

    [Function(nameof(AnswerAppeal))]
    public Task<IResult> AnswerAppeal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/appeals/{id}/answer")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        AnswerAsync(request, context, new(cycle, "", track, unit), id, ChallengeKind.Appeal, cancellationToken);

    private async Task<IResult> AnswerAsync(
        HttpRequest request, FunctionContext context, ParticipantKey at, string id, ChallengeKind kind, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (RequestReader.BadRoute(("id", id)) is { } bad)
            return bad;
        if (!(await desk.OpenAsync(context, Act.AnswerChallenge, at.Cycle, at.Track, at.Unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<AnswerBody>(request, MaxBytes, cancellationToken);
        return read.TryGet(out var body, out problem)
            ? await challenging.AnswerAsync(scene, kind, id, body, OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken)
            : problem;
    }
}

public sealed record AppealBody(string Phase, string Text);
