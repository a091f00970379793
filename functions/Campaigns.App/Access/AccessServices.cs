using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Access;

/// <summary>Registers the one place that decides who may do what.</summary>
public static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services.AddSingleton<AccessPolicy>();
}
