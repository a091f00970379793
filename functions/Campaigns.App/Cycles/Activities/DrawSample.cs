using System.Globalization;
using Campaigns.App.Directory;
using Campaigns.App.Inspections;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Ledger;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// Draws the sample of an inspection phase over all groups (E2); of an on-site assessment it is every candidate (K3). The seed comes
/// from the ledgers as they stand when the phase opens and is recorded before anything follows from it, so that a second run draws the same.
/// Under an epoch that has passed it has no effect.
/// </summary>
public sealed class DrawSample(
    CycleContexts contexts, CycleStore cycles, ParticipantStore participants, SampleStore samples, DirectoryCache directory, CampaignClock clock)
{
    [Function(nameof(DrawSample))]
    public async Task Run([ActivityTrigger] MilestoneWork work, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("engine");
        Traces.About(work);
        if (await contexts.ForAsync(work, cancellationToken) is not { } cycle)
            return;
        var phase = cycle.Definition.Phase(work.Milestone.Phase);
        var draw = phase.Draw ?? InspectionDraw.All;
        var snapshot = await cycles.ReadSnapshotAsync(work.Cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {work.Cycle} is gone.");
        var people = await directory.GetFreshAsync(cancellationToken);
        var (field, heads) = await ReadAsync(cycle, phase, snapshot, people, cancellationToken);
        var seed = (await samples.ReadAsync(work.Cycle, phase.Id, cancellationToken))?.Seed ?? SampleDraw.Seed(work.Cycle, phase.Id, heads);
        var sample = SampleDraw.Assign(
            seed, draw, SampleDraw.Draw(seed, draw, field.Select(f => f.Candidate)), Inspectors(cycle.Definition.Authority.Unit, people));
        var record = await samples.KeepAsync(
            work.Cycle, new(phase.Id, seed, clock.Now, draw, field.Count, sample.Count, sample.Count(d => d.Inspector is null)), cancellationToken);
        if (record.Seed != seed)
            throw new InvalidOperationException($"Phase {phase.Id} of cycle {work.Cycle} was drawn at the same time; the next try follows that draw.");

        var visited = sample.Select(d => d.Participant).ToHashSet();
        var groupOf = field.Where(f => visited.Contains(f.Candidate)).ToDictionary(f => f.Candidate, f => f.Group);
        var drawn = sample.Select(d => (new InspectionPointer(d.Participant.Track, d.Participant.Unit, new Inspection
        {
            Id = $"{phase.Id}-{SampleDraw.Place(seed, d.Participant.Key)[..12]}",
            Origin = InspectionOrigin.Drawn,
            Phase = phase.Id,
            Inspector = d.Inspector,
            OrderedAt = record.At,
            OrderedBy = Acts.Engine,
        }), groupOf[d.Participant])).ToList();
        await samples.WriteAsync(work.Cycle, phase.Id, drawn, [.. snapshot.Groups.Select(g => g.Id)], cancellationToken);
        await participants.RecordGroupAsync(
            work.Cycle, snapshot.Groups[0].Id, $"{work.Cycle}|{work.Milestone.Id}|seed", record.At,
            new LedgerFact(Acts.SampleDrawn, Acts.Engine, phase.Id, new Dictionary<string, string>
            {
                ["seed"] = seed,
                ["candidates"] = field.Count.ToString(CultureInfo.InvariantCulture),
                ["drawn"] = sample.Count.ToString(CultureInfo.InvariantCulture),
            }), [], cancellationToken);
    }

    /// <summary>
    /// Everybody whom the draw may take, with the group it stands in, and the head of every ledger: of a participant some eighty bytes, since what names it is
    /// the directory's own text and what many share is held once.
    /// </summary>
    private async Task<(List<(DrawCandidate Candidate, string Group)> Field, List<Digest> Heads)> ReadAsync(
        CycleContext cycle, Phase phase, CycleSnapshot snapshot, DirectorySnapshot people, CancellationToken cancellationToken)
    {
        var size = snapshot.Groups.Sum(g => g.Participants);
        var (field, heads, texts) = (new List<(DrawCandidate Candidate, string Group)>(size), new List<Digest>(size), new SharedTexts());
        var contenders = cycle.Definition.Tracks.Where(t => phase.Assesses && t.Select?.By is SelectionMethod.OnSite)
            .ToDictionary(t => t.Id, _ => new List<Contender>());
        foreach (var group in snapshot.Groups)
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group.Id, cancellationToken))
            {
                heads.Add(Digest.Parse(participant.Chain.Hash));
                var state = participant.State;
                var known = people.Unit(state.Unit)?.Id ?? people.Person(state.Unit)?.Id;
                if (phase.Concerns(state.Track))
                    field.Add((new(texts.Of(state.Track), known ?? state.Unit, texts.Of(state.Parent), texts.Of(state.Area)), group.Id));
                if (contenders.TryGetValue(state.Track, out var of) && known is not null)
                    of.Add(Contender.Of(cycle.Definition, state, Evaluator.Evaluate(cycle.Definition, state, null)));
            }
        }
        if (!phase.Assesses)
            return (field, heads);
        var assessed = contenders.SelectMany(c => IntendedList.ToAssess(cycle.Definition, cycle.Definition.Track(c.Key), c.Value).Select(u => (c.Key, u)))
            .ToHashSet();
        field.RemoveAll(f => !assessed.Contains((f.Candidate.Track, f.Candidate.Unit)));
        return (field, heads);
    }

    private static List<InspectorCandidate> Inspectors(string authority, DirectorySnapshot people) =>
        [.. people.InspectorsFor(authority)
            .Select(id => new InspectorCandidate(id, ReviewerIdentity.Of(people, id).OwnUnits.ToHashSet(StringComparer.Ordinal)))];
}
