using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Campaigns.Local.Faults;

/// <summary>
/// Runs the app (<c>serve --driven</c>) in a process of its own, always at the same address, and starts it again when it was killed. An app that ends in
/// any other way is a defect: it stays down and <see cref="Defect"/> says why. The app ends with its supervisor, whose end of the pipe it listens to.
/// </summary>
internal sealed class AppSupervisor : IAsyncDisposable
{
    const int Killed = 128 + 9;
    const int LinesKept = 60;
    static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    readonly ProcessStartInfo _start;
    readonly Action<string> _note;
    readonly bool _comesBack;
    readonly ConcurrentQueue<string> _lines = new();
    readonly CancellationTokenSource _stopping = new();
    Process _process;
    Task _watching = Task.CompletedTask;
    int _deaths;

    AppSupervisor(ProcessStartInfo start, int port, Action<string> note, bool comesBack)
    {
        (_start, _note, _comesBack) = (start, note, comesBack);
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _process = Start();
    }

    public Uri Address { get; }

    /// <summary>How often the app was killed.</summary>
    public int Deaths => _deaths;

    /// <summary>Whether the app is down for good: it was killed and is not to come back, or ended in another way.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Why the app is down although nobody killed it; null where that is not so.</summary>
    public string? Defect { get; private set; }

    /// <summary>
    /// Starts the app with the arguments of <c>serve</c>, apart from its port; again after each kill, unless it is not to come back.
    /// </summary>
    public static AppSupervisor Start(IEnumerable<string> arguments, Action<string> note, bool comesBack = true)
    {
        var port = FreePort();
        var supervisor = new AppSupervisor(
            StartInfo([.. arguments, "--port", port.ToString(CultureInfo.InvariantCulture)]), port, note, comesBack);
        supervisor._watching = supervisor.WatchAsync();
        return supervisor;
    }

    /// <summary>Asks the app to end, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _watching;
        _process.Dispose();
        _stopping.Dispose();
    }

    async Task WatchAsync()
    {
        while (true)
        {
            await _process.WaitForExitAsync();
            if (_stopping.IsCancellationRequested)
                return;
            if (_process.ExitCode != Killed)
            {
                IsGone = true;
                Defect = $"The app ended with exit code {_process.ExitCode}:\n{string.Join('\n', _lines)}";
                _note(Defect);
                return;
            }
            _deaths++;
            if (!_comesBack)
            {
                IsGone = true;
                return;
            }
            _process.Dispose();
            _process = Start();
        }
    }

    Process Start()
    {
        var process = new Process { StartInfo = _start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    void Hear(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        _lines.Enqueue(line);
        if (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
        if (line.Contains("warning ", StringComparison.Ordinal) || line.Contains("error ", StringComparison.Ordinal))
            _note($"app: {line}");
    }

    static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        var app = typeof(AppSupervisor).Assembly.Location;
        var self = Environment.ProcessPath;
        // Run by its own executable the app is started by the same; in a test's process, by the dotnet command that runs the test.
        var own = self is not null && Path.GetFileNameWithoutExtension(self) == Path.GetFileNameWithoutExtension(app);
        var start = new ProcessStartInfo(own ? self! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[.. own ? Array.Empty<string>() : ["exec", app], "serve", "--driven", .. arguments])
            start.ArgumentList.Add(argument);
        // Started twenty times for a few seconds each, it gains nothing by compiling its code a second time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
