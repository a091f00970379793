using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.App.Webhooks;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reporting;
using Campaigns.Rules.Targets;

namespace Campaigns.App.Completeness;

/// <summary>
/// Re-counts the groups that have changed, then sums all groups into a row a phase and chunks of areas: pages read those rows and never a participant.
/// Counting a group twice changes nothing. Whatever an act in such a group could not tell people any more is told on the way.
/// </summary>
public sealed class RollUp(
    CampaignTables tables, CycleStore cycles, CycleContexts contexts, ParticipantStore participants, DirtyHints hints, WebhookPump webhooks,
    CampaignClock clock)
{
    /// <summary>Areas to a row: keeps a row well under 30,000 characters.</summary>
    internal const int AreasPerRow = 500;

    private const string Json = "Json";
    private const string PhaseProperty = "Phase";
    private const string AreasProperty = "Areas";
    private const string TargetsProperty = "Targets";

    /// <summary>
    /// Counts the groups that a hint names as changed, those of one cycle or, where <paramref name="cycle"/> is null, of all; true when there was any.
    /// </summary>
    public async Task<bool> CountDirtyAsync(string? cycle, CancellationToken cancellationToken)
    {
        var look = await hints.ReadAsync(cycle, cancellationToken);
        var (dirty, now) = (look.Hints, clock.Now);
        var told = look.Marks.ContainsKey(DirtyHints.WebhooksOn) ? await webhooks.BeginAsync(cancellationToken) : null;
        var again = new HashSet<DirtyHint>();
        foreach (var changed in dirty.GroupBy(h => h.Cycle, StringComparer.Ordinal))
        {
            var untold = await CountAsync(changed.Key, [.. changed.Select(h => h.Group)], told, cancellationToken);
            again.UnionWith(changed.Where(h => untold.Contains(h.Group)));
        }
        await hints.DropAsync(dirty.Where(h => !again.Contains(h)), now, cancellationToken);
        if (cycle is null)
            await webhooks.EndAsync(told, look.Marks.GetValueOrDefault(DirtyHints.WebhooksDue), cancellationToken);
        return dirty.Count > 0;
    }

    /// <summary>
    /// Counts <paramref name="groups"/> and sums up; what acts in them have left untold is told.
    /// </summary>
    public Task CountAsync(string cycle, IReadOnlyCollection<string> groups, CancellationToken cancellationToken) =>
        CountAsync(cycle, groups, null, cancellationToken);

    private async Task<IReadOnlyCollection<string>> CountAsync(
        string cycle, IReadOnlyCollection<string> groups, IReadOnlyList<Webhook>? told, CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } context)
            return [];
        var untold = new HashSet<string>();
        foreach (var group in groups)
        {
            var (all, complete) = await participants.ReadForCountAsync(cycle, group, cancellationToken);
            if (!complete)
                untold.Add(group);
            List<ParticipantState> members = [.. all.Select(p => p.State).Where(s => s.Left is null)];
            if (told is not null)
                await webhooks.TellGroupAsync(told, cycle, group, all, cancellationToken);
            var row = new TableEntity(cycle, CycleKeys.GroupCounts(group));
            var counts = GroupCounts.Of(context, members).ByPhase.ToList();
            for (var i = 0; i < counts.Count; i++)
            {
                row[PhaseProperty + i] = counts[i].Key;
                row[AreasProperty + i] = PackedRates.Write(counts[i].Value);
            }
            row[TargetsProperty] = StorageJson.Write(TargetRules.All(context.Definition)
                .ToDictionary(t => t.Id, t => TargetRules.Part(context.Definition, t, members)));
            await tables.Cycles.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
        await SumAsync(cycle, cancellationToken);
        return untold;
    }

    /// <summary>The counts of every phase over all participants, by phase id.</summary>
    public async Task<IReadOnlyDictionary<string, PhaseCounts>> PhasesAsync(string cycle, CancellationToken cancellationToken)
    {
        var (from, to) = CycleKeys.PhaseCountsRange;
        var phases = new Dictionary<string, PhaseCounts>();
        await foreach (var row in cycles.QueryAsync(cycle, from, to, cancellationToken))
            phases[row.RowKey["R|".Length..]] = StorageJson.Read<PhaseCounts>(row.GetString(Json));
        return phases;
    }

    /// <summary>The counts of one phase by area.</summary>
    public async Task<IReadOnlyDictionary<string, ReportingRates>> AreasAsync(string cycle, string phase, CancellationToken cancellationToken)
    {
        var (from, to) = CycleKeys.AreaCountsRange(phase);
        var areas = new SortedDictionary<string, ReportingRates>(StringComparer.Ordinal);
        await foreach (var row in cycles.QueryAsync(cycle, from, to, cancellationToken))
        {
            foreach (var (area, rates) in PackedRates.Read(row.GetString(Json)))
                areas[area] = rates;
        }
        return areas;
    }

    /// <summary>What counts towards each target over all participants, and when that was summed; null before the first count. One request.</summary>
    public async Task<TargetCounts?> TargetsAsync(string cycle, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Targets, cancellationToken: cancellationToken);
        return row.HasValue ? StorageJson.Read<TargetCounts>(row.Value!.GetString(Json)) : null;
    }

    private async Task SumAsync(string cycle, CancellationToken cancellationToken)
    {
        var sums = new SortedDictionary<string, SortedDictionary<string, ReportingRates>>(StringComparer.Ordinal);
        var targets = new SortedDictionary<string, TargetPart>(StringComparer.Ordinal);
        var (from, to) = CycleKeys.GroupCountsRange;
        await foreach (var row in cycles.QueryAsync(cycle, from, to, cancellationToken))
        {
            foreach (var (id, part) in row.GetString(TargetsProperty) is { } parts ? StorageJson.Read<Dictionary<string, TargetPart>>(parts) : [])
                targets[id] = targets.GetValueOrDefault(id, TargetPart.Zero) + part;
            for (var i = 0; row.GetString(PhaseProperty + i) is { } phase; i++)
            {
                var sum = sums.TryGetValue(phase, out var known) ? known : sums[phase] = new(StringComparer.Ordinal);
                foreach (var (area, rates) in PackedRates.Read(row.GetString(AreasProperty + i)))
                    sum[area] = sum.TryGetValue(area, out var before) ? before + rates : rates;
            }
        }

        var rows = new List<TableEntity>
        {
            new(cycle, CycleKeys.Targets) { [Json] = StorageJson.Write(new TargetCounts(targets, clock.Now)) },
        };
        foreach (var (phase, areas) in sums)
        {
            var total = areas.Values.Aggregate(ReportingRates.Zero, (sum, one) => sum + one);
            rows.Add(new(cycle, CycleKeys.PhaseCounts(phase)) { [Json] = StorageJson.Write(new PhaseCounts(total, clock.Now)) });
            rows.AddRange(areas.Chunk(AreasPerRow).Select((chunk, i) =>
                new TableEntity(cycle, CycleKeys.AreaCounts(phase, i)) { [Json] = PackedRates.Write(chunk) }));
        }
        foreach (var chunk in rows.Chunk(Batch.MaxRows))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
            await Batch.ExecuteAsync(tables.Cycles, actions, $"{cycle}|counts|{clock.Now:O}", cancellationToken);
        }
    }
}

/// <summary>A phase's counts over all participants, and when they were summed.</summary>
public sealed record PhaseCounts(ReportingRates Rates, DateTimeOffset AsAt);

/// <summary>What counts towards each target, by its id, and when it was summed.</summary>
public sealed record TargetCounts(IReadOnlyDictionary<string, TargetPart> Parts, DateTimeOffset AsAt);
