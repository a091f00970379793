using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>
/// JSON as the API speaks it: camelCase, enums as camelCase strings, Chinese unescaped. Reading is strict (unknown or doubled properties, a missing required
/// one, a null where none belongs, wrong types and nesting over 32 are errors) and never throws on bad input: it answers with a problem that names the path.
/// </summary>
public static class Json
{
    const int DefaultMaxBytes = 256 * 1024;

    /// <summary>The options of every body and answer; immutable, so that the serializer's caches are shared.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// The body as <typeparamref name="T"/>, or the problem: 400 for bad JSON or a missing body, 413 over <paramref name="maxBytes"/>,
    /// 415 for another media type.
    /// </summary>
    public static async Task<Parsed<T>> ReadAsync<T>(HttpRequest request, int maxBytes = DefaultMaxBytes, CancellationToken cancellation = default)
        where T : class
    {
        var read = await ReadOptionalAsync<T>(request, maxBytes, cancellation);
        if (!read.TryGet(out var body, out var problem)) return new(problem);
        return body.Value is null ? new(Problems.BadRequest("$", "a JSON body is required")) : new(body.Value, read.Hash);
    }

    /// <summary>As <see cref="ReadAsync"/>, where no body at all is fine too.</summary>
    public static async Task<Parsed<OptionalBody<T>>> ReadOptionalAsync<T>(
        HttpRequest request, int maxBytes = DefaultMaxBytes, CancellationToken cancellation = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        var bytes = await Bodies.ReadAsync(request, maxBytes, cancellation);
        if (!bytes.TryGet(out var content, out var problem)) return new(problem);
        if (content.Length == 0) return new(new OptionalBody<T>(null), bytes.Hash);
        if (!IsJson(request)) return new(Problems.UnsupportedMediaType("application/json in UTF-8"));
        return Parse<T>(content).TryGet(out var value, out problem) ? new(new OptionalBody<T>(value), bytes.Hash) : new(problem);
    }

    /// <summary>UTF-8 JSON as <typeparamref name="T"/>, or a 400 problem with path, line and column.</summary>
    public static Parsed<T> Parse<T>(ReadOnlySpan<byte> utf8)
        where T : class
    {
        if (!Utf8.IsValid(utf8)) return new(Problems.BadRequest("$", "is not valid UTF-8"));
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options) is { } value
                ? new(value)
                : new(Problems.BadRequest("$", "must not be null"));
        }
        catch (JsonException e)
        {
            var where = e is { LineNumber: { } line, BytePositionInLine: { } column } ? $"{line + 1}:{column + 1} " : "";
            return new(Problems.BadRequest(string.IsNullOrEmpty(e.Path) ? "$" : e.Path, where + Said(e)));
        }
    }

    /// <summary>Lower-case hex of the SHA-256 of <paramref name="bytes"/>.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    static bool IsJson(HttpRequest request) =>
        Bodies.MediaType(request) is var type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));

    // The serializer appends " Path: ... | LineNumber: ..." and names .NET types; callers get the part that speaks of their document.
    static string Said(JsonException e)
    {
        var text = e.Message.Split(" Path: ", 2)[0];
        return text.StartsWith("The JSON value could not be converted to", StringComparison.Ordinal) ? "has the wrong type or is out of range"
            : text.StartsWith("The JSON property '", StringComparison.Ordinal) && text.Contains("could not be mapped", StringComparison.Ordinal)
                ? $"has no property '{text.Split('\'')[1]}'"
            : text.Contains("missing required properties", StringComparison.Ordinal) ? "misses " + text[(text.LastIndexOf(':') + 1)..].Trim()
            : text.Contains("doesn't allow", StringComparison.Ordinal) ? "must not be null"
            : text;
    }

    static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false,
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
            MaxDepth = 32,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
