namespace Campaigns.Local.Backup;

/// <summary>Where backups lie: files by names with slashes.</summary>
internal interface IBackupPlace
{
    /// <summary>The file's bytes; null where there is none.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellation);

    /// <summary>Copies a local file under the name, over what is there: whole or not at all.</summary>
    Task PutAsync(string name, string file, CancellationToken cancellation);

    Task<bool> HasAsync(string name, CancellationToken cancellation);

    /// <summary>Takes a file away; one that is not there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation);

    /// <summary>The names that begin with <paramref name="prefix"/>.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation);
}
