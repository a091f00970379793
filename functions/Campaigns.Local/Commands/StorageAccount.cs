using Campaigns.Local.Emulator;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Commands;

/// <summary>The storage that a command works on: the account that it was given, or an emulator of its own.</summary>
internal sealed class StorageAccount : IAsyncDisposable
{
    readonly Azurite? _emulator;

    StorageAccount(string connectionString, Azurite? emulator)
    {
        ConnectionString = connectionString;
        _emulator = emulator;
    }

    public string ConnectionString { get; }

    /// <summary>Whether this is an emulator, which does not promise durability.</summary>
    public bool IsEmulator => _emulator is not null;

    /// <summary>Takes the given account, or starts the emulator: with its state in <paramref name="data"/>, or in memory.</summary>
    /// <exception cref="RehearsalException">The emulator cannot be fetched or started; the message says what the machine lacks.</exception>
    public static async Task<StorageAccount> OpenAsync(string? connectionString, DirectoryInfo? data, Action<string> note, CancellationToken cancellation)
    {
        if (connectionString is not null)
            return new StorageAccount(connectionString, null);
        var options = new AzuriteOptions { DataDirectory = data is null ? null : Path.Combine(data.FullName, "storage"), Log = line => Tell(line, note) };
        try
        {
            var emulator = await Azurite.StartAsync(options, cancellation);
            return new StorageAccount(emulator.ConnectionString, emulator);
        }
        catch (AzuriteException e)
        {
            throw new RehearsalException(e.Message, e);
        }
    }

    // The emulator tells about every port that it opens and closes; what is left is worth reading.
    static void Tell(string line, Action<string> note)
    {
        if (line.Length > 0 && !line.Contains(" service ", StringComparison.Ordinal) && !line.StartsWith("In-memory extent storage", StringComparison.Ordinal))
            note(line.Contains("zurite", StringComparison.Ordinal) ? line : $"Azurite: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_emulator is not null)
            await _emulator.DisposeAsync();
    }
}
