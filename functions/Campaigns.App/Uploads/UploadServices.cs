using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Uploads;

/// <summary>Registers uploads that outlive a request. Needs storage, access, participants.</summary>
public static class UploadServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddSingleton<UploadStore>();
        services.AddSingleton<Uploading>();
        services.AddSingleton<DirectUploads>();
        services.AddSingleton<UploadSweep>();
        return services;
    }
}
