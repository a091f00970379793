using System.Runtime.CompilerServices;

namespace Campaigns.Local.Backup;

/// <summary>Backups in a directory of this machine.</summary>
internal sealed class DirectoryPlace(string root) : IBackupPlace
{
    const string Unfinished = ".part";
    readonly string _root = Path.GetFullPath(root);

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(File.Exists(PathOf(name)) ? File.OpenRead(PathOf(name)) : null);

    public Task PutAsync(string name, string file, CancellationToken cancellation)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // The copy may be cut short, the renaming cannot.
        var unfinished = $"{path}.{Path.GetFileName(file)}{Unfinished}";
        File.Copy(file, unfinished, overwrite: true);
        File.Move(unfinished, path, overwrite: true);
        return Task.CompletedTask;
    }

    public Task<bool> HasAsync(string name, CancellationToken cancellation) => Task.FromResult(File.Exists(PathOf(name)));

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = PathOf(prefix.Contains('/', StringComparison.Ordinal) ? prefix[..prefix.LastIndexOf('/')] : "");
        if (!Directory.Exists(folder))
            yield break;
        await Task.CompletedTask;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !name.EndsWith(Unfinished, StringComparison.Ordinal))
                yield return name;
        }
    }

    // Names come from manifests too, which somebody may have written by hand.
    string PathOf(string name)
    {
        var path = Path.GetFullPath(Path.Combine(_root, name));
        return path == _root || path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new BackupException($"'{name}' is not a name within the backup.");
    }
}
