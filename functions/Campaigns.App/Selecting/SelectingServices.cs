using Campaigns.App.Reviews;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.App.Selecting;

/// <summary>Registers nomination, panel, public notice, objections, decision and honours. Needs participants, cycles, directory and reminders.</summary>
public static class SelectingServices
{
    public static IServiceCollection AddSelecting(this IServiceCollection services)
    {
        services.AddSingleton<SelectionStore>();
        services.AddSingleton<SelectionDesk>();
        services.AddSingleton<Nominating>();
        services.AddSingleton<PanelScores>();
        services.AddSingleton<PanelDesk>();
        services.AddSingleton<PublicReferences>();
        services.AddSingleton<Challenges>();
        services.AddSingleton<ChallengeDesk>();
        services.AddSingleton<IDueAction>(provider => provider.GetRequiredService<ChallengeDesk>());
        services.AddSingleton<Coverage.WaitingRecords>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<Shortcomings>();
        services.AddSingleton<SelectionSteps>();
        services.AddSingleton<SelectionReminders>();
        return services;
    }
}
