using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Campaigns.App.Templates;
using Campaigns.App.Tests.OpenApi;
using Campaigns.Rules.Definitions;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Campaigns.App.Tests.Campaigns;

/// <summary>The published schema and the reader know the same language.</summary>
public sealed partial class DefinitionSchemaTests
{
    private static readonly JsonObject Schema = DefinitionSchema.Document();
    private static readonly SchemaCheck Check = new(Schema, closed: true);
    private static readonly string Everything = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "every-construct.yaml"));

    private static readonly string[] Texts = [.. TemplateCatalog.All.Select(t => t.Text), Everything];

    public static TheoryData<string> Templates => [.. Texts];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Schema_TakesWhatTheReaderTakes(string text)
    {
        Assert.Empty(DefinitionReader.Read(text).Errors);
        Assert.Empty(Errors(text));
    }

    [Fact]
    public void Schema_KnowsTheKeysThatTheReaderKnows_AtEveryPlace_AndNoOthers()
    {
        var seen = new HashSet<string>();
        Assert.All(Texts.SelectMany(DefinitionReader.KeysOf), place =>
        {
            var at = At(place.Key);
            var known = at.SelectMany(s => (s.Schema["properties"] as JsonObject ?? []).Select(p => p.Key)).Distinct().Order();
            Assert.Equal(place.Value.Distinct().Order(), known);
            seen.UnionWith(at.Select(s => s.Definition));
        });
        // Text in two languages is read wherever text is; every other mapping stands somewhere in the samples.
        var mappings = Schema["$defs"]!.AsObject().Where(d => d.Value!["additionalProperties"] is JsonValue).Select(d => d.Key);
        Assert.Empty(mappings.Except(seen));
    }

    [Theory]
    [InlineData("campaign: everything", "campain: everything")]
    [InlineData("campaign: everything\n", "")]
    [InlineData("campaign: everything", "campaign: Every Thing")]
    [InlineData("record-card: half-yearly", "record-card: daily")]
    [InlineData("compare-by: sector", "compare-by: colour")]
    [InlineData("level: village, sector", "level: hamlet, sector")]
    [InlineData("share: 65%", "share: 65")]
    [InlineData("opens: 09:00", "opens: nine")]
    [InlineData("zone: Asia/Shanghai, ", "")]
    [InlineData("normalise: z-score", "normalise: iq")]
    [InlineData("kind: plan,", "kind: plans,")]
    [InlineData("due: 20wd, file-with", "due: 20 workdays, file-with")]
    [InlineData("opens: 01-05", "opens: before q")]
    [InlineData("period: Q3, opens: end", "period: Q5, opens: end")]
    [InlineData("late-policy: deduct 2 per 1wd up to 2", "late-policy: shout")]
    [InlineData("to: [reporter, liaison]", "to: [reporter, mayor]")]
    [InlineData("card: yellow, clears: closed", "card: green, clears: closed")]
    [InlineData("clears: recovered", "clears: never")]
    [InlineData("scale: 100", "scale: hundred")]
    [InlineData("points: 20 }", "points: [20] }")]
    [InlineData("cap: 6, waived-by", "cap: six, waived-by")]
    [InlineData("next: automatic", "next: perhaps")]
    [InlineData("calendar: { pause: keep }", "calendar: { pause: keep, resume: now }")]
    [InlineData("calendar: { pause: keep }", "calendar: [keep]")]
    [InlineData("announced: false", "announced: maybe")]
    public void Wrong_IsRefusedByBoth(string good, string bad)
    {
        Assert.Contains(good, Everything, StringComparison.Ordinal);
        var text = Everything.Replace(good, bad, StringComparison.Ordinal);

        Assert.NotEmpty(DefinitionReader.Read(text).Errors);
        Assert.NotEmpty(Errors(text));
    }

    private static IReadOnlyList<string> Errors(string yaml) => Check.Errors(Json(yaml), new JsonObject { ["$ref"] = "#/$defs/definition" });

    /// <summary>The mappings of the schema that may stand at a path of the reader's, each with the definition that it comes from.</summary>
    private static List<(string Definition, JsonObject Schema)> At(string path)
    {
        var at = Mappings(new JsonObject { ["$ref"] = "#/$defs/definition" }, "").ToList();
        foreach (var step in Step().Matches(path).Select(m => m.Value.Trim('.')))
        {
            at = [.. at.SelectMany(s => Below(s.Schema, step)).SelectMany(n => Mappings(n, ""))];
        }
        return [.. at.Where(s => s.Schema["properties"] is not null)];
    }

    private static IEnumerable<JsonNode> Below(JsonObject schema, string step)
    {
        if (step.StartsWith('['))
            return schema["items"] is { } item ? [item] : [];
        return (schema["properties"]?[step] ?? (schema["additionalProperties"] is JsonObject open ? open : null)) is { } value ? [value] : [];
    }

    private static IEnumerable<(string Definition, JsonObject Schema)> Mappings(JsonNode node, string definition)
    {
        var schema = node.AsObject();
        if ((string?)schema["$ref"] is { } reference)
            return Mappings(Check.Resolve(reference), reference.Split('/')[^1]);
        return schema["anyOf"] is JsonArray choices ? choices.SelectMany(c => Mappings(c!, definition)) : [(definition, schema)];
    }

    /// <summary>YAML as editors read it: plain numbers and truths are such, all else is text.</summary>
    private static JsonNode? Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Of(stream.Documents[0].RootNode);

        static JsonNode? Of(YamlNode node) => node switch
        {
            YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Of(c.Value)))),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(Of)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when Number().IsMatch(text) =>
                JsonValue.Create(decimal.Parse(text, CultureInfo.InvariantCulture)),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };
    }

    [GeneratedRegex(@"\[[0-9]+\]|[^.\[\]]+")]
    private static partial Regex Step();

    [GeneratedRegex("^-?[0-9]+([.][0-9]+)?$")]
    private static partial Regex Number();
}
