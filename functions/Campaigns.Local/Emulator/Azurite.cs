using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Campaigns.Local.Emulator;

/// <summary>
/// A running storage emulator (blobs, queues, tables) on 127.0.0.1, owned by this process: it stops when it is disposed of, and soon after this process
/// died, unless the options say otherwise. It keeps what it acknowledged only if it is stopped, not if it is killed.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's one account.</summary>
    public const string AccountName = "devstoreaccount1";

    /// <summary>The emulator's key, which is public and the same everywhere.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Listening = "service is successfully listening at ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Action<string>? _log;
    private readonly ConcurrentDictionary<string, Uri> _endpoints = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    private Azurite(Process process, Action<string>? log)
    {
        _process = process;
        _log = log;
    }

    /// <summary>A full connection string: account, key and the three endpoints.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};" +
        $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    /// <summary>The blob service's address, account included.</summary>
    public Uri BlobEndpoint => Endpoint("Blob");

    /// <summary>The queue service's address, account included.</summary>
    public Uri QueueEndpoint => Endpoint("Queue");

    /// <summary>The table service's address, account included.</summary>
    public Uri TableEndpoint => Endpoint("Table");

    /// <summary>The emulator's process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Fetches the emulator when this user has none, starts it, and returns when all three services listen.</summary>
    /// <exception cref="AzuriteException">Node.js or npm is missing, a port is taken, or the emulator did not come up within a minute.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var script = await AzuriteInstallation.EnsureAsync(options.CacheDirectory, options.Log, cancellationToken);
        var azurite = new Azurite(new Process { StartInfo = StartInfo(script, options) }, options.Log);
        try
        {
            azurite.Start();
            await azurite._ready.Task.WaitAsync(StartLimit, cancellationToken);
            return azurite;
        }
        catch (TimeoutException e)
        {
            await azurite.DisposeAsync();
            throw azurite.Failure($"The storage emulator did not come up within {StartLimit.TotalSeconds:0} seconds.", e);
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the emulator, which saves its state first, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (ProcessId != 0 && !_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    internal static ProcessStartInfo StartInfo(string script, AzuriteOptions options)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                "--import", AzuriteGuard.ModuleUrl(options.Indexed), script, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
                "--blobPort", Port(options.BlobPort), "--queuePort", Port(options.QueuePort), "--tablePort", Port(options.TablePort),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(script),
        };
        if (options.DataDirectory is { } data)
        {
            start.ArgumentList.Add("--location");
            start.ArgumentList.Add(Path.GetFullPath(data));
        }
        else
        {
            start.ArgumentList.Add("--inMemoryPersistence");
        }

        if (options.SurviveParent)
        {
            start.Environment[AzuriteGuard.SurviveVariable] = "1";
        }

        return start;

        static string Port(int port) => port.ToString(CultureInfo.InvariantCulture);
    }

    private void Start()
    {
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            throw AzuriteInstallation.Missing("node", e);
        }

        ProcessId = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ = FailWhenEndedAsync();
    }

    private async Task FailWhenEndedAsync()
    {
        // Waits for the output's end too, so that the message says why.
        await _process.WaitForExitAsync();
        _ready.TrySetException(Failure("The storage emulator ended while it started.", null));
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log?.Invoke(line);
        if (_ready.Task.IsCompleted)
        {
            return;
        }

        // "Azurite Blob service is successfully listening at http://127.0.0.1:10000": the only way to learn a port that the system chose.
        _output.Enqueue(line);
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0 && line.Split(' ') is [_, var service, ..] && Uri.TryCreate(line[(at + Listening.Length)..].Trim(), UriKind.Absolute, out var address))
        {
            _endpoints[service] = new Uri(address, AccountName);
            if (_endpoints.Count == 3)
            {
                _ready.TrySetResult();
            }
        }
    }

    private async Task StopAsync()
    {
        try
        {
            await _process.StandardInput.WriteAsync(AzuriteGuard.Stop);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It ended meanwhile.
        }

        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private Uri Endpoint(string service) => _endpoints[service];

    private AzuriteException Failure(string message, Exception? cause) => new($"{message}\n{string.Join('\n', _output)}".TrimEnd(), cause);
}
