using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Webhooks;

public static class WebhookServices
{
    /// <summary>Subscriptions, what tells them, and their deliveries. Needs participants, cycles, reminders and the directory.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<WebhookOptions>(configuration.GetSection(WebhookOptions.Section));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookDeliveries>();
        services.AddSingleton<WebhookPump>();
        return services;
    }
}
