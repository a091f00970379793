using System.Reflection;
using Campaigns.App;
using Campaigns.App.Cycles;
using Campaigns.Local.Hosting;
using Campaigns.Local.TaskHub;

namespace Campaigns.Local.Commands;

/// <summary>What of the app is deployed: this build of it, or another version that a test puts together.</summary>
internal sealed record AppDeployment
{
    /// <summary>The app as it was built, with its host.json.</summary>
    public static AppDeployment Built { get; } = new() { Versions = HostVersions.Read(Path.Combine(AppContext.BaseDirectory, "host.json")) };

    public IReadOnlyList<Assembly> Assemblies { get; init; } = [typeof(CampaignsApp).Assembly];

    /// <summary>Which of the assemblies' classes are hosted.</summary>
    public Func<Type, bool> Hosts { get; init; } = _ => true;

    /// <summary>The version that the app's code takes itself for.</summary>
    public OrchestrationVersion Orchestration { get; init; } = OrchestrationVersion.Newest;

    /// <summary>What host.json says.</summary>
    public required HostVersions Versions { get; init; }

    /// <summary>Changes the task hub's set-up.</summary>
    public Func<TaskHubOptions, TaskHubOptions> Hub { get; init; } = hub => hub;

    /// <summary>Stands around each activity; gets the app's services too.</summary>
    public Func<IServiceProvider, HostedActivity, HostedActivity> Activity { get; init; } = (_, activity) => activity;
}
