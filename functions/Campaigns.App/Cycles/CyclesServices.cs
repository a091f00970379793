using Campaigns.App.Bulletins;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Evaluation;
using Campaigns.App.Programmes;
using Campaigns.Rules.Calendar;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Campaigns.App.Cycles;

public static class CyclesServices
{
    /// <summary>
    /// Cycles, what their milestones do, roll-ups, rankings and bulletins. A host that brings other holiday tables or another version registers them first.
    /// </summary>
    public static IServiceCollection AddCycles(this IServiceCollection services)
    {
        services.TryAddSingleton(HolidayTables.Bundled);
        services.TryAddSingleton(OrchestrationVersion.Newest);
        services.AddSingleton<CycleStore>();
        services.AddSingleton<GroupSlots>();
        services.AddSingleton<CycleContexts>();
        services.AddSingleton<CycleStarter>();
        services.AddSingleton<CycleDriver>();
        services.AddSingleton<Enrolment>();
        services.AddSingleton<StateWaves>();
        services.AddSingleton<ReminderWave>();
        services.AddSingleton<CalendarWave>();
        services.AddSingleton<PreviousYear>();
        services.AddSingleton<CalendarDesk>();
        services.AddSingleton<DryRun>();
        services.AddSingleton<RollUp>();
        services.AddSingleton<RescoreWave>();
        services.AddSingleton<MilestoneWave>();
        services.AddSingleton<Adoption.ContentStore>();
        services.AddSingleton<Adoption.RuleDesk>();
        services.AddSingleton<Votes.VoteCodes>();
        services.AddSingleton<TrackRanking>();
        services.AddSingleton<BulletinPress>();
        return services;
    }
}
