using System.Text.RegularExpressions;
using Campaigns.App.Templates;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Campaigns.App.Tests.Templates;

public sealed partial class TemplateTests
{
    public static TheoryData<string> Ids => [.. TemplateCatalog.All.Select(t => t.Id)];

    [Fact]
    public void Catalog_HasOneTemplateForEachDocument() =>
        Assert.Equal(
            ["three-level-contest", "five-good-village", "advanced-county", "demonstration-clusters", "township-year"], TemplateCatalog.All.Select(t => t.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Template_IsReadWithoutMistakesAndNamedAsItsFile(string id)
    {
        var template = TemplateCatalog.Find(id)!;

        Assert.Empty(DefinitionReader.Read(template.Text).Errors);
        Assert.Equal(id, template.Definition.Id);
        Assert.All(template.Text.Split('\n'), line => Assert.True(line.Length <= 160, line));
        Assert.All(template.Definition.Standards.SelectMany(s => s.Clauses), c => Assert.False(string.IsNullOrEmpty(c.Text.En), c.Id));
        Assert.All(template.Definition.Tracks, t => Assert.False(string.IsNullOrEmpty(t.Title.En), t.Id));
        Assert.Equal(template.Definition.Tracks.Count, template.Needs.Count());
    }

    /// <summary>A year that is not over when it ends would hang on a holiday table that nobody has yet.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Template_InItsFirstYear_IsDecidedBeforeTheYearEnds(string id)
    {
        var definition = TemplateCatalog.Find(id)!.Definition;

        var plan = CyclePlanner.Plan(definition, definition.Programme.FirstYear, HolidayTables.Bundled);

        Assert.All(plan.Milestones, m => Assert.True(m.At < new DateTimeOffset(definition.Programme.FirstYear, 12, 31, 16, 0, 0, TimeSpan.Zero), m.Id));
    }

    [Fact]
    public void FiveGoodVillage_HasTheReportsNumbers()
    {
        var definition = TemplateCatalog.Find("five-good-village")!.Definition;

        var village = definition.Standard("five-good");
        Assert.Equal((100m, 5, 30), (village.Scale, village.Sections.Count, village.Clauses.Count()));
        Assert.Equal([1000m, 1000m], definition.Standards.Where(s => s.Id.EndsWith("cadre", StringComparison.Ordinal)).Select(s => s.Scale));
        Assert.Equal(0.80m, definition.Track("five-good-village").Attain!.Share);
    }

    [Fact]
    public void AdvancedCounty_HasTheSpeechsNumbers()
    {
        var definition = TemplateCatalog.Find("advanced-county")!.Definition;

        Assert.Equal([0.85m, 0.65m, 0.60m, null], definition.Tracks.Select(t => t.Attain?.Share));
        Assert.Equal(["打基础", "抓提升", "出成效"], definition.Programme.Themes.OrderBy(t => t.Key).Select(t => t.Value.Zh));
    }

    [Fact]
    public void Apply_ChangesWhatIsAskedForAndKeepsTheRest()
    {
        var template = TemplateCatalog.Find("advanced-county")!;
        var overrides = new TemplateOverrides
        {
            Authority = "qinghe",
            Years = "2031..2033",
            Title = new LocalizedText("我县: '先进县' {创建}", "Ours, # and all"),
            Tracks = new Dictionary<string, TrackOverride>
            {
                ["benchmark-branches"] = new() { Quota = "12", Allotted = "1..3", Share = "70%", Title = new LocalizedText("标杆") },
            },
        };

        var text = overrides.Apply(template, "ours", out var unknown);

        Assert.Empty(unknown);
        var definition = DefinitionReader.Read(text) is { Definition: { } read } ? read : throw new InvalidOperationException(text);
        Assert.Equal(("ours", "qinghe", overrides.Title), (definition.Id, definition.Authority.Unit, definition.Title));
        Assert.Equal([2031, 2032, 2033], definition.Programme.Themes.Keys.Order());
        Assert.Equal("出成效", definition.Programme.Themes[2033].Zh);
        var track = definition.Track("benchmark-branches");
        Assert.Equal((12, new IntRange(1, 3), 0.70m, "标杆"), (track.Select!.Quota, track.Select.Allotted, track.Attain!.Share, track.Title.Zh));
        Assert.Equal(template.Definition.Track("flag-committees").Attain, definition.Track("flag-committees").Attain);
        Assert.Equal(template.Text.Count(c => c == '#'), text.Count(c => c == '#') - 1);
    }

    [Fact]
    public void Apply_OfNothing_ChangesOnlyTheName()
    {
        foreach (var template in TemplateCatalog.All)
            Assert.Equal(template.Text, new TemplateOverrides().Apply(template, template.Id, out _));
    }

    [Fact]
    public void Apply_OfWhatATemplateDoesNotHave_NamesIt()
    {
        var overrides = new TemplateOverrides
        {
            Tracks = new Dictionary<string, TrackOverride> { ["nobody"] = new(), ["characteristic-township"] = new() { Quota = "8", Allotted = "1..2" } },
        };

        overrides.Apply(TemplateCatalog.Find("three-level-contest")!, "ours", out var unknown);

        Assert.Equal(["tracks.characteristic-township.allotted", "tracks.nobody"], unknown.Order());
    }

    /// <summary>The table beside the templates, which says where each sentence of the documents is done, names only keys that are there.</summary>
    [Fact]
    public void Table_NamesKeysThatAreThere()
    {
        using var stream = typeof(TemplateCatalog).Assembly.GetManifestResourceStream("templates/README.md")!;
        using var reader = new StreamReader(stream);
        YamlNode? root = null;
        var (rows, lost) = (new Dictionary<string, int>(), new List<string>());
        var file = "";
        foreach (var line in reader.ReadToEnd().Split('\n'))
        {
            if (FileHeading().Match(line) is { Success: true } heading)
            {
                file = heading.Groups[1].Value;
                root = Yaml(TemplateCatalog.TextOf(file));
            }
            if (root is null || !line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("| the document", StringComparison.Ordinal))
                continue;
            var paths = QuotedKey().Matches(line.Split('|')[2]).Select(m => m.Groups[1].Value).ToList();
            rows[file] = rows.GetValueOrDefault(file) + 1;
            if (paths.Count == 0)
                lost.Add($"{file}: {line}");
            lost.AddRange(paths.Where(p => Find(root, p.Split('.')) is null).Select(p => $"{file}: {p}"));
        }

        Assert.Empty(lost);
        Assert.Equal(TemplateCatalog.All.Select(t => t.Id), rows.Keys);
        Assert.All(rows.Values, count => Assert.InRange(count, 15, 200));
    }

    static YamlNode Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    /// <summary>Follows keys of mappings and ids of list items; what a standard keeps in sections and clauses is found without naming these.</summary>
    static YamlNode? Find(YamlNode node, ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
            return node;
        if (node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(path[0]), out var value) && Find(value, path[1..]) is { } there)
            return there;
        return Item(node, path[0]) is { } item ? Find(item, path[1..]) : null;
    }

    static YamlNode? Item(YamlNode node, string id) => node switch
    {
        YamlSequenceNode list => list.Children.FirstOrDefault(c => HasId(c, id)) ?? list.Children.Select(c => Item(c, id)).FirstOrDefault(c => c is not null),
        YamlMappingNode map => ((string[])["sections", "clauses"])
            .Select(key => map.Children.TryGetValue(new YamlScalarNode(key), out var list) ? Item(list, id) : null).FirstOrDefault(c => c is not null),
        _ => null,
    };

    static bool HasId(YamlNode node, string id) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode("id"), out var its) && its.ToString() == id;

    [GeneratedRegex("^## ([a-z-]+)\\.yaml")]
    private static partial Regex FileHeading();

    [GeneratedRegex("`([a-z0-9.-]+)`")]
    private static partial Regex QuotedKey();
}
