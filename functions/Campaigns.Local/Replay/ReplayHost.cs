using System.Reflection;
using Campaigns.App;
using Campaigns.Local.Hosting;
using Microsoft.Extensions.Configuration;

namespace Campaigns.Local.Replay;

/// <summary>
/// Orchestrator functions bound as the host binds them, with the app's middleware around them. Replaying needs no storage, and none is there.
/// </summary>
internal static class ReplayHost
{
    /// <summary>A host of the app's functions, or of those in other classes; it is not to be started.</summary>
    public static FunctionsHost Create(Assembly? assembly = null, Func<Type, bool>? hosts = null) => FunctionsHost.Create(new FunctionsHostOptions
    {
        Assemblies = [assembly ?? typeof(CampaignsApp).Assembly],
        Hosts = hosts ?? (_ => true),
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Tables"] = "UseDevelopmentStorage=true",
            ["Storage:Blobs"] = "UseDevelopmentStorage=true",
            ["AzureAd:Instance"] = "https://login.example/",
            ["AzureAd:TenantId"] = "replay",
            ["AzureAd:ClientId"] = "replay",
        }).Build(),
        Configure = [CampaignsApp.Configure],
    });
}
