using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Tests.Telemetry;

/// <summary>What an exporter sends, on a port of this machine: the part of Azure Monitor's ingestion and of OTLP over HTTP that exporters talk to.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly WebApplication _app;

    private TelemetrySink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First() + "/";

    /// <summary>Sends with a key and no identity, as a machine that is nobody does.</summary>
    public string ConnectionString => $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={Address}";

    public IEnumerable<string> Paths => _received.Select(r => r.Path);

    /// <summary>All that Azure Monitor got.</summary>
    public string Text => string.Join('\n', _received.Select(r => Encoding.UTF8.GetString(r.Body)));

    /// <summary>The same, item by item: <c>{name, tags, data: {baseType, baseData}}</c>.</summary>
    public IReadOnlyList<JsonNode> Items(string baseType) =>
    [
        .. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Where(item => (string?)item["data"]?["baseType"] == baseType),
    ];

    public static async Task<TelemetrySink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sink = new TelemetrySink(app);
        app.Run(sink.TakeAsync);
        await app.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var packed = http.Request.Headers.ContentEncoding == "gzip";
        await using var body = packed ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        _received.Enqueue((http.Request.Path, bytes.ToArray()));
        if (!http.Request.Path.Value!.EndsWith("/track", StringComparison.Ordinal))
            return;
        var count = Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        await http.Response.WriteAsJsonAsync(new { itemsReceived = count, itemsAccepted = count, errors = Array.Empty<object>() });
    }
}
