using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Storage;

/// <summary>What a host adds to the options of every storage client, behind the meter: a policy, shorter retries. Registered by those who need one.</summary>
public sealed record StorageClientSetup(Action<ClientOptions> Apply);

/// <summary>Registers the data account's clients; the composition root says where the account is.</summary>
public static class StorageServices
{
    /// <summary>Adds tables, blobs and the meter that counts their requests, built by the given factories from options that already carry the meter.</summary>
    public static IServiceCollection AddCampaignStorage(
        this IServiceCollection services,
        Func<IServiceProvider, TableClientOptions, TableServiceClient> tables,
        Func<IServiceProvider, BlobClientOptions, BlobServiceClient> blobs)
    {
        services.AddSingleton<StorageMeter>();
        services.AddSingleton(provider => new CampaignTables(tables(provider, Metered(new TableClientOptions(), provider))));
        services.AddSingleton(provider => new CampaignBlobs(blobs(provider, Metered(new BlobClientOptions(), provider))));
        return services;
    }

    private static TOptions Metered<TOptions>(TOptions options, IServiceProvider provider) where TOptions : ClientOptions
    {
        StorageTries.Set(options);
        options.AddPolicy(provider.GetRequiredService<StorageMeter>(), HttpPipelinePosition.PerRetry);
        foreach (var setup in provider.GetServices<StorageClientSetup>())
            setup.Apply(options);
        return options;
    }
}
