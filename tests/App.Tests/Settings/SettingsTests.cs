using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Campaigns.App.Pages;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Webhooks;
using Campaigns.Local.Hosting;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Settings;

/// <summary>The sample of the settings, the README's table of them and what the app really reads are the same.</summary>
public sealed class SettingsTests
{
    // Read by the host, not by the app.
    private static readonly string[] OfTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "TASK_HUB"];

    // Injected by the platform, and nobody's to set.
    private static readonly string[] OfThePlatform = ["WEBSITE_AUTH_ENABLED"];

    // Microsoft.Identity.Web binds everything that it knows; these are ours to set.
    private static readonly string[] OfSignIn = ["AzureAd__Instance", "AzureAd__TenantId", "AzureAd__ClientId"];

    // Microsoft.Identity.Web reads its section and how much it may log.
    private static readonly string[] OfPackages = ["AzureAd:", "Logging:LogLevel:Microsoft."];

    [Fact]
    public void Sample_HoldsWhatTheAppReads_AndNothingElse()
    {
        var read = new Recorded(InSample.ToDictionary(v => v.Key.Replace("__", ":", StringComparison.Ordinal), v => v.Value?.GetValue<string>()));
        Touch(new ConfigurationBuilder().Add(read).Build());

        var own = read.Keys.Where(k => !OfPackages.Any(p => k.StartsWith(p, StringComparison.OrdinalIgnoreCase)) && !IsSection(k, read.Keys))
            .Select(k => k.Replace(":", "__", StringComparison.Ordinal)).Except(OfThePlatform);
        Assert.Equal(
            own.Concat(OfSignIn).Concat(OfTheHost).Order(StringComparer.OrdinalIgnoreCase),
            Sample.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.All(OfSignIn, key => Assert.Contains(key.Replace("__", ":", StringComparison.Ordinal), read.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.Contains("%TASK_HUB%", File.ReadAllText(PathOf("functions/Campaigns.App/host.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_ExplainsEverySettingOfTheSample()
    {
        var explained = File.ReadAllLines(PathOf("README.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(l => l.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1)).ToHashSet();
        Assert.All(Sample, key => Assert.Contains(key, explained));
    }

    private static JsonObject InSample => JsonNode.Parse(File.ReadAllText(PathOf("local.settings.sample.json")))!["Values"]!.AsObject();

    private static IEnumerable<string> Sample => InSample.Select(v => v.Key);

    /// <summary>Builds the app and whatever reads settings late.</summary>
    private static void Touch(IConfiguration configuration)
    {
        var app = new ServiceCollection().AddLogging().AddSingleton(configuration).AddSingleton(TimeProvider.System);
        CampaignsApp.Configure(new LocalApplicationBuilder(app), configuration);
        using var services = app.BuildServiceProvider();
        services.GetRequiredService<CampaignTables>();
        services.GetRequiredService<CampaignBlobs>();
        services.GetRequiredService<IFileScanner>();
        _ = services.GetRequiredService<IOptions<MailOptions>>().Value;
        _ = services.GetRequiredService<IOptions<NoticeOptions>>().Value;
        _ = services.GetRequiredService<IOptions<WebhookOptions>>().Value;
        _ = services.GetRequiredService<IOptions<PublicLimitOptions>>().Value;
        _ = services.GetRequiredService<PortalSettings>();
        _ = services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
    }

    private static bool IsSection(string key, IEnumerable<string> keys) =>
        keys.Any(k => k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    private static string PathOf(string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file);

    /// <summary>A source of settings that remembers what it was asked for.</summary>
    private sealed class Recorded(Dictionary<string, string?> values) : ConfigurationProvider, IConfigurationSource
    {
        private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);

        public IReadOnlyCollection<string> Keys => _keys;

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load() => Data = new Dictionary<string, string?>(values, StringComparer.OrdinalIgnoreCase);

        public override bool TryGet(string key, out string? value)
        {
            _keys.Add(key);
            return base.TryGet(key, out value);
        }
    }
}
