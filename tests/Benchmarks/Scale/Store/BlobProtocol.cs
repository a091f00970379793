using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>The Blob service's REST protocol, as much of it as a year of the app speaks: containers, block blobs, ranges, lists.</summary>
internal sealed partial class BlobProtocol(RowLog log, RequestCounts counts)
{
    private readonly SortedRows<Blob> _blobs = new();
    private readonly ConcurrentDictionary<string, byte> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Container, string Name, string Block), byte[]> _blocks = new();
    private readonly Lock _gate = new();
    private long _version;

    public (long Blobs, long Bytes) Size
    {
        get
        {
            lock (_gate)
                return (_blobs.Count, _blobs.From([]).Sum(b => (long)b.Value.Place.Length));
        }
    }

    public async Task HandleAsync(HttpContext http)
    {
        var (path, query) = TableProtocol.Target(http);
        var parts = Uri.UnescapeDataString(path).Split('/', 2);
        var (container, name) = (parts[0], parts.Length > 1 ? parts[1] : "");
        var body = http.Request.Method == "PUT" ? await TableProtocol.ReadAsync(http.Request) : [];
        var answer = name.Length == 0 ? OfContainer(http, container, query) : OfBlob(http, container, name, query, body);
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.Headers["x-ms-request-id"] = "00000000-0000-0000-0000-000000000000";
        response.Headers["x-ms-version"] = "2021-12-02";
        foreach (var (header, value) in answer.Headers)
            response.Headers[header] = value;
        if (http.Request.Method != "HEAD" || answer.Status >= 400)
            response.ContentLength = http.Request.Method == "HEAD" ? 0 : answer.Body.Length;
        var operation = query.GetValueOrDefault("comp") is { } comp ? $"{http.Request.Method} {comp}" : http.Request.Method;
        counts.Add($"blob:{container}", operation.ToLowerInvariant(), body.Length, answer.Body.Length);
        if (answer.Body.Length > 0 && http.Request.Method != "HEAD")
            await response.Body.WriteAsync(answer.Body);
    }

    private Answer OfContainer(HttpContext http, string container, Dictionary<string, string> query) => http.Request.Method switch
    {
        "PUT" when _containers.TryAdd(container, 0) => Done(201, 1),
        "PUT" => Refused(409, "ContainerAlreadyExists"),
        "GET" when query.GetValueOrDefault("comp") == "list" => List(container, query.GetValueOrDefault("prefix", "")),
        "GET" or "HEAD" when _containers.ContainsKey(container) => Done(200, 1),
        _ => Refused(404, "ContainerNotFound"),
    };

    private Answer OfBlob(HttpContext http, string container, string name, Dictionary<string, string> query, byte[] body)
    {
        var request = http.Request;
        var key = TableRows.Key(container, name);
        switch (request.Method, query.GetValueOrDefault("comp"))
        {
            case ("PUT", null):
                return Put(request, key, body);
            case ("PUT", "block"):
                _blocks[(container, name, query["blockid"])] = body;
                return Done(201, 1);
            case ("PUT", "blocklist"):
                var ids = BlockId().Matches(Encoding.UTF8.GetString(body)).Select(m => m.Groups[1].Value);
                return Put(request, key, [.. ids.SelectMany(id => _blocks.TryRemove((container, name, id), out var block) ? block : [])]);
            case ("GET" or "HEAD", null or "metadata"):
                return Get(request, key);
            case ("DELETE", null):
                lock (_gate)
                    return _blobs.Remove(key) ? Done(202, 1) : Refused(404, "BlobNotFound");
            default:
                return Refused(400, "UnsupportedQueryParameter");
        }
    }

    private Answer Put(HttpRequest request, byte[] key, byte[] content)
    {
        lock (_gate)
        {
            var there = _blobs.TryGet(key, out var before);
            if (request.Headers.IfNoneMatch == "*" && there)
                return Refused(409, "BlobAlreadyExists");
            if (request.Headers.IfMatch is { Count: > 0 } match && match != "*" && (!there || match != ETag(before.Version)))
                return Refused(412, "ConditionNotMet");
            var blob = new Blob(log.Append(content), Math.Max(_version + 1, TimeProvider.System.GetUtcNow().UtcTicks), Described(request));
            _version = blob.Version;
            _blobs.Set(key, blob);
            return Done(201, blob.Version);
        }
    }

    private static string[] Described(HttpRequest request) =>
        [.. request.Headers.Where(h => h.Key.StartsWith("x-ms-meta-", StringComparison.OrdinalIgnoreCase)
            || h.Key.StartsWith("x-ms-blob-content-", StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.Key}: {h.Value}")];

    private Answer Get(HttpRequest request, byte[] key)
    {
        Blob blob;
        lock (_gate)
        {
            if (!_blobs.TryGet(key, out blob))
                return Refused(404, "BlobNotFound");
        }
        var content = request.Method == "HEAD" ? [] : log.Read(blob.Place);
        var range = Range().Match($"{request.Headers["x-ms-range"]}{request.Headers.Range}");
        var answer = Done(200, blob.Version) with { Body = content };
        List<(string, string)> headers =
        [
            .. answer.Headers, ("x-ms-blob-type", "BlockBlob"), ("Accept-Ranges", "bytes"),
            .. blob.Described.Select(d => d.Split(": ", 2)).Where(d => !d[0].EndsWith("md5", StringComparison.OrdinalIgnoreCase))
                .Select(d => (d[0].Replace("x-ms-blob-content-", "Content-", StringComparison.OrdinalIgnoreCase), d[1])),
        ];
        if (!headers.Exists(h => h.Item1.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add(("Content-Type", "application/octet-stream"));
        if (request.Method == "HEAD")
            headers.Add(("Content-Length", blob.Place.Length.ToString(CultureInfo.InvariantCulture)));
        if (range.Success && request.Method == "GET")
        {
            var from = int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);
            if (from >= content.Length)
                return Refused(416, "InvalidRange");
            var last = content.Length - 1;
            var to = range.Groups[2].Length > 0 ? Math.Min(int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture), last) : last;
            headers.Add(("Content-Range", $"bytes {from}-{to}/{content.Length}"));
            return answer with { Status = 206, Body = content[from..(to + 1)], Headers = headers };
        }
        return answer with { Headers = headers };
    }

    private Answer List(string container, string prefix)
    {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>");
        var start = TableRows.Key(container, prefix);
        lock (_gate)
        {
            foreach (var (key, blob) in _blobs.From(start).TakeWhile(b => b.Key.AsSpan().StartsWith(start)))
            {
                var name = Encoding.UTF8.GetString(key.AsSpan(Array.IndexOf(key, (byte)0) + 1));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<Blob><Name>{SecurityElement.Escape(name)}</Name><Properties><Last-Modified>{At(blob.Version)}</Last-Modified>");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<Etag>{ETag(blob.Version)}</Etag><Content-Length>{blob.Place.Length}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>");
            }
        }
        text.Append("</Blobs><NextMarker /></EnumerationResults>");
        return Done(200, 1) with { Body = Encoding.UTF8.GetBytes(text.ToString()), Headers = [("Content-Type", "application/xml")] };
    }

    private static string ETag(long version) => $"\"0x{version:X}\"";

    private static string At(long version) => new DateTime(version, DateTimeKind.Utc).ToString("R", CultureInfo.InvariantCulture);

    private static Answer Done(int status, long version) => new(status, [], [("ETag", ETag(version)), ("Last-Modified", At(version))]);

    private static Answer Refused(int status, string code) => new(
        status, Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>"),
        [("x-ms-error-code", code), ("Content-Type", "application/xml")]);

    [GeneratedRegex("<(?:Latest|Uncommitted|Committed)>([^<]+)<")]
    private static partial Regex BlockId();

    [GeneratedRegex("bytes=(\\d+)-(\\d*)")]
    private static partial Regex Range();

    private sealed record Answer(int Status, byte[] Body, IReadOnlyList<(string Name, string Value)> Headers);

    private readonly record struct Blob(Place Place, long Version, string[] Described);
}
