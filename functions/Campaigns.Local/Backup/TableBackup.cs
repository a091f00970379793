using Azure;
using Azure.Data.Tables;

namespace Campaigns.Local.Backup;

/// <summary>Copies the partitions of a step into parts; goes on behind the last complete part.</summary>
internal sealed class TableBackup(BackupAccount account, IBackupPlace place, TimeProvider time)
{
    /// <summary>Rows after which a part ends.</summary>
    public int PartRows { get; init; } = 20_000;

    public async Task RunAsync(TableStep step, BackupManifest manifest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        var progress = manifest.Step(step.Name);
        var reader = new TableReader(account.Tables.GetTableClient(step.Table), step.Steady, time) { WindowRows = Math.Min(PartRows, 5_000) };
        var read = progress.Reread;
        var last = progress.Parts.LastOrDefault()?.Last;
        foreach (var range in step.Ranges)
        {
            if (last is not null && range.To is { } end && string.CompareOrdinal(last, end) >= 0)
                continue;
            var part = new PartFile();
            try
            {
                await foreach (var window in WindowsAsync(reader, range, last, cancellation))
                {
                    await window.CopyToAsync(part.Lines, cancellation);
                    part.Note(window.Count, window.First, window.Last);
                    progress.Reread = read + reader.Reread;
                    if (part.Rows < PartRows)
                        continue;
                    await PutAsync(part);
                    part.Dispose();
                    part = new PartFile();
                }
                if (part.Rows > 0)
                    await PutAsync(part);
            }
            finally
            {
                part.Dispose();
            }
        }

        async Task PutAsync(PartFile part)
        {
            var name = FormattableString.Invariant($"{BackupManifest.Folder}{manifest.Run}/{step.Name}-{progress.Parts.Count:D6}.ndjson.gz");
            progress.Parts.Add(await part.PutAsync(place, name, time.GetUtcNow(), cancellation));
            await manifest.SaveAsync(place, cancellation);
        }
    }

    // A table that is not there yet holds nothing.
    static async IAsyncEnumerable<RowWindow> WindowsAsync(
        TableReader reader, PartitionRange range, string? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var windows = reader.ReadAsync(range, after, cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await windows.MoveNextAsync())
                    yield break;
            }
            catch (RequestFailedException missing) when (missing is { Status: 404, ErrorCode: "TableNotFound" })
            {
                yield break;
            }
            yield return windows.Current;
        }
    }
}
