using System.Text.Encodings.Web;
using System.Text.Json;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Campaigns.Rules.Tests.Definitions;

public sealed class DefinitionReaderJsonTests
{
    static readonly JsonSerializerOptions Plain = Options(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    static readonly JsonSerializerOptions Escaped = Options(JavaScriptEncoder.Default);

    static JsonSerializerOptions Options(JavaScriptEncoder encoder) =>
        new() { WriteIndented = true, IndentCharacter = '\t', IndentSize = 1, Encoder = encoder };

    [Theory]
    [InlineData("monthly-star.yaml", false)]
    [InlineData("single-quarter.yaml", true)]
    [InlineData("three-level-contest.yaml", true)]
    [InlineData("three-level-contest.yaml", false)]
    public void Read_TheSameInJson_IsTheSameDefinition(string sample, bool escaped)
    {
        var reading = DefinitionReader.Read(Json(Sample.Text(sample), escaped));

        Assert.Empty(reading.Errors);
        var (json, yaml) = (reading.Definition!, Sample.Definition(sample));
        Assert.Equal(JsonSerializer.Serialize(yaml), JsonSerializer.Serialize(json));
        Assert.Equal(Rules(yaml), Rules(json));
        Assert.Equal(CyclePlanner.Plan(yaml, 2026, HolidayTables.Bundled).Milestones, CyclePlanner.Plan(json, 2026, HolidayTables.Bundled).Milestones);
    }

    /// <summary>How every clause is scored; the serialiser above shows only what all ways of scoring have in common, which is nothing.</summary>
    static string Rules(CampaignDefinition definition) => string.Join('\n', definition.Standards.SelectMany(s => s.Clauses).Select(c => c.Id + Rule(c.Rule)));

    static string Rule(ClauseRule rule) => rule switch
    {
        StepsRule r => $"{r.Measure} {string.Join(' ', r.Steps)}",
        BonusRule r => $"{r.Cap} {string.Join(' ', r.ByLevel)}",
        _ => $"{rule}",
    };

    [Fact]
    public void Read_MistakeInJsonWithTabs_HasItsPlace()
    {
        var error = Assert.Single(DefinitionReader.Read("{\n\t\"campaign\": \"Bad Id\",\n\t\"title\": \"标题\"}").Errors, e => e.Path == "campaign");

        Assert.Equal((2, 14), (error.Line, error.Column));
    }

    /// <summary>The YAML as JSON indented with tabs; with <paramref name="escaped"/>, every character beyond ASCII as an escape.</summary>
    static string Json(string yaml, bool escaped)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return JsonSerializer.Serialize(Value(stream.Documents[0].RootNode), escaped ? Escaped : Plain);
    }

    static object Value(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => Value(c.Value)),
        YamlSequenceNode list => list.Children.Select(Value).ToList(),
        YamlScalarNode scalar => decimal.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : scalar.Value!,
        _ => throw new InvalidOperationException($"Unexpected {node.NodeType}."),
    };
}
