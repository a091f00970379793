using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Feeds;

public static class FeedServices
{
    /// <summary>Calendar feeds. Needs participants, cycles, reminders and the directory.</summary>
    public static IServiceCollection AddFeeds(this IServiceCollection services) => services.AddSingleton<FeedStore>().AddSingleton<FeedWriter>();
}
