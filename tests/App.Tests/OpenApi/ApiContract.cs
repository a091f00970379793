using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Campaigns.App.OpenApi;
using Xunit;

namespace Campaigns.App.Tests.OpenApi;

/// <summary>One request and its answer; <paramref name="Sent"/> is null for a body that is not text.</summary>
internal sealed record Exchange(
    string Method, string Path, string? SentType, byte[]? Sent, int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>
/// Holds every exchange of the tests against the API's document: the status, the media type and the headers are documented, the JSON fits its schema, and a
/// request that was taken fits the schema of requests.
/// </summary>
internal static class ApiContract
{
    private static readonly JsonObject Composed = ApiDocument.Compose(HostedRoutes.Of(typeof(CampaignsApp).Assembly));
    private static readonly SchemaCheck Answers = new(Composed, closed: true);
    private static readonly SchemaCheck Requests = new(Composed, closed: false);
    private static readonly string[] OfTests = ["/breaks", "/overflows"];

    /// <summary>The document as the app serves it.</summary>
    public static JsonObject Document => Composed;

    /// <summary>The operation of the template that fits the path best and has the method, as routing chooses; null where the document has none.</summary>
    public static JsonObject? Find(string method, string path)
    {
        var parts = path.Split('/');
        return Composed["paths"]!.AsObject().Where(p => IsOf(p.Key.Split('/'), parts)).OrderBy(p => p.Key.Count(c => c == '{'))
            .Select(p => p.Value![method]).OfType<JsonObject>().FirstOrDefault();
    }

    /// <summary>Fails where the exchange is not as the document says.</summary>
    public static void Check(Exchange exchange)
    {
        var (path, query) = exchange.Path.Split('?', 2) is [var p, var q] ? (p, q) : (exchange.Path, "");
        path = "/" + path.TrimStart('/');
        if (!path.StartsWith(HostedRoutes.Base + "/", StringComparison.Ordinal) || OfTests.Contains(path[HostedRoutes.Base.Length..]))
            return;
        var operation = Find(exchange.Method.ToLowerInvariant(), path[HostedRoutes.Base.Length..]);
        var wrong = operation is null
            ? exchange.Status == 404 ? null : "no such operation"
            : WrongAnswer(operation, exchange) ?? (exchange.Status < 400 ? WrongRequest(operation, exchange, query) : null);
        Assert.True(
            wrong is null,
            $"openapi.json: {exchange.Method} {exchange.Path} answered {exchange.Status}: {wrong}\n{Encoding.UTF8.GetString(exchange.Body)}");
    }

    private static bool IsOf(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(t => string.Equals(t.First, t.Second, StringComparison.OrdinalIgnoreCase) || t.First.StartsWith('{'));

    private static string? WrongAnswer(JsonObject operation, Exchange exchange)
    {
        if (operation["responses"]![$"{exchange.Status}"] is not JsonObject response)
            return "the status is not documented";
        if ((string?)response["$ref"] is { } reference)
            response = Answers.Resolve(reference).AsObject();
        foreach (var (header, described) in response["headers"] as JsonObject ?? [])
        {
            if (described!["required"]!.GetValue<bool>() && !exchange.Headers.ContainsKey(header))
                return $"header {header} is documented and missing";
        }
        if (exchange.Headers.ContainsKey("ETag") && exchange.Status < 300 && response["headers"]?["ETag"] is null)
            return "the ETag is not documented";
        if (exchange.Body.Length == 0)
            return null;
        var type = exchange.Headers["Content-Type"].Split(';')[0];
        var content = response["content"] as JsonObject;
        if ((content?[type] ?? content?["application/octet-stream"]) is not JsonObject media)
            return $"{type} is not documented";
        return media["schema"] is { } schema && type.EndsWith("json", StringComparison.Ordinal)
            ? Joined(Answers.Errors(JsonNode.Parse(exchange.Body), schema))
            : null;
    }

    private static string? WrongRequest(JsonObject operation, Exchange exchange, string query)
    {
        var known = operation["parameters"] as JsonArray ?? [];
        var unknown = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(q => q.Split('=')[0])
            .Where(name => !known.Any(k => (string)k!["in"]! == "query" && (string)k["name"]! == name));
        if (string.Join(", ", unknown) is { Length: > 0 } names)
            return $"query {names} is not documented";
        if (exchange.Sent is null && exchange.SentType is not null)
            return null;
        if (exchange.Sent is not { Length: > 0 } sent)
            return operation["requestBody"]?["required"]?.GetValue<bool>() == true ? "a body is required and none was sent" : null;
        if (operation["requestBody"]?["content"] is not JsonObject content)
            return null;
        var type = exchange.SentType!.Split(';')[0];
        if (content[type] is not JsonObject media)
            return $"a body of {type} is not documented";
        return type == "application/json" && media["schema"]?["$ref"] is not null ? Joined(Requests.Errors(JsonNode.Parse(sent), media["schema"]!)) : null;
    }

    private static string? Joined(IReadOnlyList<string> errors) => errors.Count == 0 ? null : string.Join("; ", errors);
}
