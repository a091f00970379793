using System.Text.Encodings.Web;
using System.Text.Unicode;
using Campaigns.App.Reminders;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Campaigns.App.Pages;

public static class PagesServices
{
    /// <summary>The portal's pages, rendered here; <paramref name="configuration"/> says where people sign in (<see cref="PortalSettings"/>).</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRazorComponents();
        // Chinese stays readable in the source of a page and takes half the bytes; what HTML itself uses is escaped all the same.
        services.Replace(ServiceDescriptor.Singleton(HtmlEncoder.Create(UnicodeRanges.All)));
        services.AddSingleton(PortalSettings.Of(configuration));
        services.AddSingleton<PageDesk>();
        // A class of functions, which the host creates by itself: pages ask it too.
        services.TryAddSingleton<Inbox>();
        services.AddSingleton<CycleViews>();
        return services;
    }
}
