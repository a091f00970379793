using Campaigns.App.Reviews;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Inspections;

public static class InspectionServices
{
    /// <summary>Draws, inspections, findings and reports from the public. Needs participants, cycles, reminders and the directory.</summary>
    public static IServiceCollection AddInspections(this IServiceCollection services)
    {
        services.AddSingleton<SampleStore>();
        services.AddSingleton<InspectionStore>();
        services.AddSingleton<InspectionDesk>();
        services.AddSingleton<Inspecting>();
        services.AddSingleton<FindingNotices>();
        services.AddSingleton<FindingWork>();
        services.AddSingleton<FindingList>();
        services.AddSingleton<IDueAction, FindingDue>();
        services.AddSingleton<PublicReports>();
        services.AddSingleton<ReportNotices>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<ReportList>();
        services.AddSingleton<IDueAction, ReportDue>();
        return services;
    }
}
