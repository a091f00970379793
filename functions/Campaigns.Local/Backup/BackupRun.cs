using System.Globalization;

namespace Campaigns.Local.Backup;

/// <summary>
/// Makes one backup: step after step of <see cref="BackupPlan"/>, each part hashed and noted in the manifest. A run that was ended and began less than half a
/// day ago is gone on with; else a new one begins.
/// </summary>
internal sealed class BackupRun(BackupAccount account, IBackupPlace place, TimeProvider time, Action<string> say)
{
    static readonly TimeSpan GoneOnWithin = TimeSpan.FromHours(12);

    /// <summary>Rows to a part, for tests.</summary>
    public int PartRows { get; init; } = 20_000;

    public int PartBlobs { get; init; } = 1_000;

    public async Task<BackupManifest> RunAsync(CancellationToken cancellation)
    {
        var all = await BackupManifest.AllAsync(place, cancellation);
        if (all.FirstOrDefault(m => m.Account != account.Name) is { } other)
            throw new BackupException($"There are backups of another account here: {other.Account}. Give each account a place of its own.");
        var now = time.GetUtcNow();
        var manifest = all.LastOrDefault(m => m.Ended is null && now - m.Begun < GoneOnWithin);
        var before = all.LastOrDefault(m => m.Ended is not null);
        if (manifest is null)
            manifest = new BackupManifest(now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture), account.Name, now);
        else
            say($"Goes on with the backup that began at {manifest.Begun:u}.");
        await manifest.SaveAsync(place, cancellation);
        var (asked, earlier) = (account.Meter.Total, manifest.Requests);
        foreach (var step in BackupPlan.Steps)
        {
            var progress = manifest.Step(step.Name);
            if (progress.Done)
                continue;
            var requests = account.Meter.Total;
            var fetched = await CopyAsync(step, manifest, before, cancellation);
            progress.Done = true;
            manifest.Requests = earlier + account.Meter.Total - asked;
            await manifest.SaveAsync(place, cancellation);
            say(LineOf(step, progress, fetched, account.Meter.Total - requests));
        }
        manifest.Ended = time.GetUtcNow();
        await manifest.SaveAsync(place, cancellation);
        say(string.Create(
            CultureInfo.InvariantCulture, $"Backup {manifest.Run}: {manifest.Requests:N0} requests in {manifest.Ended - manifest.Begun:hh\\:mm\\:ss}."));
        return manifest;
    }

    async Task<long> CopyAsync(BackupStep step, BackupManifest manifest, BackupManifest? before, CancellationToken cancellation)
    {
        if (step is TableStep table)
        {
            await new TableBackup(account, place, time) { PartRows = PartRows }.RunAsync(table, manifest, cancellation);
            return 0;
        }
        var blobs = new BlobBackup(account, place, time) { PartBlobs = PartBlobs };
        await blobs.RunAsync((BlobStep)step, manifest, before, cancellation);
        return blobs.Fetched;
    }

    static string LineOf(BackupStep step, StepProgress progress, long fetched, long requests)
    {
        var rows = progress.Parts.Sum(p => p.Rows);
        var again = progress.Reread > 0 ? $", {progress.Reread:N0} read again" : "";
        var what = step is BlobStep ? $"{rows:N0} blobs, {fetched:N0} of them new" : $"{rows:N0} rows{again}";
        return string.Create(CultureInfo.InvariantCulture, $"{step.Name}: {what}, {progress.Parts.Count} parts, {requests:N0} requests");
    }
}
