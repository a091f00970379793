using System.Text.Json;
using System.Text.Json.Nodes;
using Campaigns.App.Http;

namespace Campaigns.App.OpenApi;

/// <summary>The refusals that routes share, as components: an RFC 9457 problem each, with an example that the app itself would write.</summary>
internal static class ApiProblems
{
    private const string Type = "application/problem+json";

    private static readonly SortedDictionary<int, (string Name, string About, Problem Example)> Known = new()
    {
        [400] = ("BadRequest", "The request cannot be read; `errors` says where and why.", new(400, "badRequest", "The request cannot be read.",
            new Dictionary<string, string[]> { ["query.limit"] = ["must be a whole number from 1 to 1000"] })),
        [401] = ("NotSignedIn", "No token, or none that is valid.", new(401, "signInRequired", "Sign in first.")),
        [403] = ("Denied", "The role does not allow it, or not there; or the rules forbid it to this person.",
            new(403, "notYourUnit", "Your role does not reach this unit.")),
        [404] = ("Missing", "There is no such thing.", new(404, "notFound", "There is no cycle three-level-contest-2026.")),
        [405] = ("OtherMethod", "The method that was meant is none of these.", new(405, "methodNotAllowed", "An upload takes HEAD, PATCH and DELETE.")),
        [408] = ("TooSlow", "The body did not come in time.", new(408, "badRequest", "The body cannot be read.")),
        [409] = ("Conflict", "The time, or the state that things are in, does not allow it.", new(409, "deadlinePassed", "The deadline has passed.")),
        [410] = ("Gone", "It was there and has expired.", new(410, "uploadExpired", "This upload was begun too long ago; begin it again.")),
        [412] = ("Changed", "It has changed since it was read.", new(412, "preconditionFailed", "It has changed since you read it; read it again.")),
        [413] = ("TooLarge", "The body is larger than is taken.", new(413, "tooLarge", "The body is larger than 262144 bytes.")),
        [415] = ("WrongType", "The body is of another media type than is taken.",
            new(415, "unsupportedMediaType", "The body must be application/json in UTF-8.")),
        [422] = ("Unacceptable", "The request is well formed and its content is not acceptable; `errors` says where and why.", new(422, "invalid",
            "The content is not acceptable.", new Dictionary<string, string[]> { ["answers.deeds"] = ["must be at most 3"] })),
        [428] = ("ConditionMissing", "It is there already, and the request does not say which state of it is meant.",
            new(428, "preconditionRequired", "Send If-Match with the ETag you read, or If-None-Match: * for something new.")),
        [429] = ("TooMany", "Too many requests from there; `Retry-After` says when to come again.", new(429, "tooManyRequests", "Come again in 12 seconds.")),
        [460] = ("ChecksumMismatch", "The bytes are not those of `Upload-Checksum`.",
            new(460, "checksumMismatch", "The bytes are not those of Upload-Checksum; send them again.")),
        [500] = ("Unexpected", "A fault on this side; the log has it under the request's id.",
            new(500, "unexpected", "Something went wrong here; the request's id is 4bf92f3577b34da6a3ce929d0e0e4736.")),
        [503] = ("Busy", "Too many others are changing the same right now; send the request again.",
            new(503, "busy", "Too many others are changing this participant right now; send the request again.")),
    };

    /// <summary>All of them, for <c>components/responses</c>.</summary>
    public static JsonObject Components(ApiSchemas schemas)
    {
        var all = new JsonObject();
        foreach (var (status, (name, about, example)) in Known)
        {
            var response = new JsonObject
            {
                ["description"] = about,
                ["content"] = new JsonObject
                {
                    [Type] = new JsonObject
                    {
                        ["schema"] = schemas.Of(typeof(Problem), sent: false),
                        ["example"] = JsonSerializer.SerializeToNode(example, Json.Options),
                    },
                },
            };
            if (status is 401)
                response["headers"] = Header("WWW-Authenticate", "`Bearer`, as RFC 6750 asks for.");
            else if (status is 429)
                response["headers"] = new JsonObject { ["Retry-After"] = HeaderOf("Seconds to wait, where waiting helps.", always: false) };
            all[name] = response;
        }
        return all;
    }

    /// <summary>A reference to the component of that status.</summary>
    public static JsonObject Of(int status) => new() { ["$ref"] = $"#/components/responses/{Known[status].Name}" };

    /// <summary>A 412 that shows what the thing is now.</summary>
    public static JsonObject Stale(JsonNode current, JsonNode? example)
    {
        var (_, about, problem) = Known[412];
        var shown = JsonSerializer.SerializeToNode(problem, Json.Options)!.AsObject();
        shown["current"] = example;
        return new()
        {
            ["description"] = about + " `current` and the ETag say what it is now, where the act can tell.",
            ["content"] = new JsonObject
            {
                [Type] = new JsonObject
                {
                    ["schema"] = new JsonObject
                    {
                        ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
                        ["type"] = "object",
                        ["properties"] = new JsonObject
                        {
                            ["current"] = new JsonObject { ["anyOf"] = new JsonArray(current, new JsonObject { ["type"] = "null" }) },
                        },
                    },
                    ["example"] = shown,
                },
            },
        };
    }

    /// <summary>A response header.</summary>
    public static JsonObject HeaderOf(string about, bool always) => new()
    {
        ["description"] = about,
        ["required"] = always,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Header(string name, string about) => new() { [name] = HeaderOf(about, always: true) };
}
