using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Adoption;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.App.Adoption;

/// <summary>
/// Changes the rules of a running cycle (J14, K5): what a change would do is computed group by group from what was handed in; adopting it writes the cycle
/// and a milestone by which every group is scored again, by the same functions.
/// </summary>
public sealed class RuleDesk(
    CycleStore cycles, CycleContexts contexts, CampaignStore campaigns, ParticipantStore participants, ContentStore contents, CampaignClock clock)
{
    // Another process may know the former rules for a minute: whatever it scored meanwhile is scored again after that.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    /// <summary>
    /// What <paramref name="version"/> would change, by track; the refusal where the cycle cannot adopt it, null where there is no such version.
    /// </summary>
    public async Task<Decision<IReadOnlyList<TrackPreview>>?> PreviewAsync(
        CycleContext cycle, string campaign, int version, CancellationToken cancellationToken)
    {
        if (await campaigns.GetAsync(campaign, version, cancellationToken) is not { } found)
            return null;
        if (RuleChange.Check(
            await campaigns.DefinitionAsync(campaign, (await RowAsync(cycle.Cycle, cancellationToken)).Version, cancellationToken), found.Definition) is { } no)
            return Decision.Refuse<IReadOnlyList<TrackPreview>>(no);
        var (from, to) = (cycle.Definition, found.Definition.ForYear(cycle.Year).With(cycle.References));
        var before = from.Tracks.ToDictionary(t => t.Id, _ => new List<Contender>());
        var after = from.Tracks.ToDictionary(t => t.Id, _ => new List<Contender>());
        foreach (var group in (await SnapshotAsync(cycle.Cycle, cancellationToken)).Groups)
        {
            var stored = await contents.ReadGroupAsync(cycle.Cycle, group.Id, cancellationToken);
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group.Id, cancellationToken))
            {
                var state = participant.State;
                var again = Rescoring.Rescore(to, state, StoredContents.Behind(state, u => stored.GetValueOrDefault((state.Track, u))));
                before[state.Track].Add(Contender.Of(from, state, Evaluator.Evaluate(from, state, null)));
                after[state.Track].Add(Contender.Of(to, again, Evaluator.Evaluate(to, again, null)));
            }
        }
        return Decision.Accept<IReadOnlyList<TrackPreview>>([.. from.Tracks.Select(t => RuleChange.Preview(
            t, from.Standard(t.Standard), before[t.Id], to.Track(t.Id), to.Standard(to.Track(t.Id).Standard), after[t.Id]))]);
    }

    /// <summary>Adopts <paramref name="version"/>; one that is adopted already stays so. Null where there is no such version.</summary>
    public async Task<Decision<Cycle>?> AdoptAsync(string cycle, int version, string by, string why, CancellationToken cancellationToken)
    {
        var row = await RowAsync(cycle, cancellationToken);
        if (await campaigns.GetAsync(row.Campaign, version, cancellationToken) is not { } found)
            return null;
        return await ChangeAsync(
            cycle, by, why,
            async current => current.Version == version ? Decision.Accept(current)
                : RuleChange.Check(await campaigns.DefinitionAsync(current.Campaign, current.Version, cancellationToken), found.Definition) is { } no
                    ? Decision.Refuse<Cycle>(no)
                    : Decision.Accept(current with { Version = version }),
            cancellationToken);
    }

    /// <summary>Enters reference values; those that are not named stay.</summary>
    public Task<Decision<Cycle>> EnterAsync(
        string cycle, IReadOnlyDictionary<string, decimal> values, string by, string why, CancellationToken cancellationToken) =>
        ChangeAsync(
            cycle, by, why,
            current =>
            {
                var entered = new SortedDictionary<string, decimal>(current.References.ToDictionary(), StringComparer.Ordinal);
                foreach (var (id, value) in values)
                    entered[id] = value;
                var same = entered.Count == current.References.Count && entered.All(e => current.References.TryGetValue(e.Key, out var v) && v == e.Value);
                return Task.FromResult(Decision.Accept(same ? current : current with { References = entered }));
            },
            cancellationToken);

    public async Task<Cycle> RowAsync(string cycle, CancellationToken cancellationToken) =>
        await cycles.ReadAsync(cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {cycle} is gone.");

    private async Task<Decision<Cycle>> ChangeAsync(
        string cycle, string by, string why, Func<Cycle, Task<Decision<Cycle>>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var snapshot = await SnapshotAsync(cycle, cancellationToken);
            if (snapshot.Cycle.State is CycleState.Completed or CycleState.Cancelled)
                return Decision.Refuse<Cycle>(RefusalCode.CycleOver);
            if (snapshot.Milestones.Any(m => m is { State: MilestoneState.Done or MilestoneState.Claimed, Milestone.Kind: MilestoneKind.Decide }))
                return Decision.Refuse<Cycle>(RefusalCode.YearDecided);
            var decision = await change(snapshot.Cycle);
            if (decision is not Accepted<Cycle> { State: var next } || ReferenceEquals(next, snapshot.Cycle))
                return decision;
            var now = clock.Now;
            var number = (snapshot.Cycle.Adopted?.Number ?? 0) + 1;
            next = next with { Adopted = new AdoptedRules(number, next.Version, by, now, why) };
            if (!await cycles.AdoptRulesAsync(snapshot, next, [.. Milestones(snapshot, number, now)], cancellationToken))
                continue;
            var written = await RowAsync(cycle, cancellationToken);
            await contexts.KeepAsync(written, cancellationToken);
            return Decision.Accept(written);
        }
    }

    /// <summary>Scores again at once and after other processes have learnt of it; a ranking that was there is made again.</summary>
    private static IEnumerable<CycleMilestone> Milestones(CycleSnapshot snapshot, int number, DateTimeOffset now)
    {
        var version = snapshot.Cycle.PlanVersion;
        yield return New($"{CyclePlanner.Cycle}|rescore|{number}", CyclePlanner.Cycle, MilestoneKind.Rescore, now, MilestoneState.Claimed);
        yield return New($"{CyclePlanner.Cycle}|rescore|{number}-settled", CyclePlanner.Cycle, MilestoneKind.Rescore, now + Settling, MilestoneState.Pending);
        if (snapshot.Milestones.LastOrDefault(m => m is { State: MilestoneState.Done, Milestone.Kind: MilestoneKind.Rank }) is { } ranked)
            yield return New($"{ranked.Milestone.Phase}|rerank|{number}", ranked.Milestone.Phase, MilestoneKind.Rank, now + Settling, MilestoneState.Pending);

        CycleMilestone New(string id, string phase, MilestoneKind kind, DateTimeOffset at, MilestoneState state) =>
            new(new Milestone(id, phase, kind, null, at), state, version, null, null)
            {
                Claim = state is MilestoneState.Claimed ? new(snapshot.Cycle.Epoch, now) : null,
            };
    }

    private async Task<CycleSnapshot> SnapshotAsync(string cycle, CancellationToken cancellationToken) =>
        await cycles.ReadSnapshotAsync(cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {cycle} is gone.");
}
