namespace Campaigns.Local.Emulator;

/// <summary>How a storage emulator is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>Where the emulator keeps its state; null keeps it in memory, and it is gone with the emulator.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The blob service's port on 127.0.0.1; 0 takes a free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>The queue service's port on 127.0.0.1; 0 takes a free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>The table service's port on 127.0.0.1; 0 takes a free one.</summary>
    public int TablePort { get; init; }

    /// <summary>Gets a line when the emulator is fetched, and every line that it prints; called from any thread.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Whether the emulator goes on when this process dies without having disposed of it. For tests that kill the process.</summary>
    public bool SurviveParent { get; init; }

    /// <summary>
    /// Whether the emulator finds rows and blobs by indexes; else it runs as it comes and looks through whole tables. For measuring beside others' figures.
    /// </summary>
    public bool Indexed { get; init; } = true;

    /// <summary>The folder under which fetched emulators are kept.</summary>
    public string CacheDirectory { get; init; } = DefaultCacheDirectory;

    private static string DefaultCacheDirectory
    {
        get
        {
            var perUser = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(perUser.Length == 0 ? Path.GetTempPath() : perUser, "campaigns");
        }
    }
}
