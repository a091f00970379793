using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Campaigns.App.Reminders;

public static class RemindersServices
{
    /// <summary>
    /// Items, notices, their delivery and the inbox. A host that can tell whether another process is gone registers its own <see cref="HostIdentity"/> first.
    /// </summary>
    public static IServiceCollection AddReminders(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MailOptions>(configuration.GetSection(MailOptions.Section));
        services.Configure<NoticeOptions>(configuration.GetSection(NoticeOptions.Section));
        services.TryAddSingleton<HostIdentity>();
        services.AddSingleton<NoticePartitions>();
        services.AddSingleton<DeliveryTerms>();
        services.AddSingleton<NoticeBook>();
        services.AddSingleton<DirectNotices>();
        services.AddSingleton<ReminderItems>();
        services.AddSingleton<NoticeComposer>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<MailChannel>();
        return services;
    }
}
