using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>The Table service's REST protocol, as much of it as the app speaks: tables, rows, queries over keys, transactions.</summary>
internal sealed class TableProtocol(RowLog log, RequestCounts counts)
{
    private readonly ConcurrentDictionary<string, TableRows> _tables = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<(string Table, long Rows, long Bytes)> Sizes =>
        _tables.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value.Size.Rows, t.Value.Size.Bytes));

    public async Task HandleAsync(HttpContext http)
    {
        var (path, query) = Target(http);
        var method = http.Request.Method;
        var body = method is "POST" or "PUT" or "PATCH" or "MERGE" ? await ReadAsync(http.Request) : [];
        var answer = path switch
        {
            "$batch" => Batch(http.Request.ContentType!, body),
            "Tables" => CreateTable(body),
            _ => Row(method, path, query, http.Request.Headers, body),
        };
        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        if (answer.ContentType is { } type)
            http.Response.ContentType = type;
        http.Response.ContentLength = answer.Body.Length;
        counts.Add(answer.Resource, answer.Operation, body.Length, answer.Body.Length);
        if (answer.Body.Length > 0)
            await http.Response.Body.WriteAsync(answer.Body);
    }

    /// <summary>The path below the account, and the query, both as they were sent.</summary>
    internal static (string Path, Dictionary<string, string> Query) Target(HttpContext http)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? raw : raw[..mark];
        var query = mark < 0 ? [] : raw[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
            .ToDictionary(p => Uri.UnescapeDataString(p[0]), p => p.Length > 1 ? Uri.UnescapeDataString(p[1].Replace('+', ' ')) : "");
        var below = path.TrimStart('/').Split('/', 2);
        return (below.Length > 1 ? below[1] : "", query);
    }

    internal static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is { } length)
        {
            var exact = new byte[length];
            await request.Body.ReadExactlyAsync(exact);
            return exact;
        }
        using var all = new MemoryStream();
        await request.Body.CopyToAsync(all);
        return all.ToArray();
    }

    private Answer CreateTable(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var name = document.RootElement.GetProperty("TableName").GetString()!;
        return _tables.TryAdd(name, new(log)) ? new("Tables", "create", 204) : Error("Tables", "create", 409, "TableAlreadyExists", "");
    }

    private Answer Row(string method, string path, Dictionary<string, string> query, IHeaderDictionary headers, byte[] body)
    {
        var (table, keys) = Address(path);
        if (!_tables.TryGetValue(table, out var rows))
            return Error(table, "none", 404, "TableNotFound", "");
        if (method == "GET")
            return keys is { } one ? Read(table, rows, one, query) : Query(table, rows, query);
        var write = Write(method, keys, headers.IfMatch, body);
        var operation = write.Verb.ToString().ToLowerInvariant();
        var result = rows.Write([write]).Results[0];
        return result.Code is { } code
            ? Error(table, operation, result.Status, code, "")
            : new(table, operation, result.Status) { Headers = result.ETag is { } etag ? [("ETag", etag)] : [] };
    }

    internal static RowWrite Write(string method, (string Partition, string Row)? keys, string? ifMatch, ReadOnlyMemory<byte> body)
    {
        if (method == "DELETE")
            return new(RowVerb.Delete, keys!.Value.Partition, keys.Value.Row, [], string.IsNullOrEmpty(ifMatch) ? "*" : ifMatch);
        var (partition, row, properties) = RowText.Read(body);
        var verb = method switch { "POST" => RowVerb.Insert, "PUT" => RowVerb.Replace, _ => RowVerb.Merge };
        return new(verb, keys?.Partition ?? partition!, keys?.Row ?? row!, properties, string.IsNullOrEmpty(ifMatch) ? null : ifMatch);
    }

    private static Answer Read(string table, TableRows rows, (string Partition, string Row) keys, Dictionary<string, string> query)
    {
        if (rows.Read(keys.Partition, keys.Row) is not { } found)
            return Error(table, "read", 404, "ResourceNotFound", "");
        var text = new ArrayBufferWriter<byte>();
        Append(text, found, Selected(query));
        return new(table, "read", 200) { Body = text.WrittenMemory, ContentType = Json, Headers = [("ETag", found.ETag)] };
    }

    private static Answer Query(string table, TableRows rows, Dictionary<string, string> query)
    {
        KeyFilter filter;
        try
        {
            filter = KeyFilter.Parse(query.GetValueOrDefault("$filter"));
        }
        catch (FormatException wrong)
        {
            return Error(table, "query", 400, "InvalidInput", wrong.Message);
        }
        var from = query.TryGetValue("NextPartitionKey", out var partition)
            ? (Decode(partition), Decode(query.GetValueOrDefault("NextRowKey", ""))) : ((string, string)?)null;
        var top = query.TryGetValue("$top", out var rowsAsked) ? int.Parse(rowsAsked, CultureInfo.InvariantCulture) : (int?)null;
        var page = rows.Query(filter, from, top);
        var text = new ArrayBufferWriter<byte>(1 << 16);
        var selected = Selected(query);
        text.Write("{\"value\":["u8);
        for (var i = 0; i < page.Rows.Count; i++)
        {
            if (i > 0)
                text.Write(","u8);
            Append(text, page.Rows[i], selected);
        }
        text.Write("]}"u8);
        return new(table, "query", 200)
        {
            Body = text.WrittenMemory,
            ContentType = Json,
            Headers = page.Next is { } next
                ? [("x-ms-continuation-NextPartitionKey", Encode(next.Partition)), ("x-ms-continuation-NextRowKey", Encode(next.Row))] : [],
        };
    }

    private Answer Batch(string contentType, byte[] body)
    {
        var parts = TableBatch.Read(body);
        var (table, _) = Address(parts[0].Path);
        if (!_tables.TryGetValue(table, out var rows))
            return Error(table, "batch", 404, "TableNotFound", "0:");
        var writes = parts.ConvertAll(p => Write(p.Method, Address(p.Path).Keys, p.IfMatch, p.Body));
        var (results, refused) = rows.Write(writes);
        counts.AddRows(table, writes.Count);
        return new(table, "batch", 202) { Body = TableBatch.Answer(results, refused), ContentType = TableBatch.ContentType };
    }

    private const string Json = "application/json;odata=minimalmetadata;charset=utf-8";

    /// <summary>A table, and the keys of one of its rows, out of <c>Table(PartitionKey='…',RowKey='…')</c>.</summary>
    internal static (string Table, (string Partition, string Row)? Keys) Address(string path)
    {
        var open = path.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
            return (path, null);
        var inside = Uri.UnescapeDataString(path[(open + 1)..].TrimEnd(')', '/'));
        const string First = "PartitionKey='", Second = "',RowKey='";
        if (!inside.StartsWith(First, StringComparison.Ordinal))
            return (path[..open], null);
        var middle = inside.IndexOf(Second, StringComparison.Ordinal);
        return (path[..open], (Plain(inside[First.Length..middle]), Plain(inside[(middle + Second.Length)..^1])));
    }

    private static string Plain(string literal) => literal.Replace("''", "'", StringComparison.Ordinal);

    private static HashSet<string>? Selected(Dictionary<string, string> query) =>
        query.TryGetValue("$select", out var names) ? [.. names.Split(',')] : null;

    private static void Append(ArrayBufferWriter<byte> text, RowFound row, HashSet<string>? selected)
    {
        var properties = selected is null ? row.Properties : RowText.Select(row.Properties, selected);
        text.Write("{\"odata.etag\":"u8);
        text.Write(JsonSerializer.SerializeToUtf8Bytes(row.ETag));
        text.Write(",\"PartitionKey\":"u8);
        text.Write(JsonSerializer.SerializeToUtf8Bytes(row.Partition));
        text.Write(",\"RowKey\":"u8);
        text.Write(JsonSerializer.SerializeToUtf8Bytes(row.Row));
        var at = new DateTime(row.Version, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        text.Write(Encoding.UTF8.GetBytes($",\"Timestamp\":\"{at}\""));
        if (properties.Length > 0)
        {
            text.Write(","u8);
            text.Write(properties);
        }
        text.Write("}"u8);
    }

    private static string Encode(string key) => "1!" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key));

    private static string Decode(string token) => token.Length < 2 ? "" : Encoding.UTF8.GetString(Convert.FromHexString(token[2..]));

    private static Answer Error(string resource, string operation, int status, string code, string message) => new(resource, operation, status)
    {
        Body = TableBatch.Error(code, message),
        ContentType = Json,
        Headers = [("x-ms-error-code", code)],
    };

    private sealed record Answer(string Resource, string Operation, int Status)
    {
        public ReadOnlyMemory<byte> Body { get; init; }

        public string? ContentType { get; init; }

        public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
    }
}
