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
    public async Task Start_ByTwoAtOnceIntoAnEmptyCache_FetchesOneUsableCopy()
    {
        using var cache = new TemporaryDirectory();
        var options = new AzuriteOptions { CacheDirectory = cache.Path };

        var started = await Task.WhenAll(Azurite.StartAsync(options, CancellationToken.None), Azurite.StartAsync(options, CancellationToken.None));

        foreach (var azurite in started)
        {
            await azurite.DisposeAsync();
        }

        Assert.Equal("azurite-3.35.0", Path.GetFileName(Assert.Single(Directory.GetDirectories(cache.Path))));
    }
}
