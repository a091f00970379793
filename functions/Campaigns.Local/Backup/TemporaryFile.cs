namespace Campaigns.Local.Backup;

/// <summary>A file of its own, gone with its owner.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
