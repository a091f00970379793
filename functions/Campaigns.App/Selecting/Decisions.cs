using Azure;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Evaluation;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Selecting;

/// <summary>
/// The final list of a track (L2): what departments said, what the authority decides. A decision is in force from the lock of its phase; one that comes later,
/// to a list that stayed intended, at once.
/// </summary>
public sealed class Decisions(
    SelectionDesk desk, SelectionStore store, ParticipantStore participants, TrackRanking ranking)
{
    private static readonly string[] BadReason = ["is required, at most 2000 characters"];

    public async Task<IResult> ReadAsync(SelectionScene scene, CancellationToken cancellationToken)
    {
        if (scene.Path.Decision is not { } phase || await DecisionSceneAsync(scene.Cycle, scene.Track, phase, cancellationToken) is not { } at)
            return Problems.NotFound($"an intended list in track {scene.Track.Id}");
        var kept = await store.ReadAsync<FinalDecision>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Decision, cancellationToken);
        return await AnswerAsync(scene, at, kept?.Value, kept?.ETag, cancellationToken);
    }

    public async Task<IResult> DecideAsync(SelectionScene scene, DecisionBody body, Precondition precondition, CancellationToken cancellationToken)
    {
        if (scene.Path.Decision is not { } phase || await DecisionSceneAsync(scene.Cycle, scene.Track, phase, cancellationToken) is not { } at)
            return Problems.NotFound($"an intended list in track {scene.Track.Id}");
        var kept = await store.ReadAsync<FinalDecision>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Decision, cancellationToken);
        var decision = DecisionDecider.Decide(
            at, new(body.Units, body.Meeting, body.Document, body.Departures ?? new Dictionary<string, string>(), body.ShortfallReason, scene.Caller.Person),
            scene.ReceivedAt);
        if (decision is not Accepted<FinalDecision> accepted)
            return scene.Problem(decision.Refusal!);
        var inForce = at.Window.LockedAt is { } locked && scene.ReceivedAt > locked;
        var same = kept is not null && kept.Value.Units.SequenceEqual(accepted.State.Units) && kept.Value.Document == accepted.State.Document;
        var etag = kept?.ETag;
        if (!same)
        {
            if (inForce && kept is not null)
                return scene.Problem(new Refusal(RefusalCode.AlreadyDecided));
            if (precondition.Check(kept?.ETag) is { } stale)
                return stale;
            etag = await store.WriteAsync(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Decision, accepted.State, kept?.ETag, cancellationToken);
            if (etag is null)
                return Problems.PreconditionFailed();
        }
        var stands = same ? kept!.Value : accepted.State;
        if (inForce)
            await ApplyAsync(scene, stands, cancellationToken);
        return await AnswerAsync(scene, at, stands, etag, cancellationToken);
    }

    /// <summary>A department's word; said again it replaces what was said before.</summary>
    public async Task<IResult> VetAsync(
        SelectionScene scene, string department, VettingBody body, Precondition precondition, CancellationToken cancellationToken)
    {
        var vettedBy = scene.Track.Select?.VettedBy ?? [];
        if (scene.Path.Decision is not { } phase || !phase.Selecting.Vetting.Concat(vettedBy).Contains(department))
            return Problems.NotFound($"vetting of track {scene.Track.Id} by {department}");
        var words = body.Units ?? new Dictionary<string, VettingWord>();
        var errors = words.Where(w => string.IsNullOrWhiteSpace(w.Value.Reason) || w.Value.Reason.Length > 2000)
            .ToDictionary(w => $"units.{w.Key}.reason", _ => BadReason);
        if (errors.Count > 0 || words.Count > 10_000)
            return Problems.Validation(errors);
        var row = SelectionStore.Vetting + department;
        var kept = await store.ReadAsync<VettingReply>(scene.Cycle.Cycle, scene.Track.Id, row, cancellationToken);
        if (await store.ReadAsync<FinalDecision>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Decision, cancellationToken) is not null)
            return scene.Problem(new Refusal(RefusalCode.AlreadyDecided));
        if (precondition.Check(kept?.ETag) is { } stale)
            return stale;
        var reply = new VettingReply(department, words, scene.Caller.Person, scene.ReceivedAt);
        var written = await store.WriteAsync(scene.Cycle.Cycle, scene.Track.Id, row, reply, kept?.ETag, cancellationToken);
        return written is { } etag ? Answers.Ok(reply, etag) : Problems.PreconditionFailed();
    }

    /// <summary>
    /// What a decision stands on now: the intended list as it was published, without those that were barred or disqualified since. Null before there is a list.
    /// </summary>
    internal async Task<DecisionScene?> DecisionSceneAsync(CycleContext cycle, Track track, Phase phase, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<IntendedList>(cycle.Cycle, track.Id, SelectionStore.Intended, cancellationToken) is not { Value: var list })
            return null;
        var (open, standing) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var (assessment, unassessed) = (Choice.PhaseOf(cycle.Definition, track), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var participant in desk.ReadAllAsync(cycle.Cycle, track.Id, cancellationToken))
        {
            var state = participant.State;
            if (state.Selection?.Open.Count > 0)
                open.Add(state.Unit);
            if (state.Selection?.BarredBy is null && state.Standing is null)
                standing.Add(state.Unit);
            if (assessment is not null && Choice.IsAwaited(assessment, state))
                unassessed.Add(state.Unit);
        }
        var panel = (await store.ReadAsync<PanelRoster>(cycle.Cycle, track.Id, SelectionStore.Panel, cancellationToken))?.Value;
        var standingList = list.Keeping(standing.Contains);
        return new DecisionScene(track, phase, cycle.Plan.Window(phase.Id), standingList)
        {
            Unassessed = [.. standingList.Candidates.Where(unassessed.Contains)],
            Open = open,
            PanelHeld = panel?.Held.Count > 0,
            Vetting = await store.ListAsync<VettingReply>(cycle.Cycle, track.Id, SelectionStore.Vetting, cancellationToken),
        };
    }

    /// <summary>
    /// What stands at the lock: what was decided, or what the definition adopts unattended, which is written down then. Null: the list stays intended.
    /// </summary>
    internal async Task<FinalDecision?> AtLockAsync(CycleContext cycle, Track track, Phase phase, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<FinalDecision>(cycle.Cycle, track.Id, SelectionStore.Decision, cancellationToken) is { } decided)
            return decided.Value;
        if (await DecisionSceneAsync(cycle, track, phase, cancellationToken) is not { } scene || DecisionDecider.AtLock(scene, Acts.Engine,
            now) is not { } adopted)
            return null;
        if (await store.WriteAsync(cycle.Cycle, track.Id, SelectionStore.Decision, adopted, null, cancellationToken) is not null)
            return adopted;
        return (await store.ReadAsync<FinalDecision>(cycle.Cycle, track.Id, SelectionStore.Decision, cancellationToken))?.Value;
    }

    /// <summary>
    /// The decisions that a milestone brings into force, by track: those of a decision phase, and at an evaluation those of the tracks that it decides at once.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, FinalDecision>> InForceAsync(
        CycleContext cycle, Milestone milestone, IReadOnlyDictionary<(string Track, string Unit), Outcome> outcomes, CancellationToken cancellationToken)
    {
        var decided = new Dictionary<string, FinalDecision>(StringComparer.Ordinal);
        var phase = cycle.Definition.Phase(milestone.Phase);
        foreach (var track in cycle.Definition.Tracks.Where(t => t.Select is not null && phase.Concerns(t.Id)))
        {
            var later = SelectionPath.Of(cycle.Definition, track).Decision;
            if (phase.Kind == PhaseKind.Decision && later?.Id == phase.Id)
            {
                if (await store.ReadAsync<FinalDecision>(cycle.Cycle, track.Id, SelectionStore.Decision, cancellationToken) is { } kept)
                    decided[track.Id] = kept.Value;
            }
            else if (phase.Kind == PhaseKind.Evaluation && later is null)
            {
                var honoured = outcomes.Where(o => o.Key.Track == track.Id && o.Value.Honoured).Select(o => o.Key.Unit);
                decided[track.Id] = new FinalDecision(track.Id, [.. honoured], milestone.At ?? default, Acts.Engine) { Unattended = true };
            }
        }
        return decided;
    }

    /// <summary>A late decision, participant by participant; each has its own ledger entry. Safe to repeat.</summary>
    private async Task ApplyAsync(SelectionScene scene, FinalDecision decision, CancellationToken cancellationToken)
    {
        var people = await desk.PeopleAsync(cancellationToken);
        await ranking.MarkAsync(scene.Cycle.Cycle, scene.Track.Id, decision.Units, cancellationToken);
        var fact = new Dictionary<string, string> { ["basis"] = decision.Basis };
        await foreach (var participant in desk.ReadAllAsync(scene.Cycle.Cycle, scene.Track.Id, cancellationToken))
        {
            if (participant.State.Standing is not null)
                await ranking.UnmarkAsync(participant.Key, cancellationToken);
            if (Concluded(scene, participant.State, decision, people) is null)
                continue;
            var operation = new ParticipantOperation(ParticipantKeys.Hash($"decide\n{participant.Key}\n{decision.Basis}")[..32], scene.ReceivedAt);
            await participants.TransactAsync(
                participant.Key, operation,
                (current, _) => ValueTask.FromResult(ParticipantWrite.Of(Concluded(scene, current.State, decision, people) is { } next
                    ? Rules.Participants.Decision.Accept(next, new LedgerFact(Acts.Decided, scene.Caller.Person,
                        $"{current.State.Track}/{current.State.Unit}", fact))
                    : Rules.Participants.Decision.Accept(current.State))),
                cancellationToken, participant);
        }
    }

    private static ParticipantState? Concluded(SelectionScene scene, ParticipantState state, FinalDecision decision, Directory.DirectorySnapshot people)
    {
        var outcome = Disqualification.Held(state, state.Outcome is { } before ? before with { Honoured = decision.Units.Contains(state.Unit) } : null);
        var next = HonourGiving.Conclude(scene.Cycle, state with { Outcome = outcome }, decision, people);
        return next.Outcome == state.Outcome && ReferenceEquals(next.Selection, state.Selection) ? null : next;
    }

    private async Task<IResult> AnswerAsync(
        SelectionScene scene, DecisionScene at, FinalDecision? decision, ETag? etag, CancellationToken cancellationToken)
    {
        var office = await desk.MayAsync(scene, Act.ReadSelection, cancellationToken);
        return Answers.Ok(new DecisionAnswer(
            scene.Track.Id, at.Phase.Id, scene.Track.Select?.Quota ?? 0, scene.Track.Select?.Least ?? 0, at.Intended.Units, office
                ? at.Intended.Candidates : [],
            at.Intended.TiedAtEdge, [.. at.Open.Order(StringComparer.Ordinal)], at.PanelHeld, [.. DecisionDecider.Unheard(at)], office ? [.. at.Vetting] : [],
            decision, at.Window.LockedAt)
        { Reserves = at.Intended.Reserves, Unassessed = office ? [.. at.Unassessed] : [] }, etag);
    }
}

public sealed record DecisionBody(
    IReadOnlyList<string> Units, string Meeting, string Document, IReadOnlyDictionary<string, string>? Departures = null, string? ShortfallReason = null);

public sealed record VettingBody(IReadOnlyDictionary<string, VettingWord>? Units = null);

/// <summary>A track's decision, or what is to be decided; in force from <see cref="InForceAt"/> on.</summary>
public sealed record DecisionAnswer(
    string Track, string Phase, int Quota, int Least, IReadOnlyList<string> Intended, IReadOnlyList<string> Candidates, IReadOnlyList<string> TiedAtEdge,
    IReadOnlyList<string> Open, bool PanelHeld, IReadOnlyList<string> Unheard, IReadOnlyList<VettingReply> Vetting, FinalDecision? Decision,
    DateTimeOffset? InForceAt)
{
    /// <summary>Those who move up, in this order, into places that come free.</summary>
    public IReadOnlyList<string> Reserves { get; init; } = [];

    /// <summary>Candidates that wait for their on-site assessment (K3); shown to the office alone.</summary>
    public IReadOnlyList<string> Unassessed { get; init; } = [];
}
