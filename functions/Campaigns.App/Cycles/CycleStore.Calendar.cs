using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Cycles;

/// <summary>
/// Changes of a running cycle's calendar (J3, J5). One may move more milestones than a transaction holds, so it is recorded in the cycle row first, together
/// with the windows, and then carried to the milestones: until that is through nothing is claimed, and whoever comes by completes it.
/// </summary>
public sealed partial class CycleStore
{
    /// <summary>Adopts a change that was decided on <paramref name="snapshot"/>; null when the cycle has changed since it was read.</summary>
    public async Task<Cycle?> AdoptAsync(CycleSnapshot snapshot, CalendarChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(change);
        if (snapshot.Cycle.Change is not null)
        {
            await CompleteAsync(snapshot.Cycle.Id, cancellationToken);
            return null;
        }
        var cycle = snapshot.Cycle with
        {
            State = change.State,
            Windows = change.Windows,
            PlanVersion = snapshot.Cycle.PlanVersion + 1,
            PausedAt = change.PausedAt,
            ChangedAt = change.At,
            Change = await texts.WriteAsync(StorageJson.Write(change), cancellationToken),
        };
        TableTransactionAction update = new(TableTransactionActionType.UpdateReplace, CycleRows.Of(cycle), snapshot.Cycle.ETag);
        var adopted = await Batch.ExecuteAsync(_table, [update], $"{cycle.Id}|plan|{cycle.PlanVersion}|{change.MilestoneId}", cancellationToken);
        _recent.TryRemove(cycle.Id, out _);
        return adopted.IsCommitted ? await CompleteAsync(cycle.Id, cancellationToken) : null;
    }

    /// <summary>Carries the recorded change to the milestones, where there is one; returns the cycle as it is then. Safe to repeat.</summary>
    public async Task<Cycle> CompleteAsync(string cycle, CancellationToken cancellationToken)
    {
        while (true)
        {
            var snapshot = await ReadSnapshotAsync(cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {cycle} is gone.");
            if (await texts.ReadAsync(snapshot.Cycle.Change, cancellationToken) is not { } recorded)
                return snapshot.Cycle;
            var change = StorageJson.Read<CalendarChange>(recorded);
            if (await CarryAsync(snapshot, change, cancellationToken))
                await _table.UpsertEntityAsync(IndexRow(cycle, change.State), TableUpdateMode.Replace, cancellationToken);
        }
    }

    /// <summary>False when something has changed meanwhile: read again.</summary>
    private async Task<bool> CarryAsync(CycleSnapshot snapshot, CalendarChange change, CancellationToken cancellationToken)
    {
        var version = snapshot.Cycle.PlanVersion;
        var there = snapshot.Milestones.ToDictionary(m => m.Milestone.Id);
        var rows = change.Milestones
            .Select(m => (To: m, Now: there[m.Milestone.Id]))
            .Where(m => m.Now.PlanVersion < version && m.Now.State is not MilestoneState.Claimed)
            .Select(m => new TableTransactionAction(
                TableTransactionActionType.UpdateReplace, CycleRows.Of(snapshot.Cycle.Id, Changed(m.Now, m.To, version, change.At)), m.Now.ETag))
            .ToList();
        if (!there.ContainsKey(change.MilestoneId))
            rows.Add(new(TableTransactionActionType.Add, CycleRows.Of(snapshot.Cycle.Id, RecordOf(change, version, snapshot.Cycle.Epoch))));
        rows.Add(new(TableTransactionActionType.UpdateReplace, CycleRows.Of(snapshot.Cycle with { Change = null }), snapshot.Cycle.ETag));
        foreach (var chunk in rows.Chunk(Batch.MaxRows))
        {
            var operation = $"{snapshot.Cycle.Id}|carry|{version}|{((TableEntity)chunk[0].Entity).RowKey}";
            if (!(await Batch.ExecuteAsync(_table, chunk, operation, cancellationToken)).IsCommitted)
                return false;
        }
        _recent.TryRemove(snapshot.Cycle.Id, out _);
        return true;
    }

    /// <summary>A milestone that was done and comes again does so in a new round, so that its work has an id of its own.</summary>
    private static CycleMilestone Changed(CycleMilestone now, MilestoneProgress to, int version, DateTimeOffset at)
    {
        var again = to.State is MilestoneState.Pending && now.State is not MilestoneState.Pending;
        return now with
        {
            Milestone = to.Milestone,
            State = to.State,
            PlanVersion = version,
            DoneAt = to.State is MilestoneState.Pending ? null : at,
            Counts = again ? null : now.Counts,
            Round = again ? now.Round + 1 : now.Round,
        };
    }

    /// <summary>The milestone by which the change is told to every group: claimed from the start, so that it comes before any other.</summary>
    private static CycleMilestone RecordOf(CalendarChange change, int version, int epoch) =>
        new(new(change.MilestoneId, CyclePlanner.Cycle, change.Kind, null, change.At), MilestoneState.Claimed, version, null, null)
        {
            Effect = change.Effect,
            Claim = new(epoch, change.At),
        };
}
