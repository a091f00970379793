using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Campaigns.Local.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Emulator;

public sealed class AzuriteTests(AzuriteFixture fixture) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Start_WithoutPorts_ListensOnThreeFreePorts()
    {
        using var http = new HttpClient();
        Uri[] endpoints = [fixture.Azurite.BlobEndpoint, fixture.Azurite.QueueEndpoint, fixture.Azurite.TableEndpoint];

        Assert.Equal(3, endpoints.Select(e => e.Port).Distinct().Count());
        foreach (var endpoint in endpoints)
        {
            Assert.Equal("127.0.0.1", endpoint.Host);
            using var response = await http.GetAsync(endpoint);
            Assert.StartsWith("Azurite", response.Headers.Server.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Dispose_WithDataDirectory_KeepsWhatWasStored()
    {
        using var data = new TemporaryDirectory();
        var options = new AzuriteOptions { DataDirectory = data.Path };
        await using (var first = await Azurite.StartAsync(options, CancellationToken.None))
        {
            var table = new TableServiceClient(first.ConnectionString).GetTableClient("kept");
            await table.CreateAsync();
            await table.AddEntityAsync(new TableEntity("三级联争", "1") { ["Points"] = 30 });
        }

        await using var second = await Azurite.StartAsync(options, CancellationToken.None);
        var row = await new TableServiceClient(second.ConnectionString).GetTableClient("kept").GetEntityAsync<TableEntity>("三级联争", "1");
        Assert.Equal(30, row.Value.GetInt32("Points"));
    }

    [Fact]
    public async Task Dispose_Always_EndsTheProcess()
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        using var process = Process.GetProcessById(azurite.ProcessId);
        Assert.False(process.HasExited);

        await azurite.DisposeAsync();
        await azurite.DisposeAsync();

        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task Start_OnATakenPort_SaysWhichAndLeavesNoProcess()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<AzuriteException>(
            () => Azurite.StartAsync(new AzuriteOptions { TablePort = port }, CancellationToken.None));

        Assert.Contains($"{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_FromTheTerminal_LeavesTheEmulatorToItsOwner()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);

        using (var kill = Process.Start("kill", ["-INT", $"{azurite.ProcessId}"]))
        {
            await kill.WaitForExitAsync();
        }

        await AnswersAsync(azurite.TableEndpoint, times: 20);
    }

    [Fact]
    public async Task OwnersDeath_ByDefault_EndsTheEmulator()
    {
        using var emulator = await OrphanAsync(new AzuriteOptions());

        await emulator.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(emulator.HasExited);
    }

    [Fact]
    public async Task OwnersDeath_WhenToldToSurvive_LeavesTheEmulatorAnswering()
    {
        var port = FreePort();
        using var emulator = await OrphanAsync(new AzuriteOptions { SurviveParent = true, TablePort = port });

        await AnswersAsync(new Uri($"http://127.0.0.1:{port}/{Azurite.AccountName}"), times: 20);

        Assert.False(emulator.HasExited);
        emulator.Kill();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AnswersAsync(Uri endpoint, int times)
    {
        using var http = new HttpClient();
        for (var i = 0; i < times; i++)
        {
            using var response = await http.GetAsync(endpoint);
            Assert.StartsWith("Azurite", response.Headers.Server.ToString(), StringComparison.Ordinal);
        }
    }

    // What the system does when an owner is killed: it closes the other end of the emulator's input.
    private static async Task<Process> OrphanAsync(AzuriteOptions options)
    {
        var script = await AzuriteInstallation.EnsureAsync(options.CacheDirectory, options.Log, CancellationToken.None);
        var emulator = Process.Start(Azurite.StartInfo(script, options))!;
        while (await emulator.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Table service is successfully listening", StringComparison.Ordinal))
        {
            // The table service is the last to come up.
        }

        emulator.StandardInput.Close();
        return emulator;
    }
}
