using System.Text.Json.Nodes;

namespace Campaigns.App.Tests.OpenApi.Fuzz;

/// <summary>A request that may be anything; <see cref="Target"/> is sent as it stands.</summary>
internal sealed record FuzzRequest(
    int Number, string Operation, string Method, string Target, string? Token, IReadOnlyList<(string Name, string Value)> Headers, string? Type, byte[]? Body)
{
    public override string ToString() =>
        $"#{Number} {Operation}: {Method} {Target} {string.Join(' ', Headers.Select(h => $"{h.Name}={h.Value}"))} {Type} {(Body is null ? "" : Shown(Body))}";

    private static string Shown(byte[] body) => System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));
}

/// <summary>Makes requests from the document: each follows from the seed and its number alone.</summary>
internal sealed class RequestFuzz
{
    private static readonly string[] Words =
    [
        "v-01", "v-02", "village", "q1", "check", "deeds", "order", "t-1", "county", "chief", "rep-v-01", "main", "good", "text", "大河村", "rural", "a-1",
        "2026", "en", "image/png", "photo.png",
    ];

    private static readonly string[] Tricks =
    [
        "..", "%2e%2e", "%2f", "a%2fb", "..%2f..%2fetc", "%00", "%ff%fe", "%c0%ae", "%E6%9D%91", new('a', 65), new('a', 3000), "-a", "A", "a_b", "%20", "a;b=c",
        "%3Cscript%3E", "*", "%25", "0", "null", "a%0d%0ab", "v-01%23", ".", "%5c", "nowhere", "999999999999",
    ];

    private static readonly string[] Queries =
    [
        "", "0", "-1", "1001", "99999999999999999999", "1e3", "true", "TRUE", "maybe", "%00", "%ff", "..", "%27%20or%201%20eq%201", "xyz", "AAAA", "a%26b",
        new('9', 300), "%E6%9D%91", "*", "2026", "zh", "csv", "json", "xlsx",
    ];

    private static readonly string[] HeaderValues =
    [
        "*", "\"x\"", "W/\"x\"", "x", "\"", "\"\"", "\"AAAA\"", "村", new('k', 129), new('k', 5000), "a b", "bytes=0-", "bytes=5-2", "bytes=-0",
        "bytes=0-0,2-3", "bytes=99999999999999999999-", "items=0-1", "1.0.0", "0.9", "-1", "0", "1", "9999999999999999999999", "sha1 AAAA", "md4 x",
        "filename eA==", "cycle bWFpbi0yMDI2,track dmlsbGFnZQ==,unit di0wMQ==,phase cTE=,clause ZGVlZHM=,filename YS50eHQ=", "PATCH", "HEAD", "TRACE",
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "text/plain", "text/csv", "application/xml", "", "application/json;;", "multipart/form-data",
        "multipart/form-data; boundary=x", "application/offset+octet-stream", "application/yaml", "application/merge-patch+json", "image/png",
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    // What would end everything for the others is asked of things that are there for it.
    private static readonly Dictionary<string, (string Name, string Value)[]> Spoilt = new()
    {
        ["pauseCycle"] = [("cycle", "main-spoilt")],
        ["resumeCycle"] = [("cycle", "main-spoilt")],
        ["cancelCycle"] = [("cycle", "main-spoilt")],
        ["amendCalendar"] = [("cycle", "main-spoilt")],
        ["changeUnit"] = [("unit", "v-10")],
        ["putUnit"] = [("unit", "v-09")],
        ["putAssignments"] = [("unit", "v-09")],
        ["putPerson"] = [("person", "rep-v-09")],
        ["putCampaign"] = [("campaign", "other")],
    };

    private readonly ulong _seed;
    private readonly IReadOnlyDictionary<string, string?> _tokens;
    private readonly JsonFuzz _json;
    private readonly IReadOnlyList<(string Method, string Path, JsonObject Item, JsonObject Operation)> _operations;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _ids;

    public RequestFuzz(ulong seed, JsonObject document, IReadOnlyDictionary<string, string?> tokens, IReadOnlyDictionary<string, IReadOnlyList<string>> ids)
    {
        (_seed, _tokens, _ids) = (seed, tokens, ids);
        _json = new(new SchemaCheck(document, closed: false), Words);
        _operations =
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where operation.Key != "parameters"
               select (operation.Key, path.Key, path.Value!.AsObject(), operation.Value!.AsObject()),
        ];
    }

    /// <summary>How many operations there are to choose from.</summary>
    public int Operations => _operations.Count;

    /// <summary>The request of that number.</summary>
    public FuzzRequest Make(int number)
    {
        var dice = new Dice(_seed ^ ((ulong)number * 0xD1342543DE82EF95));
        var (method, path, _, operation) = _operations[number % _operations.Count];
        var id = (string)operation["operationId"]!;
        var target = "/api/v1" + PathOf(path, id, dice) + QueryOf(operation, dice);
        if (dice.Chance(3))
        {
            target = dice.Pick(
            [
                target.Replace("/cycles/", "/cycles/..%2f", StringComparison.Ordinal), target + "/", target.ToUpperInvariant(), "/" + target,
                target + "?&&==&", target.Replace("/api/v1/", "/api/v1/./", StringComparison.Ordinal),
            ]);
        }
        var sent = dice.Chance(3) ? dice.Pick(Methods) : method.ToUpperInvariant();
        var headers = HeadersOf(operation, dice, number);
        var (type, body) = BodyOf(operation, dice);
        if (body is not null && sent is "GET" or "HEAD" && dice.Chance(90))
            (type, body) = (null, null);
        var token = dice.Chance(60) ? FittingToken(operation, dice) : dice.Pick(_tokens.Values.ToList());
        return new(number, id, sent, target, token, headers, type, body);
    }

    // Of somebody whose role the act asks for; most else ends at the door.
    private string? FittingToken(JsonObject operation, Dice dice)
    {
        var roles = operation["x-access"]!["rules"]!.AsArray().Select(r => (string?)r!["role"]).OfType<string>().Where(_tokens.ContainsKey).ToList();
        return roles.Count == 0 ? _tokens["Reporter"] : _tokens[dice.Pick(roles)];
    }

    private string PathOf(string path, string operation, Dice dice)
    {
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].StartsWith('{'))
                continue;
            var name = parts[i][1..^1];
            var spoilt = Spoilt.TryGetValue(operation, out var forced) ? forced.FirstOrDefault(f => f.Name == name).Value : null;
            parts[i] = dice.Chance(12) ? dice.Pick(Tricks) : spoilt ?? (_ids.TryGetValue(name, out var known) ? dice.Pick(known) : dice.Pick(Words[..8]));
        }
        return string.Join('/', parts);
    }

    private static string QueryOf(JsonObject operation, Dice dice)
    {
        var query = new List<string>();
        foreach (var parameter in (operation["parameters"] as JsonArray ?? []).Where(p => (string)p!["in"]! == "query"))
        {
            var (name, schema) = ((string)parameter!["name"]!, parameter["schema"]!);
            // The whole tree would be retired, and every other request would find nothing.
            if (name == "retireMissing" || (!(bool)parameter["required"]! && dice.Chance(60)))
                continue;
            var value = dice.Chance(30) ? dice.Pick(Queries)
                : schema["enum"] is JsonArray words ? (string)words[dice.Roll(words.Count)]!
                : (string)schema["type"]! switch { "integer" => $"{1 + dice.Roll(50)}", "boolean" => dice.Pick(["true", "false"]), _ => dice.Pick(Words[..8]) };
            query.Add($"{name}={value}");
            if (dice.Chance(3))
                query.Add($"{name}={value}");
        }
        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }

    private static List<(string, string)> HeadersOf(JsonObject operation, Dice dice, int number)
    {
        var headers = new List<(string, string)>();
        foreach (var parameter in (operation["parameters"] as JsonArray ?? []).Where(p => (string)p!["in"]! == "header"))
        {
            var name = (string)parameter!["name"]!;
            if (!(bool)parameter["required"]! && dice.Chance(60))
                continue;
            headers.Add((name, dice.Chance(40) ? dice.Pick(HeaderValues) : name switch
            {
                "Idempotency-Key" => $"key-{number}",
                "Tus-Resumable" => "1.0.0",
                "Upload-Length" => "12",
                "Upload-Offset" => "0",
                "Upload-Metadata" => HeaderValues.First(v => v.StartsWith("cycle ", StringComparison.Ordinal)),
                "Range" => "bytes=0-3",
                _ => "*",
            }));
        }
        return headers;
    }

    private (string? Type, byte[]? Body) BodyOf(JsonObject operation, Dice dice)
    {
        if (operation["requestBody"]?["content"] is not JsonObject content)
            return dice.Chance(5) ? ("application/json", "{}"u8.ToArray()) : (null, null);
        if (dice.Chance(4))
            return (null, null);
        var (type, media) = dice.Pick([.. content]);
        var body = type switch
        {
            "application/json" when media!["schema"]?["$ref"] is not null => _json.Bytes(media["schema"]!, dice),
            "multipart/form-data" => Multipart(dice),
            _ => Text((string?)media?["example"] ?? "some bytes..", dice),
        };
        if (type == "multipart/form-data")
            type += "; boundary=b";
        return (dice.Chance(5) ? dice.Pick(Types) : type, body);
    }

    private static byte[] Text(string example, Dice dice)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(example);
        for (var i = dice.Roll(4); i > 0; i--)
            bytes[dice.Roll(bytes.Length)] = dice.Chance(50) ? (byte)dice.Roll(256) : dice.Pick("\",\n\r;=\0@"u8.ToArray());
        return dice.Chance(10) ? bytes[..dice.Roll(bytes.Length)] : bytes;
    }

    private static byte[] Multipart(Dice dice)
    {
        var name = dice.Pick(["a.txt", "a.png", "..\\..\\a.txt", "村.txt", "a\0.txt", new string('n', 400) + ".txt", "", "a.exe", "CON"]);
        var part = dice.Pick(["file", "file", "file", "other", ""]);
        var type = dice.Pick(["text/plain", "image/png", "x", ""]);
        var content = dice.Pick(["some words", "", "MZ\u0090", "<html>", "%PDF-1.7", "PK\u0003\u0004"]);
        var text = $"--b\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\nContent-Type: {type}\r\n\r\n{content}\r\n--b--\r\n";
        return Text(text, dice);
    }
}
