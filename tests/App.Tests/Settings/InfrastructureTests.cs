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

    /// <summary>
    /// What the app reaches by each of its settings, and the built-in role that lets it. Blob owner, since a malware verdict is read from a blob's tags;
    /// a user-delegation key, by which browsers upload, is within the same role.
    /// </summary>
    private static readonly Dictionary<string, (string Scope, string[] Roles)> Reached = new()
    {
        ["AzureWebJobsStorage__accountName"] = ("hostStorage", [BlobDataOwner, QueueDataContributor, TableDataContributor]),
        ["Storage__Tables"] = ("dataStorage", [TableDataContributor]),
        ["Storage__Blobs"] = ("dataStorage", [BlobDataOwner]),
        ["Mail__Password"] = ("vault", [SecretsUser]),
        ["Webhooks__Key"] = ("vault", [SecretsUser]),
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ("insights", [MetricsPublisher]),
        ["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = ("scheduler", [DurableTaskDataContributor]),
    };

    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
    private const string DurableTaskDataContributor = "0ad04412-c4d5-4796-b79c-f76d14c8d402";

    [Fact]
    public void Access_AssignsEveryRoleThatASettingNeeds_AndTheAppNoOther()
    {
        var access = Read("infra/access.bicep");
        var ids = RoleVariable().Matches(access).ToDictionary(Name, m => m.Groups["id"].Value);
        var assigned = Assignment().Matches(access).Where(m => m.Groups["principal"].Value == "principalId").SelectMany(m =>
            (m.Groups["roles"].Success ? m.Groups["roles"].Value.Split(", ") : [m.Groups["role"].Value]).Select(r => (m.Groups["scope"].Value, ids[r])));

        Assert.Equal(
            Reached.Values.SelectMany(r => r.Roles.Select(role => (r.Scope, role))).Distinct().Order(), assigned.Distinct().Order());
    }

    [Fact]
    public void Settings_ThatLeadToAResource_AreThoseWhoseRolesAreKnown()
    {
        var app = Read("infra/functionapp.bicep");
        var leading = SettingValue().Matches(app).Where(m => ResourceNamed().IsMatch(m.Groups["value"].Value)).Select(Name);

        Assert.Equal(Reached.Keys.Order(StringComparer.Ordinal), leading.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void DataStorage_HasTheAppsContainers()
    {
        var blobs = fixture.Open().Blobs;
        var used = typeof(CampaignBlobs).GetProperties().Select(p => p.GetValue(blobs)).OfType<Azure.Storage.Blobs.BlobContainerClient>();

        Assert.Empty(used.Select(c => c.Name).Except(ContainerName().Matches(Read("infra/datastorage.bicep")).Select(m => m.Groups["name"].Value)));
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

    [GeneratedRegex(@"\{\s*name: '(?<name>[A-Za-z_]+)'(?:,| *\n)\s*value: (?<value>[^\n]+)")]
    private static partial Regex SettingValue();

    // The names by which functionapp.bicep is given the other modules' resources.
    [GeneratedRegex(@"\b(hostStorageName|tables|blobs|secrets\.\w+|insightsConnection|schedulerEndpoint)\b")]
    private static partial Regex ResourceNamed();

    [GeneratedRegex(@"^var (?<name>\w+) = '(?<id>[0-9a-f-]{36})'", RegexOptions.Multiline)]
    private static partial Regex RoleVariable();

    [GeneratedRegex(
        @"roleAssignments@[^']+' = (?:if \([^\n]*\) )?(?:\[\s+for \w+ in \[(?<roles>[^]]+)\]: )?\{.*?scope: (?<scope>\w+)\s.*?"
        + @"principalId: (?<principal>\w+).*?roleDefinitions', (?<role>\w+)\)",
        RegexOptions.Singleline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"'containers' = \{\s+name: '(?<name>[a-z]+)'")]
    private static partial Regex ContainerName();

    [GeneratedRegex(
        @"^module \w+ '(?<file>[\w.]+)' = (?:if \([^\n]*\) )?\{\n  name: '[^']+'\n  params: \{(?<params>.*?)\}\n(?:  //[^\n]*\n)?(?:  dependsOn[^\n]*\n)?\}",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Module();

    [GeneratedRegex(@"^param (?<name>\w+)(?: \w+)?(?<default> =)?", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?:^|[{,])\s*(?<name>[a-zA-Z]+): ", RegexOptions.Multiline)]
    private static partial Regex Given();
}
