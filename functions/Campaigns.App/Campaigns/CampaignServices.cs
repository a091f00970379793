using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Campaigns;

/// <summary>Registers the campaigns' definitions.</summary>
public static class CampaignServices
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services.AddSingleton<CampaignStore>();
}
