using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Http;
using Campaigns.App.Storage;

namespace Campaigns.App.Directory;

/// <summary>When a person was erased (campaign time), by whom, and why.</summary>
public sealed record ErasedMark(DateTimeOffset At, string By, string Reason);

/// <summary>A stored thing with its row's ETag.</summary>
public sealed record Stored<T>(T Value, ETag ETag);

/// <summary>
/// The directory's rows: the truth about units and people. Every write goes through <see cref="DirectoryVersions"/>, so that no snapshot outlives it.
/// Single writes are conditional; imports replace what they name and leave everything else untouched. What a write means for the ledgers of units is written
/// before it: an entry may speak of a write that then lost against another's, whose own entry follows; no write is without its entry.
/// </summary>
public sealed class DirectoryStore(CampaignTables tables, DirectoryVersions versions)
{
    const int BatchesAtOnce = 8;

    readonly DirectoryLedger _ledger = new(tables);

    public async Task<Stored<Unit>?> UnitAsync(string id, CancellationToken cancellation) =>
        await RowAsync(DirectoryKeys.UnitPartition(id), id, cancellation) is { } row ? new(DirectoryRows.ToUnit(row), row.ETag) : null;

    public async Task<Stored<Person>?> PersonAsync(string id, CancellationToken cancellation) =>
        await RowAsync(DirectoryKeys.PersonPartition(id), id, cancellation) is { } row ? new(DirectoryRows.ToPerson(row), row.ETag) : null;

    public async Task<Stored<Cluster>?> ClusterAsync(string id, CancellationToken cancellation) =>
        await RowAsync(DirectoryKeys.ClusterPartition(id), id, cancellation) is { } row ? new(DirectoryRows.ToCluster(row), row.ETag) : null;

    /// <summary>The mark of an erased person; null where the person is not erased.</summary>
    public async Task<ErasedMark?> ErasedAsync(string person, CancellationToken cancellation) =>
        await RowAsync(DirectoryKeys.ErasedPartition(person), person, cancellation) is { } row
            ? new(row.GetDateTimeOffset("At")!.Value, row.GetString("By"), row.GetString("Reason"))
            : null;

    /// <summary>
    /// Marks a person as erased, after the ledgers' entries; from then on no picture of the directory has the person. A mark that is there stays.
    /// </summary>
    public Task MarkErasedAsync(
        string person, ErasedMark mark, string operation, DirectoryFacts facts, CancellationToken cancellation) => versions.ChangeAsync(
        operation,
        async () =>
        {
            await _ledger.AppendAsync(facts, $"{operation}/{person}", cancellation);
            var row = new TableEntity(DirectoryKeys.ErasedPartition(person), person)
            {
                ["Schema"] = 1,
                ["At"] = mark.At,
                ["By"] = mark.By,
                ["Reason"] = mark.Reason,
            };
            await Batch.ExecuteAsync(tables.Directory, [new(TableTransactionActionType.Add, row)], operation, cancellation);
        },
        cancellation);

    /// <summary>Deletes the row of a person; one that is gone already is gone.</summary>
    public Task DeletePersonAsync(string person, string operation, CancellationToken cancellation) => versions.ChangeAsync(
        $"{operation}/row", () => tables.Directory.DeleteEntityAsync(DirectoryKeys.PersonPartition(person), person, ETag.All, cancellation), cancellation);

    /// <summary>Lets an erased person be entered again, by whoever says so: nobody comes back by an import.</summary>
    public Task UnmarkErasedAsync(string person, string operation, CancellationToken cancellation) => versions.ChangeAsync(
        $"{operation}/back", () => tables.Directory.DeleteEntityAsync(DirectoryKeys.ErasedPartition(person), person, ETag.All, cancellation), cancellation);

    /// <summary>Writes one cluster on condition; null where the condition did not hold at that very moment.</summary>
    public Task<ETag?> PutAsync(Cluster cluster, Precondition precondition, string operation, CancellationToken cancellation) =>
        PutAsync(DirectoryRows.ToRow(cluster), precondition, operation, cancellation);

    /// <summary>Writes one unit on condition; null where the condition did not hold at that very moment.</summary>
    public Task<ETag?> PutAsync(Unit unit, Precondition precondition, string operation, DirectoryFacts facts, CancellationToken cancellation) =>
        PutAsync(DirectoryRows.ToRow(unit), precondition, operation, cancellation, facts);

    /// <summary>Writes one person on condition; null where the condition did not hold at that very moment.</summary>
    public Task<ETag?> PutAsync(Person person, Precondition precondition, string operation, DirectoryFacts facts, CancellationToken cancellation) =>
        PutAsync(DirectoryRows.ToRow(person), precondition, operation, cancellation, facts);

    /// <summary>Writes all of them, in batches of one partition; safe to repeat after a fault.</summary>
    public async Task ReplaceAsync(
        IEnumerable<Unit> units, IEnumerable<Person> people, string operation, CancellationToken cancellation, IEnumerable<Cluster>? clusters = null,
        DirectoryFacts? facts = null)
    {
        var batches = units.Select(DirectoryRows.ToRow).Concat(people.Select(DirectoryRows.ToRow)).Concat((clusters ?? []).Select(DirectoryRows.ToRow))
            .GroupBy(row => row.PartitionKey)
            .SelectMany(rows => rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).Chunk(Batch.MaxRows))
            .ToList();
        if (batches.Count == 0) return;
        await versions.ChangeAsync(
            operation,
            async () =>
            {
                if (facts is not null) await _ledger.AppendAsync(facts, operation, cancellation);
                await Parallel.ForEachAsync(
                    batches,
                    new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellation },
                    async (batch, stop) =>
                    {
                        var outcome = await Batch.ExecuteAsync(tables.Directory, batch, operation, stop);
                        if (!outcome.IsCommitted) throw new InvalidOperationException($"An unconditional batch was refused with {outcome.Status}.");
                    });
            },
            cancellation);
    }

    /// <summary>The units that have not ended, shard by shard and by id, read a page at a time.</summary>
    public async IAsyncEnumerable<Unit> LivingUnitsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(DirectoryKeys.Filter(DirectoryKeys.UnitRange), cancellationToken: cancellation))
        {
            if (DirectoryRows.ToUnit(row) is { HasEnded: false } unit) yield return unit;
        }
    }

    /// <summary>Everybody, shard by shard and by id, read a page at a time.</summary>
    public async IAsyncEnumerable<Person> EverybodyAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(DirectoryKeys.Filter(DirectoryKeys.PersonRange), cancellationToken: cancellation))
            yield return DirectoryRows.ToPerson(row);
    }

    internal async Task<(List<Unit> Units, List<Person> People, List<Cluster> Clusters, List<string> Erased)> ReadAllAsync(CancellationToken cancellation)
    {
        var units = new List<Unit>();
        var people = new List<Person>();
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(DirectoryKeys.Filter(DirectoryKeys.UnitRange), cancellationToken: cancellation))
            units.Add(DirectoryRows.ToUnit(row));
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(DirectoryKeys.Filter(DirectoryKeys.PersonRange), cancellationToken: cancellation))
            people.Add(DirectoryRows.ToPerson(row));
        var clusters = new List<Cluster>();
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(DirectoryKeys.Filter(DirectoryKeys.ClusterRange), cancellationToken: cancellation))
            clusters.Add(DirectoryRows.ToCluster(row));
        // After the people: whoever is erased meanwhile is erased here too.
        var erased = new List<string>();
        await foreach (var row in tables.Directory.QueryAsync<TableEntity>(DirectoryKeys.Filter(DirectoryKeys.ErasedRange), cancellationToken: cancellation))
            erased.Add(row.RowKey);
        return (units, people, clusters, erased);
    }

    async Task<TableEntity?> RowAsync(string partition, string key, CancellationToken cancellation)
    {
        var row = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation);
        return row.HasValue ? row.Value : null;
    }

    async Task<ETag?> PutAsync(
        TableEntity row, Precondition precondition, string operation, CancellationToken cancellation, DirectoryFacts? facts = null)
    {
        var committed = false;
        await versions.ChangeAsync(
            operation,
            async () =>
            {
                if (facts is not null) await _ledger.AppendAsync(facts, $"{operation}/{row.RowKey}", cancellation);
                var action = precondition switch
                {
                    Precondition.MustNotExist or Precondition.Unstated => new TableTransactionAction(TableTransactionActionType.Add, row),
                    Precondition.Matches m => new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, m.ETag),
                    _ => new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, ETag.All),
                };
                committed = (await Batch.ExecuteAsync(tables.Directory, [action], operation, cancellation)).IsCommitted;
            },
            cancellation);
        return committed ? (await RowAsync(row.PartitionKey, row.RowKey, cancellation))?.ETag : null;
    }
}
