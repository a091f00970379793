using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Campaigns.App.Telemetry;
using Xunit;

namespace Campaigns.App.Tests.Settings;

/// <summary>What alerts, the workbook and the page for operations speak of is what the app has, by the same names; and the other way round.</summary>
public sealed partial class OperationsFilesTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // Of no use to an alert or a picture; the page says what they are.
    private static readonly HashSet<string> OnThePageOnly = [];

    private static readonly IReadOnlyList<Instrument> Figures =
        [.. typeof(AppMeter).GetFields(Any).Select(f => f.GetValue(null)).OfType<Instrument>().DistinctBy(i => i.Name)];

    private static readonly HashSet<string> Tags =
        [.. typeof(TelemetryTags).GetFields(Any).Select(f => (string)f.GetRawConstantValue()!).Where(t => t != TelemetryTags.Prefix)];

    private static readonly HashSet<string> Events = [.. typeof(EventIds).GetFields(Any).Select(f => f.Name)];

    [Theory]
    [InlineData("infra/alerts.bicep")]
    [InlineData("infra/workbook.json")]
    [InlineData("infra/operate.md")]
    public void Names_ThatAreSpokenOf_AreTheApps(string file)
    {
        var text = Read(file);
        var names = Name().Matches(text).Select(m => m.Value).Distinct().ToList();
        var events = EventQuery().Matches(text).SelectMany(m => Quoted().Matches(m.Groups["names"].Value)).Select(m => m.Groups["name"].Value).ToList();

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(Figures.Select(f => f.Name)).Except(Tags));
        Assert.Empty(events.Except(Events));
        Assert.Equal(file.EndsWith(".md", StringComparison.Ordinal), events.Count == 0);
    }

    [Fact]
    public void EachFigure_IsDrawn_AndExplainedWithItsTags()
    {
        Assert.NotEmpty(Figures);
        var (workbook, page) = (Read("infra/workbook.json"), Read("infra/operate.md"));
        Assert.All(Figures, figure =>
        {
            Assert.NotEmpty(figure.Unit!);
            Assert.NotEmpty(figure.Description!);
            Assert.Contains($"\\\"{figure.Name}\\\"", workbook, StringComparison.Ordinal);
            var unit = figure.Unit == "s" ? "s" : figure.Unit!.Trim('{', '}') + "s";
            Assert.Contains($"| `{figure.Name}` | {unit} |", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EachEvent_IsLookedForOrDrawn_AndOnThePage()
    {
        var (looked, page) = (Read("infra/alerts.bicep") + Read("infra/workbook.json"), Read("infra/operate.md"));

        Assert.All(Events.Except(OnThePageOnly), name => Assert.Matches($"\"{name}\\W", looked));
        Assert.All(Events, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void EachAlert_IsOnThePage_AndThePageHasNoOther()
    {
        var alerts = Rule().Matches(Read("infra/alerts.bicep")).Select(m => m.Groups["name"].Value)
            .Concat(MetricAlert().Matches(Read("infra/alerts.bicep")).Select(m => m.Groups["name"].Value));
        var explained = Row().Matches(Read("infra/operate.md")).Select(m => m.Groups["name"].Value);

        Assert.Equal(alerts.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Workbook_IsOneThatThePortalOpens()
    {
        var workbook = JsonNode.Parse(Read("infra/workbook.json"))!;
        var items = workbook["items"]!.AsArray();

        Assert.Equal("Notebook/1.0", (string?)workbook["version"]);
        Assert.Equal(items.Count, items.Select(i => (string?)i!["name"]).Distinct().Count());
        // Each query asks the deployment's own component, which workbook.bicep puts in.
        Assert.All(items.Where(i => (int)i!["type"]! == 3), i => Assert.Equal("__insights__", (string?)i!["content"]!["crossComponentResources"]![0]));
        Assert.Contains("'__insights__'", Read("infra/workbook.bicep"), StringComparison.Ordinal);
    }

    /// <summary>Host and worker speak the same telemetry, and a trace goes on from one through an orchestration to the other.</summary>
    [Fact]
    public void HostFile_ExportsAsTheAppDoes()
    {
        var host = JsonNode.Parse(Read("functions/Campaigns.App/host.json"))!;
        var tracing = host["extensions"]!["durableTask"]!["tracing"]!;
        var app = Read("infra/functionapp.bicep");

        Assert.Equal("OpenTelemetry", (string?)host["telemetryMode"]);
        Assert.True((bool)tracing["distributedTracingEnabled"]!);
        Assert.Equal("V2", (string?)tracing["version"]);
        // Sampling of the older SDK has no effect in this mode; the variables that both read have.
        Assert.Null(host["logging"]!["applicationInsights"]);
        Assert.Contains("{ name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_traceidratio' }", app, StringComparison.Ordinal);
        Assert.Contains("{ name: 'OTEL_TRACES_SAMPLER_ARG', value: traceShare }", app, StringComparison.Ordinal);
    }

    private static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file));

    [GeneratedRegex(@"\bcampaigns\.[a-z]+[a-z_.]*[a-z]\b")]
    private static partial Regex Name();

    [GeneratedRegex("""EventName\\?"\]\) (?:== (?<names>\\?"\w+\\?")|in \((?<names>[^)]+)\))""")]
    private static partial Regex EventQuery();

    [GeneratedRegex("""\\?"(?<name>\w+)\\?" ?""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^    name: '(?<name>[a-z-]+)'\n    says:", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"metricAlerts@[^']+' = \{\n  name: '(?<name>[a-z-]+)-\$\{base\}'")]
    private static partial Regex MetricAlert();

    [GeneratedRegex(@"^\| `(?<name>[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
