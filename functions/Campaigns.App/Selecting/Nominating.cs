using Azure;
using Campaigns.App.Http;
using Campaigns.Rules.Nominations;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Selecting;

/// <summary>Nominators at work (G3): what one may put forward, what it has, and the lists of all.</summary>
public sealed class Nominating(SelectionDesk desk, SelectionStore store)
{
    public async Task<IResult> ReadAsync(SelectionScene scene, string nominator, CancellationToken cancellationToken)
    {
        if (scene.Path.Nomination is null || !scene.Path.IsNominated)
            return Problems.NotFound($"nominations in track {scene.Track.Id}");
        var kept = await store.ReadAsync<Nomination>(scene.Cycle.Cycle, scene.Track.Id, Row(nominator), cancellationToken);
        return await AnswerAsync(scene, nominator, kept?.Value, kept?.ETag, cancellationToken);
    }

    public async Task<IResult> ListAsync(SelectionScene scene, CancellationToken cancellationToken) => Answers.Ok(new Http.Page<Nomination>(
        await store.ListAsync<Nomination>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Nominations, cancellationToken)));

    public async Task<IResult> SaveAsync(
        SelectionScene scene, string nominator, NominationBody body, Precondition precondition, CancellationToken cancellationToken)
    {
        if (scene.Path.Nomination is not { } phase || !scene.Path.IsNominated)
            return Problems.NotFound($"nominations in track {scene.Track.Id}");
        var kept = await store.ReadAsync<Nomination>(scene.Cycle.Cycle, scene.Track.Id, Row(nominator), cancellationToken);
        var own = await OwnAsync(scene, nominator, cancellationToken);
        var decision = NominationDecider.Decide(
            new(scene.Track, phase, scene.Window(phase), nominator, own), body.Units, body.Reason, scene.Caller.Person, scene.ReceivedAt);
        if (decision is not Accepted<Nomination> accepted)
            return scene.Problem(decision.Refusal!);
        // Asked after the rules, so that a repeat of what was just done is answered as done.
        if (kept is not null && Same(kept.Value, accepted.State))
            return await AnswerAsync(scene, nominator, kept.Value, kept.ETag, cancellationToken);
        if (precondition.Check(kept?.ETag) is { } stale)
            return stale;
        var written = await store.WriteAsync(scene.Cycle.Cycle, scene.Track.Id, Row(nominator), accepted.State, kept?.ETag, cancellationToken);
        return written is { } etag ? await AnswerAsync(scene, nominator, accepted.State, etag, cancellationToken) : Problems.PreconditionFailed();
    }

    private static bool Same(Nomination before, Nomination now) =>
        before.Units.SequenceEqual(now.Units) && before.Reason == now.Reason && before.By == now.By;

    private static string Row(string nominator) => SelectionStore.Nominations + nominator;

    private async Task<List<Nominable>> OwnAsync(SelectionScene scene, string nominator, CancellationToken cancellationToken)
    {
        var people = await desk.PeopleAsync(cancellationToken);
        var own = new List<Nominable>();
        await foreach (var participant in desk.ReadAllAsync(scene.Cycle.Cycle, scene.Track.Id, cancellationToken))
        {
            if (Nominators.Of(scene.Track, participant.State, people) == nominator)
                own.Add(new(participant.State.Unit, NominationDecider.BarOf(scene.Cycle.Definition, scene.Track, participant.State)));
        }
        return own;
    }

    private async Task<IResult> AnswerAsync(
        SelectionScene scene, string nominator, Nomination? nomination, ETag? etag, CancellationToken cancellationToken)
    {
        var window = scene.Window(scene.Path.Nomination!);
        var own = await OwnAsync(scene, nominator, cancellationToken);
        var allotted = scene.Track.Select?.Allotted;
        return Answers.Ok(new NominationAnswer(
            scene.Track.Id, nominator, nomination?.Units ?? [], nomination?.Reason, nomination?.By, nomination?.At, allotted?.From, allotted?.To,
            nomination?.Shortfall ?? NominationDecider.Shortfall(allotted, nomination), own, window.OpensAt, window.DueAt, window.LockedAt), etag);
    }
}

public sealed record NominationBody(IReadOnlyList<string> Units, string? Reason = null);

/// <summary>A nomination with the range that it has to keep to, and who may be put forward; <see cref="Shortfall"/> is what is missing as of now.</summary>
public sealed record NominationAnswer(
    string Track, string Nominator, IReadOnlyList<string> Units, string? Reason, string? By, DateTimeOffset? At, int? Least, int? Most, int Shortfall,
    IReadOnlyList<Nominable> Own, DateTimeOffset? OpensAt, DateTimeOffset? DueAt, DateTimeOffset? LockedAt);
