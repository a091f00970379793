namespace Campaigns.Local.Backup;

/// <summary>
/// Takes backups away that are older than they may be, and the contents that none of the others has: names of erased people live on in backups until then. The
/// newest completed backup always stays.
/// </summary>
internal sealed class BackupPruning(IBackupPlace place)
{
    /// <summary>The number of backups and of contents that went.</summary>
    public async Task<(int Backups, int Contents)> RunAsync(DateTimeOffset olderThan, CancellationToken cancellation)
    {
        var all = await BackupManifest.AllAsync(place, cancellation);
        var newest = all.LastOrDefault(m => m.Ended is not null);
        var old = all.Where(m => m != newest && m.Begun < olderThan).ToList();
        if (old.Count == 0)
            return (0, 0);
        // The manifest goes first: what is left without it is nobody's, and never half a backup.
        foreach (var manifest in old)
        {
            await place.DeleteAsync(manifest.Path, cancellation);
            await foreach (var name in place.ListAsync($"{BackupManifest.Folder}{manifest.Run}/", cancellation))
                await place.DeleteAsync(name, cancellation);
        }
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in all.Except(old))
        {
            foreach (var step in BackupPlan.Steps.OfType<BlobStep>())
            {
                await foreach (var record in BlobRecord.AllAsync(place, manifest, step.Name, cancellation))
                    kept.Add(record.Content);
            }
        }
        var gone = new List<string>();
        await foreach (var name in place.ListAsync(BlobRecord.Folder, cancellation))
        {
            if (!kept.Contains(name))
                gone.Add(name);
        }
        foreach (var name in gone)
            await place.DeleteAsync(name, cancellation);
        return (old.Count, gone.Count);
    }
}
