using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Archives;

/// <summary>Registers archives. Needs participants, cycles, selecting, bulletins and pages.</summary>
public static class ArchiveServices
{
    public static IServiceCollection AddArchives(this IServiceCollection services)
    {
        services.AddSingleton<ArchiveSource>();
        services.AddSingleton<ParticipantArchives>();
        services.AddSingleton<CycleDocuments>();
        services.AddSingleton<ArchiveStore>();
        services.AddSingleton<ArchiveDesk>();
        return services;
    }
}
