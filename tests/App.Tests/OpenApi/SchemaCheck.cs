using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Campaigns.App.Tests.OpenApi;

/// <summary>
/// Validates JSON against the part of JSON Schema 2020-12 that the document uses, and fails on a keyword that it does not know, so that nothing passes because
/// it was not looked at. <paramref name="closed"/>: an object holds no property that its schema does not name.
/// </summary>
internal sealed class SchemaCheck(JsonObject document, bool closed)
{
    private const int MostErrors = 5;
    private static readonly string[] Annotations = ["description", "title", "default", "format", "contentMediaType"];

    /// <summary>What is wrong, with the place of each; empty where nothing is.</summary>
    public IReadOnlyList<string> Errors(JsonNode? value, JsonNode schema)
    {
        var errors = new List<string>();
        Check(value, schema, "$", errors);
        return [.. errors.Take(MostErrors)];
    }

    /// <summary>The node that a reference of the document names.</summary>
    public JsonNode Resolve(string reference)
    {
        JsonNode? at = reference.StartsWith("#/", StringComparison.Ordinal) ? document : null;
        foreach (var part in reference[2..].Split('/'))
            at = at?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        return at ?? throw new InvalidOperationException($"{reference} leads nowhere.");
    }

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> errors)
    {
        if (schema is not JsonObject rules)
        {
            if (!schema.GetValue<bool>())
                errors.Add($"{at}: nothing may be here");
            return;
        }
        foreach (var (keyword, rule) in rules)
        {
            var wrong = Wrong(value, keyword, rule!, rules, at, errors);
            if (wrong is not null)
                errors.Add($"{at}: {wrong} ({Shown(value)})");
        }
        var open = !closed || rules.ContainsKey("additionalProperties") || rules.ContainsKey("allOf");
        if (!open && value is JsonObject members && rules["properties"] is JsonObject named)
            errors.AddRange(members.Where(m => !named.ContainsKey(m.Key)).Select(m => $"{at}.{m.Key}: is not in the schema"));
    }

    private string? Wrong(JsonNode? value, string keyword, JsonNode rule, JsonObject rules, string at, List<string> errors)
    {
        switch (keyword)
        {
            case "$ref":
                Check(value, Resolve((string)rule!), at, errors);
                return null;
            case "type":
                var types = rule is JsonArray several ? several.Select(t => (string)t!) : [(string)rule!];
                return types.Any(t => IsOf(value, t)) ? null : $"is not {rule.ToJsonString()}";
            case "enum":
                return rule.AsArray().Any(word => JsonNode.DeepEquals(word, value)) ? null : "is none of the words";
            case "anyOf":
                return rule.AsArray().Any(choice => Fits(value, choice!))
                    ? null
                    : "fits none: " + string.Join(" | ", rule.AsArray().Select(c => First(value, c!)));
            case "allOf":
                foreach (var part in rule.AsArray())
                    new SchemaCheck(document, closed: false).Check(value, part!, at, errors);
                return null;
            case "properties":
                foreach (var (name, property) in rule.AsObject())
                {
                    if (value is JsonObject holder && holder.ContainsKey(name))
                        Check(holder[name], property!, $"{at}.{name}", errors);
                }
                return null;
            case "required":
                var missing = value is JsonObject has ? rule.AsArray().Select(r => (string)r!).Where(r => !has.ContainsKey(r)).ToList() : [];
                return missing.Count == 0 ? null : $"misses {string.Join(", ", missing)}";
            case "additionalProperties":
                foreach (var (name, member) in value as JsonObject ?? [])
                {
                    if (rules["properties"] is not JsonObject known || !known.ContainsKey(name))
                        Check(member, rule, $"{at}.{name}", errors);
                }
                return null;
            case "items":
                foreach (var (item, i) in (value as JsonArray ?? []).Select((item, i) => (item, i)))
                    Check(item, rule, $"{at}[{i}]", errors);
                return null;
            case "pattern":
                return value is JsonValue text && text.TryGetValue<string>(out var s) && !Regex.IsMatch(s, (string)rule!) ? $"does not match {rule}" : null;
            case "minimum":
                return value is JsonValue low && low.GetValueKind() == JsonValueKind.Number && Number(low) < Number(rule) ? $"is below {rule}" : null;
            case "maximum":
                return value is JsonValue high && high.GetValueKind() == JsonValueKind.Number && Number(high) > Number(rule) ? $"is above {rule}" : null;
            default:
                return Annotations.Contains(keyword) ? null : throw new NotSupportedException($"{at}: keyword {keyword}");
        }
    }

    private bool Fits(JsonNode? value, JsonNode schema) => First(value, schema) is null;

    private string? First(JsonNode? value, JsonNode schema)
    {
        var errors = new List<string>();
        Check(value, schema, "", errors);
        return errors.FirstOrDefault();
    }

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && decimal.IsInteger(Number(value)),
        _ => throw new NotSupportedException($"type {type}"),
    };

    private static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Shown(JsonNode? value) => value?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 120)] : "null";
}
