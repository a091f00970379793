using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Campaigns.App.Access;
using Campaigns.App.Archives;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Erasure;
using Campaigns.App.Exchange;
using Campaigns.App.Feeds;
using Campaigns.App.Http;
using Campaigns.App.Pages;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.App.Uploads;
using Campaigns.App.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Campaigns.App;

/// <summary>
/// The composition root, the same on Azure and on one machine: one <c>Add…</c> a folder. Whoever hosts the app may register its own clocks before
/// (<see cref="TimeProvider"/> for platform time, <see cref="CampaignClock"/> for campaign time); what it does not bring is the system's.
/// </summary>
public static class CampaignsApp
{
    public static void Configure(IFunctionsWorkerApplicationBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);

        // In this order, outermost first: a fault in sign-in is answered as a problem too, and all of it is in the span.
        builder.UseMiddleware<TraceMiddleware>();
        builder.UseMiddleware<RequestMiddleware>();
        builder.UseMiddleware<PublicLimitMiddleware>();
        builder.UseMiddleware<SignInMiddleware>();

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new CampaignClock(provider.GetRequiredService<TimeProvider>()));
        services.AddCampaignStorage(
            (_, options) => Tables(Setting(configuration, "Storage:Tables"), options),
            (_, options) => Blobs(Setting(configuration, "Storage:Blobs"), options));
        services.AddHostedService<StorageStart>();
        services.AddTelemetryExport(configuration);
        services.AddSingleton<Readiness>();

        services.AddAccess(configuration);
        services.Configure<PublicLimitOptions>(configuration.GetSection(PublicLimitOptions.Section)).AddSingleton<PublicLimits>();
        services.AddDirectory();
        services.AddCampaigns();
        services.AddParticipants();
        services.AddExchange();
        services.AddSingleton(provider => Evidence.FileScanners.Of(configuration, provider.GetRequiredService<TimeProvider>()));
        services.AddUploads();
        services.AddCycles();
        services.AddReminders(configuration);
        services.AddSelecting();
        services.AddWebhooks(configuration);
        services.AddFeeds();
        services.AddErasure();
        services.AddArchives();
        services.AddPages(configuration);
    }

    static string Setting(IConfiguration configuration, string name) => configuration[name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"Setting {name} is missing: a connection string, or the service's address for the app's own identity.");

    static TableServiceClient Tables(string where, TableClientOptions options) =>
        Address(where) is { } address ? new(address, new DefaultAzureCredential(), options) : new(where, options);

    static BlobServiceClient Blobs(string where, BlobClientOptions options) =>
        Address(where) is { } address ? new(address, new DefaultAzureCredential(), options) : new(where, options);

    static Uri? Address(string where) =>
        Uri.TryCreate(where, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;
}
