using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Directory;

/// <summary>Registers the directory.</summary>
public static class DirectoryServices
{
    public static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.AddSingleton<DirectoryVersions>();
        services.AddSingleton<DirectoryStore>();
        services.AddSingleton<DirectoryCache>();
        services.AddSingleton<DirectoryLedger>();
        return services;
    }
}
