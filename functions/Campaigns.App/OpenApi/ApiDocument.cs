using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Campaigns.App.Access;
using Campaigns.App.Http;

namespace Campaigns.App.OpenApi;

/// <summary>
/// The API as an OpenAPI 3.1 document, composed once: routes and methods as the functions have them, what each takes and gives as its <see cref="ApiArea"/>
/// says, schemas by the serializer, who may by <see cref="AccessTable"/>.
/// </summary>
internal sealed partial class ApiDocument
{
    private const string About = """
        Tiered appraisal campaigns: what people and their programs may do with them.

        Times are RFC 3339, ids 1 to 64 of a-z, 0-9 and hyphen, property names camelCase. An unknown or doubled property, a wrong type or a null where none
        belongs is an error. Every answer of 400 and above is a problem document (RFC 9457); its `code` is stable, `errors` maps paths to messages. Texts
        follow `Accept-Language` (zh, en). Every answer has an `X-Request-Id`.

        A list is `{items, continuation}`; `continuation` asks for its next page. What may be written over has an ETag: a write without `If-Match` is
        answered with 428, a late one with 412. A POST with an `Idempotency-Key` can be sent again.

        Four instants bound a phase: `opensAt`, `dueAt`, `graceUntil` and `lockedAt`. `allowedActions` says what the caller may do,
        by the rules that will decide.
        """;

    private readonly ApiSchemas _schemas = new();
    private readonly SchemaSamples _samples;
    private readonly IReadOnlyList<(ApiArea Area, ApiDescription Described)> _all;

    private ApiDocument()
    {
        _samples = new(_schemas.Components);
        _all =
        [
            .. typeof(ApiDocument).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ApiArea)) && !t.IsAbstract)
                .Select(t => (ApiArea)Activator.CreateInstance(t)!).OrderBy(a => a.Name, StringComparer.Ordinal)
                .SelectMany(a => a.Describe().Select(d => (a, d))),
        ];
    }

    /// <summary>Every description there is.</summary>
    public static IReadOnlyList<ApiDescription> Descriptions() => [.. new ApiDocument()._all.Select(a => a.Described)];

    /// <summary>The document.</summary>
    /// <exception cref="InvalidOperationException">A route has no description, or a description no route; the message names each.</exception>
    public static JsonObject Compose(IReadOnlyList<HostedRoute> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return new ApiDocument().ComposeOf(routes);
    }

    private static bool IsOf(ApiDescription described, HostedRoute route) =>
        described.Function == route.Function && (described.Method is null || described.Method == route.Method);

    private JsonObject ComposeOf(IReadOnlyList<HostedRoute> routes)
    {
        var undescribed = routes.Where(r => _all.Count(a => IsOf(a.Described, r)) != 1)
            .Select(r => $"{r.Method} {r.Path} ({r.Function}) needs one description");
        var unhosted = _all.Where(a => !routes.Any(r => IsOf(a.Described, r))).Select(a => $"{a.Described.Function} is described and not hosted");
        if (string.Join("; ", undescribed.Concat(unhosted)) is { Length: > 0 } wrong)
            throw new InvalidOperationException($"{wrong}. See {nameof(ApiArea)}.");

        // What callers send comes first: a type that goes both ways may leave out what it may leave out there.
        foreach (var type in _all.SelectMany(a => a.Described.Body).Select(b => b.Json).OfType<Type>())
            _schemas.Of(type, sent: true);
        _schemas.Of(typeof(Problem), sent: false);
        var answers = _all.Select(a => a.Described).SelectMany(d => d.Success.Values.SelectMany(b => b).Select(b => b.Json).Append(d.Current)).OfType<Type>();
        foreach (var type in answers)
            _schemas.Of(type, sent: false);

        var paths = new JsonObject();
        foreach (var route in routes)
        {
            var (area, described) = _all.First(a => IsOf(a.Described, route));
            if (!paths.ContainsKey(route.Path))
                paths[route.Path] = PathOf(route.Path);
            paths[route.Path]![route.Method] = OperationOf(area, described, route, routes.Count(r => r.Function == route.Function) > 1);
        }
        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Campaigns",
                ["version"] = "1",
                ["description"] = About,
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = HostedRoutes.Base }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. _all.Select(a => a.Area).DistinctBy(a => a.Name)
                .Select(a => new JsonObject { ["name"] = a.Name, ["description"] = a.About })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "JWT",
                        ["description"] = "A token of Entra ID for this app, with its app roles.",
                    },
                },
                ["responses"] = ApiProblems.Components(_schemas),
                ["schemas"] = new JsonObject(_schemas.Components.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value.DeepClone()))),
            },
        };
    }

    private static JsonObject PathOf(string path)
    {
        var parameters = Placeholder().Matches(path).Select(m => m.Groups[1].Value)
            .Select(name => ParameterOf(new(name, "path", Glossary.InPath(name), Required: true) { IsId = Glossary.IsId(name) })).ToArray<JsonNode?>();
        return parameters.Length == 0 ? [] : new() { ["parameters"] = new JsonArray(parameters) };
    }

    private JsonObject OperationOf(ApiArea area, ApiDescription described, HostedRoute route, bool severalMethods)
    {
        var id = RequestReader.CamelCase(described.Function);
        var operation = new JsonObject
        {
            ["operationId"] = severalMethods ? route.Method + described.Function : id,
            ["tags"] = new JsonArray(area.Name),
            ["summary"] = described.Summary,
            ["description"] = string.Join("\n\n", new[] { described.About, AccessWords.Sentence(described.Act) }.OfType<string>()),
            ["x-access"] = AccessWords.Of(described.Act),
        };
        var isPublic = AccessWords.IsPublic(described.Act);
        if (isPublic)
            operation["security"] = new JsonArray();
        if (described.Parameters.Count > 0)
            operation["parameters"] = new JsonArray([.. described.Parameters.Select(ParameterOf)]);
        if (described.Body.Count > 0)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = !described.BodyIsOptional,
                ["content"] = new JsonObject(described.Body.Select(b => KeyValuePair.Create(b.MediaType, (JsonNode?)ContentOf(b, sent: true)))),
            };
        }
        operation["responses"] = ResponsesOf(described, route, isPublic);
        return operation;
    }

    private JsonObject ResponsesOf(ApiDescription described, HostedRoute route, bool isPublic)
    {
        var responses = new JsonObject();
        foreach (var (status, bodies) in described.Success)
        {
            var response = new JsonObject { ["description"] = SuccessWords(status) };
            var headers = new JsonObject();
            foreach (var header in described.HeadersOf(status))
                headers.Add(header.Name, ApiProblems.HeaderOf(header.About, header.Always && !described.IsRepeatable));
            if (headers.Count > 0)
                response["headers"] = headers;
            if (bodies.Count > 0 && route.Method != "head")
                response["content"] = new JsonObject(bodies.Select(b => KeyValuePair.Create(b.MediaType, (JsonNode?)ContentOf(b, sent: false))));
            responses[$"{status}"] = response;
        }

        var errors = new SortedSet<int>(described.Refusals) { 500 };
        if (route.Path.Contains('{', StringComparison.Ordinal))
            errors.UnionWith([400, 404]);
        if (described.Parameters.Count > 0)
            errors.Add(400);
        errors.UnionWith(isPublic ? [429] : [401, 403]);
        if (described.Body.Count > 0)
            errors.UnionWith([400, 408, 413, 415]);
        foreach (var status in errors)
        {
            responses[$"{status}"] = status == 412 && described.Current is { } current
                ? ApiProblems.Stale(_schemas.Of(current, sent: false), _samples.Of(_schemas.Of(current, sent: false)))
                : ApiProblems.Of(status);
        }
        return responses;
    }

    private JsonObject ContentOf(ApiBody body, bool sent)
    {
        if (body.MediaType == "multipart/form-data")
        {
            return new()
            {
                ["schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["file"] = new JsonObject { ["type"] = "string", ["contentMediaType"] = "application/octet-stream" } },
                    ["required"] = new JsonArray("file"),
                },
            };
        }
        if (body.IsFile)
            return [];
        if (body.Json is null)
            return new() { ["schema"] = new JsonObject { ["type"] = "string" }, ["example"] = body.Example };
        var schema = _schemas.Of(body.Json, sent);
        return new() { ["schema"] = schema, ["example"] = body.Example is { } text ? JsonNode.Parse(text) : _samples.Of(schema) };
    }

    private static JsonObject ParameterOf(ApiParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.IsId)
            schema["pattern"] = "^[a-z0-9][a-z0-9-]{0,63}$";
        if (parameter.Values is { } values)
            schema["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
        if (parameter.Least is { } least)
            schema["minimum"] = least;
        if (parameter.Most is { } most)
            schema["maximum"] = most;
        return new()
        {
            ["name"] = parameter.Name,
            ["in"] = parameter.In,
            ["required"] = parameter.Required,
            ["description"] = parameter.About,
            ["schema"] = schema,
        };
    }

    private static string SuccessWords(int status) => status switch
    {
        200 => "It is so.",
        201 => "It was made.",
        202 => "It is going to be done.",
        204 => "Done; nothing to say.",
        206 => "The part that was asked for.",
        304 => "It has not changed.",
        416 => "There is no such part.",
        _ => throw new InvalidOperationException($"Nothing succeeds with {status}."),
    };

    [GeneratedRegex(@"{(\w+)}")]
    private static partial Regex Placeholder();
}
