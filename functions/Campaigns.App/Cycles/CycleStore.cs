using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Cycles;

/// <summary>
/// The record of a cycle. Every write is conditional on what was read, or keyed so that writing it twice changes nothing: a driver that was overtaken
/// finds its write refused and reads again.
/// </summary>
public sealed partial class CycleStore(CampaignTables tables, LongTexts texts, TimeProvider time)
{
    /// <summary>How old an answer of <see cref="ReadRecentAsync"/> may be.</summary>
    public static TimeSpan Recent { get; } = TimeSpan.FromSeconds(1);

    private readonly TableClient _table = tables.Cycles;
    private readonly ConcurrentDictionary<string, (Task<Cycle?> Row, long At)> _recent = new();

    /// <summary>
    /// Writes groups and milestones, then the cycle row that makes them visible. False when a cycle of that id is there already (nothing of it is changed,
    /// but for rows that a start that died half-way left behind).
    /// </summary>
    public async Task<bool> CreateAsync(
        Cycle cycle, IReadOnlyList<CycleGroup> groups, IReadOnlyList<CycleMilestone> milestones, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cycle.Id, cancellationToken) is not null)
            return false;
        var rows = groups.Select(g => CycleRows.Of(cycle.Id, g)).Concat(milestones.Select(m => CycleRows.Of(cycle.Id, m)));
        foreach (var chunk in rows.Chunk(Batch.MaxRows))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
            await Batch.ExecuteAsync(_table, actions, cycle.Id + "|create", cancellationToken);
        }

        await _table.UpsertEntityAsync(IndexRow(cycle.Id, cycle.State), TableUpdateMode.Replace, cancellationToken);
        var outcome = await Batch.ExecuteAsync(
            _table, [new(TableTransactionActionType.Add, CycleRows.Of(cycle))], $"{cycle.Id}|create|{cycle.StartedBy}|{cycle.StartedAt:O}", cancellationToken);
        return outcome.IsCommitted;
    }

    public async Task<Cycle?> ReadAsync(string cycle, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Cycle, cancellationToken: cancellationToken);
        return row.HasValue ? CycleRows.ToCycle(row.Value!) : null;
    }

    /// <summary>
    /// The row as it was at most a second ago, one read for all who ask at once; what this process writes shows at once. Whoever looks at the epoch before
    /// acting may be overtaken between looking and acting anyway, which is why every act can be repeated.
    /// </summary>
    public async Task<Cycle?> ReadRecentAsync(string cycle, CancellationToken cancellationToken)
    {
        if (!_recent.TryGetValue(cycle, out var known) || time.GetElapsedTime(known.At) >= Recent || known.Row.IsFaulted || known.Row.IsCanceled)
            _recent[cycle] = known = (ReadAsync(cycle, CancellationToken.None), time.GetTimestamp());
        return await known.Row.WaitAsync(cancellationToken);
    }

    /// <summary>The cycle with its groups and milestones, from one range of its partition.</summary>
    public async Task<CycleSnapshot?> ReadSnapshotAsync(string cycle, CancellationToken cancellationToken)
    {
        var (from, to) = CycleKeys.DriverRange;
        Cycle? head = null;
        var groups = new List<CycleGroup>();
        var milestones = new List<CycleMilestone>();
        await foreach (var row in QueryAsync(cycle, from, to, cancellationToken))
        {
            if (row.RowKey == CycleKeys.Cycle)
                head = CycleRows.ToCycle(row);
            else if (row.RowKey.StartsWith("g|", StringComparison.Ordinal))
                groups.Add(CycleRows.ToGroup(row));
            else if (row.RowKey.StartsWith("m|", StringComparison.Ordinal))
                milestones.Add(CycleRows.ToMilestone(row));
        }
        return head is null ? null : new(head, groups, milestones);
    }

    /// <summary>Ids and states of all cycles.</summary>
    public async Task<IReadOnlyList<(string Cycle, CycleState State)>> ListAsync(CancellationToken cancellationToken)
    {
        var cycles = new List<(string, CycleState)>();
        await foreach (var row in QueryAsync(CycleKeys.Index, "", "~", cancellationToken))
            cycles.Add((row.RowKey, Enum.Parse<CycleState>(row.GetString("State"))));
        return cycles;
    }

    /// <summary>
    /// Writes down <paramref name="recorded"/> and claims <paramref name="claim"/> for the snapshot's epoch, in one transaction; one that this epoch has
    /// claimed already stays as it is. Null when any of them, or the plan, has changed since the snapshot was read.
    /// </summary>
    public async Task<Advance?> AdvanceAsync(
        CycleSnapshot snapshot, IReadOnlyList<MilestoneProgress> recorded, string? claim, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>();
        foreach (var progress in recorded)
            actions.Add(Change(snapshot, progress.Milestone.Id, m => m with { State = progress.State, DoneAt = now }));
        var wanted = snapshot.Milestones.FirstOrDefault(m => m.Milestone.Id == claim);
        // What an epoch before this one claimed is claimed anew: from now on it is this driver that may not be silent over it for too long.
        var claims = wanted is { State: MilestoneState.Pending } || wanted is { State: MilestoneState.Claimed } && wanted.Claim?.Epoch != snapshot.Cycle.Epoch;
        if (claims)
            actions.Add(Change(snapshot, wanted!.Milestone.Id, m => m with { State = MilestoneState.Claimed, Claim = new(snapshot.Cycle.Epoch, now) }));
        // The cycle row goes with them as it is: whoever changes the calendar meanwhile finds it changed, and this claim finds the calendar changed.
        if (actions.Count > 0)
            actions.Insert(0, new(TableTransactionActionType.UpdateReplace, CycleRows.Of(snapshot.Cycle), snapshot.Cycle.ETag));
        var etag = wanted is { State: MilestoneState.Claimed } ? wanted.ETag : default;
        foreach (var (i, chunk) in actions.Chunk(Batch.MaxRows).Index())
        {
            var operation = $"{snapshot.Cycle.Id}|{snapshot.Cycle.Epoch}|{snapshot.Cycle.PlanVersion}|advance|{((TableEntity)chunk[^1].Entity).RowKey}";
            var outcome = await Batch.ExecuteAsync(_table, chunk, operation, cancellationToken);
            if (!outcome.IsCommitted)
                return null;
            if (i == 0)
                KeepRecent(snapshot.Cycle, outcome.ETags?[0]);
            if (claims)
                etag = outcome.ETags?[^1] ?? default;
        }
        return new(wanted is null || etag == default ? null : new ClaimedRow(etag.ToString(), wanted.PlanVersion, wanted.Effect));
    }

    /// <summary>
    /// Adopts new windows and instants: the cycle's plan and the milestones that move, in one transaction. False when anything has changed meanwhile.
    /// </summary>
    public async Task<bool> ReplanAsync(CycleSnapshot snapshot, OutageExtension extension, CycleMilestone record, CancellationToken cancellationToken)
    {
        const int Beside = 2;
        var version = snapshot.Cycle.PlanVersion + 1;
        var cycle = snapshot.Cycle with { Windows = extension.Windows, PlanVersion = version };
        var moves = extension.Milestones.Select(moved => Change(snapshot, moved.Id, m => m with { Milestone = moved, PlanVersion = version })).ToList();
        // What does not fit beside the cycle's row goes first: instants, not steps, so that whoever finds it half done does the same again.
        foreach (var chunk in moves.Skip(Batch.MaxRows - Beside).Chunk(Batch.MaxRows))
        {
            if (!(await Batch.ExecuteAsync(_table, chunk, $"{cycle.Id}|plan|{version}", cancellationToken)).IsCommitted)
                return false;
        }
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, CycleRows.Of(cycle), snapshot.Cycle.ETag),
            new(TableTransactionActionType.UpsertReplace, CycleRows.Of(cycle.Id, record)),
        };
        actions.AddRange(moves.Take(Batch.MaxRows - Beside));
        var replanned = await Batch.ExecuteAsync(_table, actions, $"{cycle.Id}|plan|{version}", cancellationToken);
        _recent.TryRemove(cycle.Id, out _);
        return replanned.IsCommitted;
    }

    /// <summary>One milestone; null where there is none of that id.</summary>
    public async Task<CycleMilestone?> ReadMilestoneAsync(string cycle, string milestone, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Milestone(milestone), cancellationToken: cancellationToken);
        return row.HasValue ? CycleRows.ToMilestone(row.Value!) : null;
    }

    /// <summary>
    /// Marks a claimed milestone as done, with what its waves did. Safe to repeat: the first time stays. The row is read only where it is no longer as the
    /// claim left it. False where it was done already.
    /// </summary>
    public async Task<bool> FinishAsync(MilestoneWork work, WaveCounts counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (cycle, milestone) = (work.Cycle, work.Milestone.Id);
        if (work.Claimed is { } left)
        {
            var known = new CycleMilestone(work.Milestone, MilestoneState.Done, left.PlanVersion, now, counts) { Round = work.Round, Effect = left.Effect };
            TableTransactionAction finish = new(TableTransactionActionType.UpdateReplace, CycleRows.Of(cycle, known), new ETag(left.ETag));
            if ((await Batch.ExecuteAsync(_table, [finish], $"{cycle}|finish|{milestone}", cancellationToken)).IsCommitted)
                return true;
        }
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Milestone(milestone), cancellationToken: cancellationToken);
        if (!row.HasValue || CycleRows.ToMilestone(row.Value!) is not { State: MilestoneState.Claimed } claimed)
            return false;
        var done = CycleRows.Of(cycle, claimed with { State = MilestoneState.Done, DoneAt = now, Counts = counts, Claim = null });
        return (await Batch.ExecuteAsync(
            _table, [new(TableTransactionActionType.UpdateReplace, done, claimed.ETag)], $"{cycle}|finish|{milestone}", cancellationToken)).IsCommitted;
    }

    /// <summary>
    /// Changes the cycle row under its ETag, trying again on what is there then. Returns the row as written; null when <paramref name="change"/> wants none.
    /// </summary>
    public async Task<Cycle?> ChangeAsync(string cycle, string operationId, Func<Cycle, Cycle?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(cycle, cancellationToken) is not { } current || change(current) is not { } next)
                return null;
            TableTransactionAction update = new(TableTransactionActionType.UpdateReplace, CycleRows.Of(next), current.ETag);
            var changed = await Batch.ExecuteAsync(_table, [update], operationId, cancellationToken);
            _recent.TryRemove(cycle, out _);
            if (!changed.IsCommitted)
                continue;
            if (next.State != current.State)
                await _table.UpsertEntityAsync(IndexRow(cycle, next.State), TableUpdateMode.Replace, cancellationToken);
            return next;
        }
    }

    /// <summary>
    /// Changes a group's row under its ETag, trying again on what is there then. Returns the group as written; null when <paramref name="change"/> wants none.
    /// </summary>
    public async Task<CycleGroup?> ChangeGroupAsync(
        string cycle, string group, string operationId, Func<CycleGroup, CycleGroup?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await _table.GetEntityAsync<TableEntity>(cycle, CycleKeys.Group(group), cancellationToken: cancellationToken);
            var current = CycleRows.ToGroup(row.Value);
            if (change(current) is not { } next)
                return null;
            TableTransactionAction update = new(TableTransactionActionType.UpdateReplace, CycleRows.Of(cycle, next), current.ETag);
            if ((await Batch.ExecuteAsync(_table, [update], operationId, cancellationToken)).IsCommitted)
                return next;
        }
    }

    /// <summary>What this process has just written is what <see cref="ReadRecentAsync"/> answers next; nothing is, where the write's answer was lost.</summary>
    private void KeepRecent(Cycle cycle, ETag? written)
    {
        if (written is { } etag && etag != default)
            _recent[cycle.Id] = (Task.FromResult<Cycle?>(cycle with { ETag = etag }), time.GetTimestamp());
        else
            _recent.TryRemove(cycle.Id, out _);
    }

    internal AsyncPageable<TableEntity> QueryAsync(string partition, string from, string to, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"), cancellationToken: cancellationToken);

    private static TableTransactionAction Change(CycleSnapshot snapshot, string milestone, Func<CycleMilestone, CycleMilestone> change)
    {
        var current = snapshot.Milestones.First(m => m.Milestone.Id == milestone);
        return new(TableTransactionActionType.UpdateReplace, CycleRows.Of(snapshot.Cycle.Id, change(current)), current.ETag);
    }

    private static TableEntity IndexRow(string cycle, CycleState state) => new(CycleKeys.Index, cycle) { ["State"] = state.ToString() };
}
