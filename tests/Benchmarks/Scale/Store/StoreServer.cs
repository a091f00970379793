using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Campaigns.Local.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>
/// The counting store: a storage account of tables and blobs on two ports of the loopback address, and a mail server that delivers nowhere. Rows lie in a file,
/// their keys in memory. It neither authenticates nor throttles nor survives its process; what it counts and how it pages and refuses is the services' own.
/// </summary>
internal sealed class StoreServer : IAsyncDisposable
{
    /// <summary>Where the counts are read.</summary>
    public const string CountsPath = "/!counts";

    private readonly RowLog _log = new();
    private readonly SmtpSink _mail = SmtpSink.Start();
    private readonly TableProtocol _tables;
    private readonly BlobProtocol _blobs;
    private readonly RequestCounts _counts = new();
    private readonly WebApplication _app;

    private StoreServer()
    {
        (_tables, _blobs) = (new(_log, _counts), new(_log, _counts));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = null;
            k.Listen(IPAddress.Loopback, 0);
            k.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    private Uri[] Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    public StoreAddress Address => new(Addresses[0].Port, Addresses[1].Port, _mail.Port);

    public static async Task<StoreServer> StartAsync()
    {
        var server = new StoreServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Serves until the standard input ends: as long as the process lives that asked for it.</summary>
    public static async Task<int> RunAsync()
    {
        await using var server = await StartAsync();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(server.Address));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path == CountsPath)
            return http.Response.WriteAsJsonAsync(Contents());
        return http.Connection.LocalPort == Addresses[0].Port ? _tables.HandleAsync(http) : _blobs.HandleAsync(http);
    }

    private StoreContents Contents()
    {
        using var process = Process.GetCurrentProcess();
        return new(
            _counts.All, [.. _tables.Sizes.Select(t => new StoredTable(t.Table, t.Rows, t.Bytes))], _blobs.Size.Blobs, _blobs.Size.Bytes,
            _mail.Log.Totals.Messages, process.WorkingSet64);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _mail.DisposeAsync();
        _log.Dispose();
    }
}

/// <summary>Where a counting store listens.</summary>
internal sealed record StoreAddress(int Tables, int Blobs, int Mail)
{
    private const string Account = "devstoreaccount1";

    // The emulator's account and key are public and the same everywhere.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string ConnectionString =>
        FormattableString.Invariant($"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};")
        + FormattableString.Invariant($"BlobEndpoint=http://127.0.0.1:{Blobs}/{Account};TableEndpoint=http://127.0.0.1:{Tables}/{Account}");
}

/// <summary>A table's rows and bytes as the service charges for them.</summary>
internal sealed record StoredTable(string Table, long Rows, long Bytes);

/// <summary>What a store has been asked and what it holds.</summary>
internal sealed record StoreContents(
    IReadOnlyList<RequestCount> Requests, IReadOnlyList<StoredTable> Tables, long Blobs, long BlobBytes, long Mails, long WorkingSet);
