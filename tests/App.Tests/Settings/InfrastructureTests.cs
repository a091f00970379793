using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Campaigns.App.Access;
using Campaigns.App.Storage;
using Xunit;

namespace Campaigns.App.Tests.Settings;

/// <summary>What the deployment sets up is what the app asks for. The templates themselves are compiled elsewhere.</summary>
public sealed partial class InfrastructureTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    // The platform's own on this plan, or spelled by its parts.
    private static readonly string[] Elsewhere = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"];

    [Fact]
    public void FunctionApp_SetsEverySettingOfTheSample()
    {
        var sample = JsonNode.Parse(Read("local.settings.sample.json"))!["Values"]!.AsObject().Select(v => v.Key).Except(Elsewhere);
        var set = SettingName().Matches(Read("infra/functionapp.bicep")).Select(m => m.Groups["name"].Value).ToHashSet();

        Assert.Empty(sample.Except(set));
        Assert.Contains("AzureWebJobsStorage__accountName", set);
    }

    [Fact]
    public void Registration_HasTheAppsRoles() => Assert.Equal(
        Enum.GetNames<AppRole>(), JsonNode.Parse(Read("infra/approles.json"))!.AsArray().Select(r => (string)r!["value"]!));

    [Fact]
    public void DataStorage_HasTheAppsContainers()
    {
        var blobs = fixture.Open().Blobs;
        var used = typeof(CampaignBlobs).GetProperties().Select(p => p.GetValue(blobs)).OfType<Azure.Storage.Blobs.BlobContainerClient>();

        Assert.Empty(used.Select(c => c.Name).Except(ContainerName().Matches(Read("infra/datastorage.bicep")).Select(m => m.Groups["name"].Value)));
    }

    [Fact]
    public void Alerts_LookForWhatTheAppSays()
    {
        var said = string.Concat(Directory("functions/Campaigns.App").GetFiles("*.cs", SearchOption.AllDirectories).Select(f => File.ReadAllText(f.FullName)));
        var sought = Sought().Matches(Read("infra/alerts.bicep")).Select(m => m.Groups["text"].Value).ToList();

        Assert.NotEmpty(sought);
        Assert.All(sought, text => Assert.Contains(text, said, StringComparison.Ordinal));
    }

    [Fact]
    public void Main_GivesEachModuleItsParametersAndNoOther()
    {
        var modules = Module().Matches(Read("infra/main.bicep"));
        Assert.NotEmpty(modules);
        Assert.All(modules, module =>
        {
            var file = module.Groups["file"].Value;
            var declared = Parameter().Matches(Read($"infra/{file}"));
            var given = Given().Matches(module.Groups["params"].Value).Select(m => m.Groups["name"].Value).ToHashSet();
            Assert.True(
                given.SetEquals(declared.Where(m => !m.Groups["default"].Success || given.Contains(Name(m))).Select(Name)),
                $"{file}: {string.Join(' ', given.Order())}");
        });
        Assert.Equal(
            Directory("infra").GetFiles("*.bicep").Select(f => f.Name).Where(f => f != "main.bicep").Order(StringComparer.Ordinal),
            modules.Select(m => m.Groups["file"].Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parameters_OfEachSize_AreThoseThatMainHas()
    {
        var declared = Parameter().Matches(Read("infra/main.bicep"));
        var needed = declared.Where(m => !m.Groups["default"].Success).Select(m => m.Groups["name"].Value).ToList();
        var files = Directory("infra").GetFiles("*.bicepparam");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var given = Parameter().Matches(File.ReadAllText(file.FullName)).Select(m => m.Groups["name"].Value).ToList();
            Assert.Empty(needed.Except(given));
            Assert.Empty(given.Except(declared.Select(m => m.Groups["name"].Value)));
        });
    }

    private static string Name(Match match) => match.Groups["name"].Value;

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root(), file));

    private static DirectoryInfo Directory(string folder) => new(Path.Combine(Root(), folder));

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");

    [GeneratedRegex(@"\{\s*name: '(?<name>[A-Za-z_]+)'\s+value:|\{ name: '(?<name>[A-Za-z_]+)', value:")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"'containers' = \{\s+name: '(?<name>[a-z]+)'")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"message has ""(?<text>[^""]+)""")]
    private static partial Regex Sought();

    [GeneratedRegex(
        @"^module \w+ '(?<file>[\w.]+)' = (?:if \([^\n]*\) )?\{\n  name: '[^']+'\n  params: \{(?<params>.*?)\}\n(?:  //[^\n]*\n)?(?:  dependsOn[^\n]*\n)?\}",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Module();

    [GeneratedRegex(@"^param (?<name>\w+)(?: \w+)?(?<default> =)?", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?:^|[{,])\s*(?<name>[a-zA-Z]+): ", RegexOptions.Multiline)]
    private static partial Regex Given();
}
