using System.Text;
using System.Text.Json.Nodes;

namespace Campaigns.App.Tests.OpenApi.Fuzz;

/// <summary>JSON bodies from schemas, and what hostile callers make of them.</summary>
internal sealed class JsonFuzz(SchemaCheck schemas, IReadOnlyList<string> words)
{
    private const int Deepest = 5;

    private static readonly string[] Hostile =
    [
        "", " ", "\0", "a\0b", "../../etc/passwd", "%00", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "村\u202e\u200b", new('x', 5000), "😀", "null",
        "9999-99-99", "2026-13-45", "0001-01-01", "9999-12-31", "2026-04-14T00:00:00+99:00", "'; drop table", "PartitionKey eq '1' or 1 eq 1", "a\nb", "-",
        "\"", "\\", "\u2028", "１２３",
    ];

    private static readonly string[] HostileTokens =
    [
        "null", "true", "-1", "0", "1e400", "-1e400", "99999999999999999999999999", "0.1234567890123456789012345678901234", "1e-400", "2147483648",
        "79228162514264337593543950336", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "[]", "{}", "[[[[[[[[[[1]]]]]]]]]]",
        "{\"a\":{\"a\":{\"a\":{}}}}", "\"\"",
        "NaN", "01", "'a'", "\"\t\"", "[1,]",
    ];

    /// <summary>A body that the schema takes more often than not.</summary>
    public JsonNode? Valid(JsonNode schema, Dice dice, string name = "", int depth = 0)
    {
        if (schema is not JsonObject node)
            return JsonValue.Create("text");
        if ((string?)node["$ref"] is { } reference)
            return Valid(schemas.Resolve(reference), dice, name, depth);
        if (node["anyOf"] is JsonArray choices)
            return depth > Deepest || dice.Chance(30) ? null : Valid(choices[0]!, dice, name, depth);
        if (node["enum"] is JsonArray enumerated)
            return enumerated[dice.Roll(enumerated.Count)]?.DeepClone();
        var types = node["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : [(string?)node["type"] ?? "string"];
        return dice.Pick(types) switch
        {
            "object" => Object(node, dice, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, depth > Deepest ? 0 : dice.Roll(3)).Select(_ => Valid(node["items"]!, dice, name, depth + 1))]),
            "integer" => JsonValue.Create(name.Contains("ear", StringComparison.Ordinal) ? 2026 : dice.Roll(40)),
            "number" => JsonValue.Create(dice.Roll(1000) / 10m),
            "boolean" => JsonValue.Create(dice.Chance(50)),
            "null" => null,
            _ => Text(node, dice, name),
        };
    }

    /// <summary>The bytes of a body, whole or spoilt.</summary>
    public byte[] Bytes(JsonNode schema, Dice dice)
    {
        var text = Valid(schema, dice)?.ToJsonString() ?? "null";
        if (dice.Chance(35))
            return Encoding.UTF8.GetBytes(text);
        for (var i = dice.Roll(3); i >= 0; i--)
            text = Spoil(text, dice);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && dice.Chance(6))
            bytes[dice.Roll(bytes.Length)] = (byte)(0x80 + dice.Roll(128));
        return bytes;
    }

    private static string Spoil(string text, Dice dice)
    {
        // Every value begins after a colon, a comma or a bracket: there it is exchanged.
        var places = text.Index().Where(c => c.Item is ':' or '[').Select(c => c.Index + 1).ToList();
        switch (dice.Roll(24))
        {
            case 0:
                return text[..dice.Roll(text.Length + 1)];
            case 1:
                return text + dice.Pick(["x", "}", text, "\0", " ", "\ufeff"]);
            case 2:
                return "\ufeff" + text;
            case 3:
                return text.Replace("{", $"{{\"{dice.Pick(Hostile).Replace("\"", "", StringComparison.Ordinal)}\":1,", StringComparison.Ordinal);
            case 4 when text.IndexOf('"', StringComparison.Ordinal) is > 0 and var first && text.IndexOf(',', first) is > 0 and var comma:
                return text[..first] + text[first..comma] + "," + text[first..];
            case 5:
                return new string('[', 2 + dice.Roll(6000));
            case 6:
                return string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
            case 7:
                return dice.Pick(HostileTokens);
            case 8 when dice.Chance(20):
                return text.Replace("\":", "\": " + new string(' ', 300_000), StringComparison.Ordinal);
            case 9:
                return text.Replace('"', '\'');
            default:
                if (places.Count == 0)
                    return dice.Pick(HostileTokens);
                var from = dice.Pick(places);
                var to = text.AsSpan(from).IndexOfAny(",]}") is >= 0 and var end ? from + end : text.Length;
                return text[..from] + (dice.Chance(50) ? dice.Pick(HostileTokens) : JsonValue.Create(dice.Pick(Hostile)).ToJsonString()) + text[to..];
        }
    }

    private JsonObject Object(JsonObject node, Dice dice, int depth)
    {
        var made = new JsonObject();
        var required = (node["required"] as JsonArray ?? []).Select(r => (string)r!).ToHashSet();
        foreach (var (property, schema) in node["properties"] as JsonObject ?? [])
        {
            if (required.Contains(property) || dice.Chance(depth > Deepest ? 0 : 50))
                made[property] = Valid(schema!, dice, property, depth + 1);
        }
        if (node["properties"] is null && node["additionalProperties"] is JsonObject values)
        {
            for (var i = dice.Roll(3); i > 0; i--)
                made[dice.Pick(words)] = Valid(values, dice, "", depth + 1);
        }
        return made;
    }

    private JsonValue Text(JsonObject node, Dice dice, string name) => JsonValue.Create((string?)node["format"] switch
    {
        "date" => dice.Pick(["2026-04-20", "2026-05-01", "2026-04-10"]),
        "date-time" => "2026-04-14T18:00:00+08:00",
        _ => name switch
        {
            "unit" or "units" or "reference" => dice.Pick(["v-01", "v-02", "v-03", "t-1"]),
            "track" => "village",
            "phase" or "sheet" => dice.Pick(["q1", "check", "plan", "pledge", "people", "duty"]),
            "text" or "reason" => "Seen on site.",
            _ => dice.Pick(words),
        },
    });
}
