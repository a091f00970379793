using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>The schema's shape; that it speaks the reader's language is tested beside the templates.</summary>
public sealed class DefinitionSchemaTests
{
    static readonly JsonObject schema = DefinitionSchema.Document();

    [Theory]
    [InlineData("definition", "campaign title authority programme tracks standards phases")]
    [InlineData("authority", "unit zone workdays")]
    [InlineData("track", "title enters standard weights")]
    [InlineData("phase", "kind opens")]
    [InlineData("rung", "at to")]
    [InlineData("burden", "")]
    public void Mapping_IsClosed_AndAsksForWhatTheReaderAsksFor(string definition, string required)
    {
        var mapping = schema["$defs"]![definition]!;

        Assert.False((bool)mapping["additionalProperties"]!);
        Assert.Equal(required.Split(' ', StringSplitOptions.RemoveEmptyEntries), mapping["required"]?.AsArray().Select(r => (string)r!) ?? []);
        Assert.DoesNotContain(mapping["properties"]!.AsObject(), p => p.Key.EndsWith('!'));
    }

    [Fact]
    public void Words_AreTheReaders_AndReferencesLeadSomewhere()
    {
        Assert.Equal(Vocabulary.Levels, schema["$defs"]!["level"]!["enum"]!.AsArray().Select(w => (string)w!));
        Assert.Equal([true, false], schema["$defs"]!["phase"]!["properties"]!["announced"]!["enum"]!.AsArray().Take(2).Select(w => (bool)w!));
        Assert.Equal("#/$defs/definition", (string)schema["$ref"]!);
        Assert.All(References(schema), r => Assert.NotNull(schema["$defs"]![r["#/$defs/".Length..]]));
    }

    [Fact]
    public void KeysOf_NamesThePlacesOfAText_AndNothingOfOneThatIsNone()
    {
        var keys = DefinitionReader.KeysOf(Sample.Text("every-construct.yaml"));

        Assert.Equal(["pause"], keys["calendar"]);
        Assert.Equal(["zh", "en"], keys["title"]);
        Assert.Equal(["members", "quorum", "trim", "load", "normalise", "minimum"], keys["tracks.village.panel"]);
        Assert.Empty(DefinitionReader.KeysOf("- no mapping"));
    }

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(m => m is { Key: "$ref", Value: JsonValue to } ? [(string)to!] : References(m.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
