using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>A counting store in a process of its own, so that the memory of the process that asked for it is the app's alone; it ends with that one.</summary>
internal sealed class StoreProcess : IAsyncDisposable
{
    /// <summary>What this program is called with to be the store.</summary>
    public const string Command = "scale-store";

    private readonly Process _process;
    private readonly HttpClient _http = new();

    private StoreProcess(Process process, StoreAddress address) => (_process, Address) = (process, address);

    public StoreAddress Address { get; }

    public static async Task<StoreProcess> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StoreProcess).Assembly.Location, Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_gcServer"] = "0", ["DOTNET_TieredPGO"] = "0" },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The store could not be started.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The store ended at once.");
        return new(process, JsonSerializer.Deserialize<StoreAddress>(line)!);
    }

    public async Task<StoreContents> ContentsAsync() =>
        (await _http.GetFromJsonAsync<StoreContents>($"http://127.0.0.1:{Address.Tables}{StoreServer.CountsPath}"))!;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        _http.Dispose();
    }
}
