using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Erasure;

/// <summary>Registers what erases people.</summary>
public static class ErasureServices
{
    public static IServiceCollection AddErasure(this IServiceCollection services) => services.AddSingleton<PersonTraces>();
}
