using Azure.Data.Tables;
using Campaigns.App.Storage;

namespace Campaigns.App.Cycles;

/// <summary>Changes of the rules of a running cycle (J14, K5).</summary>
public sealed partial class CycleStore
{
    /// <summary>Writes the cycle with its changed rules and the milestones that score again, in one transaction; false when it has changed meanwhile.</summary>
    public async Task<bool> AdoptRulesAsync(
        CycleSnapshot snapshot, Cycle changed, IReadOnlyList<CycleMilestone> milestones, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(changed);
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, CycleRows.Of(changed), snapshot.Cycle.ETag),
        };
        actions.AddRange(milestones.Select(m => new TableTransactionAction(TableTransactionActionType.Add, CycleRows.Of(changed.Id, m))));
        var adopted = await Batch.ExecuteAsync(_table, actions, $"{changed.Id}|rules|{changed.Adopted?.Number}", cancellationToken);
        _recent.TryRemove(changed.Id, out _);
        return adopted.IsCommitted;
    }
}
