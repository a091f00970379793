using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Inspections;

/// <summary>Orders unscheduled checks, records visits and lists inspections (E2).</summary>
public sealed class Inspecting(
    ParticipantStore participants, InspectionStore inspections, SampleStore samples, ParticipationIndex index, DirectoryCache directory)
{
    /// <summary>Orders a check without a plan; its id follows from the operation, and it is entered before the ledger tells of it.</summary>
    public async Task<IResult> OrderAsync(
        ParticipantScene scene, OrderBody body, InspectionOrigin origin, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var by = ReviewerIdentity.Of(await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), scene.Caller.Person);
        var inspection = new Inspection
        {
            Id = $"{(origin == InspectionOrigin.Report ? "report" : "spot")}-{ParticipantKeys.Hash(operation.Id)[..12]}",
            Origin = origin,
            Inspector = body.Inspector,
            Reason = body.Reason,
            OrderedAt = scene.ReceivedAt,
            OrderedBy = by.Person,
        };
        if (await participants.ReadAsync(scene.Key, cancellationToken) is { } known
            && InspectionDecider.Order(known.State, inspection, by).Refusal is { } refusal)
            return refusal.ToProblem(scene.Caller.Language);
        await inspections.EnterAsync(scene.Key.Cycle, new(scene.Key.Track, scene.Key.Unit, inspection), cancellationToken);
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token) => ValueTask.FromResult(
            WriteOf(scene, InspectionDecider.Order(current.State, inspection, by), [], StatusCodes.Status201Created));

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Created($"/api/v1/cycles/{scene.Key.Cycle}/inspections/{inspection.Id}", OutcomeOf(scene, committed.After.State, inspection))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? Problems.IdempotencyKeyReused();
    }

    /// <summary>Records what was seen.</summary>
    public async Task<IResult> RecordAsync(InspectionScene scene, VisitBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var at = scene.Participant;
        var window = scene.Ordered.Phase is { } phase ? at.Window(phase) : null;
        var assesses = scene.Ordered.Phase is { } of && at.Definition.Phase(of).Assesses;
        var visit = new Visit(at.ReceivedAt, scene.By.Person, body.Score, body.Notes);
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var (inspection, _) = await inspections.ReadAsync(at.Key, scene.Ordered, token);
            var decision = InspectionDecider.Record(new(current.State, inspection), visit, scene.By, scene.ForAuthority, window, at.Standard, assesses);
            return WriteOf(at, decision, [InspectionStore.Insert(at.Key, scene.Ordered with { Visit = visit })], StatusCodes.Status200OK);
        }

        var outcome = await participants.TransactAsync(at.Key, operation, Decide, cancellationToken);
        return outcome switch
        {
            ParticipantOutcome.Committed committed => Answers.Ok(OutcomeOf(at, committed.After.State, scene.Ordered with { Visit = visit })),
            ParticipantOutcome.RowConflict => new Refusal(RefusalCode.VisitRecorded).ToProblem(at.Caller.Language),
            _ => OutcomeAnswer.Of(outcome, operation, at)!,
        };
    }

    /// <summary>One inspection with its visit and findings.</summary>
    public async Task<IResult> ReadAsync(InspectionScene scene, CancellationToken cancellationToken)
    {
        var (inspection, _) = await inspections.ReadAsync(scene.Participant.Key, scene.Ordered, cancellationToken);
        return Answers.Ok(InspectionAnswer.Of(scene.Participant.Key.Track, scene.Participant.Key.Unit, inspection));
    }

    /// <summary>
    /// The inspections that the caller may see, in order of their ids. Those that are not announced show to whoever inspects until they are visited.
    /// </summary>
    public async Task<InspectionPage> ListAsync(CycleContext cycle, string list, Caller caller, Paging paging, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var groups = new Dictionary<string, IReadOnlyDictionary<string, Inspection>>(StringComparer.Ordinal);
        var items = new List<InspectionAnswer>();
        string? last = null;
        // The draws come with the first page, each to those who may see its whole sample.
        IReadOnlyList<DrawAnswer> draws = paging.Position is not null ? []
            : [.. (await samples.ListAsync(cycle.Cycle, cancellationToken))
                .Select(d => new DrawAnswer(d.Phase, d.Seed, d.At, d.Draw, d.Candidates, d.Drawn, d.Unassigned, SampleDraw.Method))
                .Where(d => MaySeeDraw(cycle, caller, d.Phase, people))];
        await foreach (var entry in inspections.ListAsync(cycle.Cycle, paging.Position, paging.Limit, cancellationToken))
        {
            if (items.Count == paging.Limit)
                return new(items, Continuations.Write(list, last!), draws);
            last = entry.Inspection.Id;
            if (await index.GroupOfAsync(cycle.Cycle, entry.Track, entry.Unit, cancellationToken) is not { } group)
                continue;
            if (!groups.TryGetValue(group, out var visited))
                groups[group] = visited = await inspections.VisitedAsync(cycle.Cycle, group, cancellationToken);
            var inspection = visited.GetValueOrDefault(entry.Inspection.Id, entry.Inspection);
            if (MaySee(cycle, caller, entry.Unit, inspection, people))
                items.Add(InspectionAnswer.Of(entry.Track, entry.Unit, inspection));
        }
        return new(items, null, draws);
    }

    private static bool MaySee(CycleContext cycle, Caller caller, string unit, Inspection inspection, DirectorySnapshot people) =>
        caller.Person == inspection.Inspector
        || AccessPolicy.Decide(caller, Act.RecordVisit, unit, people).IsAllowed
        || (inspection.Visit is not null || inspection.Phase is { } phase && cycle.Definition.Phase(phase).Announced)
            && AccessPolicy.Decide(caller, Act.ReadInspection, unit, people).IsAllowed
        || caller.Has(AppRole.Auditor);

    /// <summary>A seed shows the sample to everybody, so that of an unannounced phase shows only to those above until the year's results are out.</summary>
    private static bool MaySeeDraw(CycleContext cycle, Caller caller, string phase, DirectorySnapshot people) =>
        cycle.Definition.Phase(phase).Announced || caller.Has(AppRole.Auditor) || cycle.State == Rules.Cycles.CycleState.Completed
        || people.Holds(caller.Person, AssignmentKind.Authority, cycle.Definition.Authority.Unit);

    private static ParticipantWrite WriteOf(
        ParticipantScene scene, Decision<InspectionCase> decision, IReadOnlyList<Azure.Data.Tables.TableTransactionAction> rows, int status) =>
        decision is Accepted<InspectionCase> accepted
            ? new(
                new Accepted<ParticipantState>(accepted.State.Participant, accepted.Facts), rows,
                (status, Answers.Text(OutcomeOf(scene, accepted.State.Participant, accepted.State.Inspection))))
            : new(Decision.Refuse<ParticipantState>(decision.Refusal!), []);

    private static InspectionOutcome OutcomeOf(ParticipantScene scene, ParticipantState state, Inspection inspection)
    {
        var visits = state.Inspected?.Visits ?? 0;
        return new(InspectionAnswer.Of(scene.Key.Track, scene.Key.Unit, inspection), visits, visits > scene.Definition.Burden.Inspections);
    }
}
