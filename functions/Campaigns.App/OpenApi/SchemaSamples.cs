using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Campaigns.App.OpenApi;

/// <summary>
/// Examples made from schemas: every property filled in, with a plausible value where its name says what it is. They follow the schema, so they never go stale.
/// </summary>
internal sealed class SchemaSamples(IReadOnlyDictionary<string, JsonNode> components)
{
    private const int Deepest = 6;
    private const string Prefix = "#/components/schemas/";

    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["cycle"] = "three-level-contest-2026",
        ["campaign"] = "three-level-contest",
        ["template"] = "three-level-contest",
        ["track"] = "village",
        ["unit"] = "v-001",
        ["units"] = "v-001",
        ["parent"] = "t-01",
        ["area"] = "t-01",
        ["person"] = "v-001-reporter",
        ["by"] = "t-01-reviewer-1",
        ["phase"] = "q1",
        ["clause"] = "deeds",
        ["reason"] = "Checked on site.",
        ["name"] = "大河村",
        ["nameEn"] = "Dahe village",
        ["level"] = "village",
        ["sector"] = "rural",
        ["zh"] = "示范村",
        ["en"] = "Demonstration village",
        ["language"] = "zh",
        ["email"] = "someone@example.org",
        ["sha256"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ["code"] = "badRequest",
        ["text"] = "Three deeds were done.",
    }.ToFrozenDictionary();

    /// <summary>A value that the schema takes. <paramref name="name"/> is what holds it.</summary>
    public JsonNode? Of(JsonNode schema, string name = "", int depth = 0)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (name == "continuation")
            return null;
        if (schema is not JsonObject node)
            return JsonValue.Create("text");
        if ((string?)node["$ref"] is { } reference)
            return Of(components[reference[Prefix.Length..]], name, depth);
        if (node["anyOf"] is JsonArray choices)
            return depth > Deepest ? null : Of(choices[0]!, name, depth);
        if (node["enum"] is JsonArray words)
            return words[0]?.DeepClone();
        return TypeOf(node) switch
        {
            "object" => ObjectOf(node, depth),
            "array" => depth > Deepest ? new JsonArray() : new JsonArray(Of(node["items"] ?? new JsonObject(), name, depth + 1)),
            "integer" => JsonValue.Create((long?)node["minimum"] ?? (name.Contains("ear", StringComparison.Ordinal) ? 2026 : 1)),
            "number" => JsonValue.Create(name.Contains("core", StringComparison.Ordinal) ? 86.5m : 1m),
            "boolean" => JsonValue.Create(true),
            "null" => null,
            _ => TextOf(node, name),
        };
    }

    private static string? TypeOf(JsonObject node) => node["type"] is JsonArray types
        ? types.Select(t => (string?)t).First(t => t != "null")
        : (string?)node["type"];

    private JsonObject ObjectOf(JsonObject node, int depth)
    {
        var made = new JsonObject();
        foreach (var (property, schema) in node["properties"] as JsonObject ?? [])
            made[property] = Of(schema!, property, depth + 1);
        if (node["properties"] is null && node["additionalProperties"] is JsonNode values && values.GetValueKind() != System.Text.Json.JsonValueKind.False)
            made["deeds"] = Of(values, "", depth + 1);
        return made;
    }

    private static JsonValue TextOf(JsonObject node, string name) => JsonValue.Create((string?)node["format"] switch
    {
        "date-time" => string.Create(CultureInfo.InvariantCulture, $"2026-04-{(name == "lockedAt" ? 21 : name == "graceUntil" ? 17 : 14)}T18:00:00+08:00"),
        "date" => "2026-04-14",
        "uri" => "https://example.org/",
        _ => Texts.GetValueOrDefault(name) ?? (name.EndsWith("id", StringComparison.OrdinalIgnoreCase) ? "a-1" : "text"),
    });
}
