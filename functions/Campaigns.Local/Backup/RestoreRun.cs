using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.Local.Backup;

/// <summary>
/// Puts a backup into an account: rows inserted or replaced, a hundred of a partition to a request; blobs that are there already are left where they hold as
/// many bytes, because evidence cannot be written twice. Running it again, also after it was ended half-way, comes to the same. No app may run on the account
/// meanwhile. Whoever was erased since, as later backups in the same place know, stays erased. At the end each group of each cycle is marked as changed, so
/// that counts that pages read are made anew.
/// </summary>
internal sealed class RestoreRun(BackupAccount account, IBackupPlace place, Action<string> say)
{
    const int AtOnce = 8;
    const int MostBytes = 3 * 1024 * 1024;
    IReadOnlyDictionary<string, TableEntity> _erased = new Dictionary<string, TableEntity>();

    /// <param name="run">Which backup; null for the newest that was completed.</param>
    /// <param name="intoExisting">Whether the account may hold something already.</param>
    /// <param name="cancellation">Ends it; run it again to complete it.</param>
    public async Task<BackupManifest> RunAsync(string? run, bool intoExisting, CancellationToken cancellation)
    {
        var all = await BackupManifest.AllAsync(place, cancellation);
        var manifest = all.LastOrDefault(m => m.Ended is not null && (run is null || m.Run == run))
            ?? throw new BackupException(run is null ? "There is no completed backup here." : $"There is no completed backup {run} here.");
        if (!intoExisting && await HoldsAsync(cancellation) is { } what)
        {
            throw new BackupException($"The account is not empty: {what}. To go on with a restore that was ended, or to write over what is there, "
                + "run it with --into-existing.");
        }
        await CreateAsync(cancellation);
        _erased = await ErasedSinceAsync([.. all.Where(m => string.CompareOrdinal(m.Run, manifest.Run) > 0)], cancellation);
        var asked = account.Meter.Total;
        foreach (var step in BackupPlan.Steps)
        {
            var requests = account.Meter.Total;
            var rows = 0L;
            foreach (var part in manifest.Steps.Find(s => s.Step == step.Name)?.Parts ?? [])
            {
                using var file = await PartFile.FetchAsync(place, part, cancellation);
                rows += step is TableStep table
                    ? await RowsAsync(table.Table, file, cancellation)
                    : await BlobsAsync(((BlobStep)step).Container, file, cancellation);
            }
            say(string.Create(CultureInfo.InvariantCulture,
                $"{step.Name}: {rows:N0} {(step is TableStep ? "rows" : "blobs")}, {account.Meter.Total - requests:N0} requests"));
        }
        // A picture of what was there before would hide what is there now.
        await account.Blobs.GetBlobContainerClient("documents").GetBlobClient(DirectoryCache.BlobName).DeleteIfExistsAsync(cancellationToken: cancellation);
        await MarkChangedAsync(cancellation);
        foreach (var (person, mark) in _erased)
        {
            await account.Tables.GetTableClient("Directory").UpsertEntityAsync(mark, TableUpdateMode.Replace, cancellation);
            say($"{person} was erased after this backup; POST /api/v1/people/{person}/erase again takes away the messages that came back with it.");
        }
        say(string.Create(CultureInfo.InvariantCulture, $"Restored {manifest.Run}, as of {manifest.Begun:u}: {account.Meter.Total - asked:N0} requests."));
        return manifest;
    }

    async Task<string?> HoldsAsync(CancellationToken cancellation)
    {
        foreach (var name in BackupPlan.Steps.OfType<TableStep>().Select(s => s.Table).Distinct())
        {
            try
            {
                await foreach (var _ in account.Tables.GetTableClient(name).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellation))
                    return $"table {name} has rows";
            }
            catch (RequestFailedException missing) when (missing.Status == 404)
            {
                // An account on which no app has run yet.
            }
        }
        foreach (var name in BackupPlan.Steps.OfType<BlobStep>().Select(s => s.Container).Distinct())
        {
            var container = account.Blobs.GetBlobContainerClient(name);
            if (!await container.ExistsAsync(cancellation))
                continue;
            await foreach (var _ in container.GetBlobsAsync(cancellationToken: cancellation))
                return $"container {name} has blobs";
        }
        return null;
    }

    async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var name in BackupPlan.Steps.OfType<TableStep>().Select(s => s.Table).Distinct())
            await account.Tables.GetTableClient(name).CreateIfNotExistsAsync(cancellation);
        foreach (var name in BackupPlan.Steps.OfType<BlobStep>().Select(s => s.Container).Distinct())
            await account.Blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellation);
    }

    async Task<long> RowsAsync(string name, TemporaryFile file, CancellationToken cancellation)
    {
        var table = account.Tables.GetTableClient(name);
        var rows = 0L;
        await Parallel.ForEachAsync(
            BatchesAsync(name, file, cancellation), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (batch, stop) =>
            {
                await table.SubmitTransactionAsync(batch.Select(r => new TableTransactionAction(TableTransactionActionType.UpsertReplace, r)), stop);
                Interlocked.Add(ref rows, batch.Count);
            });
        return rows;
    }

    /// <summary>The marks of people whom later backups know as erased.</summary>
    async Task<IReadOnlyDictionary<string, TableEntity>> ErasedSinceAsync(IReadOnlyList<BackupManifest> later, CancellationToken cancellation)
    {
        var erased = new SortedDictionary<string, TableEntity>(StringComparer.Ordinal);
        var parts = later.SelectMany(m => m.Steps.Where(s => s.Step == "directory").SelectMany(s => s.Parts)).Where(p =>
            string.CompareOrdinal(p.First, DirectoryKeys.ErasedRange + "g") < 0 && string.CompareOrdinal(p.Last, DirectoryKeys.ErasedRange) >= 0);
        foreach (var part in parts)
        {
            using var file = await PartFile.FetchAsync(place, part, cancellation);
            await foreach (var line in PartFile.LinesAsync(file, cancellation))
            {
                if (RowText.Read(line) is var row && row.PartitionKey.StartsWith(DirectoryKeys.ErasedRange, StringComparison.Ordinal))
                    erased[row.RowKey] = row;
            }
        }
        return erased;
    }

    async IAsyncEnumerable<IReadOnlyList<TableEntity>> BatchesAsync(
        string table, TemporaryFile file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (batch, bytes) = (new List<TableEntity>(), 0);
        await foreach (var line in PartFile.LinesAsync(file, cancellation))
        {
            var row = RowText.Read(line);
            if (table == "Directory" && row.PartitionKey.StartsWith(DirectoryKeys.PersonRange, StringComparison.Ordinal) && _erased.ContainsKey(row.RowKey))
                continue;
            if (batch.Count > 0 && (batch.Count == Batch.MaxRows || batch[0].PartitionKey != row.PartitionKey || bytes + line.Length > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
            batch.Add(row);
            bytes += line.Length;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    async Task<long> BlobsAsync(string name, TemporaryFile file, CancellationToken cancellation)
    {
        var container = account.Blobs.GetBlobContainerClient(name);
        var blobs = 0L;
        await Parallel.ForEachAsync(
            PartFile.LinesAsync(file, cancellation).Select(BlobRecord.Read),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (record, stop) =>
            {
                await PutAsync(container, record, stop);
                Interlocked.Increment(ref blobs);
            });
        return blobs;
    }

    async Task PutAsync(BlobContainerClient container, BlobRecord record, CancellationToken cancellation)
    {
        var blob = container.GetBlobClient(record.Name);
        await using var content = await place.OpenAsync(record.Content, cancellation) ?? throw new BackupException($"{record.Content} is missing.");
        var options = new BlobUploadOptions
        {
            HttpHeaders = new()
            {
                ContentType = record.ContentType,
                ContentEncoding = record.ContentEncoding,
                ContentDisposition = record.ContentDisposition,
                CacheControl = record.CacheControl,
            },
            Metadata = record.Metadata?.ToDictionary(),
            Conditions = new() { IfNoneMatch = ETag.All },
        };
        try
        {
            await blob.UploadAsync(content, options, cancellation);
        }
        catch (RequestFailedException there) when (there.Status is 409 or 412)
        {
            if ((await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value.ContentLength == record.Length)
                return;
            content.Position = 0;
            options.Conditions = null;
            await blob.UploadAsync(content, options, cancellation);
        }
    }

    /// <summary>The groups of every cycle stand in table Participation, partition <c>cycle|{cycle}</c>; a hint is a row <c>cycle|group</c>.</summary>
    async Task MarkChangedAsync(CancellationToken cancellation)
    {
        const string Cycle = "cycle|";
        var participation = account.Tables.GetTableClient("Participation");
        var hints = new List<TableTransactionAction>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {Cycle} and PartitionKey lt {"cycle}"}");
        await foreach (var group in participation.QueryAsync<TableEntity>(filter, 1000, cancellationToken: cancellation))
        {
            var hint = new TableEntity(DirtyHints.Partition, $"{group.PartitionKey[Cycle.Length..]}|{group.RowKey}");
            hint[DirtyHints.AtProperty] = DateTimeOffset.UnixEpoch;
            hints.Add(new(TableTransactionActionType.UpsertReplace, hint));
        }
        foreach (var chunk in hints.Chunk(Batch.MaxRows))
            await account.Tables.GetTableClient("Cycles").SubmitTransactionAsync(chunk, cancellation);
    }
}
